//! Tracebacks: they name the user's files and lines, and no frame of what runs them.

use std::path::{Path, PathBuf};

use easypy_tests::{Finished, Run};

use crate::{job, line_of, run_scripts, script};

/// A line of a traceback that names a place.
fn place(file: &Path, mark: &str, function: &str) -> String {
    format!("  File \"{}\", line {}, in {function}", file.display(), line_of(file, mark))
}

/// The lines of a traceback that name a place, and those that say what happened.
fn frames(traceback: &str) -> Vec<String> {
    let told = |line: &&str| line.starts_with("  File ") || !(line.starts_with(' ') || line.is_empty());
    traceback.lines().filter(told).map(str::to_owned).collect()
}

/// The traceback in a section's `data`.
fn traceback(finished: &Finished, id: &str) -> String {
    let data = finished.data(id);
    let text = data["traceback"].as_str().unwrap_or_else(|| panic!("no traceback in {data}")).to_owned();
    assert!(text.starts_with("Traceback (most recent call last):\n") && text.ends_with('\n'), "{text}");
    text
}

const FIRST: &str = "Traceback (most recent call last):";

#[test]
fn of_a_test_they_are_in_the_report_and_in_the_log() {
    let finished = run_scripts(&["raises"]).run().exits(1);
    let (raises, raising) = (script("raises"), script("raising"));
    let expected: [(&str, &str, &str, Vec<String>); 6] = [
        (
            "here",
            "errored",
            "Caught an exception while executing section here",
            vec![FIRST.into(), place(&raises, "here", "here"), "ValueError: out of range".into()],
        ),
        (
            "in_a_module",
            "errored",
            "Caught an exception while executing section in_a_module",
            vec![
                FIRST.into(),
                place(&raises, "in_a_module", "in_a_module"),
                place(&raising, "outer", "outer"),
                place(&raising, "inner", "inner"),
                "ValueError: 3 is too much".into(),
            ],
        ),
        (
            "for_a_reason",
            "errored",
            "Caught an exception while executing section for_a_reason",
            vec![
                FIRST.into(),
                place(&raises, "for_a_reason 1", "for_a_reason"),
                place(&raising, "inner", "inner"),
                "ValueError: 4 is too much".into(),
                "The above exception was the direct cause of the following exception:".into(),
                FIRST.into(),
                place(&raises, "for_a_reason 2", "for_a_reason"),
                "RuntimeError: no answer".into(),
            ],
        ),
        (
            "asserts",
            "failed",
            "Caught an assertion failure while executing section asserts",
            vec![FIRST.into(), place(&raises, "asserts", "asserts"), "AssertionError: they differ".into()],
        ),
        (
            "in_a_step",
            "errored",
            "Caught an exception while executing section in_a_step",
            vec![
                FIRST.into(),
                place(&raises, "in_a_step", "in_a_step"),
                "ZeroDivisionError: division by zero".into(),
            ],
        ),
        (
            "in_the_library",
            "errored",
            "Caught an exception while executing section in_the_library",
            vec![
                FIRST.into(),
                place(&raises, "in_the_library", "in_the_library"),
                "ValueError: invalid literal for int() with base 10: 'x'".into(),
            ],
        ),
    ];
    let log = finished.task_log("Task-1");
    for (section, outcome, why, lines) in expected {
        let id = format!("Task-1.Raises.{section}");
        let node = finished.node(&id);
        assert_eq!((node.outcome(), node.why()), (outcome, why));
        let text = traceback(&finished, &id);
        assert_eq!(frames(&text), lines);
        // The log has all of it, with the lines of the source.
        let level = if outcome == "failed" { "WARNING" } else { "ERROR" };
        for line in text.lines().chain([format!("{why}:").as_str()]) {
            let logged = log.iter().any(|l| l.level == level && l.tag == "AETEST" && l.text == line);
            assert!(logged, "{line:?} of {id} is not in the log: {log:#?}");
        }
    }
    let step = finished.node("Task-1.Raises.in_a_step.STEP 1");
    assert_eq!(
        (step.outcome(), step.why()),
        ("errored", "Caught an exception while executing STEP 1: dividing")
    );
}

#[test]
fn they_show_the_line_of_the_source() {
    let finished = run_scripts(&["raises"]).run().exits(1);
    let text = traceback(&finished, "Task-1.Raises.here");
    assert!(text.contains("\n    raise ValueError('out of range')  # here\n"), "{text}");
}

#[test]
fn of_a_caught_exception_they_are_in_the_log_of_who_wrote_it() {
    let finished = run_scripts(&["raises"]).run().exits(1);
    assert_eq!(finished.node("Task-1.Raises.logged").outcome(), "passed");
    let log = finished.task_log("Task-1");
    let records: Vec<&str> = log
        .iter()
        .filter(|line| line.tag == "SCRIPT" && line.level == "ERROR")
        .map(|line| line.text.as_str())
        .collect();
    let place = |file: PathBuf, mark, function| place(&file, mark, function);
    for line in [
        "it was caught",
        FIRST,
        &place(script("raises"), "logged", "logged"),
        &place(script("raising"), "inner", "inner"),
        "ValueError: 5 is too much",
    ] {
        assert!(records.contains(&line), "no {line:?} in {records:#?}");
    }
}

#[test]
fn what_a_shared_object_raises_is_raised_where_it_was_used() {
    let finished = Run::python(job("raises_in_task")).run().exits(1);
    let id = "Task-1.Missing.key";
    let file = script("shared_missing");
    let lines = [FIRST.to_owned(), place(&file, "missing", "key"), "KeyError: 'nowhere'".to_owned()];
    assert_eq!(frames(&traceback(&finished, id)), lines);
}

/// The job's failure: on the screen, in the JobLog, in the journal; and the report's words of it.
fn failure_of(finished: &Finished) -> String {
    let ended = finished.events("job-ended");
    let message = ended[0]["failure"]["message"].as_str().unwrap_or_default().to_owned();
    let log = finished.job_log();
    for line in message.lines() {
        assert!(finished.stdout.contains(line), "{line:?} is not on the screen: {}", finished.said());
        assert!(log.iter().any(|found| found.level == "ERROR" && found.text == line), "{line:?}: {log:#?}");
    }
    assert_eq!(finished.report()["result"]["value"], "errored");
    message
}

#[test]
fn of_main_they_begin_with_its_frame() {
    let finished = Run::python(job("raises")).run().exits(1);
    let message = failure_of(&finished);
    let file = job("raises");
    let lines = [
        format!("Caught error in jobfile '{}':", file.display()),
        FIRST.to_owned(),
        place(&file, "main", "main"),
        place(&file, "first", "first"),
        place(&file, "second", "second"),
        "KeyError: 'nowhere'".to_owned(),
    ];
    assert_eq!(frames(&message), lines, "{message}");
    assert_eq!(finished.result("Task-1"), "passed");
}

#[test]
fn of_a_jobfile_that_fails_while_it_is_loaded_they_name_the_line() {
    let finished = Run::python(job("raises_at_import")).run().exits(1);
    let message = failure_of(&finished);
    let file = job("raises_at_import");
    let lines = [place(&file, "at import", "<module>"), "KeyError: 'rome'".to_owned()];
    assert!(frames(&message).ends_with(&lines), "{message}");
    assert!(!message.contains("easypy:/"), "{message}");
}

#[test]
fn a_syntax_error_in_a_jobfile_is_shown_with_its_place() {
    let finished = Run::python(job("syntax_error")).run().exits(1);
    let message = failure_of(&finished);
    let place = format!("  File \"{}\", line 5", job("syntax_error").display());
    for line in [place.as_str(), "    names = ['a', 'b'", "SyntaxError: '[' was never closed"] {
        assert!(message.lines().any(|found| found == line), "no {line:?} in {message}");
    }
    assert!(!message.contains("easypy:/"), "{message}");
}

#[test]
fn a_syntax_error_in_a_testscript_is_shown_with_its_place() {
    let finished = run_scripts(&["syntax_error"]).run().exits(1);
    let task = &finished.task("Task-1")[0];
    assert_eq!(task.outcome(), "errored");
    let log = finished.task_log("Task-1");
    let place = format!("  File \"{}\", line 8", script("syntax_error").display());
    for line in [place.as_str(), "    def runs(self)", "SyntaxError: expected ':'"] {
        assert!(
            log.iter().any(|found| found.level == "ERROR" && found.text == line),
            "no {line:?} in {log:#?}"
        );
    }
    assert!(log.iter().all(|line| !line.text.contains("easypy:/")), "{log:#?}");
}
