//! A job that does what its `--plan` says, step by step, and says what came of each: so few jobs cover many
//! cases, and a test reads as a plan and its outcome.
//!
//! The plan is a JSON array of steps ([`plan::Step`]). After each step the JobLog has a line
//! `probe <label>: <JSON>`; the label is the step's `as`, or its number from 0.

mod devices;
mod ends;
mod many;
mod objects;
mod plan;
mod tasks;
mod world;

use std::collections::BTreeMap;

use easypy::prelude::*;
use serde_json::Value as Json;

use devices::Devices;
use objects::Object;
use plan::{Labelled, Step};

/// What the steps so far have made, by the names that the plan gives them.
#[derive(Default)]
struct State {
    objects: BTreeMap<String, Object>,
    tasks: BTreeMap<String, Task>,
    devices: Devices,
}

#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    let plan = take_plan(runtime)?;
    let mut state = State::default();
    for (number, Labelled { label, step }) in plan.into_iter().enumerate() {
        let said = state.step(runtime, step)?;
        let label = label.unwrap_or_else(|| number.to_string());
        say(&format!("probe {label}: {said}"))?;
    }
    Ok(())
}

/// Takes `--plan JSON` out of the arguments and leaves the others to the tasks.
fn take_plan(runtime: &Runtime) -> easypy::Result<Vec<Labelled>> {
    let mut arguments = runtime.arguments();
    let Some(at) = arguments.iter().position(|argument| argument == "--plan") else {
        return Ok(Vec::new());
    };
    let plan: Vec<String> = arguments.drain(at..(at + 2).min(arguments.len())).collect();
    runtime.set_arguments(arguments);
    let Some(text) = plan.get(1) else { errored!("--plan needs a value") };
    Ok(serde_json::from_str(text)?)
}

/// Writes a line to the JobLog.
fn say(line: &str) -> easypy::Result {
    use std::io::Write;
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

impl State {
    fn step(&mut self, runtime: &Runtime, step: Step) -> easypy::Result<Json> {
        match step {
            Step::Task(step) => self.task(step),
            Step::Object(step) => self.object(runtime, step),
            Step::Many(step) => self.many(step),
            Step::Device(step) => Ok(self.devices.step(step)),
            Step::World(step) => world::step(runtime, step),
            Step::End(step) => ends::step(step),
        }
    }
}
