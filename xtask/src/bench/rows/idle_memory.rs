//! The memory of a task that waits: its proportional share (PSS) while 32 of them do.

use anyhow::Result;

use super::super::context::Context;
use super::super::goal::Goal;
use super::super::rounds::Pair;
use super::super::row::Row;
use super::super::{Bench, nothing_to_build};
use super::alive_at_once::alive;

const WHAT: &str = "memory of an idle task (PSS, 32 alive)";

pub(super) const BENCH: Bench = Bench { name: "idle-memory", what: WHAT, build: nothing_to_build, measure };

/// How many are alive: what they share is divided by that. As many as in the job of pyATS.
const COUNT: usize = 32;

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let rounds = context.rounds(3, 20).measure(|| Ok(alive(context, COUNT)?.mean_kib))?;
    let row = match &context.pyats {
        None => Row::alone(WHAT, "KiB", &rounds).note("not compared: needs --pyats"),
        Some(pyats) => {
            let against = pyats.many(context.easypy.directory())?.idle_kib;
            let rounds: Vec<Pair> = rounds.iter().map(|&value| Pair { value, against }).collect();
            Row::compared(WHAT, "KiB", "an idle task of pyATS", &rounds)
        }
    };
    Ok(vec![row.goal(Goal::ratio_at_most(1.0 / 30.0))])
}
