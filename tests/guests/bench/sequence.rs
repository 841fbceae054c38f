//! A job that runs COUNT empty tasks one after the other and tells what each `run()` took.

use std::io::{self, Write};
use std::time::Instant;

use easypy::prelude::*;

#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    let count: usize = runtime.arguments().first().map_or(Ok(100), |text| text.parse())?;
    let mut took = Vec::with_capacity(count);
    for _ in 0..count {
        let begin = Instant::now();
        let result = run("bench_nothing.wasm")?;
        took.push(begin.elapsed().as_nanos());
        easypy::ensure!(result.is_truthy(), "the empty task is {result}");
    }
    writeln!(io::stdout(), "bench: {}", serde_json::json!({ "run_ns": took }))?;
    Ok(())
}
