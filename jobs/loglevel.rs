//! Listing 6 of the Easypy page: controlling log levels from the jobfile.
//!
//! ```text
//! easypy-wasm loglevel.wasm
//! ```
//!
//! TaskLog.Task-1 then holds the debug records of `mylibrary` and `otherlibrary`, which it does not when
//! another job runs the same script, and none of the script's own, whose logger is below `pyats.aetest`.

use easypy::prelude::*;

#[easypy::job]
fn main(runtime: &Runtime) -> easypy::Result {
    // script path based on that of the jobfile.
    let prefix = runtime.home();

    // set logging levels for various modules
    // eg, setting aetest log level to INFO
    // and setting 'mylibrary' to DEBUG
    logging::set_level("pyats.aetest", Level::Info);
    logging::set_level("mylibrary", Level::Debug);
    // if you set the root logger's log level, then it affects all
    // loggers as per rules of logger parent-child relationship
    // eg, turning on DEBUG for all loggers.
    logging::set_level("", Level::Debug);

    // the levels hold in every task that is started from now on.
    run(prefix.join("path/to/script_two.wasm"))?;
    Ok(())
}
