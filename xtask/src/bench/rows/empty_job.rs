//! A job with one empty task, end to end: process start, task, reports, archive, process end.

use anyhow::Result;

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::rounds::Pair;
use super::super::row::Row;
use super::super::{Bench, nothing_to_build};

const WHAT: &str = "job with one empty task, end to end";

pub(super) const BENCH: Bench = Bench { name: "empty-job", what: WHAT, build: nothing_to_build, measure };

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let job = Job::new("one").argument("bench_nothing.wasm").archived();
    context.easypy.run(&job)?;
    let rounds = context.rounds(30, 15).measure(|| Ok(context.easypy.run(&job)?.took.as_secs_f64() * 1e3))?;
    Ok(vec![match &context.pyats {
        None => Row::alone(WHAT, "ms", &rounds),
        Some(pyats) => {
            let against = pyats.one(context.easypy.directory())?.took.as_secs_f64() * 1e3;
            let rounds: Vec<Pair> = rounds.iter().map(|&value| Pair { value, against }).collect();
            Row::compared(WHAT, "ms", "pyATS", &rounds)
        }
    }])
}
