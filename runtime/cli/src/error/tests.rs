use super::*;
use easypy_sandbox::module::Role;

fn job(error: ModuleError) -> ExpectedError {
    ExpectedError::Module { what: "jobfile", path: "/lab/job.wasm".into(), error }
}

fn denied() -> io::Error {
    io::Error::from_raw_os_error(libc::EACCES)
}

fn all() -> Vec<ExpectedError> {
    vec![
        ExpectedError::NoJobfile,
        ExpectedError::NoSuchFile { what: "jobfile", path: "/lab/jb.wasm".into(), similar: None },
        ExpectedError::NoSuchFile {
            what: "jobfile",
            path: "/lab/jb.wasm".into(),
            similar: Some("/lab/job.wasm".into()),
        },
        job(ModuleError::Directory),
        job(ModuleError::Unreadable { why: "permission denied".into() }),
        job(ModuleError::NotWasm { found: "text of 5 bytes".into() }),
        job(ModuleError::Invalid { why: "unexpected end-of-file".into(), offset: Some(17) }),
        job(ModuleError::WrongWorld {
            wanted: Role::Job,
            found: "a testscript".into(),
            exports: vec!["easypy:runtime/script@0.1.0".into()],
        }),
        job(ModuleError::OtherContract { found: "0.2.0".into() }),
        job(ModuleError::UnknownImports { imports: vec!["acme:db/query@1.0.0".into()] }),
        ExpectedError::Module {
            what: "file",
            path: "/lab/x".into(),
            error: ModuleError::NotWasm { found: "an empty file".into() },
        },
        ExpectedError::NoPython {
            path: "/lab/job.py".into(),
            error: NoPython { looked: vec!["/opt/share/easypy-wasm/python.wasm".into()] },
        },
        ExpectedError::NoPackages { path: "/lab/packages".into(), why: denied() },
        ExpectedError::PyatsOnly { option: "--clean-file".into(), purpose: "device clean" },
        ExpectedError::ArgumentNotUtf8 { argument: "\u{fffd}".into() },
        ExpectedError::RuninfoExists { path: "/home/me/.easypy-wasm/runinfo/x".into() },
        ExpectedError::NoHome { option: "--runinfo-dir" },
        ExpectedError::NotMade { path: "/archive/26-11".into(), why: denied(), option: "--archive-dir" },
        ExpectedError::Argument { option: "--task", why: "a taskid cannot be empty".into() },
        ExpectedError::NotInTestbed {
            what: "device",
            name: "R9".into(),
            known: vec!["R1".into(), "R2".into()],
        },
        ExpectedError::NotConnected { why: "`R1` via `cli`: nothing listens at 10.0.0.1:22".into() },
        ExpectedError::NotThere {
            error: Box::new(ExpectedError::NoSuchFile {
                what: "testbed file",
                path: "/lab/lab.yaml".into(),
                similar: None,
            }),
        },
        ExpectedError::Mistakes {
            what: "testbed file",
            path: "/lab/lab.yaml".into(),
            check: Some("testbed validate"),
        },
        ExpectedError::Cache(CacheError::WritableByOthers { path: "/cache".into() }),
        ExpectedError::Process { what: "the fork server cannot be started", why: denied() },
        ExpectedError::Run {
            error: RunError::Setup { path: "/runinfo/x/tmp".into(), why: denied() },
            runinfo: "/runinfo/x".into(),
        },
        ExpectedError::Run {
            error: RunError::Journal {
                runinfo: "/run info/x".into(),
                why: io::Error::from_raw_os_error(libc::ENOSPC),
            },
            runinfo: "/run info/x".into(),
        },
        ExpectedError::Stopped(StopSignal::Interrupt),
        ExpectedError::Stopped(StopSignal::Terminate),
        ExpectedError::Finish { error: FinishError::StillRunning { path: "/runinfo/x".into() } },
    ]
}

#[test]
fn every_mistake_has_its_message_and_code() {
    let table: Vec<String> =
        all().iter().map(|error| format!("exit {}\n{}\n", error.exit().code(), error.message())).collect();
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn what_a_module_says_of_itself_is_neither_obeyed_nor_endless() {
    let imports = vec!["a\u{1b}[2Jb".repeat(1000)];
    let message = job(ModuleError::UnknownImports { imports }).message();
    assert!(message.contains("a\\x1b[2Jb") && !message.contains('\u{1b}'));
    assert!(message.chars().count() < 20_000);
}

#[test]
fn what_nobody_expected_prints_as_a_bug_with_its_causes() {
    let error = anyhow::anyhow!("disk on fire").context("cannot start");
    let message = bug(&error);
    assert!(
        message.starts_with("error: cannot start\n  because: disk on fire\n  this is a bug"),
        "{message}"
    );
}
