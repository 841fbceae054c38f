//! Bad input on the command line and as a jobfile: an exit code of the documented table, one message that
//! names the file, what was found, what was expected and what to do, and nothing left behind.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;
use std::path::Path;

use easypy_tests::{Ended, Finished, Run, binary, test_guest};
use serde_json::json;

/// It ended with this code, said all of this on standard error, ran nothing and left nothing.
fn refused(finished: &Finished, code: i32, says: &[&str]) {
    assert_eq!(finished.ended, Ended::Code(code), "{}", finished.said());
    for text in says {
        assert!(finished.stderr.contains(text), "no {text:?}: {}", finished.said());
    }
    assert!(!finished.stderr.contains("bug"), "a mistake of the user is no bug: {}", finished.said());
    assert!(!finished.stdout.contains("Starting job run"), "{}", finished.said());
    assert_eq!(finished.runinfo(), None, "a runinfo directory was left");
    assert!(!finished.has_archive());
}

/// Writes a file into the run's directory and runs it as a jobfile.
fn run_file(name: &str, content: &[u8]) -> Finished {
    let run = Run::bare();
    let path = run.directory().join(name);
    fs::write(&path, content).unwrap();
    let finished = Run::file(&path).run();
    drop(run);
    finished
}

fn component(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap()
}

#[test]
fn no_jobfile() {
    refused(&Run::bare().without_places().run(), 2, &["error: ", "jobfile", "hint: "]);
}

#[test]
fn a_jobfile_that_does_not_exist() {
    refused(&Run::file("/nowhere/job.wasm").run(), 2, &["/nowhere/job.wasm", "does not exist", "hint: "]);
}

#[test]
fn a_jobfile_that_was_misspelt_gets_a_suggestion() {
    let run = Run::bare();
    fs::copy(test_guest("driver"), run.directory().join("nightly.wasm")).unwrap();
    let finished = Run::file(run.directory().join("nigthly.wasm")).run();
    refused(&finished, 2, &["nigthly.wasm", "did you mean", "nightly.wasm"]);
}

#[test]
fn a_jobfile_that_is_a_directory() {
    let run = Run::bare();
    let directory = run.directory().join("job.wasm");
    fs::create_dir(&directory).unwrap();
    refused(&Run::file(&directory).run(), 2, &["job.wasm", "is a directory", "hint: "]);
}

#[test]
fn a_jobfile_that_cannot_be_read() {
    // Root may read anything but what is no file: so the test holds for every user.
    refused(&Run::file("/dev/null").run(), 2, &["/dev/null", "cannot be read", "hint: "]);
}

#[test]
fn jobfiles_that_are_not_wasm() {
    for (name, content, found) in [
        ("empty.wasm", b"".to_vec(), "an empty file"),
        ("text.wasm", b"hello, world".to_vec(), "text"),
        ("job.wat", b"(component)".to_vec(), "WebAssembly text"),
        ("native.wasm", fs::read(binary()).unwrap()[..4096].to_vec(), "ELF"),
        ("job.zip", b"PK\x03\x04rest".to_vec(), "zip"),
        ("binary.wasm", vec![0xff; 100], "data"),
    ] {
        let finished = run_file(name, &content);
        refused(&finished, 1, &[name, "is not WebAssembly", found, "expected", "hint: ", "cargo build"]);
    }
}

#[test]
fn a_python_jobfile_without_the_component_that_runs_it() {
    refused(
        &run_file("job.py", b"def main(runtime):\n    pass\n"),
        3,
        &["job.py is Python", "share/easypy-wasm/python.wasm", "EASYPY_PYTHON"],
    );
}

#[test]
fn a_jobfile_that_was_cut_off() {
    let whole = fs::read(test_guest("driver")).unwrap();
    for length in [8, 100, whole.len() / 2, whole.len() - 1] {
        let finished = run_file("cut.wasm", &whole[..length]);
        assert_eq!(finished.ended, Ended::Code(1), "cut at {length}: {}", finished.said());
        assert!(finished.stderr.contains("cut.wasm"), "{}", finished.said());
        assert!(finished.stderr.contains("hint: "), "{}", finished.said());
    }
}

#[test]
fn a_jobfile_with_rubbish_in_it() {
    let mut damaged = fs::read(test_guest("driver")).unwrap();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 64].fill(0xa5);
    refused(&run_file("damaged.wasm", &damaged), 1, &["damaged.wasm", "hint: "]);
}

#[test]
fn a_testscript_is_no_jobfile() {
    refused(
        &Run::file(test_guest("passes")).run(),
        1,
        &["passes.wasm", "is a testscript", "expected a jobfile", "easypy:runtime/script", "hint: "],
    );
}

#[test]
fn a_command_is_no_jobfile() {
    let finished = Run::file(test_guest("command_exits_0")).run();
    refused(&finished, 1, &["command_exits_0.wasm", "plain WASI command", "expected a jobfile", "hint: "]);
}

#[test]
fn a_component_without_main_is_no_jobfile() {
    let finished = run_file("nomain.wasm", &component("(component)"));
    refused(&finished, 1, &["nomain.wasm", "expected a jobfile", "hint: "]);
}

#[test]
fn a_core_module_with_nothing_is_no_jobfile() {
    let finished = run_file("core.wasm", &component("(module)"));
    refused(&finished, 1, &["core.wasm", "core module", "expected a jobfile", "hint: "]);
}

#[test]
fn a_jobfile_for_another_version_of_the_contract() {
    let other = component(r#"(component (import "easypy:runtime/log@0.2.0" (instance)))"#);
    refused(&run_file("other.wasm", &other), 1, &["other.wasm", "version 0.2.0", "0.1.0", "hint: "]);
}

#[test]
fn a_jobfile_that_imports_what_nobody_has() {
    let other = component(r#"(component (import "acme:db/query@1.0.0" (instance)))"#);
    refused(&run_file("imports.wasm", &other), 1, &["imports.wasm", "acme:db/query@1.0.0", "hint: "]);
}

#[test]
fn options_with_bad_values() {
    let job = test_guest("driver");
    for (options, names) in [
        (&["--memory", "lots"][..], "--memory"),
        (&["--memory", "1k"], "--memory"),
        (&["--log-size", "-5"], "--log-size"),
        (&["--jobs", "0"], "--jobs"),
        (&["--jobs", "many"], "--jobs"),
        (&["--spawner", "magic"], "--spawner"),
        (&["--task-uids", "Or('one'"], "--task-uids"),
        (&["--job-uid", "a/b"], "--job-uid"),
        (&["--archive-name", ".."], "--archive-name"),
        (&["--color", "sometimes"], "--color"),
    ] {
        let finished = Run::file(&job).options(options).run();
        refused(&finished, 2, &[names]);
    }
}

#[test]
fn options_of_pyats_that_are_not_here_do_not_go_to_the_job_in_silence() {
    for option in [
        "--logical-testbed-file",
        "-C",
        "--clean-file",
        "--rerun-file",
        "--html-logs",
        "--liveview",
        "--mail-to",
    ] {
        let finished = Run::plan(&json!([])).options([option, "x"]).run();
        refused(&finished, 2, &[option, "pyATS", "hint: "]);
    }
}

#[test]
fn a_misspelt_option_goes_to_the_job_with_a_warning() {
    let finished = Run::plan(&json!([{"do": "info", "as": "info"}])).option("--no-archve").run().exits(1);
    assert!(finished.stderr.contains("did you mean --no-archive"), "{}", finished.said());
    assert_eq!(finished.probe("info")["arguments"][0], "--no-archve");
}

#[test]
fn a_run_of_the_same_id_is_refused() {
    let run = Run::plan(&json!([])).options(["--job-uid", "again"]);
    let taken = run.directory().join("runinfo/again");
    fs::create_dir_all(&taken).unwrap();
    let finished = run.run();
    assert_eq!(finished.ended, Ended::Code(2), "{}", finished.said());
    assert!(finished.stderr.contains("again") && finished.stderr.contains("exists"), "{}", finished.said());
    assert!(
        fs::read_dir(finished.directory().join("runinfo/again")).unwrap().next().is_none(),
        "it was touched"
    );
}

#[test]
fn directories_that_cannot_be_made_are_named() {
    let finished = Run::plan(&json!([])).without_places().options(["--runinfo-dir", "/dev/null/x"]).run();
    assert_eq!(finished.ended, Ended::Code(3), "{}", finished.said());
    assert!(finished.stderr.contains("/dev/null/x"), "{}", finished.said());
}

#[test]
fn help_and_version_are_no_errors() {
    let help = Run::bare().without_places().option("--help").run().exits(0);
    for text in [
        "JOB",
        "--runinfo-dir",
        "--task-uids",
        "--env",
        "130",
        "inspect",
        "completions",
        "recover",
        "archive",
    ] {
        assert!(help.stdout.contains(text), "no {text:?} in the help: {}", help.stdout);
    }
    let version = Run::bare().without_places().option("--version").run().exits(0);
    assert!(version.stdout.starts_with("easypy-wasm "), "{}", version.stdout);
}

#[test]
fn completions_are_written_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let finished = Run::bare().without_places().options(["completions", shell]).run().exits(0);
        assert!(finished.stdout.contains("runinfo-dir"), "{shell}: {}", finished.stdout);
    }
}

/// What `inspect` says of a file, and with which code.
fn inspect(file: &Path) -> Finished {
    Run::bare().without_places().option("inspect").option(file).run()
}

#[test]
fn inspect_says_what_a_module_is() {
    for (guest, says) in [
        ("driver", &["jobfile", "easypy:runtime/task@0.1.0", "0.1.0"][..]),
        ("passes", &["testscript", "easypy:runtime/results@0.1.0"]),
        ("command_exits_0", &["command", "wasi:cli/run"]),
    ] {
        let finished = inspect(&test_guest(guest)).exits(0);
        for text in says {
            assert!(finished.stdout.contains(text), "{guest}: no {text:?}: {}", finished.said());
        }
    }
}

#[test]
fn inspect_can_write_json() {
    let run = Run::bare().without_places().options(["inspect", "--json"]).option(test_guest("passes"));
    let finished = run.run().exits(0);
    let said: serde_json::Value = serde_json::from_str(&finished.stdout).unwrap();
    assert!(
        said["exports"].as_array().unwrap().iter().any(|name| name == "easypy:runtime/script@0.1.0"),
        "{said}"
    );
}

#[test]
fn inspect_refuses_what_is_no_module() {
    let finished = inspect(Path::new("/etc/hostname"));
    assert_eq!(finished.ended, Ended::Code(1), "{}", finished.said());
    assert!(finished.stderr.contains("/etc/hostname"), "{}", finished.said());
}

#[test]
fn recover_refuses_what_is_no_runinfo_directory() {
    let finished = Run::bare().without_places().options(["recover", "/etc"]).run();
    assert_eq!(finished.ended, Ended::Code(2), "{}", finished.said());
    assert!(finished.stderr.contains("/etc") && finished.stderr.contains("journal"), "{}", finished.said());
}
