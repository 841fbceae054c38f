//! A job that runs COUNT empty tasks, WIDTH of them alive at any time, and tells what all of them took.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::time::Instant;

use easypy::prelude::*;

#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    let arguments = runtime.arguments();
    let count: usize = arguments.first().map_or(Ok(1000), |text| text.parse())?;
    let width: usize = arguments.get(1).map_or(Ok(4), |text| text.parse())?;

    let begin = Instant::now();
    let mut alive: VecDeque<Task> = VecDeque::with_capacity(width);
    for _ in 0..count {
        if alive.len() == width {
            end(alive.pop_front())?;
        }
        alive.push_back(Task::spawn("bench_nothing.wasm")?);
    }
    while !alive.is_empty() {
        end(alive.pop_front())?;
    }
    let took = begin.elapsed().as_nanos();
    writeln!(io::stdout(), "bench: {}", serde_json::json!({ "tasks": count, "all_ns": took }))?;
    Ok(())
}

/// Waits for the task, which must have passed: a failure that is quick would look like speed.
fn end(task: Option<Task>) -> easypy::Result {
    let Some(task) = task else { return Ok(()) };
    task.join(None)?;
    easypy::ensure!(task.result().is_truthy(), "{} is {}", task.taskid(), task.result());
    Ok(())
}
