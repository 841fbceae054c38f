//! `xunit.xml`: a suite for each task, a test for each section that holds code, named by its full id.
//!
//! What a continuous integration server shows as good is what easypy-wasm's exit code says is good: Failed is
//! a failure; Errored, Aborted and Blocked are errors; Skipped is skipped; Passed and Passx are successes. So
//! a task that went wrong beside its sections has a test of its own, and so has a job that failed, was stopped
//! or had nothing that passed. Steps and tasks that were never started have none.
//!
//! The document is made as a whole before it is written: `quick-junit` counts first.

use std::io::{self, Write};
use std::time::Duration;

use easypy_contract::Outcome;
use easypy_contract::results::SectionKind;
use easypy_contract::task::ExitStatus;
use jiff::Timestamp;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::details;
use crate::escape::{visible, xml_characters};
use crate::exit_code;
use crate::model::{Run, Section, Task};
use crate::time::{self, Clock};

/// # Errors
/// The output cannot be written.
pub fn write(out: impl Write, run: &Run) -> io::Result<()> {
    let clock = &run.clock();
    let mut report = Report::new(name(&run.name));
    report.timestamp = clock.rfc3339(run.start).parse().ok();
    report.set_time(duration(run.start, run.stop));
    for task in &run.tasks {
        report.add_test_suite(suite(task, clock));
    }
    if run.failure.is_some() || exit_code(run) != 0 && report.failures + report.errors == 0 {
        report.add_test_suite(job(run));
    }
    report.serialize(out).map_err(io::Error::other)
}

/// The suite of the job itself, which went wrong.
fn job(run: &Run) -> TestSuite {
    let message = match (&run.failure, &run.interrupted) {
        (Some(failure), _) => name(&failure.message),
        (None, Some(signal)) => name(&format!("the run was stopped by {signal}")),
        (None, None) => "nothing passed".to_owned(),
    };
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_type(Outcome::Errored.as_str()).set_message(message);
    status.set_description(clean(&details::of_run(run).join("\n")));
    let mut test = TestCase::new("main", status);
    test.set_classname(name(&run.name));
    let mut suite = TestSuite::new(name(&run.name));
    suite.add_test_case(test);
    suite
}

fn suite(task: &Task, clock: &Clock) -> TestSuite {
    let mut suite = TestSuite::new(name(&task.taskid));
    suite.timestamp = clock.rfc3339(task.start).parse().ok();
    suite.set_time(duration(task.start, task.stop));
    let exit = match task.exit {
        Some(ExitStatus::Code(code)) => Some(("exitcode", code)),
        Some(ExitStatus::Signal(signal)) => Some(("signal", signal)),
        None => None,
    };
    let mut property = |key: &str, value: &str| {
        suite.add_property((key, &*name(value)));
    };
    property("taskid", &task.taskid);
    property("testscript", task.testscript());
    if let Some(script) = &task.script {
        property("testscript_hash", &script.hash);
    }
    property("logfile", &task.log);
    if let Some((key, value)) = exit {
        property(key, &value.to_string());
    }
    for attachment in &task.attachments {
        property("attachment", &attachment.file);
    }

    let mut worst = None;
    for section in &task.sections {
        add_tests(&mut suite, task, section, &mut task.taskid.to_string(), clock, &mut worst);
    }
    // What its tests do not show: it crashed between two sections, ran into a time limit, reported nothing.
    if let Some(outcome) = task.outcome.filter(|outcome| worst.is_none_or(|worst| worst < *outcome))
        && (outcome.blocks() || suite.test_cases.is_empty())
    {
        let reason = task.reason.as_deref();
        let mut test =
            TestCase::new(name(&task.taskid), status(outcome, reason, task.explanation().as_slice()));
        test.set_classname(name(task.name()));
        test.set_time(duration(task.start, task.stop));
        suite.add_test_case(test);
    }
    suite
}

/// Adds a test for each section inside that holds code. A container that was not entered is one itself.
fn add_tests(
    suite: &mut TestSuite,
    task: &Task,
    section: &Section,
    full_id: &mut String,
    clock: &Clock,
    worst: &mut Option<Outcome>,
) {
    let outer = full_id.len();
    full_id.push('.');
    full_id.push_str(&section.id);
    let inside = || section.sections.iter().filter(|section| section.kind != SectionKind::Step);
    let mut inner = None;
    for section in inside() {
        add_tests(suite, task, section, full_id, clock, &mut inner);
    }
    // A container may be worse than what is in it.
    if inner.is_none_or(|inner| inner < section.outcome && section.outcome.blocks()) {
        let status = status(section.outcome, section.reason(), &details::of_section(section));
        let mut test = TestCase::new(name(full_id), status);
        test.set_classname(name(task.name()));
        test.timestamp = clock.rfc3339(section.start).parse().ok();
        test.set_time(duration(section.start, section.stop));
        if let Some((file, line)) = &section.source {
            test.extra.insert("file".into(), name(file).into());
            test.extra.insert("line".into(), line.to_string().into());
        }
        suite.add_test_case(test);
    }
    full_id.truncate(outer);
    *worst = (*worst).max(Some(section.outcome));
}

fn status(outcome: Outcome, reason: Option<&str>, details: &[String]) -> TestCaseStatus {
    let mut status = match outcome {
        Outcome::Passed | Outcome::Passx => return TestCaseStatus::success(),
        Outcome::Skipped => TestCaseStatus::skipped(),
        Outcome::Failed => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Outcome::Errored | Outcome::Aborted | Outcome::Blocked => {
            TestCaseStatus::non_success(NonSuccessKind::Error)
        }
    };
    status.set_type(outcome.as_str());
    if let Some(reason) = reason {
        status.set_message(name(reason));
    }
    if !details.is_empty() {
        status.set_description(clean(&details.join("\n")));
    }
    status
}

/// What goes into an attribute, where lines would not stay lines.
fn name(text: &str) -> String {
    clean(&visible(text))
}

fn clean(text: &str) -> String {
    xml_characters(text).into_owned()
}

fn duration(start: Timestamp, stop: Timestamp) -> Duration {
    Duration::from_micros(time::microseconds(start, stop))
}
