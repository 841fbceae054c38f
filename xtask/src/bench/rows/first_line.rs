//! From the start of the host's process to the first line of the first task, with a warm cache.

use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::rounds::Pair;
use super::super::row::Row;
use super::super::{Bench, nothing_to_build};

const WHAT: &str = "start of the host to the first task's first line";

pub(super) const BENCH: Bench = Bench { name: "first-line", what: WHAT, build: nothing_to_build, measure };

#[derive(Deserialize)]
struct Told {
    at_ns: u64,
}

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let job = Job::new("one").argument("bench_first_line.wasm");
    context.easypy.run(&job)?;
    let rounds = context.rounds(30, 15).measure(|| {
        let run = context.easypy.run(&job)?;
        let told: Told = run.task_told()?.swap_remove(0);
        let at = SystemTime::UNIX_EPOCH + Duration::from_nanos(told.at_ns);
        let passed = at.duration_since(run.begun).context("the clock was set back")?;
        Ok(passed.as_secs_f64() * 1e3)
    })?;
    let mut rows = vec![Row::alone(WHAT, "ms", &rounds).goal(Goal::value_at_most(30.0, "ms"))];
    if let Some(pyats) = &context.pyats {
        let against = pyats.one(context.easypy.directory())?.first_line.as_secs_f64() * 1e3;
        let rounds: Vec<Pair> = rounds.iter().map(|&value| Pair { value, against }).collect();
        rows.push(
            Row::compared(
                "start of the host to the first line, against pyATS",
                "ms",
                "pyATS, first line of its testscript",
                &rounds,
            )
            .goal(Goal::ratio_at_most(1.0 / 50.0)),
        );
    }
    Ok(rows)
}
