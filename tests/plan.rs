//! Steps of the `driver` job's plans, where writing them as JSON says nothing more.

use serde_json::{Value, json};

/// A step, with what goes with it: `step("write", json!({"path": …}))`.
pub fn step(name: &str, with: Value) -> Value {
    let mut step = with;
    step["do"] = json!(name);
    step
}

/// Runs a guest of the tests as the task of this id; its probe is labelled so.
pub fn run(guest: &str, taskid: &str, kwargs: Value) -> Value {
    json!({"do": "run", "script": format!("{guest}.wasm"), "taskid": taskid, "as": taskid, "kwargs": kwargs})
}

/// Starts a guest of the tests as the task of this id, which is also the plan's name for it.
pub fn launch(guest: &str, taskid: &str, kwargs: Value) -> Value {
    json!({
        "do": "launch", "script": format!("{guest}.wasm"), "task": taskid, "taskid": taskid, "kwargs": kwargs,
    })
}

/// Makes a shared object.
pub fn new(object: &str, kind: &str, with: Value) -> Value {
    json!({"do": "new", "object": object, "kind": kind, "with": with})
}

/// Starts this many sleeping tasks and waits for the first: a run that does not end by itself.
pub fn crowd_of(count: usize) -> Vec<Value> {
    let mut plan: Vec<Value> =
        (1..=count).map(|n| launch("sleeps", &format!("sleeper-{n}"), json!({}))).collect();
    plan.push(json!({"do": "wait", "task": "sleeper-1"}));
    plan
}
