//! What is in the logs: printed lines, records of all loggers, and the levels that a job sets.

use easypy_tests::{Finished, LogLine, Run};
use serde_json::json;

use crate::{job, run_scripts};

/// Lines of these tags: `<LEVEL> <text>`.
fn lines(log: &[LogLine], tag: &str) -> Vec<String> {
    let of_tag = log.iter().filter(|line| line.tag == tag);
    of_tag.map(|line| format!("{} {}", line.level, line.text)).collect()
}

fn run() -> Finished {
    run_scripts(&["logs"]).run().exits(0)
}

#[test]
fn what_is_printed_is_in_the_task_log() {
    let log = run().task_log("Task-1");
    assert_eq!(
        lines(&log, "STDOUT"),
        ["one line", "two-words", "several", "lines", "größe ✓", "without an end"]
            .map(|text| format!("INFO {text}"))
    );
    assert_eq!(lines(&log, "STDERR").first().map(String::as_str), Some("INFO to standard error"));
}

#[test]
fn printed_lines_and_records_are_in_their_order() {
    let log = run().task_log("Task-1");
    let position = |text: &str| log.iter().position(|line| line.text.contains(text)).unwrap();
    assert!(position("Starting section prints") < position("one line"));
    assert!(position("one line") < position("The result of section prints is"));
}

#[test]
fn records_have_the_tag_of_their_logger_and_their_level() {
    let log = run().task_log("Task-1");
    let of = |name: &str, tag: &str| {
        for level in ["INFO", "WARNING", "ERROR", "CRITICAL"] {
            let text = format!("{} by {name}", level.to_lowercase());
            let found = log.iter().any(|l| l.tag == tag && l.level == level && l.text == text);
            assert!(found, "no {text:?} as {tag} {level}: {log:#?}");
        }
    };
    of("pyats.aetest.testscript.logs", "SCRIPT");
    of("mylibrary", "MYLIBRARY");
    of("my.lib.sub", "MY");
    of("my-lib", "MY-LIB");
    of("genie.libs", "GENIE");
    of("root", "ROOT");
    assert!(log.iter().all(|line| line.level != "DEBUG"), "{log:#?}");
}

#[test]
fn records_are_formatted_as_logging_does() {
    let log = run().task_log("Task-1");
    let script = lines(&log, "SCRIPT");
    for line in ["INFO first", "INFO second", "INFO not all %s arguments", "INFO 1 and 2"] {
        assert!(script.iter().any(|found| found == line), "no {line:?}: {script:#?}");
    }
    assert!(script.iter().any(|line| line.ends_with(" between")), "{script:#?}");
}

#[test]
fn a_warning_of_the_library_is_in_the_log() {
    let log = run().task_log("Task-1");
    assert!(log.iter().any(|line| line.text.contains("UserWarning: it is old")), "{log:#?}");
}

#[test]
fn a_script_can_set_levels_for_itself() {
    let log = run().task_log("Task-1");
    let has = |text: &str| log.iter().any(|line| line.text == text);
    assert!(!has("not to be seen") && has("to be seen") && has("to be seen again"), "{log:#?}");
}

#[test]
fn a_handler_of_ones_own_gets_the_records() {
    assert_eq!(run().data("Task-1.Logs.own_handler"), json!(["WARNING mylibrary kept"]));
}

#[test]
fn levels_that_a_job_sets_hold_in_the_tasks_that_it_starts_afterwards() {
    let finished = Run::python(job("levels")).run().exits(0);
    // Of the tags of a logger, the levels that were written.
    let levels = |task: &str, tag: &str, name: &str| -> Vec<String> {
        let log = finished.task_log(task);
        let by = format!(" by {name}");
        log.into_iter().filter(|l| l.tag == tag && l.text.ends_with(&by)).map(|line| line.level).collect()
    };
    let script = |task: &str| levels(task, "SCRIPT", "pyats.aetest.testscript.logs");
    let library = |task: &str| levels(task, "MYLIBRARY", "mylibrary");
    let all = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];
    assert_eq!((script("default"), library("default")), (owned(&all[1..]), owned(&all[1..])));
    assert_eq!((script("aetest_error"), library("aetest_error")), (owned(&all[3..]), owned(&all[1..])));
    assert_eq!((script("library_debug"), library("library_debug")), (owned(&all[1..]), owned(&all)));
    assert_eq!((script("root_warning"), library("root_warning")), (owned(&all[1..]), owned(&all[2..])));
    assert_eq!((script("root_debug"), library("root_debug")), (owned(&all), owned(&all)));
    // The harness itself writes by a logger of the same family.
    let banners =
        |task: &str| finished.task_log(task).iter().any(|line| line.text.contains("Starting section"));
    assert!(banners("default") && !banners("aetest_error"));
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
