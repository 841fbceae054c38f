//! Empty tasks per second, four of them alive at any time.

use anyhow::Result;
use serde::Deserialize;

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::rounds::Pair;
use super::super::row::Row;
use super::super::{Bench, nothing_to_build, system};

const WHAT: &str = "empty tasks per second, 4 in flight";

pub(super) const BENCH: Bench =
    Bench { name: "tasks-in-flight", what: WHAT, build: nothing_to_build, measure };

/// How many tasks and programs a round has.
const COUNT: usize = 2000;

/// How many of them are alive at any time.
const WIDTH: usize = 4;

#[derive(Deserialize)]
struct Told {
    tasks: f64,
    all_ns: f64,
}

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let job = |count| Job::new("in_flight").argument(count).argument(WIDTH);
    context.easypy.run(&job(10))?;
    let rounds = context.rounds(9, 30).measure(|| {
        let told: Told = context.easypy.run(&job(COUNT))?.job_told()?;
        let programs = system::in_flight(COUNT, WIDTH)?;
        Ok(Pair { value: told.tasks / (told.all_ns / 1e9), against: COUNT as f64 / programs.as_secs_f64() })
    })?;
    let row = Row::compared(WHAT, "/s", "/bin/true likewise", &rounds);
    Ok(vec![row.goal(Goal::ratio_at_least(1.0).must(0.7))])
}
