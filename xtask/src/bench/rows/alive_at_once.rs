//! A thousand tasks alive at once: that it works, and what it takes.

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::row::Row;
use super::super::{Bench, nothing_to_build, processes};

const WHAT: &str = "tasks alive at once";

pub(super) const BENCH: Bench = Bench { name: "alive-at-once", what: WHAT, build: nothing_to_build, measure };

const COUNT: usize = 1000;

/// What was seen while all of a job's tasks were alive.
#[derive(Debug)]
pub(super) struct Alive {
    /// How many there were.
    count: usize,
    /// From the start of the first to the moment at which all were there, seconds.
    pub(super) seconds: f64,
    /// The mean of their memory (PSS), KiB.
    pub(super) mean_kib: f64,
}

#[derive(Deserialize)]
struct Told {
    alive_ns: f64,
    pids: Vec<u32>,
}

/// Has this many idle tasks alive at once, and looks at each of them.
pub(super) fn alive(context: &Context<'_>, count: usize) -> Result<Alive> {
    alive_in(context, &Job::new("alive").argument(count), count)
}

/// The same, in a job of the caller's choice.
pub(super) fn alive_in(context: &Context<'_>, job: &Job<'_>, count: usize) -> Result<Alive> {
    let mut seen = None;
    context.easypy.run_watched(job, |running| {
        if seen.is_some() {
            return Ok(());
        }
        let Some(told) = running.job_told::<Told>() else { return Ok(()) };
        let memory: Vec<u64> =
            told.pids.iter().map(|&pid| processes::proportional_kib(pid)).collect::<Result<_>>()?;
        ensure!(memory.len() == count, "{} of {count} tasks are alive", memory.len());
        seen = Some(Alive {
            count: memory.len(),
            seconds: told.alive_ns / 1e9,
            mean_kib: memory.iter().sum::<u64>() as f64 / memory.len() as f64,
        });
        running.put("measured")
    })?;
    seen.context("the job ended before its tasks were looked at")
}

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let alive = alive(context, COUNT)?;
    let note = format!("all of them after {:.2} s; {:.0} KiB (PSS) each", alive.seconds, alive.mean_kib);
    Ok(vec![
        Row::alone(WHAT, "", &[alive.count as f64]).goal(Goal::value_at_least(COUNT as f64, "")).note(note),
    ])
}
