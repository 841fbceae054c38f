//! A run of nine tasks as pyATS 26.9 reported it, told as a journal: the reports made of that journal are
//! those of pyATS to the byte, but for what the modules' documentation says is different.

use crate::journals::{run, written};
use easypy_report::text::Style;
use easypy_report::{exit_code, json, rerun, text, xml};

fn assert_same(ours: &str, theirs: &str) {
    for (number, (ours, theirs)) in ours.lines().zip(theirs.lines()).enumerate() {
        assert_eq!(ours, theirs, "line {}", number + 1);
    }
    assert_eq!(ours, theirs);
}

#[test]
fn the_report_is_that_of_pyats() {
    let run = run("multi");
    let report = written(|out| text::write(out, &run, Style::Plain));
    assert_same(&report, include_str!("../expected/multi-demo.report"));
    assert_eq!(text::file_name(&run.name), "multi-demo.report");
    assert_eq!(exit_code(&run), 1);
}

#[test]
fn results_json_is_that_of_pyats_with_members_added_behind() {
    let ours = written(|out| json::write(out, &run("multi")));
    let usage = r#"{"cpu": 0.0, "wall": 0.0, "peak_kib": 0}"#;
    let added_to_tasks = format!(r#", "pid": 1, "exitcode": 0, "usage": {usage}"#);
    assert_eq!(ours.matches(&added_to_tasks).count(), 9);
    let ours = ours.replace(&added_to_tasks, "");
    let ours = without_signatures(&ours.replace(&format!(r#", "usage": {usage}}}}}"#), "}}"));
    // One node a line, so that a difference can be seen.
    let broken = |json: &str| json.replace("{\"type\"", "\n{\"type\"").replace(", \"", "\n, \"");
    assert_same(&broken(&ours), &broken(include_str!("../expected/results.json")));
}

/// Testcases have a signature, which is ours.
fn without_signatures(json: &str) -> String {
    let mut parts = json.split("\"testcase_signature\": \"");
    let mut rest = parts.next().unwrap().to_owned();
    let mut signatures = std::collections::BTreeSet::new();
    for part in parts {
        let (signature, behind) = part.split_at(64);
        assert!(signature.bytes().all(|byte| byte.is_ascii_hexdigit()), "{signature}");
        assert!(signatures.insert(signature), "two testcases have the signature {signature}");
        rest.push_str(behind.strip_prefix("\", ").unwrap());
    }
    assert_eq!(signatures.len(), 9);
    rest
}

#[test]
fn the_xml_files_are_those_of_pyats() {
    let run = run("multi");
    assert_same(
        &written(|out| xml::write_summary(out, &run)),
        include_str!("../expected/ResultsSummary.xml"),
    );
    assert_same(
        &written(|out| xml::write_details(out, &run)),
        include_str!("../expected/ResultsDetails.xml"),
    );
}

#[test]
fn the_rerun_file_is_that_of_pyats() {
    assert_same(&written(|out| rerun::write(out, &run("multi"))), include_str!("../expected/rerun.results"));
}
