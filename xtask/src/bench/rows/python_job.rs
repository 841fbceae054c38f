//! A Python job with one task, end to end: process start, task, reports, archive, process end.

use anyhow::Result;

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::rounds::Pair;
use super::super::row::Row;
use super::super::{Bench, nothing_to_build};

const WHAT: &str = "Python job with one empty task, end to end";

pub(super) const BENCH: Bench = Bench { name: "python-job", what: WHAT, build: nothing_to_build, measure };

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let job = Job::python("one").archived();
    context.easypy.run(&job)?;
    let rounds = context.rounds(20, 15).measure(|| Ok(context.easypy.run(&job)?.took.as_secs_f64() * 1e3))?;
    let row = match &context.pyats {
        None => Row::alone(WHAT, "ms", &rounds),
        Some(pyats) => {
            let against = pyats.one(context.easypy.directory())?.took.as_secs_f64() * 1e3;
            let rounds: Vec<Pair> = rounds.iter().map(|&value| Pair { value, against }).collect();
            Row::compared(WHAT, "ms", "pyATS", &rounds)
        }
    };
    Ok(vec![row.goal(Goal::value_at_most(150.0, "ms"))])
}
