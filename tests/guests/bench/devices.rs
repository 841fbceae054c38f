//! A job with a task for each device of the testbed: they connect at once, and then give COMMAND TIMES times.
//!
//! It tells what it took until the last had connected, and from there until the last had its last answer.

use std::io::{self, Write};
use std::time::Instant;

use easypy::prelude::*;

#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    let arguments = runtime.arguments();
    let command = arguments.first().cloned().unwrap_or_default();
    let times: u64 = arguments.get(1).map_or(Ok(0), |text| text.parse())?;
    let devices: Vec<Device> = runtime.testbed()?.devices().collect();
    let everyone = runtime.synchro().barrier(u32::try_from(devices.len())? + 1)?;

    let mut tasks = Vec::new();
    for device in &devices {
        let script = Testscript::new("bench_device.wasm")
            .kwarg("device", device.name())
            .kwarg("command", &command)
            .kwarg("times", times)
            .kwarg("everyone", &everyone);
        tasks.push(Task::spawn(script)?);
    }
    everyone.wait(None)?;
    let begin = Instant::now();
    everyone.wait(None)?;
    let connect = begin.elapsed();
    everyone.wait(None)?;
    let execute = begin.elapsed() - connect;
    for task in tasks {
        task.join(None)?;
        easypy::ensure!(task.result().is_truthy(), "{} is {}", task.taskid(), task.result());
    }
    let told = serde_json::json!({ "connect_ns": connect.as_nanos(), "execute_ns": execute.as_nanos() });
    writeln!(io::stdout(), "bench: {told}")?;
    Ok(())
}
