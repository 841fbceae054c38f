//! The jobfile and the run's name.

use std::path::PathBuf;

use clap::builder::Resettable;
use clap::{Args, ValueHint};

use crate::uid;

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Job")]
pub(crate) struct JobOptions {
    /// The jobfile: a Python file or a WebAssembly component whose `main` says what to run
    ///
    /// A jobfile that is named like one of the other commands is given with its directory: `./inspect`.
    // Read by `split`; here for the help and the completions.
    #[arg(value_name = "JOB", value_hint = ValueHint::FilePath, help_heading = Resettable::Reset)]
    _jobfile: Option<PathBuf>,

    /// The run's unique id, instead of `<jobfile>_<date>_<time>_<microseconds>`
    #[arg(long, value_name = "UID", value_parser = uid::file_name)]
    pub(crate) job_uid: Option<String>,

    /// The suite's name in results.json, instead of the jobfile's
    #[arg(long, value_name = "NAME")]
    pub(crate) suite_name: Option<String>,
}
