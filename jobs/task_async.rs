//! Listing 5 of the Easypy page: tasks as objects, at the same time.
//!
//! ```text
//! easypy-wasm task_async.wasm
//! ```
//!
//! As on the page, both tasks ask for one name. The second is given `example_task_1-2`, with a warning.

use std::thread::sleep;

use easypy::prelude::*;

/// The time between two looks at the tasks.
const INTERVAL: Duration = Duration::from_millis(50);

#[easypy::job]
fn main() -> easypy::Result {
    // using Task to create two tasks
    let mut task_1 = Task::new(Testscript::new("script_one.wasm").taskid("example_task_1"))?;
    let mut task_2 = Task::new(Testscript::new("script_two.wasm").taskid("example_task_1"))?;

    // start both tasks simultaneously
    task_1.start()?;
    task_2.start()?;

    // poll for tasks to finish (max of 5 minutes)
    let mut counter = Duration::from_secs(60 * 5);

    // check if processes are alive, if so, continue to wait
    while task_1.is_alive() || task_2.is_alive() {
        if counter.is_zero() {
            // exceeded runtime
            task_1.terminate()?;
            task_1.join(None)?;
            task_2.terminate()?;
            task_2.join(None)?;

            // end the job with an error
            errored!("Not all tasks finished in 5 minutes!");
        }
        sleep(INTERVAL);
        counter = counter.saturating_sub(INTERVAL);
    }
    // all is good
    Ok(())
}
