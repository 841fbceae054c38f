//! A testscript that connects to a device together with others, and gives it a command TIMES times.
//!
//! It tells what connecting took, and each exchange behind the first, which finds everything cold.

use std::io::{self, Write};
use std::time::Instant;

use easypy::prelude::*;

#[easypy::testscript]
fn device(device: String, command: String, times: u64, everyone: Barrier) -> easypy::Result {
    let device = runtime().testbed()?.device(&device)?;
    everyone.wait(None)?;
    let begin = Instant::now();
    device.connect()?;
    let connect = begin.elapsed().as_nanos();
    everyone.wait(None)?;
    let mut execute = Vec::new();
    for _ in 0..times {
        let begin = Instant::now();
        device.execute(&command)?;
        execute.push(begin.elapsed().as_nanos());
    }
    everyone.wait(None)?;
    let told =
        serde_json::json!({ "connect_ns": connect, "execute_ns": execute.get(1..).unwrap_or_default() });
    writeln!(io::stdout(), "bench: {told}")?;
    Ok(())
}
