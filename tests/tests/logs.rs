//! The logs themselves: every line has its form and its number, and no guest can forge one.

use easypy_tests::{Finished, LogLine, Run, run, well_formed};
use serde_json::json;

fn forged(guest: &str) -> Finished {
    Run::plan(&json!([run(guest, "forger", json!({})), run("passes", "after", json!({}))])).run().exits(1)
}

/// The lines of a task's own process are numbered without a gap.
fn numbered(log: &[LogLine], process: &str) {
    let own: Vec<&LogLine> = log.iter().filter(|line| line.process == process).collect();
    assert!(own.len() > 1, "{log:#?}");
    for pair in own.windows(2) {
        assert_eq!(pair[0].number + 1, pair[1].number, "{pair:?}");
    }
}

#[test]
fn every_line_has_the_form_and_a_number() {
    let finished = Run::plan(&json!([run("steps", "t", json!({}))])).run().exits(1);
    let log = finished.task_log("t");
    numbered(&log, "t");
    let pid = finished.events("task-started")[0]["pid"].as_u64().unwrap();
    assert!(log.iter().filter(|line| u64::from(line.pid) == pid).count() > 10);
    for text in ["The result of section t is => FAILED", "Failed reason: bad step"] {
        assert!(log.iter().any(|line| line.tag == "AETEST" && line.text == text), "no {text:?}: {log:#?}");
    }
    for text in
        ["Starting testcase tc_steps", "Starting section t", "Starting STEP 1: first step", "STEPS Report"]
    {
        assert!(log.iter().any(|line| line.text.contains(text)), "no {text:?}: {log:#?}");
    }
}

#[test]
fn a_guest_cannot_forge_a_line_of_a_log() {
    let finished = forged("forges_log_lines");
    // Reading fails by a line that has not the form.
    let log = finished.task_log("forger");
    numbered(&log, "forger");
    assert!(
        log.iter().all(|line| ["forger", "MainProcess"].contains(&&*line.process)),
        "a line of another process: {log:#?}"
    );
    assert!(log.iter().any(|line| line.text.contains("pname=Task-9")), "the guest's text is not there");
    let _ = finished.job_log();
}

#[test]
fn nothing_a_guest_says_reaches_a_terminal_raw() {
    for guest in ["forges_log_lines", "forges_names"] {
        let finished = forged(guest);
        let archive = finished.archive();
        let shown = [
            ("the screen", finished.stdout.as_str()),
            ("standard error", finished.stderr.as_str()),
            ("the report", archive.text("driver.report")),
            ("the TaskLog", archive.text("TaskLog.forger")),
            ("the JobLog", archive.text("JobLog.driver")),
        ];
        for (what, text) in shown {
            let raw = text.chars().find(|c| (c.is_control() && *c != '\n' && *c != '\t') || *c == '\u{202e}');
            assert_eq!(raw, None, "{guest}: {what} holds {raw:?}");
        }
        // A line of the report that only the guest could have made.
        let lines = archive.text("driver.report").lines().filter(|line| line.starts_with("forged: line"));
        assert_eq!(lines.count(), 0, "{guest} forged a line of the report");
        assert_eq!(finished.result("after"), "passed");
    }
}

#[test]
fn everything_that_is_made_of_strange_names_can_be_read() {
    let finished =
        Run::plan(&json!([run("forges_names", "forger", json!({}))])).option("--xunit").run().exits(1);
    for name in ["ResultsSummary.xml", "ResultsDetails.xml", "xunit.xml"] {
        well_formed(finished.archive().text(name));
    }
    assert_eq!(finished.report()["tasks"][0]["result"]["value"], "failed");
}
