//! All reports of runs in which much goes wrong.

use easypy_report::text::Style;
use easypy_report::{exit_code, json, junit, rerun, text, xml};
use serde_json::Value;

use crate::journals::{run, written};

/// `results.json`, one member a line, without the counters that are always zero.
fn pretty(json: &str) -> String {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(members) => {
                for name in ["health_summary", "pluginsummary"] {
                    assert!(members.remove(name).is_none_or(|summary| summary["total"] == 0));
                }
                members.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::from_str(json).unwrap();
    strip(&mut value);
    serde_json::to_string_pretty(&value).unwrap()
}

#[test]
fn a_run_with_troubles_as_text() {
    insta::assert_snapshot!(written(|out| text::write(out, &run("troubles"), Style::Plain)));
}

#[test]
fn a_run_with_troubles_in_colour() {
    let report = written(|out| text::write(out, &run("troubles"), Style::Ansi));
    let plain = written(|out| text::write(out, &run("troubles"), Style::Plain));
    // Nothing but colours is added, and nothing of a guest can pass for one.
    let colours = report.matches('\u{1b}').count();
    assert!(colours > 0 && colours == 2 * report.matches("\u{1b}[0m").count(), "{report}");
    let mut rest = String::new();
    for part in report.split('\u{1b}') {
        rest.push_str(if rest.is_empty() { part } else { part.split_once('m').unwrap().1 });
    }
    assert_eq!(rest, plain);
}

#[test]
fn a_run_with_troubles_as_json() {
    insta::assert_snapshot!(pretty(&written(|out| json::write(out, &run("troubles")))));
}

#[test]
fn a_run_with_troubles_as_xml() {
    insta::assert_snapshot!("summary_xml", written(|out| xml::write_summary(out, &run("troubles"))));
    insta::assert_snapshot!("details_xml", written(|out| xml::write_details(out, &run("troubles"))));
}

#[test]
fn a_run_with_troubles_as_junit() {
    insta::assert_snapshot!(written(|out| junit::write(out, &run("troubles"))));
}

#[test]
fn a_run_with_troubles_to_be_rerun() {
    let rerun = written(|out| rerun::write(out, &run("troubles")));
    let tasks: Value = serde_yaml_ng::from_str(&rerun).unwrap();
    assert_eq!(tasks.as_object().unwrap().len(), run("troubles").tasks.len());
    insta::assert_snapshot!(rerun);
}

#[test]
fn a_run_that_was_interrupted() {
    let run = run("interrupted");
    assert_eq!(exit_code(&run), 130);
    insta::assert_snapshot!(written(|out| text::write(out, &run, Style::Plain)));
}

#[test]
fn a_run_whose_host_was_killed() {
    let run = run("killed");
    assert!(!run.complete);
    assert_eq!(exit_code(&run), 1);
    insta::assert_snapshot!("killed_text", written(|out| text::write(out, &run, Style::Plain)));
    insta::assert_snapshot!("killed_json", pretty(&written(|out| json::write(out, &run))));
}

#[test]
fn a_run_of_nothing() {
    let run = run("empty");
    assert_eq!(exit_code(&run), 1);
    insta::assert_snapshot!("empty_text", written(|out| text::write(out, &run, Style::Plain)));
    insta::assert_snapshot!("empty_json", written(|out| json::write(out, &run)));
    insta::assert_snapshot!("empty_rerun", written(|out| rerun::write(out, &run)));
    insta::assert_snapshot!("empty_junit", written(|out| junit::write(out, &run)));
}
