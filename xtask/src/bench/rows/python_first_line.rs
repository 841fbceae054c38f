//! From `start()` of a Python task to the first line of its script, as the job and the script read the clock.
//!
//! The job starts the task; the host asks the fork server for a child, which instantiates the interpreter from its
//! snapshot, reads the script, compiles and runs it.

use anyhow::Result;
use serde::Deserialize;

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::rounds::{Pair, median};
use super::super::row::Row;
use super::super::{Bench, nothing_to_build};

const WHAT: &str = "Python task, start() to the first line of its script";

pub(super) const BENCH: Bench =
    Bench { name: "python-first-line", what: WHAT, build: nothing_to_build, measure };

#[derive(Deserialize)]
struct Told {
    first_line_ns: Vec<f64>,
}

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let job = Job::python("first_line");
    context.easypy.run(&job)?;
    let rounds = context.rounds(7, 20).measure(|| {
        let told: Told = context.easypy.run(&job)?.job_told()?;
        Ok(median(told.first_line_ns) / 1e6)
    })?;
    let row = match &context.pyats {
        None => Row::alone(WHAT, "ms", &rounds),
        Some(pyats) => {
            let against = pyats.first_line(context.easypy.directory())?.as_secs_f64() * 1e3;
            let rounds: Vec<Pair> = rounds.iter().map(|&value| Pair { value, against }).collect();
            Row::compared(WHAT, "ms", "pyATS, the same files", &rounds)
        }
    };
    Ok(vec![row.goal(Goal::value_at_most(10.0, "ms"))])
}
