//! The testbed of a run and what may be done with it; `easypy-wasm testbed`, which looks at testbed files.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::ColorChoice;

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Testbed")]
pub(crate) struct TestbedOptions {
    /// The testbed: the devices that the job and its tasks share (pyATS's YAML)
    ///
    /// It is read before anything runs; with a mistake in it nothing does, and the exit code is 3. `easypy-wasm testbed
    /// validate` checks it alone.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) testbed_file: Option<PathBuf>,

    /// What the job and its tasks may do: devices, commands, directories, environment, limits (TOML)
    ///
    /// Without it all devices of the testbed may be used. `easypy-wasm policy explain` says what a policy decides, and by
    /// which line.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) policy: Option<PathBuf>,

    /// A directory of files that say what kinds of devices are like: prompts, modes, errors
    ///
    /// A file of the same name takes the place of easypy-wasm's own. The guide has a chapter on them.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) platform_dir: Option<PathBuf>,
}

/// What is asked of a testbed file.
#[derive(Debug, Subcommand)]
pub(crate) enum TestbedCommand {
    /// Check a testbed file: all mistakes are shown at once, each at its place. Exit code 3 if there are any
    Validate(ValidateOptions),
    /// Show what a testbed file says: its devices, how they are reached and how they are linked; no secrets
    Show(ShowOptions),
    /// Connect to a device as a run would, show what it takes, and send it what is typed
    Connect(ConnectOptions),
}

/// The options of `easypy-wasm testbed validate`.
#[derive(Debug, Args)]
pub(crate) struct ValidateOptions {
    /// The testbed's file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// When to colour what is said
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: ColorChoice,
}

/// The options of `easypy-wasm testbed show`.
#[derive(Debug, Args)]
pub(crate) struct ShowOptions {
    /// The testbed's file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// Write the topology as a picture (SVG) into a file, instead of the tree to standard output
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) svg: Option<PathBuf>,
    /// When to colour what is said of mistakes
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: ColorChoice,
}

/// The options of `easypy-wasm testbed connect`.
#[derive(Debug, Args)]
pub(crate) struct ConnectOptions {
    /// The testbed's file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// The device's name or alias
    pub(crate) device: String,
    /// The way in [default: the device's own]
    #[arg(long, value_name = "VIA")]
    pub(crate) via: Option<String>,
    /// A directory of files that say what kinds of devices are like
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) platform_dir: Option<PathBuf>,
    /// Show all that is sent and received, the login included; no passwords
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// When to colour what is said
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: ColorChoice,
}
