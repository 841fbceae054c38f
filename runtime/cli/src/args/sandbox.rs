//! What guests may see and use, and how their processes are made.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

use crate::byte_size::{ByteSize, at_least};
use crate::environment::Pattern;

/// The least memory that a Rust guest starts with.
const LEAST_MEMORY: u64 = 2 << 20;
/// Room for a guest's last words.
const LEAST_LOG: u64 = 64 << 10;

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Sandbox")]
pub(crate) struct SandboxOptions {
    /// Let guests see an environment variable; repeatable, and takes lists: --env HOME,'SCRIPT_*'
    ///
    /// `*` stands for any characters. The job and all its tasks see the variables that are named here and no others.
    #[arg(long, value_name = "NAME|GLOB", value_delimiter = ',')]
    pub(crate) env: Vec<Pattern>,

    /// Let Python jobs import from a directory of pure-Python packages; repeatable
    ///
    /// It is what `pip install --target DIR NAME` makes. Guests can read all of it. Packages with compiled parts cannot be
    /// used.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) python_path: Vec<PathBuf>,

    /// How guests' processes are made
    #[arg(long, value_name = "HOW", value_enum, default_value_t)]
    pub(crate) spawner: SpawnerKind,

    /// The memory that a guest may have, e.g. 512M [default: 2GiB]
    #[arg(long, value_name = "SIZE", value_parser = at_least(LEAST_MEMORY))]
    pub(crate) memory: Option<ByteSize>,

    /// How long the log of a guest may grow, e.g. 64M [default: 1GiB]
    #[arg(long, value_name = "SIZE", value_parser = at_least(LEAST_LOG))]
    pub(crate) log_size: Option<ByteSize>,

    /// Where compiled modules are kept [default: ~/.cache/easypy-wasm]
    ///
    /// The default follows XDG_CACHE_HOME. It must be a directory that only you can write to.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) cache_dir: Option<PathBuf>,
}

/// How guests' processes are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SpawnerKind {
    /// By a fork server that holds the loaded modules: under a millisecond each
    #[default]
    Fork,
    /// By executing easypy-wasm again: some milliseconds each
    Exec,
}
