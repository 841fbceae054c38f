//! A job with one task: the testscript that its argument names.

use easypy::prelude::*;

#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    let script = runtime.arguments().into_iter().next().unwrap_or_else(|| "bench_nothing.wasm".to_owned());
    let result = run(&script)?;
    easypy::ensure!(result.is_truthy(), "{script} is {result}");
    Ok(())
}
