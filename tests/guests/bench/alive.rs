//! A job that has COUNT tasks alive at once, tells their process ids, and keeps them until the file `measured`
//! appears in the runinfo directory.

use std::io::{self, Write};
use std::thread;
use std::time::Instant;

use easypy::prelude::*;

/// How long somebody may take to measure.
const PATIENCE: Duration = Duration::from_secs(60);

#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    let count: u32 = runtime.arguments().first().map_or(Ok(32), |text| text.parse())?;
    let everyone = runtime.synchro().barrier(count + 1)?;
    let end = runtime.synchro().event()?;

    let begin = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..count {
        let script = Testscript::new("bench_idle.wasm").kwarg("everyone", &everyone).kwarg("end", &end);
        let mut task = Task::new(script)?;
        task.start()?;
        tasks.push(task);
    }
    everyone.wait(PATIENCE)?;
    let took = begin.elapsed().as_nanos();
    let pids: Vec<_> = tasks.iter().filter_map(Task::pid).collect();
    writeln!(io::stdout(), "bench: {}", serde_json::json!({ "alive_ns": took, "pids": pids }))?;

    let measured = runtime.directory().join("measured");
    let begin = Instant::now();
    while !measured.exists() && begin.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(10));
    }
    end.set()?;
    for task in tasks {
        task.join(None)?;
        easypy::ensure!(task.result().is_truthy(), "{} is {}", task.taskid(), task.result());
    }
    Ok(())
}
