//! Where runs write and what they leave: runinfo directory and archive, their names and members (SPEC 3.2, 3.3).

use std::fs;
use std::os::unix::fs::PermissionsExt;

use easypy_tests::{Run, crowd_of, run, step};
use rustix::process::Signal;
use serde_json::json;

fn plan() -> serde_json::Value {
    json!([run("passes", "t", json!({}))])
}

#[test]
fn a_run_is_named_by_its_jobfile_and_its_time() {
    let finished = Run::plan(&plan()).run().exits(0);
    let archive = &finished.archive().path;
    let name = archive.file_name().unwrap().to_str().unwrap();
    let form = regex::Regex::new(r"^driver_\d{4}[A-Z][a-z]{2}\d\d_\d\d_\d\d_\d\d_\d{6}\.zip$").unwrap();
    assert!(form.is_match(name), "{name}");
    let month = archive.parent().unwrap().file_name().unwrap().to_str().unwrap();
    assert!(regex::Regex::new(r"^\d\d-\d\d$").unwrap().is_match(month), "{month}");
    assert_eq!(finished.runinfo(), None, "it is in the archive");
    assert!(finished.stdout.contains(archive.to_str().unwrap()), "{}", finished.said());
}

#[test]
fn the_archive_holds_what_it_should_and_nothing_else() {
    let finished = Run::plan(&plan()).run().exits(0);
    assert_eq!(
        finished.archive().names(),
        [
            "JobLog.driver",
            "ResultsDetails.xml",
            "ResultsSummary.xml",
            "SHA256SUMS",
            "TaskLog.t",
            "driver.report",
            "driver.wasm",
            "env.txt",
            "journal.ndjson",
            "rerun.results",
            "results.json",
        ]
    );
    let jobfile = fs::read(easypy_tests::test_guest("driver")).unwrap();
    assert!(finished.archive().bytes("driver.wasm") == jobfile, "the copy of the jobfile differs");
}

#[test]
fn names_and_places_can_be_chosen() {
    let finished = Run::plan(&plan())
        .options(["--archive-name", "myarch", "--no-archive-subdir", "--job-uid", "MYUID"])
        .run();
    let finished = finished.exits(0);
    assert_eq!(finished.archive().path, finished.directory().join("archive/myarch.zip"));
    assert_eq!(finished.report()["id"], "MYUID");
}

#[test]
fn the_defaults_are_below_the_home_directory() {
    let finished = Run::file(easypy_tests::test_guest("driver")).without_places().run().exits(1);
    let home = finished.directory();
    let kept = home.join(".easypy-wasm");
    assert!(kept.join("archive").is_dir() && kept.join("runinfo").is_dir(), "{}", finished.said());
    let cache = home.join(".cache/easypy-wasm");
    assert_eq!(fs::metadata(cache).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn while_it_runs_only_the_user_can_look_into_it() {
    let mut running = Run::plan(&json!(crowd_of(1))).start();
    running.wait_for_sections(1, "t_sleep");
    let runinfo = running.runinfo().unwrap();
    assert_eq!(fs::metadata(&runinfo).unwrap().permissions().mode() & 0o777, 0o700);
    for name in ["journal.ndjson", "TaskLog.sleeper-1", "JobLog.driver"] {
        assert!(runinfo.join(name).is_file(), "no {name} while it runs");
    }
    running.signal(Signal::INT);
    let _ = running.wait();
}

#[test]
fn what_guests_write_to_runtime_is_in_the_archive() {
    let finished = Run::plan(&json!([
        step("write", json!({"path": "/runtime/my_file.txt", "content": "some content"})),
        step("write", json!({"path": "/tmp/scratch.txt", "content": "x", "as": "scratch"})),
        run("writes_files", "one", json!({})),
        run("writes_files", "two", json!({})),
        step("read-file", json!({"path": "/runtime/one.txt", "as": "seen by the job"})),
    ]))
    .run()
    .exits(0);
    let archive = finished.archive();
    assert_eq!(archive.text("my_file.txt"), "some content");
    for task in ["one", "two"] {
        assert_eq!(archive.text(&format!("{task}.txt")), "some content");
        assert_eq!(archive.text(&format!("{task}.d/deep/er.txt")), "deeper");
    }
    assert_eq!(finished.probe("seen by the job"), "some content");
    assert!(archive.names().iter().all(|name| !name.contains("scratch")), "{:?}", archive.names());
}

/// Directories are used again, but never with what somebody left there.
#[test]
fn every_task_has_an_empty_tmp_of_its_own() {
    let plan: Vec<_> = (0..30).map(|n| run("writes_files", &format!("t{n}"), json!({}))).collect();
    let finished = Run::plan(&json!(plan)).run();
    for n in 0..30 {
        let node = finished.node(&format!("t{n}.writes_files.writes_files"));
        assert_eq!((node.outcome(), node.why()), ("passed", "wrote to /runtime and /tmp only"), "t{n}");
    }
}

/// Guests cannot write over what the host writes: it is not where they write.
#[test]
fn a_guest_cannot_forge_what_the_host_writes() {
    let forged = ["journal.ndjson", "results.json", "TaskLog.t", "JobLog.driver", "driver.report", "env.txt"];
    let mut plan = vec![run("fails", "t", json!({}))];
    plan.extend(
        forged.map(|name| step("write", json!({"path": format!("/runtime/{name}"), "content": "forged"}))),
    );
    plan.push(step("write", json!({"path": "/runtime/../journal.ndjson", "content": "forged", "as": "up"})));
    let finished = Run::plan(&json!(plan)).run().exits(1);
    assert_eq!(finished.result("t"), "failed");
    for name in forged {
        assert_ne!(finished.archive().bytes(name), b"forged", "{name}");
        assert_eq!(
            finished.archive().text(&format!("runtime/{name}")),
            "forged",
            "what it wrote is kept beside it"
        );
    }
    assert!(finished.probe("up")["error"].is_string());
}

/// A guest's link must not put a file of the host into the archive.
#[test]
fn a_link_in_runtime_is_not_followed() {
    let mut plan = vec![run("opens_etc_passwd", "t", json!({}))];
    plan.extend(crowd_of(1));
    let mut running = Run::plan(&json!(plan)).start();
    running.wait_for_sections(1, "t_sleep");
    let runtime = running.runinfo().unwrap().join("runtime");
    // Whatever the guest could make of links, these are what it would like to make.
    std::os::unix::fs::symlink("/etc/passwd", runtime.join("secrets.txt")).unwrap();
    std::os::unix::fs::symlink("/etc", runtime.join("etc")).unwrap();
    running.signal(Signal::INT);
    let finished = running.wait();
    let passwd = fs::read("/etc/passwd").unwrap();
    for (name, bytes) in &finished.archive().members {
        assert!(*bytes != passwd, "{name} is /etc/passwd");
        assert!(!name.starts_with("etc/"), "{name}");
    }
}

#[test]
fn an_archive_that_cannot_be_written_loses_nothing() {
    let run_it = Run::plan(&plan());
    let taken = run_it.directory().join("archive");
    fs::write(&taken, "not a directory").unwrap();
    let finished = run_it.run();
    assert!(!finished.has_archive() || finished.archive().names().is_empty());
    let runinfo = finished.runinfo();
    let said = finished.said();
    assert!(said.contains("archive"), "{said}");
    if let Some(runinfo) = runinfo {
        assert!(runinfo.join("results.json").is_file(), "{said}");
    } else {
        // It was refused before anything ran.
        assert!(!finished.stdout.contains("Easypy Report"), "{said}");
    }
}

#[test]
fn an_archive_is_checked_and_what_was_changed_in_it_is_named() {
    let finished = Run::plan(&plan()).run().exits(0);
    let archive = finished.archive().path.clone();
    let verify = |path: &std::path::Path, more: &[&str], code| {
        let run = Run::bare().without_places().options(["archive", "verify"]).option(path);
        more.iter().fold(run, |run, option| run.option(option)).run().exits(code).stdout
    };
    let said = verify(&archive, &[], 0);
    assert!(said.contains("10 files, ") && said.contains("all as they were written"), "{said}");
    let fingerprint = said.lines().last().unwrap().strip_prefix("fingerprint: ").unwrap().to_owned();
    verify(&archive, &["--fingerprint", &fingerprint], 0);
    let said = verify(&archive, &["--fingerprint", "00"], 1);
    assert!(said.contains("its fingerprint should be 00\n"), "{said}");

    let mut bytes = fs::read(&archive).unwrap();
    // In the content of the first entry.
    bytes[60] ^= 1;
    let changed = archive.with_file_name("changed.zip");
    fs::write(&changed, bytes).unwrap();
    let said = verify(&changed, &[], 1);
    assert!(said.contains("is wrong"), "{said}");
    let none = Run::bare().without_places().options(["archive", "verify"]).option(finished.directory()).run();
    assert!(none.exits(2).stderr.contains("error: "));
}
