//! `easypy-wasm recover`: completes a run whose host was killed, from what is on disk.

use std::io::IsTerminal as _;
use std::process::ExitCode;

use crate::args::{RecoverOptions, Verbosity};
use crate::closing::{Shown, close};
use crate::error::ExpectedError;
use crate::places;

/// Writes the reports and the archive; the exit code is that of the run.
///
/// # Errors
/// The directory is not that of a run, or the run is still going on.
pub(crate) fn run(options: &RecoverOptions) -> Result<ExitCode, ExpectedError> {
    let colour = options.color.is_on(std::io::stdout().is_terminal(), |name| std::env::var(name).ok());
    let shown = Shown { verbosity: Verbosity::default(), colour };
    close(&places::absolute(&options.directory), shown).map(ExitCode::from)
}
