//! `ResultsSummary.xml`: one element with the counters.

use std::io::{self, Write};

use easypy_contract::Outcome;

use super::element::Document;
use crate::model::Run;
use crate::time;

pub(super) fn job_summary<W: Write>(document: &mut Document<W>, run: &Run) -> io::Result<()> {
    let started = &run.started;
    let archive = started.archive.as_deref().unwrap_or_default();
    let attributes = [("archiveFilename", archive), ("atsTreePath", &*started.instance)];
    document.element_with("jobSummary", &attributes, |job| {
        let counts = run.counts();
        job.text("jobName", &run.name)?;
        job.text("image", run.label("image"))?;
        for outcome in [
            Outcome::Aborted,
            Outcome::Passed,
            Outcome::Passx,
            Outcome::Failed,
            Outcome::Blocked,
            Outcome::Skipped,
            Outcome::Errored,
        ] {
            job.text(outcome.as_str(), counts.get(outcome))?;
        }
        job.text("unknown", 0)?;
        job.text("never_ran", 0)?;
        job.text("total", counts.total())?;
        job.text("success_rate", format!("{:?}", counts.success_rate()))?;
        let clock = run.clock();
        job.text("starttime", clock.short(run.start))?;
        job.text("stoptime", clock.short(run.stop))?;
        job.text("runtime", time::runtime(run.start, run.stop))?;
        job.text("testbed", run.label("testbed"))?;
        job.text("release", run.label("release"))?;
        job.text("submitter", &started.submitter)?;
        job.text("user", &started.user)?;
        job.text("debugProfile", 0)?;
        job.text("host", &started.host)
    })
}
