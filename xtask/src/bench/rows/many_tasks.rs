//! Ten thousand tasks in one job against one thousand: time, and the memory of the host.

use std::time::Duration;

use anyhow::{Context as _, Result};

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::rounds::Pair;
use super::super::row::Row;
use super::super::{Bench, nothing_to_build, processes};

const WHAT: &str = "job with 10,000 tasks (4 in flight), end to end";

pub(super) const BENCH: Bench = Bench { name: "many-tasks", what: WHAT, build: nothing_to_build, measure };

const MANY: usize = 10_000;
const FEW: usize = 1_000;

/// A run of the whole program, reports and archive included.
struct Whole {
    took: Duration,
    /// The most memory that the host's process had resident, KiB.
    peak_kib: u64,
}

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let run = |count| {
        let mut peak = None;
        let job = Job::new("in_flight").argument(count).argument(4).archived();
        let run = context.easypy.run_watched(&job, |running| {
            // A process that has just ended has no memory any more.
            peak = processes::peak_kib(running.pid).ok().or(peak);
            Ok(())
        })?;
        anyhow::Ok(Whole { took: run.took, peak_kib: peak.context("the host's memory cannot be seen")? })
    };
    run(10)?;
    let rounds = context.rounds(3, 60).measure(|| Ok((run(MANY)?, run(FEW)?)))?;
    let times: Vec<Pair> = rounds
        .iter()
        .map(|(many, few)| Pair { value: many.took.as_secs_f64(), against: few.took.as_secs_f64() })
        .collect();
    let growth: Vec<f64> = rounds
        .iter()
        .map(|(many, few)| (many.peak_kib as f64 - few.peak_kib as f64) / (MANY - FEW) as f64)
        .collect();
    Ok(vec![
        Row::compared(WHAT, "s", "1,000 tasks", &times).goal(Goal::ratio_at_most(10.0).must(12.0)),
        Row::alone("memory of the host for each task more", "KiB", &growth)
            .goal(Goal::value_at_most(2.0, "KiB").must(4.0))
            .note("the peak of the host's resident memory with 10,000 tasks less that with 1,000"),
    ])
}
