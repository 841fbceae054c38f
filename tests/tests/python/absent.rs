//! What cannot exist in the sandbox fails with an error that says so; threads work as far as housekeeping needs them.

use easypy_tests::Finished;
use serde_json::json;

use crate::run_scripts;

fn threads() -> Finished {
    run_scripts(&["threads"]).run().exits(0)
}

#[test]
fn processes_and_connections_are_refused_by_errors_that_say_why() {
    let finished = run_scripts(&["absent"]).run().exits(0);
    let said = finished.data("Task-1.Absent.each");
    for (what, said) in said.as_object().unwrap() {
        let said = said.as_str().unwrap();
        assert!(!said.starts_with("did it"), "{what}: {said}");
        assert!(said.contains("sandbox") || said.contains("guest"), "{what} does not say why: {said}");
    }
    let processes = said["subprocess.run"].as_str().unwrap();
    assert!(processes.contains("task") || processes.contains("Task"), "what to do instead: {processes}");
}

#[test]
fn modules_that_cannot_work_are_refused_by_errors_that_say_why() {
    let finished = run_scripts(&["absent"]).run().exits(0);
    for (name, said) in finished.data("Task-1.Absent.modules").as_object().unwrap() {
        let said = said.as_str().unwrap();
        assert!(said.contains(name.as_str()), "{name}: {said}");
        assert!(!said.starts_with("did it"), "{name}: {said}");
        let reasons = ["sandbox", "host", "--python-path"];
        assert!(reasons.iter().any(|reason| said.contains(reason)), "{name}: no reason: {said}");
    }
}

#[test]
fn a_thread_runs_its_target() {
    assert_eq!(threads().data("Task-1.Threads.thread"), json!([["ran"], false, "MainThread"]));
}

#[test]
fn what_threads_use_to_meet_works() {
    let finished = threads();
    assert_eq!(finished.data("Task-1.Threads.locks"), json!([true, 1]));
    assert_eq!(finished.data("Task-1.Threads.queue"), json!(["item", true]));
}

#[test]
fn a_pool_of_threads_does_its_work() {
    assert_eq!(threads().data("Task-1.Threads.pool"), json!([[0, 1, 4, 9, 16], "ValueError"]));
}

#[test]
fn a_daemon_that_listens_does_what_is_waited_for() {
    assert_eq!(threads().data("Task-1.Threads.listener"), json!([1, 2]));
}

#[test]
fn a_daemon_that_never_ends_holds_nothing_up() {
    let finished = threads();
    assert_eq!(finished.node("Task-1.Threads.ticker").outcome(), "passed");
}

#[test]
fn a_timer_fires_when_it_is_waited_for() {
    assert_eq!(threads().data("Task-1.Threads.timer"), json!([1]));
}

#[test]
fn asyncio_runs() {
    assert_eq!(threads().data("Task-1.Threads.asyncio"), json!([2, 4]));
}
