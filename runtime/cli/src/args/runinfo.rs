//! Where a run writes, and what it leaves. The options are those of pyATS (SPEC 3.2, 6).

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::uid;

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Files")]
pub(crate) struct RuninfoOptions {
    /// Where runs keep their files while they run [default: ~/.easypy-wasm/runinfo]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) runinfo_dir: Option<PathBuf>,

    /// Where archives go, in a directory for each month [default: ~/.easypy-wasm/archive]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) archive_dir: Option<PathBuf>,

    /// The archive's name without `.zip`, instead of the run's id
    #[arg(long, value_name = "NAME", value_parser = uid::file_name)]
    pub(crate) archive_name: Option<String>,

    /// Put the archive right into the archive directory, not into one for its month
    #[arg(long)]
    pub(crate) no_archive_subdir: bool,

    /// Make no archive, and keep the runinfo directory
    #[arg(long)]
    pub(crate) no_archive: bool,

    /// Leave out ResultsSummary.xml and ResultsDetails.xml
    #[arg(long)]
    pub(crate) no_xml_report: bool,

    /// Write JUnit's xunit.xml into the archive, and with `--xunit=DIR` into that directory as well
    ///
    /// The directory is given with `=` only, so that the option never takes one of the job's arguments for it.
    #[expect(clippy::option_option, reason = "clap's form of an option whose value is optional")]
    #[arg(long, value_name = "DIR", num_args = 0..=1, require_equals = true, value_hint = ValueHint::DirPath)]
    xunit: Option<Option<PathBuf>>,
}

/// Where JUnit's file goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Xunit {
    No,
    /// Into the archive only.
    Archive,
    /// There too.
    Directory(PathBuf),
}

impl RuninfoOptions {
    pub(crate) fn xunit(&self) -> Xunit {
        match &self.xunit {
            None => Xunit::No,
            Some(None) => Xunit::Archive,
            Some(Some(directory)) => Xunit::Directory(directory.clone()),
        }
    }
}
