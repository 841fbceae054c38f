//! pyATS and Unicon, on the same mock device and with the same job and testscript.
//!
//! The device is a `command` that each starts for itself, so connecting holds the start of Unicon's mock: Python, and
//! a third of a second of imports.

use anyhow::Result;
use easypy_peers::Mock;
use serde_json::json;

use super::super::Bench;
use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::rounds::{Pair, median};
use super::super::row::Row;
use super::{Talked, Testbed, install_mocks};

const WHAT: &str = "one of Unicon's mock devices, beside pyATS";
const CONNECT: &str = "connecting to one of Unicon's mock devices";
const EXECUTE: &str = "execute on one of Unicon's mock devices";

pub(in crate::bench) const BENCH: Bench =
    Bench { name: "device-unicon", what: WHAT, build: install_mocks, measure };

/// How often the command is given, here and there.
const TIMES: usize = 20;

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    // Unicon's `telnet` and `ssh` are programs that a machine need not have.
    let mock = json!({ "command": Mock::own("R1").command() });
    let testbed = Testbed::new().asking("show version", TIMES).device("R1", mock).write(context, "unicon")?;
    let job = Job::python("device").testbed(&testbed);
    let ours = || anyhow::Ok(context.easypy.run(&job)?.task_told::<Talked>()?.swap_remove(0));
    let connect = |told: &Talked| told.connect_ns / 1e9;
    let execute = |told: &Talked| median(told.execute_ns.iter().copied()) / 1e6;
    ours()?;
    let rows = match &context.pyats {
        None => {
            let rounds = context.rounds(3, 20).measure(ours)?;
            let alone = |name: &str, unit, of: &dyn Fn(&Talked) -> f64| {
                let rounds: Vec<f64> = rounds.iter().map(of).collect();
                Row::alone(name, unit, &rounds).note("not compared: needs --pyats")
            };
            [alone(CONNECT, "s", &connect), alone(EXECUTE, "ms", &execute)]
        }
        Some(pyats) => {
            let directory = context.easypy.directory();
            let rounds = context
                .rounds(3, 45)
                .measure(|| Ok((ours()?, pyats.device::<Talked>(directory, &testbed)?)))?;
            let compared = |name: &str, unit, of: &dyn Fn(&Talked) -> f64| {
                let pair = |(ours, theirs): &(Talked, Talked)| Pair { value: of(ours), against: of(theirs) };
                let rounds: Vec<Pair> = rounds.iter().map(pair).collect();
                Row::compared(name, unit, "Unicon, the same files", &rounds)
            };
            [compared(CONNECT, "s", &connect), compared(EXECUTE, "ms", &execute)]
        }
    };
    let [connect, execute] = rows;
    Ok(vec![connect.goal(Goal::ratio_at_most(1.0)), execute.goal(Goal::ratio_at_most(1.0 / 20.0))])
}
