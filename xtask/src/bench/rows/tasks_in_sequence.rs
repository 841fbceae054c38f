//! From the call of `run()` to its return, as the job sees it: an empty task, one after the other.

use std::time::Duration;

use anyhow::Result;
use serde::Deserialize;

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::rounds::{Pair, median};
use super::super::row::Row;
use super::super::{Bench, nothing_to_build, system};

const WHAT: &str = "empty task, start to result, one after the other";

pub(super) const BENCH: Bench =
    Bench { name: "tasks-in-sequence", what: WHAT, build: nothing_to_build, measure };

/// How many tasks and programs a round has.
const COUNT: usize = 400;

#[derive(Deserialize)]
struct Told {
    run_ns: Vec<f64>,
}

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let job = Job::new("sequence").argument(COUNT);
    // The cache is filled, the pages are read.
    context.easypy.run(&Job::new("sequence").argument(10))?;
    let rounds = context.rounds(9, 30).measure(|| {
        let told: Told = context.easypy.run(&job)?.job_told()?;
        let programs = system::in_sequence(COUNT)?;
        Ok(Pair {
            value: median(told.run_ns) / 1e6,
            against: median(programs.iter().map(Duration::as_secs_f64)) * 1e3,
        })
    })?;
    let row = Row::compared(WHAT, "ms", "start and wait for /bin/true", &rounds)
        .goal(Goal::ratio_at_most(1.0).must(3.0));
    let mut rows = vec![row];
    if let Some(pyats) = &context.pyats {
        let against = pyats.many(context.easypy.directory())?.run.as_secs_f64() * 1e3;
        let rounds: Vec<Pair> = rounds.iter().map(|pair| Pair { against, ..*pair }).collect();
        rows.push(
            Row::compared(
                "empty task, start to result, against pyATS",
                "ms",
                "pyATS run() of an empty testscript",
                &rounds,
            )
            .goal(Goal::ratio_at_most(1.0 / 300.0)),
        );
    }
    Ok(rows)
}
