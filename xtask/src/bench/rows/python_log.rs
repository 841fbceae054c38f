//! Lines per second that `logging.info` of a Python task writes into its log.

use anyhow::{Context as _, Result};

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::python::Calls;
use super::super::rounds::Pair;
use super::super::row::Row;
use super::super::{Bench, nothing_to_build};

const WHAT: &str = "lines of logging.info per second, from a Python task";

pub(super) const BENCH: Bench = Bench { name: "python-log", what: WHAT, build: nothing_to_build, measure };

/// How many lines a round has, here and there.
const COUNT: u64 = 20_000;

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let job = Job::python("log");
    let lines = || {
        let lines: Calls = context.easypy.run(&job)?.task_told()?.swap_remove(0);
        anyhow::Ok(lines.per_second())
    };
    lines()?;
    let rounds = context.rounds(7, 20);
    let row = match &context.python {
        Some(python) => {
            let file = context.easypy.directory().join("lines.log");
            let rounds = rounds
                .measure(|| {
                    Ok(Pair { value: lines()?, against: python.log_lines(&file, COUNT)?.per_second() })
                })
                .context("against Python")?;
            Row::compared(WHAT, "/s", "logging into a file, native", &rounds)
        }
        None => Row::alone(WHAT, "/s", &rounds.measure(lines)?).note("not compared: there is no python3"),
    };
    Ok(vec![row.goal(Goal::value_at_least(30_000.0, "/s"))])
}
