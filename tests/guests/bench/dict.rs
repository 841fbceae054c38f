//! A job with one task that reads a shared dict COUNT times.

use easypy::prelude::*;

#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    let count: u64 = runtime.arguments().first().map_or(Ok(1000), |text| text.parse())?;
    let shared = runtime.synchro().dict()?;
    shared.set("k", 1)?;
    let result = run(Testscript::new("bench_dict_get.wasm").kwarg("shared", &shared).kwarg("count", count))?;
    easypy::ensure!(result.is_truthy(), "the task is {result}");
    Ok(())
}
