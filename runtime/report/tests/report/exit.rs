//! The exit code: the rule of SPEC 1.1 on the cases that it was read off, and the departures from it.

use easypy_contract::Outcome::{self, Aborted, Blocked, Errored, Failed, Passed, Passx, Skipped};
use easypy_contract::results::SectionKind::Testcase;
use easypy_report::exit_code;
use easypy_report::journal::{Event, JobFailure, TaskEnded};

use crate::journals::Story;

fn failure(status: Option<i32>) -> Option<JobFailure> {
    Some(JobFailure { message: "main() failed".to_owned(), status, ..JobFailure::default() })
}

/// Each slice is a task with these testcases.
fn code_of(tasks: &[&[Outcome]]) -> u8 {
    exit_code(&tasks.iter().fold(Story::begin(), |story, task| story.task_of(task)).end(None))
}

#[test]
fn success_is_a_rate_of_100_and_something_that_passed() {
    for tasks in [
        &[&[Passed][..]][..],
        &[&[Passx]],
        &[&[Passed, Passx, Skipped]],
        &[&[Passed], &[Skipped]],
        // A task that reported nothing takes nothing away.
        &[&[Passed], &[]],
    ] {
        assert_eq!(code_of(tasks), 0, "{tasks:?}");
    }
}

#[test]
fn all_else_is_no_success() {
    assert_eq!(code_of(&[]), 1);
    for tasks in [&[&[][..]][..], &[&[Skipped]], &[&[Skipped], &[]]] {
        assert_eq!(code_of(tasks), 1, "{tasks:?}");
    }
    for bad in [Failed, Errored, Aborted, Blocked] {
        assert_eq!(code_of(&[&[Passed, bad, Passed]]), 1, "{bad}");
    }
}

#[test]
fn a_task_that_crashed_after_all_its_sections_passed_is_no_success() {
    let story = Story::begin().task().section(Testcase, "tc").ended(Passed);
    let crashed =
        TaskEnded { outcome: Some(Errored), reason: Some("it crashed".into()), ..Default::default() };
    let run = story.then(Event::TaskEnded(crashed)).end(None);
    assert!(run.counts().is_perfect());
    assert_eq!(exit_code(&run), 1);
}

#[test]
fn a_task_that_was_never_started_does_not_count() {
    let never = Event::TaskCreated { task: 9, taskid: "never".into(), testscript: "never.wasm".into() };
    let run = Story::begin().task_of(&[Passed]).then(never).end(None);
    assert_eq!((run.tasks.len(), run.not_started.len(), exit_code(&run)), (1, 1, 0));
}

#[test]
fn a_main_that_failed_is_no_success_whatever_passed() {
    assert_eq!(exit_code(&Story::begin().task_of(&[Passed]).end(failure(None))), 1);
}

#[test]
fn a_main_that_exits_gives_its_status() {
    for (status, code) in [(3, 3), (255, 255), (-1, 255), (256, 1), (0, 1)] {
        assert_eq!(
            exit_code(&Story::begin().task_of(&[Passed]).end(failure(Some(status)))),
            code,
            "{status}"
        );
    }
}

#[test]
fn a_signal_gives_its_number_whatever_else_happened() {
    for (signal, code) in [("SIGHUP", 129), ("SIGINT", 130), ("SIGTERM", 143), ("SIGOTHER", 1)] {
        let story = Story::begin().task_of(&[Passed]).then(Event::Interrupted { signal: signal.into() });
        assert_eq!(exit_code(&story.end(failure(Some(3)))), code, "{signal}");
    }
}

#[test]
fn a_run_without_an_end_is_no_success() {
    assert_eq!(exit_code(&Story::begin().task_of(&[Passed]).so_far()), 1);
}
