//! Log levels: set by the job for a logger, inherited by the tasks that it starts afterwards (SPEC 3.6,
//! and what DIFFERENCES has to say of `pyats.aetest`).

use easypy_tests::{Finished, Run, run, step};
use serde_json::{Value, json};

fn level(logger: &str, level: Value) -> Value {
    step("level", json!({"logger": logger, "level": level}))
}

/// What a task of `logs_at_all_levels` wrote by its loggers: `<TAG> <LEVEL>`.
fn written(finished: &Finished, task: &str) -> Vec<String> {
    let log = finished.task_log(task);
    let said = log.iter().filter(|line| line.text.contains(" says "));
    said.map(|line| format!("{} {}", line.tag, line.level)).collect()
}

fn has(written: &[String], line: &str) -> bool {
    written.iter().any(|found| found == line)
}

#[test]
fn the_default_is_info() {
    let finished = Run::plan(&json!([run("logs_at_all_levels", "t", json!({}))])).run().exits(0);
    let written = written(&finished, "t");
    assert!(written.iter().all(|line| !line.ends_with("DEBUG")), "{written:?}");
    for line in ["ROOT INFO", "MYLIBRARY WARNING", "AETEST ERROR", "SCRIPT INFO", "ROOT CRITICAL"] {
        assert!(has(&written, line), "no {line}: {written:?}");
    }
}

#[test]
fn records_of_log_and_tracing_are_in_the_task_log() {
    let finished = Run::plan(&json!([run("logs_at_all_levels", "t", json!({}))])).run().exits(0);
    let log = finished.task_log("t");
    for (tag, level, text) in [
        ("SCRIPT", "INFO", "log says Info"),
        ("MYLIBRARY", "WARNING", "log says Warning"),
        ("SCRIPT", "INFO", "probe{vlan=10}: tracing says Info interfaces=3"),
    ] {
        let found = log.iter().any(|line| line.tag == tag && line.level == level && line.text == text);
        assert!(found, "no {text:?} of {tag}: {log:#?}");
    }
}

#[test]
fn tasks_inherit_the_levels_that_were_set_before_they_started() {
    let finished = Run::plan(&json!([
        run("logs_at_all_levels", "before", json!({})),
        level("mylibrary", json!("DEBUG")),
        run("logs_at_all_levels", "library", json!({})),
        level("", json!("ERROR")),
        run("logs_at_all_levels", "root", json!({})),
        level("mylibrary", Value::Null),
        level("pyats.aetest", json!("CRITICAL")),
        run("logs_at_all_levels", "reset", json!({})),
        step("effective-level", json!({"logger": "mylibrary.part", "as": "effective"})),
    ]))
    .run()
    .exits(0);
    let reason = |task: &str| finished.node(&format!("{task}.tc.t")).why().to_owned();
    assert_eq!(reason("before"), "=Info mylibrary=Info mylibrary.part=Info pyats.aetest=Info");
    assert_eq!(reason("library"), "=Info mylibrary=Debug mylibrary.part=Debug pyats.aetest=Info");
    assert_eq!(reason("root"), "=Error mylibrary=Debug mylibrary.part=Debug pyats.aetest=Error");
    assert_eq!(reason("reset"), "=Error mylibrary=Error mylibrary.part=Error pyats.aetest=Critical");
    assert_eq!(finished.probe("effective"), "Error");

    let library = written(&finished, "library");
    assert!(has(&library, "MYLIBRARY DEBUG") && !has(&library, "ROOT DEBUG"), "{library:?}");
    let root = written(&finished, "root");
    assert!(
        has(&root, "MYLIBRARY DEBUG") && !has(&root, "ROOT WARNING") && has(&root, "ROOT ERROR"),
        "{root:?}"
    );
    // The page: the level of `pyats.aetest` works in the tasks. At CRITICAL only the guest's own record is left.
    let harness = |task: &str| {
        let log = finished.task_log(task);
        log.into_iter().filter(|line| line.tag == "AETEST").map(|line| line.level).collect::<Vec<_>>()
    };
    assert!(harness("before").iter().filter(|level| *level == "INFO").count() > 5, "{:?}", harness("before"));
    assert_eq!(harness("reset"), ["CRITICAL"]);
}

#[test]
fn records_of_the_job_are_in_its_log() {
    let record = |logger: &str, level: &str| {
        step("log", json!({"logger": logger, "level": level, "message": format!("{logger} at {level}")}))
    };
    let finished = Run::plan(&json!([
        record("my.lib.sub", "WARNING"),
        record("pyats.easypy", "INFO"),
        record("genie.libs", "ERROR"),
        record("", "DEBUG"),
        level("", json!("DEBUG")),
        record("", "DEBUG"),
        step("log", json!({"logger": "x", "level": "INFO", "message": "two\nlines"})),
    ]))
    .run()
    .exits(1);
    let log = finished.job_log();
    let find = |text: &str| log.iter().filter(|line| line.text == text).collect::<Vec<_>>();
    assert_eq!(
        (&*find("my.lib.sub at WARNING")[0].tag, &*find("my.lib.sub at WARNING")[0].level),
        ("MY", "WARNING")
    );
    assert_eq!(find("pyats.easypy at INFO")[0].tag, "EASYPY");
    assert_eq!(find("genie.libs at ERROR")[0].tag, "GENIE");
    assert_eq!(find(" at DEBUG").len(), 1, "only the one after the level was set");
    assert_eq!((find("two").len(), find("lines").len()), (1, 1));
    assert!(log.iter().all(|line| line.process == "MainProcess" || !line.text.contains(" at ")));
}

#[test]
fn verbose_starts_with_debug_for_all() {
    let finished =
        Run::plan(&json!([run("logs_at_all_levels", "t", json!({}))])).option("-vv").run().exits(0);
    let written = written(&finished, "t");
    assert!(has(&written, "ROOT DEBUG") && has(&written, "SCRIPT DEBUG"), "{written:?}");
}
