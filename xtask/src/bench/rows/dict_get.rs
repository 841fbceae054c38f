//! Gets of a shared dict per second, from one task.
//!
//! A get is a question to the host and its answer, over a socketpair: two processes take turns, as they do with
//! Python's manager. How long that takes is mostly the scheduler's: about 12 µs when both are on one core, about
//! 50 µs when each turn wakes another.

use anyhow::{Context as _, Result};

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::python::Calls;
use super::super::rounds::Pair;
use super::super::row::Row;
use super::super::{Bench, nothing_to_build};

const WHAT: &str = "gets of a shared dict per second, from a task";

pub(super) const BENCH: Bench = Bench { name: "dict-get", what: WHAT, build: nothing_to_build, measure };

/// How many gets a round has.
const COUNT: u64 = 20_000;

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let job = Job::new("dict").argument(COUNT);
    let gets = || {
        let gets: Calls = context.easypy.run(&job)?.task_told()?.swap_remove(0);
        anyhow::Ok(gets.per_second())
    };
    gets()?;
    let rounds = context.rounds(7, 30);
    let row = match &context.python {
        Some(python) => {
            let rounds = rounds
                .measure(|| Ok(Pair { value: gets()?, against: python.manager_gets(COUNT)?.per_second() }))
                .context("against Python")?;
            Row::compared(WHAT, "/s", "multiprocessing.Manager().dict()", &rounds)
        }
        None => Row::alone(WHAT, "/s", &rounds.measure(gets)?).note("not compared: there is no python3"),
    };
    Ok(vec![row.goal(Goal::ratio_at_least(10.0))])
}
