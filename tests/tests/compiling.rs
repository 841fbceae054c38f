//! Compiling is work for a child that can be killed: what becomes of a run when it is.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;

use easypy_tests::{DEADLINE, Ended, Process, Run, Running, children_of, eventually, run, test_guest};
use rustix::process::Signal;
use serde_json::{Value, json};
use tempfile::TempDir;

/// The child that compiles for this run, once there is one.
fn compiler_of(running: &Running) -> Process {
    let compiles = |pid: &u32| {
        let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        environment.starts_with(b"EASYPY_WASM_COMPILE=")
    };
    let found = || children_of(running.pid()).into_iter().find(compiles).and_then(Process::open);
    eventually("compiling process", found)
}

/// A run that has to compile everything.
fn cold(plan: &Value) -> (Running, TempDir) {
    let cache = TempDir::new().unwrap();
    (Run::plan(plan).cache(cache.path().join("cache")).start(), cache)
}

#[test]
fn a_killed_compiler_of_the_jobfile_is_told_and_nothing_runs() {
    let (running, _cache) = cold(&json!([]));
    compiler_of(&running).signal(Signal::KILL);
    let finished = running.wait();
    assert_eq!(finished.ended, Ended::Code(1), "{}", finished.said());
    assert!(finished.stderr.contains("driver.wasm could not be compiled"), "{}", finished.said());
    assert!(!finished.has_archive());
    assert_eq!(finished.runinfo(), None);
}

/// The testscript's compiler is killed: that task is Errored, and the next one of the same file is compiled anew.
#[test]
fn a_killed_compiler_of_a_testscript_ends_that_task_only() {
    let plan = json!([
        run("passes", "first", json!({})),
        run("passes", "again", json!({})),
        run("skips", "other", json!({}))
    ]);
    let cache = TempDir::new().unwrap();
    let warm = Run::plan(&json!([])).cache(cache.path().join("cache")).run();
    drop(warm);
    let mut running = Run::plan(&plan).cache(cache.path().join("cache")).start();
    running.wait_for("task", 1, |event| event["event"] == "task-created");
    compiler_of(&running).signal(Signal::KILL);
    let finished = running.wait().exits(1);
    assert_eq!(finished.result("first"), "errored");
    assert!(finished.node("first").why().contains("could not be compiled"), "{:?}", finished.node("first"));
    assert_eq!(finished.result("again"), "passed");
    assert_eq!(finished.result("other"), "skipped");
}

#[test]
fn ctrl_c_while_the_jobfile_is_compiled_ends_everything() {
    let (running, _cache) = cold(&json!([]));
    let compiler = compiler_of(&running);
    running.signal(Signal::INT);
    let finished = running.wait();
    assert_eq!(finished.ended, Ended::Code(130), "{}", finished.said());
    assert!(compiler.ends_within(DEADLINE), "the compiler outlived its host");
    assert_eq!(finished.runinfo(), None);
}

#[test]
fn a_compiler_does_not_outlive_a_host_that_is_killed() {
    let (running, _cache) = cold(&json!([]));
    let compiler = compiler_of(&running);
    running.signal(Signal::KILL);
    let _ = running.wait();
    assert!(compiler.ends_within(DEADLINE));
}

/// A compiling child gets the module and nothing else.
#[test]
fn a_compiler_has_no_environment_and_nothing_open_of_the_host() {
    let cache = TempDir::new().unwrap();
    let run = Run::plan(&json!([])).cache(cache.path().join("cache")).before("exec 9</etc/passwd");
    let running = run.env("DB_PASSWORD", "hunter2-secret").start();
    let compiler = compiler_of(&running);
    compiler.stop();
    let environment = fs::read(format!("/proc/{}/environ", compiler.pid())).unwrap_or_default();
    let files = fs::read_dir(format!("/proc/{}/fd", compiler.pid())).ok().into_iter().flatten();
    let links: Vec<_> = files.flatten().filter_map(|entry| fs::read_link(entry.path()).ok()).collect();
    assert!(!environment.is_empty() && links.len() >= 3, "the compiler was gone before it was looked at");
    compiler.signal(Signal::CONT);
    let _ = running.wait();
    assert!(!String::from_utf8_lossy(&environment).contains("hunter2"));
    for link in links {
        let text = link.to_string_lossy();
        let own = text.contains("memfd:")
            || text.starts_with("pipe:")
            || text.ends_with(".tmp")
            || text == "/dev/null"
            // It may have been stopped while it starts: its libraries, its own maps.
            || text.contains(".so")
            || text.starts_with("/proc/");
        assert!(own || link == test_guest("driver"), "the compiler has {text} open");
    }
}
