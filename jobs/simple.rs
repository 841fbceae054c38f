//! Listing 1 of the Easypy page: a simple, sequential jobfile.
//!
//! ```text
//! easypy-wasm simple.wasm
//! ```

use std::fs;

use easypy::prelude::*;

// a function with the attribute must be defined in each jobfile
//   - it should have a runtime argument
//   - and contains one or more tasks
#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    // provide a custom job name for reporting purposes (optional)
    runtime.set_job_name("my-job-overwrite-name");

    // using run() to run a task
    //
    // syntax
    // ------
    //   run(Testscript::new(<testscript path/file>)
    //       .taskid(<unique task id>)
    //       .max_runtime(<duration>)
    //       .kwarg(<name>, <value>))?
    //
    //   kwargs are propagated to the testscript as its parameters. A path alone will do as well.
    run("script_one.wasm")?;

    // each job may contain one or more tasks.
    // tasks defined using run() always run sequentially.
    run("script_two.wasm")?;

    // access runtime information, such as the runtime directory
    // eg, save a new file into the runtime directory: it comes into the archive
    fs::write(runtime.directory().join("my_file.txt"), "some content")?;
    Ok(())
}
