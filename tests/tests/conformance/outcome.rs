//! What came of a job, in the form in which it was recorded of pyATS: read from `oracle.json`, or from a run.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use easypy_tests::{Ended, Finished};

use crate::normal::Places;

/// One node of the tree of results.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    /// `Task`, `Testcase`, `TestSection` …
    pub(crate) kind: String,
    /// The full id; it begins with the taskid.
    pub(crate) id: String,
    /// The lower-case word, `none` where nothing was reported.
    pub(crate) result: String,
    pub(crate) reason: Option<String>,
}

/// What came of a job. Where there is no report, all that would be read from it is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Outcome {
    /// The exit code; that of a signal is negative.
    pub(crate) rc: i64,
    pub(crate) job_name: Option<String>,
    /// The lower-case word, `none` where nothing was reported.
    pub(crate) result: Option<String>,
    pub(crate) success_rate: Option<f64>,
    pub(crate) totaltasks: Option<u64>,
    pub(crate) summary: Option<BTreeMap<String, f64>>,
    pub(crate) tree: Option<Vec<Row>>,
    /// The members of the archive, in order; none where there is no archive.
    pub(crate) files: Option<Vec<String>>,
    /// What the job printed to tell what it saw: lines that begin with `PROBE`.
    pub(crate) said: Vec<String>,
}

/// Kind, full id, result, reason.
type RecordedRow = (String, String, Option<String>, Option<String>);

/// A case as `oracle.json` has it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Recorded {
    /// The jobfile, below `cases`; none where none was given.
    pub(crate) job: Option<String>,
    pub(crate) args: Option<Vec<String>>,
    rc: i64,
    job_name: Option<String>,
    result: Option<String>,
    success_rate: Option<f64>,
    totaltasks: Option<u64>,
    summary: Option<BTreeMap<String, f64>>,
    tree: Option<Vec<RecordedRow>>,
    archive_files: Option<Vec<String>>,
    #[serde(default)]
    probe: Option<Vec<String>>,
}

const NONE: &str = "none";

impl Recorded {
    /// What came of it in pyATS.
    pub(crate) fn outcome(&self) -> Outcome {
        // A report without a result has it that nothing was reported.
        let reported = self.totaltasks.is_some();
        let row = |(kind, id, result, reason): &RecordedRow| Row {
            kind: kind.clone(),
            id: id.clone(),
            result: result.clone().unwrap_or_else(|| NONE.to_owned()),
            reason: reason.clone(),
        };
        let rows = self.tree.iter().flatten().map(row).collect();
        Outcome {
            rc: self.rc,
            job_name: self.job_name.clone(),
            result: reported.then(|| self.result.clone().unwrap_or_else(|| NONE.to_owned())),
            success_rate: self.success_rate,
            totaltasks: self.totaltasks,
            summary: self.summary.clone(),
            tree: reported.then_some(rows),
            files: self.archive_files.clone().map(sorted),
            said: self.probe.iter().flatten().map(|line| Places::default().normal(line)).collect(),
        }
    }
}

impl Outcome {
    /// What came of a run.
    pub(crate) fn of(finished: &Finished) -> Outcome {
        let places = Places::of(finished);
        let rc = match finished.ended {
            Ended::Code(code) => i64::from(code),
            Ended::Signal(signal) => -i64::from(signal),
        };
        let said = said(finished).iter().map(|line| places.normal(line)).collect();
        if !finished.has_archive() {
            return Outcome { rc, said, ..Outcome::default() };
        }
        let report = finished.report();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let row = |node: easypy_tests::Node| Row {
            result: node.outcome().to_owned(),
            reason: node.reason.map(|reason| places.normal(&reason)),
            kind: node.kind,
            id: node.id,
        };
        let counts = report["summary"].as_object().into_iter().flatten();
        Outcome {
            rc,
            job_name: text(&report["name"]),
            result: Some(text(&report["result"]["value"]).unwrap_or_else(|| NONE.to_owned())),
            success_rate: report["summary"]["success_rate"].as_f64(),
            totaltasks: report["totaltasks"].as_u64(),
            summary: Some(counts.filter_map(|(name, n)| Some((name.clone(), n.as_f64()?))).collect()),
            tree: Some(finished.tree().into_iter().map(row).collect()),
            files: Some(sorted(finished.archive().names().into_iter().map(str::to_owned).collect())),
            said,
        }
    }
}

/// The order of bytes, which is not what a zip has.
fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

/// The lines of the JobLog that begin with `PROBE`, be it in the archive or in what was kept instead of one.
fn said(finished: &Finished) -> Vec<String> {
    let is_log = |name: &str| name.starts_with("JobLog.");
    let log = if finished.has_archive() {
        finished.job_log()
    } else {
        let kept = finished.runinfo().into_iter().filter_map(|runinfo| std::fs::read_dir(runinfo).ok());
        let mut logs = kept.flatten().flatten().filter(|entry| is_log(&entry.file_name().to_string_lossy()));
        let text = logs.next().and_then(|entry| std::fs::read_to_string(entry.path()).ok());
        easypy_tests::LogLine::read(&text.unwrap_or_default())
    };
    let lines = log.into_iter().filter(|line| line.tag == "STDOUT").map(|line| line.text);
    lines.filter(|text| text.starts_with("PROBE")).collect()
}
