//! The files that a run leaves: `results.json`, the XML files, JUnit, the rerun file, the report.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use easypy_tests::{Finished, Run, launch, run, step, well_formed};
use serde_json::{Value, json};

/// A job with tasks of every kind of outcome.
fn multi(options: &[&str]) -> Finished {
    let guests =
        ["passes", "fails", "errors", "skips", "blocks", "passes_in_spite", "common_setup_fails", "steps"];
    let mut plan = vec![step("rename", json!({"name": "multi-demo"}))];
    plan.extend(guests.iter().map(|guest| run(guest, guest, json!({}))));
    plan.push(step("run", json!({"script": "missing.wasm", "taskid": "missing"})));
    plan.push(step("create", json!({"task": "idle", "script": "passes.wasm", "taskid": "idle"})));
    Run::plan(&json!(plan)).options(options).run().exits(1)
}

fn has_keys(node: &Value, keys: &[&str]) {
    for key in keys {
        assert!(node.get(key).is_some(), "no {key} in {node}");
    }
}

#[test]
fn results_json_has_the_schema_of_pyats() {
    let finished = multi(&["--submitter", "bob", "--image", "img", "--release", "1.0", "--meta", "a=1"]);
    let results = finished.results();
    assert_eq!(results["version"], "3.4");
    let suite = finished.report();
    has_keys(
        suite,
        &[
            "type",
            "id",
            "fullid",
            "idlist",
            "name",
            "starttime",
            "stoptime",
            "runtime",
            "job_type",
            "suite_name",
            "cli",
            "jobfile",
            "jobfile_hash",
            "pyatspath",
            "pyatsversion",
            "host",
            "submitter",
            "user",
            "archivefile",
            "summary",
            "pluginsummary",
            "health_summary",
            "totaltasks",
            "extra",
            "result",
            "tasks",
        ],
    );
    assert_eq!((&suite["type"], &suite["job_type"]), (&json!("TestSuite"), &json!("easypy")));
    assert_eq!((&suite["name"], &suite["suite_name"]), (&json!("multi-demo"), &json!("driver")));
    assert_eq!(suite["submitter"], "bob");
    assert_eq!((&suite["extra"]["image"], &suite["extra"]["release"]), (&json!("img"), &json!("1.0")));
    assert_eq!(suite["id"], suite["fullid"]);
    assert!(suite["id"].as_str().unwrap().starts_with("driver_"));

    let tasks = suite["tasks"].as_array().unwrap();
    let ids: Vec<&str> = tasks.iter().filter_map(|task| task["id"].as_str()).collect();
    assert_eq!(ids[..3], ["passes", "fails", "errors"], "in the order of their start");
    let task = &tasks[0];
    has_keys(
        task,
        &[
            "type",
            "id",
            "fullid",
            "idlist",
            "name",
            "script_type",
            "starttime",
            "stoptime",
            "runtime",
            "logfile",
            "testscript",
            "testscript_hash",
            "summary",
            "pluginsummary",
            "result",
            "sections",
            "health_summary",
        ],
    );
    assert_eq!((&task["name"], &task["logfile"]), (&json!("passes"), &json!("TaskLog.passes")));
    let testcase = &task["sections"][0];
    has_keys(testcase, &["testcase_type", "xref", "logs", "result", "health_summary", "sections"]);
    let test = &testcase["sections"][0];
    has_keys(
        test,
        &["type", "id", "fullid", "idlist", "name", "starttime", "stoptime", "runtime", "logs", "result"],
    );
    assert_eq!(test["idlist"], json!(["passes", "tc", "t"]));
    assert_eq!(test["result"], json!({"value": "passed"}));
}

#[test]
fn hashes_are_those_of_the_files() {
    let finished = multi(&[]);
    let suite = finished.report();
    for (hash, file) in [
        (&suite["jobfile_hash"], easypy_tests::test_guest("driver")),
        (&suite["tasks"][0]["testscript_hash"], easypy_tests::test_guest("passes")),
    ] {
        let output = std::process::Command::new("sha256sum").arg(&file).output().unwrap();
        let expected = String::from_utf8(output.stdout).unwrap();
        assert_eq!(hash.as_str(), expected.split(' ').next(), "{}", file.display());
    }
}

#[test]
fn times_are_local_and_in_order() {
    let finished = Run::plan(&json!([run("passes", "t", json!({}))])).env("TZ", "Asia/Tokyo").run().exits(0);
    let task = &finished.report()["tasks"][0];
    let form = regex::Regex::new(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\+09:00$").unwrap();
    for key in ["starttime", "stoptime"] {
        assert!(form.is_match(task[key].as_str().unwrap()), "{}", task[key]);
    }
    assert!(task["starttime"].as_str() <= task["stoptime"].as_str());
    assert!(task["runtime"].as_f64().unwrap() >= 0.0);
    let test = &task["sections"][0]["sections"][0];
    assert!(task["starttime"].as_str() <= test["starttime"].as_str());
}

/// `logs` is the window of a section in its TaskLog: bytes and lines.
#[test]
fn sections_tell_where_they_are_in_the_log() {
    let finished = multi(&[]);
    let tasks = finished.report()["tasks"].as_array().unwrap();
    let task = tasks.iter().find(|task| task["id"] == "fails").unwrap();
    let test = &task["sections"][0]["sections"][0];
    assert_eq!(test["id"], "t_fail");
    let logs = &test["logs"];
    let number = |key: &str| usize::try_from(logs[key].as_u64().unwrap()).unwrap();
    let log = finished.archive().text(logs["file"].as_str().unwrap());
    let window = &log[number("begin")..number("begin") + number("size")];
    assert!(window.starts_with(|c: char| c.is_ascii_digit()) && window.ends_with('\n'), "{window:?}");
    assert!(window.contains("Failed reason: it failed"), "{window}");
    assert!(!window.contains("t_after"), "{window}");
    assert_eq!(window.lines().count(), number("size_lines"));
    assert_eq!(log[..number("begin")].lines().count(), number("begin_lines"));
}

#[test]
fn the_report_says_what_results_json_says() {
    let finished = multi(&[]);
    let report = finished.archive().text("multi-demo.report");
    assert!(finished.stdout.contains(report), "what is printed is not what is kept: {}", finished.said());
    let summary = &finished.report()["summary"];
    for (label, key) in [
        ("Passed", "passed"),
        ("Passx", "passx"),
        ("Failed", "failed"),
        ("Aborted", "aborted"),
        ("Blocked", "blocked"),
        ("Skipped", "skipped"),
        ("Errored", "errored"),
    ] {
        let line = format!("    {label:<10} : {}", summary[key]);
        assert!(report.lines().any(|found| found == line), "no {line:?} in\n{report}");
    }
    for line in [
        "    Name         : multi-demo",
        "    Result       : ERRORED",
        "passes: passes                                                            PASSED",
        "|-- common_setup                                                          FAILED",
    ] {
        assert!(report.lines().any(|found| found == line), "no {line:?} in\n{report}");
    }
    assert!(report.lines().any(|line| line.starts_with("Total Tasks    : 9 (1 failed to run)")), "{report}");
    for text in
        ["Easypy Report", "Task Result Summary", "Task Result Details", "Exception in Task - missing", "idle"]
    {
        assert!(report.contains(text), "no {text:?} in\n{report}");
    }
    assert!(report.lines().all(|line| line.chars().count() <= 200 || line.contains('/')));
}

#[test]
fn nothing_is_coloured_where_there_is_no_terminal() {
    let finished = multi(&[]);
    assert!(!finished.stdout.contains('\u{1b}'), "{}", finished.stdout);
    let coloured = multi(&["--color", "always"]);
    assert!(coloured.stdout.contains("\u{1b}["), "{}", coloured.stdout);
    assert!(!coloured.archive().text("multi-demo.report").contains('\u{1b}'));
}

fn text_of(xml: &str, element: &str) -> Vec<String> {
    let form = regex::Regex::new(&format!("<{element}>([^<]*)</{element}>")).unwrap();
    form.captures_iter(xml).map(|found| found[1].to_owned()).collect()
}

#[test]
fn the_xml_files_agree_with_results_json() {
    let finished = multi(&[]);
    let (archive, summary) = (finished.archive(), &finished.report()["summary"]);
    let xml = archive.text("ResultsSummary.xml");
    well_formed(xml);
    for key in ["aborted", "passed", "passx", "failed", "blocked", "skipped", "errored", "total"] {
        assert_eq!(text_of(xml, key), [summary[key].to_string()], "{key}");
    }
    assert_eq!(text_of(xml, "jobName"), ["multi-demo"]);
    let details = archive.text("ResultsDetails.xml");
    well_formed(details);
    for element in ["<testscript", "<testcase", "<commonSetup", "<commonCleanup", "taskid"] {
        assert!(details.contains(element), "no {element} in {details}");
    }
    for text in ["tc_fail", "t_err", "sub_next"] {
        assert!(details.contains(text), "no {text} in {details}");
    }
}

#[test]
fn the_xml_files_can_be_left_out() {
    let finished = multi(&["--no-xml-report"]);
    let names = finished.archive().names();
    assert!(names.iter().all(|name| !name.ends_with(".xml")), "{names:?}");
}

#[test]
fn junit_counts_failures_errors_and_skips() {
    let directory = tempfile::TempDir::new().unwrap();
    let option = format!("--xunit={}", directory.path().display());
    let finished = multi(&[&option]);
    let xml = finished.archive().text("xunit.xml");
    well_formed(xml);
    assert_eq!(std::fs::read_to_string(directory.path().join("xunit.xml")).unwrap(), xml);
    for text in
        ["<testsuites", "<testsuite ", "<testcase ", "<failure", "<error", "<skipped", "it failed", "boom"]
    {
        assert!(xml.contains(text), "no {text} in {xml}");
    }
    assert!(!multi(&[]).archive().members.contains_key("xunit.xml"), "nobody asked for it");
}

#[test]
fn the_rerun_file_names_tasks_and_testcases() {
    let finished = multi(&[]);
    let text = finished.archive().text("rerun.results");
    for line in
        ["fails:", "  - name: tc_fail", "    result: FAILED", "    name: common_setup", "  - name: tc"]
    {
        assert!(text.lines().any(|found| found == line), "no {line:?} in\n{text}");
    }
    assert!(text.contains("passes.wasm"), "{text}");
}

#[test]
fn attachments_are_beside_the_logs_and_named_in_the_results() {
    let by_name =
        |taskid: &str, name: &str| run("attaches_by_name", taskid, json!({"name": name, "content": taskid}));
    let finished = Run::plan(&json!([
        run("attaches", "a", json!({})),
        by_name("TaskLog", "b"),
        by_name("b", "c.d"),
        by_name("b.c", "d"),
        by_name("JobLog", "driver"),
        by_name("results", "json"),
    ]))
    .run();
    let archive = finished.archive();
    assert_eq!(archive.text("a.config.txt"), "second", "the last of one name counts");
    assert_eq!(archive.text("a.größe 1.json"), "{}");
    assert_eq!(archive.bytes("a.empty"), b"");
    assert_eq!(archive.bytes("a.binary.bin"), [0, 255, 10, 0]);
    assert_eq!(archive.bytes("a.largest").len(), 16 << 20);
    assert!(!archive.members.contains_key("a.large"));
    // `b` with `c.d` and `b.c` with `d` are one file: it stays that of the first.
    assert_eq!(archive.text("b.c.d"), "b");
    assert_eq!((finished.result("b").as_str(), finished.result("b.c").as_str()), ("passed", "errored"));
    let task = &finished.report()["tasks"][0];
    assert!(task.to_string().contains("a.config.txt"), "results.json does not name it: {task}");

    // A task's id with an attachment's name can be the name of a file of ours: that one stays what it is.
    let _ = finished.task_log("b");
    let _ = finished.job_log();
    assert_eq!(finished.results()["version"], "3.4");
    assert_ne!(archive.bytes("results.json"), b"results");
}

#[test]
fn a_run_without_an_archive_keeps_its_directory() {
    let finished = multi(&["--no-archive"]);
    assert!(!finished.has_archive());
    let runinfo = finished.runinfo().unwrap();
    for name in ["results.json", "journal.ndjson", "TaskLog.passes", "JobLog.driver", "multi-demo.report"] {
        assert!(runinfo.join(name).is_file(), "no {name}");
    }
    assert!(finished.stdout.contains("Archive      : None"), "{}", finished.said());
}

#[test]
fn the_journal_tells_everything_in_order() {
    let finished = Run::plan(&json!([
        run("passes", "one", json!({})),
        launch("fails", "two", json!({})),
        step("wait", json!({"task": "two"})),
    ]))
    .run()
    .exits(1);
    let journal = finished.journal();
    let kinds: Vec<&str> = journal.iter().filter_map(|event| event["event"].as_str()).collect();
    assert_eq!(kinds.first(), Some(&"run-started"));
    assert_eq!(kinds.last(), Some(&"run-ended"));
    let count = |kind: &str| kinds.iter().filter(|found| **found == kind).count();
    assert_eq!((count("task-created"), count("task-started"), count("task-ended")), (2, 2, 2));
    assert_eq!(count("section-begun"), count("section-ended"));
    // Their fractions are as long as they need to be.
    let time = |event: &Value| {
        let text = event["time"].as_str()?.trim_end_matches('Z');
        let (second, fraction) = text.split_once('.').unwrap_or((text, ""));
        Some(format!("{second}.{fraction:0<9}"))
    };
    let times: Vec<String> = journal.iter().filter_map(time).collect();
    assert_eq!(times.len(), journal.len());
    assert!(times.is_sorted(), "times go back");
}
