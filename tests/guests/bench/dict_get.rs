//! A testscript that gets a key of a shared dict COUNT times and tells how long that took.

use std::io::{self, Write};
use std::time::Instant;

use easypy::prelude::*;

#[easypy::testscript]
fn dict_get(shared: Dict, count: u64) -> easypy::Result {
    let begin = Instant::now();
    let mut sum = 0;
    for _ in 0..count {
        sum += shared.require::<u64>("k")?;
    }
    let took = begin.elapsed().as_nanos();
    easypy::ensure!(sum == count, "{count} gets of 1 make {sum}");
    writeln!(io::stdout(), "bench: {}", serde_json::json!({ "gets": count, "all_ns": took }))?;
    Ok(())
}
