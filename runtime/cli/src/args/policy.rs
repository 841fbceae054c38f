//! `easypy-wasm policy`: looking at policy files.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::ColorChoice;

/// What is asked of a policy file.
#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Check a policy file: all mistakes are shown at once, each at its place. Exit code 3 if there are any
    Check(CheckOptions),
    /// Say whether a task may do something with a device, and which line of the policy decides. Exit code 1 if it may not
    Explain(ExplainOptions),
}

/// The options of `easypy-wasm policy check`.
#[derive(Debug, Args)]
pub(crate) struct CheckOptions {
    /// The policy's file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// When to colour what is said
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: ColorChoice,
}

/// The options of `easypy-wasm policy explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainOptions {
    /// The policy's file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) policy: PathBuf,
    /// The testbed's file
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) testbed_file: PathBuf,
    /// The task's id; without it, the job itself
    #[arg(long, value_name = "TASKID")]
    pub(crate) task: Option<String>,
    /// The device's name or alias
    #[arg(long, value_name = "NAME")]
    pub(crate) device: String,
    /// The way in [default: the device's own]
    #[arg(long, value_name = "VIA")]
    pub(crate) via: Option<String>,
    /// A command to execute; without it, whether the device may be connected to
    #[arg(long, value_name = "COMMAND")]
    pub(crate) command: Option<String>,
    /// The command is a line for configuration mode
    #[arg(long, requires = "command")]
    pub(crate) configure: bool,
    /// A directory of files that say what kinds of devices are like
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) platform_dir: Option<PathBuf>,
    /// When to colour what is said of mistakes
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: ColorChoice,
}
