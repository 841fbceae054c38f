//! Environment, arguments and globals: what tasks have from their job, and that nothing goes back.

use easypy_tests::{Finished, Run};
use serde_json::{Value, json};

use crate::{job, said};

fn run() -> Finished {
    let run = Run::python(job("environment")).env("GIVEN", "given").env("WITHHELD", "x");
    run.options(["--env", "GIVEN"]).run().exits(0)
}

#[test]
fn a_job_sees_what_is_passed_on() {
    assert_eq!(said(&run())[0], "given None");
}

#[test]
fn tasks_have_the_environment_as_the_job_has_it_when_they_start() {
    let finished = run();
    let seen = |task: &str| finished.data(&format!("{task}.Environment.seen"));
    assert_eq!(seen("before"), json!({"GIVEN": "given"}));
    assert_eq!(seen("after"), json!({"GIVEN": "changed", "FROM_JOB": "größe = 1"}));
    assert_eq!(seen("deleted"), json!({"GIVEN": "changed"}));
}

#[test]
fn tasks_have_the_arguments_that_the_job_left() {
    assert_eq!(run().data("isolation.Isolation.changes"), json!({"arguments": ["left", "over"]}));
}

#[test]
fn what_a_task_changes_is_not_seen_by_the_job() {
    assert_eq!(said(&run())[1], "{'value': 'job'} None ['left', 'over']");
}

#[test]
fn a_variable_that_was_withheld_is_hinted_at_once() {
    let finished = run();
    let hints: Vec<String> = finished
        .job_log()
        .into_iter()
        .filter(|line| line.text.contains("WITHHELD") && line.text.contains("--env"))
        .map(|line| line.text)
        .collect();
    assert_eq!(hints.len(), 1, "{hints:?}");
    // Of one that is not there either, there is nothing to say.
    assert!(finished.job_log().iter().all(|line| !line.text.contains("NOWHERE")));
    assert_eq!(
        finished.data("before.Environment.asked"),
        json!({"WITHHELD": Value::Null, "NOWHERE": Value::Null})
    );
}
