//! How guests begin.

use std::io::Write;

use crate::bindings::job::exports::easypy::runtime::jobfile::Failure;
use crate::{Result, Runtime, SectionReturn};

/// What every guest does first.
pub(crate) fn start(module: &'static str, prefix: &str, name: &str) {
    crate::logging::install(module, prefix, name);
    // A path without a leading `/` is in the jobfile's directory, as for a job that runs on the host. Where
    // there is no such directory, the root stays the current one.
    #[cfg(target_family = "wasm")]
    let _ = std::env::set_current_dir("/job");
}

/// Writes out what `print!` holds back of a line without an end: nobody does so when a guest returns or traps.
pub(crate) fn flush() {
    // There is nobody left to tell if this fails.
    let _ = std::io::stdout().flush();
}

/// The `jobfile.main` of the contract.
///
/// # Errors
/// What `main` returned, unless it says that all is well (`passed!`, `skipped!`).
pub fn run_job<R: SectionReturn>(
    module: &'static str,
    main: impl FnOnce(&Runtime) -> R,
) -> Result<(), Failure> {
    let krate = module.split("::").next().unwrap_or(module);
    start(module, "pyats.easypy.jobs", krate);
    crate::panic::report_to_job();
    let result = main(&crate::runtime()).into_result();
    flush();
    match result {
        Err(stop) if stop.outcome().blocks() => Err(Failure::Error(stop.to_string())),
        _ => Ok(()),
    }
}
