//! Steps with many tasks.

use std::collections::{BTreeMap, VecDeque};

use easypy::prelude::*;
use serde_json::{Value as Json, json};

use crate::State;
use crate::plan::ManyStep;

impl State {
    pub(crate) fn many(&self, step: ManyStep) -> easypy::Result<Json> {
        match step {
            ManyStep::Many { count, alive, script, kwargs } => {
                let kwargs = self.resolve(Json::Object(kwargs))?;
                in_flight(count, alive, &Testscript::new(script).kwargs(kwargs))
            }
            ManyStep::Crowd { count } => crowd(count),
        }
    }
}

/// Runs `count` tasks, at most `alive` of them at a time; how many had each result.
fn in_flight(count: usize, alive: usize, script: &Testscript) -> easypy::Result<Json> {
    let mut results: BTreeMap<String, u64> = BTreeMap::new();
    let mut running: VecDeque<Task> = VecDeque::new();
    for started in 0..=count {
        while running.len() >= alive.max(1) || (started == count && !running.is_empty()) {
            let Some(task) = running.pop_front() else { break };
            task.wait(None)?;
            *results.entry(task.result().to_string()).or_default() += 1;
        }
        if started < count {
            running.push_back(Task::spawn(script.clone())?);
        }
    }
    Ok(json!(results))
}

/// Has `count` tasks alive at one moment; how many were, and how many passed.
fn crowd(count: usize) -> easypy::Result<Json> {
    let (go, arrived) = (runtime().synchro().event()?, runtime().synchro().queue()?);
    let script = Testscript::new("waits_for_an_event.wasm").kwarg("go", &go).kwarg("arrived", &arrived);
    let mut tasks = Vec::new();
    for _ in 0..count {
        tasks.push(Task::spawn(script.clone())?);
    }
    for _ in 0..count {
        arrived.get::<Json>(None)?;
    }
    let alive = runtime().tasks().iter().filter(|task| task.alive).count();
    go.set()?;
    let mut passed = 0;
    for task in tasks {
        task.wait(None)?;
        passed += usize::from(task.result() == Outcome::Passed);
    }
    Ok(json!({"alive": alive, "passed": passed}))
}
