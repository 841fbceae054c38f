//! What scripts guard and time themselves with: alarms, time zones, queues with a bound.

use easypy_tests::Finished;
use serde_json::Value;

use crate::{line_of, run_scripts, script};

fn run() -> Finished {
    run_scripts(&["guards"]).run().exits(1)
}

fn told(data: &Value, what: &str) -> String {
    data[what].as_str().unwrap_or_else(|| panic!("nothing of {what}: {data}")).to_owned()
}

/// Not a test that runs for an hour, and no guard that is silently none.
#[test]
fn an_alarm_that_guards_a_step_is_an_error_where_it_is_set() {
    let finished = run();
    let node = finished.node("Task-1.Guards.alarm");
    assert_eq!(node.outcome(), "errored", "{node:?}");
    let data = finished.data("Task-1.Guards.alarm");
    let traceback = told(&data, "traceback");
    let file = script("guards");
    let place = format!("File \"{}\", line {}", file.display(), line_of(&file, "the alarm"));
    for part in
        [&place, "NotImplementedError: signal.alarm(1)", "nothing can interrupt a script", "max_runtime="]
    {
        assert!(traceback.contains(part), "no {part:?} in {traceback}");
    }
}

#[test]
fn timers_and_waits_for_signals_are_refused_with_what_to_do_instead() {
    let data = run().data("Task-1.Guards.timers");
    for (what, name, instead) in [
        ("alarm", "signal.alarm(5)", "max_runtime="),
        ("setitimer", "signal.setitimer(0.5)", "max_runtime="),
        ("pause", "signal.pause()", "runtime.synchro"),
        ("sigwait", "signal.sigwait()", "runtime.synchro"),
    ] {
        let said = told(&data, what);
        assert!(said.starts_with(&format!("NotImplementedError: {name}: ")), "{said}");
        assert!(said.contains(instead), "what to do instead: {said}");
    }
    assert_eq!(told(&data, "alarm off"), "did it: 0");
}

#[test]
fn time_zones_are_there_and_local_time_is_utc() {
    let data = run().data("Task-1.Guards.zones");
    assert_eq!(told(&data, "Paris"), "did it: '2026-07-01T14:00:00+02:00'");
    assert_eq!(told(&data, "Kolkata"), "did it: '2026-07-01T17:30:00+05:30'");
    assert_eq!(told(&data, "local"), "did it: '2026-07-01T12:00:00+00:00'");
    let unknown = told(&data, "unknown");
    assert!(unknown.starts_with("ZoneInfoNotFoundError: ") && unknown.contains("Mars/Base"), "{unknown}");
    assert!(told(&data, "outside").starts_with("ValueError: "), "{data}");
    let tzset = told(&data, "tzset");
    for part in
        ["NotImplementedError: time.tzset()", "'Europe/Paris'", "local time is UTC", "zoneinfo.ZoneInfo("]
    {
        assert!(tzset.contains(part), "no {part:?} in {tzset}");
    }
}

#[test]
fn a_queue_with_a_bound_serves_threads_and_is_full_where_nobody_takes_from_it() {
    let data = run().data("Task-1.Guards.queues");
    assert_eq!(told(&data, "work"), "did it: True");
    assert_eq!(told(&data, "put at once"), "Full: ");
    assert_eq!(told(&data, "put in time"), "Full: ");
    assert_eq!(told(&data, "get"), "did it: 'the only one'");
    for forever in ["put", "get from nobody"] {
        let said = told(&data, forever);
        for part in
            ["WouldBlockForever: This would wait for ever", "threads do not run in parallel in the sandbox"]
        {
            assert!(said.contains(part), "{forever}: no {part:?} in {said}");
        }
    }
}

#[test]
fn a_producer_without_an_end_is_ended_and_its_join_says_so() {
    let data = run().data("Task-1.Guards.producer");
    assert_eq!(data[0], "x");
    let said = data[1].as_str().unwrap();
    assert!(said.contains("WouldBlockForever: Thread producer was ended before its end"), "{said}");
    assert!(said.contains("has not done its work"), "{said}");
}
