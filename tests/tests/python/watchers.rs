//! Threads: what can be done one after the other is done; what would have to run beside the script fails, and says so.

use easypy_tests::Finished;
use serde_json::json;

use crate::{line_of, run_scripts, script};

fn run() -> Finished {
    run_scripts(&["watchers"]).run().exits(1)
}

/// The texts of the warnings in the TaskLog.
fn warnings(finished: &Finished) -> Vec<String> {
    let lines = finished.task_log("Task-1").into_iter();
    lines.filter(|line| line.level == "WARNING" && line.tag == "SANDBOX").map(|line| line.text).collect()
}

/// An error that names the thread, why it did not do its work, and what to do instead.
fn says_why(said: &str, thread: &str, why: &str) {
    assert!(said.contains(&format!("Thread {thread}")), "{said}");
    for part in
        ["has not done its work", why, "do not run in parallel", "Let the script do it itself", "tasks run"]
    {
        assert!(said.contains(part), "no {part:?} in {said}");
    }
}

#[test]
fn a_thread_that_was_to_watch_while_the_script_sleeps_is_an_error_where_it_is_joined() {
    let finished = run();
    let node = finished.node("Task-1.Watchers.watcher");
    assert_eq!(node.outcome(), "errored", "{node:?}");
    let data = finished.data("Task-1.Watchers.watcher");
    let traceback = data["traceback"].as_str().unwrap();
    says_why(traceback, "watcher", "told it to stop (by a threading.Event) before it ran");
    let file = script("watchers");
    let place = format!("File \"{}\", line {}", file.display(), line_of(&file, "the watcher is joined"));
    assert!(traceback.contains(&place), "{traceback}");
}

#[test]
fn so_is_one_of_an_executor_where_its_result_is_asked_for() {
    let finished = run();
    assert_eq!(finished.node("Task-1.Watchers.in_an_executor").outcome(), "errored");
    let data = finished.data("Task-1.Watchers.in_an_executor");
    says_why(data["traceback"].as_str().unwrap(), "ThreadPoolExecutor", "told it to stop");
}

#[test]
fn who_sleeps_beside_a_thread_that_was_started_is_told_once_that_it_does_not_run() {
    let warnings = warnings(&run());
    let asleep: Vec<&String> =
        warnings.iter().filter(|text| text.starts_with("The script sleeps, and ")).collect();
    let [warning] = asleep[..] else { panic!("{warnings:#?}") };
    assert!(
        warning.contains("Thread watcher has not run yet") && warning.contains("never beside it"),
        "{warning}"
    );
}

#[test]
fn a_join_with_a_time_out_comes_back_from_a_busy_thread_without_an_end_and_the_next_one_says_why() {
    let finished = run();
    let data = finished.data("Task-1.Watchers.busy");
    let said: Vec<&serde_json::Value> = data.as_array().unwrap().iter().collect();
    assert_eq!((said.len(), said[0], said[2]), (4, &json!(true), &json!(true)), "they are alive: {said:?}");
    for (said, thread) in [(said[1], "spin"), (said[3], "keep")] {
        let said = said.as_str().unwrap();
        assert!(said.starts_with("NotParallel: "), "{said}");
        says_why(said, thread, "the time of who waited for it was over");
    }
    let warnings = warnings(&finished);
    for thread in ["spin", "keep"] {
        let text =
            format!("Thread {thread} was ended before its end: the time of who waited for it was over");
        assert_eq!(warnings.iter().filter(|warning| warning.starts_with(&text)).count(), 1, "{warnings:#?}");
    }
}

#[test]
fn a_worker_that_is_waited_for_in_turns_comes_to_its_end() {
    let finished = run();
    assert_eq!(finished.data("Task-1.Watchers.slow"), json!(["not yet"]));
    assert_eq!(finished.node("Task-1.Watchers.slow").outcome(), "passed");
}

#[test]
fn workers_that_wait_for_a_sign_begin_when_it_is_given() {
    let finished = run();
    assert_eq!(finished.data("Task-1.Watchers.signalled"), json!([0, 1, 2]));
}
