//! Gets and sets of a shared dict per second, from one Python task.
//!
//! Each is a call out of the interpreter, a question to the host and its answer. See [`dict_get`](super::dict_get).

use anyhow::{Context as _, Result, format_err};

use super::super::context::Context;
use super::super::easypy::Job;
use super::super::goal::Goal;
use super::super::python::{Calls, Python};
use super::super::rounds::Pair;
use super::super::row::Row;
use super::super::{Bench, nothing_to_build};

const WHAT: &str = "gets and sets of a shared dict per second, from a Python task";
const GETS: &str = "gets of a shared dict per second, from a Python task";
const SETS: &str = "sets of a shared dict per second, from a Python task";

pub(super) const BENCH: Bench = Bench { name: "python-dict", what: WHAT, build: nothing_to_build, measure };

/// How many gets and sets a round has, here and there.
const COUNT: u64 = 20_000;

/// Calls per second.
struct Speeds {
    gets: f64,
    sets: f64,
}

fn measure(context: &Context<'_>) -> Result<Vec<Row>> {
    let job = Job::python("dict");
    let ours = || {
        let told: Vec<Calls> = context.easypy.run(&job)?.task_told()?;
        let [gets, sets] = told.try_into().map_err(|_| format_err!("the task told something else"))?;
        anyhow::Ok(Speeds { gets: gets.per_second(), sets: sets.per_second() })
    };
    let theirs = |python: &Python| {
        let (gets, sets) = (python.manager_gets(COUNT)?, python.manager_sets(COUNT)?);
        anyhow::Ok(Speeds { gets: gets.per_second(), sets: sets.per_second() })
    };
    ours()?;
    let rounds = context.rounds(7, 30);
    let rows = match &context.python {
        Some(python) => {
            let rounds = rounds.measure(|| Ok((ours()?, theirs(python)?))).context("against Python")?;
            let compared = |what, speed: fn(&Speeds) -> f64| {
                let pair =
                    |(ours, theirs): &(Speeds, Speeds)| Pair { value: speed(ours), against: speed(theirs) };
                let rounds: Vec<Pair> = rounds.iter().map(pair).collect();
                Row::compared(what, "/s", "multiprocessing.Manager().dict()", &rounds)
            };
            [compared(GETS, |speeds| speeds.gets), compared(SETS, |speeds| speeds.sets)]
        }
        None => {
            let rounds = rounds.measure(ours)?;
            let alone = |what, speed: fn(&Speeds) -> f64| {
                let rounds: Vec<f64> = rounds.iter().map(speed).collect();
                Row::alone(what, "/s", &rounds).note("not compared: there is no python3")
            };
            [alone(GETS, |speeds| speeds.gets), alone(SETS, |speeds| speeds.sets)]
        }
    };
    Ok(rows.map(|row| row.goal(Goal::ratio_at_least(10.0).must(1.0))).into())
}
