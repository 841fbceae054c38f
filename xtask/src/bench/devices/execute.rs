//! `execute` on an open session, against the same exchange with the same device over a bare client.
//!
//! The task asks the host, the host asks the grant and takes the turn, the session sends the command, finds the end of the answer,
//! and strips, masks and keeps it; audit and transcript are written.

use anyhow::Result;

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::rounds::{Pair, median};
use super::super::row::Row;
use super::super::{Bench, nothing_to_build};
use super::bare::Bare;
use super::{Talked, Testbed, routers};

const WHAT: &str = "execute on an open session, what it adds";

pub(in crate::bench) const BENCH: Bench =
    Bench { name: "device-execute", what: WHAT, build: nothing_to_build, measure };

/// How many exchanges a round has.
const COUNT: usize = 500;
/// Its answer has three lines.
const COMMAND: &str = "show version";

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let routers = routers(1)?;
    let testbed = Testbed::new().asking(COMMAND, COUNT).routers(&routers).write(context, "execute")?;
    let rust = Job::new("devices").testbed(&testbed).argument(COMMAND).argument(COUNT);
    let python = Job::python("device").testbed(&testbed);
    let bare = || {
        let mut bare = Bare::connect(routers[0].address(), "D1#")?;
        let took: Vec<f64> =
            (0..COUNT).map(|_| Ok(bare.exchange(COMMAND)?.as_secs_f64() * 1e3)).collect::<Result<_>>()?;
        anyhow::Ok(median(took[1..].iter().copied()))
    };
    let row = |name: &str, job: &Job<'_>| {
        context.easypy.run(job)?;
        let rounds = context.rounds(7, 30).measure(|| {
            let told: Talked = context.easypy.run(job)?.task_told()?.swap_remove(0);
            let against = bare()?;
            Ok(Pair { value: median(told.execute_ns) / 1e6 - against, against })
        })?;
        let whole = median(rounds.iter().map(|round| round.value + round.against));
        let row = Row::compared(name, "ms", "the exchange over a bare client", &rounds);
        anyhow::Ok(row.goal(Goal::value_at_most(1.0, "ms")).note(format!("execute takes {whole:.3} ms")))
    };
    Ok(vec![
        row("execute on an open session, what it adds, Rust task", &rust)?,
        row("execute on an open session, what it adds, Python task", &python)?,
    ])
}
