//! Listing 3 of the Easypy page: the run() api.
//!
//! ```text
//! easypy-wasm run_api.wasm
//! ```
//!
//! As on the page, both tasks ask for one name. The second is given `example_task_1-2`, with a warning.

use easypy::prelude::*;

#[easypy::job]
fn main() -> easypy::Result {
    // using run() to run a task, save the result to variable
    // (max runtime = 60*5 seconds = 5 minutes)
    let result = run(Testscript::new("script_one.wasm")
        .taskid("example_task_1")
        .max_runtime(Duration::from_secs(60 * 5)))?;

    // check whether the next script should continue
    // based on previous task's results.
    if result.is_truthy() {
        // last result passed, run the next task
        run(Testscript::new("script_two.wasm")
            .taskid("example_task_1")
            .max_runtime(Duration::from_secs(60 * 5)))?;
    }
    Ok(())
}
