//! Listing 7 of the Easypy page: passing information back from a task to the jobfile
//! (using `runtime.synchro()` to create shared dict/list objects).
//!
//! ```text
//! easypy-wasm shared.wasm
//! ```

use easypy::prelude::*;
use log::info;

#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    // the shared objects are the host's: what crosses to the tasks are references to them

    // create two shared objects: a dictionary and a list
    let shared_dict = runtime.synchro().dict()?;
    let shared_list = runtime.synchro().list()?;

    // run the task, and pass the shared objects in as parameters
    // if the testscript updates the shared objects, their values
    // are also synchronized to this jobfile level
    run(Testscript::new("shared/script_one.wasm")
        .kwarg("shared_dict", &shared_dict)
        .kwarg("shared_list", &shared_list))?;

    // now you can access the shared objects' values, and do more
    // eg, check for testbed sanity flag
    if shared_dict.require::<bool>("testbed_is_sane")? {
        // pass it along to the next task
        run(Testscript::new("shared/script_two.wasm")
            .kwarg("shared_dict", &shared_dict)
            .kwarg("shared_list", &shared_list))?;
    }

    let n: u32 = shared_dict.require("n")?;
    let list: Vec<String> = shared_list.snapshot()?;
    info!("n = {n}, list = {list:?}");
    Ok(())
}
