//! The memory of a Python task that waits: its proportional share (PSS) while a hundred of them do.

use anyhow::Result;

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::rounds::{Pair, median};
use super::super::row::Row;
use super::super::{Bench, nothing_to_build};
use super::alive_at_once::alive_in;

const WHAT: &str = "memory of an idle Python task (PSS, 100 alive)";

pub(super) const BENCH: Bench =
    Bench { name: "python-idle-memory", what: WHAT, build: nothing_to_build, measure };

/// How many the job has.
const COUNT: usize = 100;

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let job = Job::python("idle");
    let alive = context.rounds(3, 20).measure(|| alive_in(context, &job, COUNT))?;
    let rounds = || alive.iter().map(|alive| megabytes(alive.mean_kib));
    let row = match &context.pyats {
        None => Row::alone(WHAT, "MB", &rounds().collect::<Vec<_>>()),
        Some(pyats) => {
            let against = megabytes(pyats.many(context.easypy.directory())?.idle_kib);
            let rounds: Vec<Pair> = rounds().map(|value| Pair { value, against }).collect();
            Row::compared(WHAT, "MB", "an idle task of pyATS, 32 alive", &rounds)
        }
    };
    let seconds = median(alive.iter().map(|alive| alive.seconds));
    let note = format!("all of them after {seconds:.2} s");
    Ok(vec![row.goal(Goal::value_at_most(6.0, "MB")).note(note)])
}

fn megabytes(kib: f64) -> f64 {
    kib * 1024.0 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_megabyte_is_a_million_bytes() {
        assert_eq!(megabytes(1000.0), 1.024);
    }
}
