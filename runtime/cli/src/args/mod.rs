//! The command line: what it can hold, by topic, and how it is read.
//!
//! Reading it starts nothing, opens nothing and asks the environment for nothing.

mod archive;
mod elsewhere;
mod general;
mod help;
mod job;
mod policy;
mod reporting;
mod runinfo;
mod sandbox;
mod split;
mod tasks;
mod testbed;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueHint};

pub(crate) use archive::{ArchiveCommand, VerifyOptions};
pub(crate) use general::{ColorChoice, Verbosity};
pub(crate) use policy::{CheckOptions, ExplainOptions, PolicyCommand};
pub(crate) use runinfo::Xunit;
pub(crate) use sandbox::SpawnerKind;
pub(crate) use testbed::{ConnectOptions, ShowOptions, TestbedCommand, ValidateOptions};

use crate::error::ExpectedError;

/// Everything that easypy-wasm understands.
#[derive(Debug, Parser)]
#[command(
    name = "easypy-wasm",
    version,
    about = "Runs a job: its testscripts as tasks, each in a sandboxed process of its own",
    long_about = help::LONG_ABOUT,
    override_usage = help::USAGE,
    after_long_help = help::after_long(),
    // Ours are among the general options.
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_help_heading = "Other commands",
    subcommand_value_name = "COMMAND",
    max_term_width = 110
)]
struct CommandLine {
    #[command(flatten)]
    run: RunOptions,
    #[command(subcommand)]
    command: Option<OtherCommand>,
}

/// The options of a run.
#[derive(Clone, Debug, Args)]
pub(crate) struct RunOptions {
    #[command(flatten)]
    pub(crate) job: job::JobOptions,
    #[command(flatten)]
    pub(crate) tasks: tasks::TaskOptions,
    #[command(flatten)]
    pub(crate) testbed: testbed::TestbedOptions,
    #[command(flatten)]
    pub(crate) sandbox: sandbox::SandboxOptions,
    #[command(flatten)]
    pub(crate) reporting: reporting::ReportingOptions,
    #[command(flatten)]
    pub(crate) runinfo: runinfo::RuninfoOptions,
    #[command(flatten)]
    pub(crate) general: general::GeneralOptions,
}

#[derive(Debug, Subcommand)]
enum OtherCommand {
    /// Say what a module is: jobfile or testscript, for which contract, what it imports and exports
    Inspect(InspectOptions),
    /// Complete a run whose host was killed: write its reports and its archive from its runinfo directory
    Recover(RecoverOptions),
    /// Check an archive
    #[command(subcommand)]
    Archive(ArchiveCommand),
    /// Check a testbed file, show what it says, or connect to one of its devices
    #[command(subcommand)]
    Testbed(TestbedCommand),
    /// Check a policy file, or say what it decides and why
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// Write completions for a shell to standard output
    #[command(after_help = help::AFTER_COMPLETIONS)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// The options of `easypy-wasm inspect`.
#[derive(Debug, Args)]
pub(crate) struct InspectOptions {
    /// The module's file
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// Write one JSON object instead of text
    #[arg(long)]
    pub(crate) json: bool,
}

/// The options of `easypy-wasm recover`.
#[derive(Debug, Args)]
pub(crate) struct RecoverOptions {
    /// The runinfo directory that the run left behind, e.g. ~/.easypy-wasm/runinfo/demo_2026Nov24_02_13_09_171869
    #[arg(value_name = "RUNINFO_DIR", value_hint = ValueHint::DirPath)]
    pub(crate) directory: PathBuf,
    /// When to colour the report
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: ColorChoice,
}

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Asked {
    Run(Box<RunRequest>),
    Inspect(InspectOptions),
    Recover(RecoverOptions),
    Archive(ArchiveCommand),
    Testbed(TestbedCommand),
    Policy(PolicyCommand),
    Completions(clap_complete::Shell),
}

/// A run that is asked for.
#[derive(Debug)]
pub(crate) struct RunRequest {
    pub(crate) options: RunOptions,
    /// As given.
    pub(crate) jobfile: PathBuf,
    /// What is left for the job.
    pub(crate) arguments: Vec<String>,
    /// What looks like a slip of the keyboard, in words.
    pub(crate) warnings: Vec<String>,
}

/// Why a command line is not followed.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Help and the version too: clap prints them, and knows the exit code.
    Clap(clap::Error),
    Expected(ExpectedError),
}

impl From<ExpectedError> for Refusal {
    fn from(error: ExpectedError) -> Refusal {
        Refusal::Expected(error)
    }
}

impl From<clap::Error> for Refusal {
    fn from(error: clap::Error) -> Refusal {
        Refusal::Clap(error)
    }
}

/// The command line as clap knows it.
pub(crate) fn command() -> clap::Command {
    CommandLine::command()
}

/// Reads a command line; the first of `argv` is the program's name.
///
/// # Errors
/// It is wrong, or asks for help.
pub(crate) fn parse(argv: Vec<OsString>) -> Result<Asked, Refusal> {
    let mut command = command();
    command.build();
    let split = match split::split(&command, argv)? {
        split::Split::Command(argv) => return other_command(command, argv),
        split::Split::Run(split) => split,
    };
    let jobfile = split.job.clone().map(PathBuf::from);
    let matches = command.try_get_matches_from(split.for_clap())?;
    let options = RunOptions::from_arg_matches(&matches)?;
    let jobfile = jobfile.ok_or(ExpectedError::NoJobfile)?;
    Ok(Asked::Run(Box::new(RunRequest {
        options,
        jobfile,
        arguments: split.arguments()?,
        warnings: split.warnings,
    })))
}

fn other_command(command: clap::Command, argv: Vec<OsString>) -> Result<Asked, Refusal> {
    let matches = command.try_get_matches_from(argv)?;
    match CommandLine::from_arg_matches(&matches)?.command {
        Some(OtherCommand::Inspect(options)) => Ok(Asked::Inspect(options)),
        Some(OtherCommand::Recover(options)) => Ok(Asked::Recover(options)),
        Some(OtherCommand::Archive(command)) => Ok(Asked::Archive(command)),
        Some(OtherCommand::Testbed(command)) => Ok(Asked::Testbed(command)),
        Some(OtherCommand::Policy(command)) => Ok(Asked::Policy(command)),
        Some(OtherCommand::Completions { shell }) => Ok(Asked::Completions(shell)),
        None => Err(ExpectedError::NoJobfile.into()),
    }
}

#[cfg(test)]
mod tests;
