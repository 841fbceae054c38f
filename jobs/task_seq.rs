//! Listing 4 of the Easypy page: tasks as objects, one after the other. The same job as `run_api`.
//!
//! ```text
//! easypy-wasm task_seq.wasm
//! ```
//!
//! As on the page, both tasks ask for one name. The second is given `example_task_1-2`, with a warning.

use easypy::prelude::*;

#[easypy::job]
fn main() -> easypy::Result {
    // using Task to create a task object
    let mut task_1 = Task::new(Testscript::new("script_one.wasm").taskid("example_task_1"))?;

    // start the task
    task_1.start()?;

    // wait for a max runtime of 60*5 seconds = 5 minutes
    task_1.wait(Duration::from_secs(60 * 5))?;

    // check whether the next script should continue
    // based on previous task's results.
    if task_1.result().is_truthy() {
        // last result passed, run the next task
        let mut task_2 = Task::new(Testscript::new("script_two.wasm").taskid("example_task_1"))?;

        // start & wait
        task_2.start()?;
        task_2.wait(Duration::from_secs(60 * 5))?;
    }
    Ok(())
}
