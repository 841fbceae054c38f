//! `easypy-wasm testbed`: looking at testbed files.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::ColorChoice;

/// What is asked of a testbed file.
#[derive(Debug, Subcommand)]
pub(crate) enum TestbedCommand {
    /// Check a testbed file: all mistakes are shown at once, each at its place. Exit code 3 if there are any
    Validate(ValidateOptions),
    /// Show what a testbed file says: its devices, how they are reached and how they are linked; no secrets
    Show(ShowOptions),
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
