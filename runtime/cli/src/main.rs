//! The `easypy-wasm` command: reads the command line, sets a run up, shows it, and ends with its exit code.
//!
//! It decides nothing about a run: that is the engine's. What a run leaves is made by the report crate from
//! the journal alone.

mod archive;
mod args;
mod byte_size;
mod child;
mod closing;
mod completions;
mod environment;
mod error;
mod exit;
mod host;
mod inspect;
mod jobfile;
mod out;
mod places;
mod policy;
mod python;
mod recover;
mod run;
mod screen;
mod signals;
mod testbed;
mod text;
mod uid;

use std::process::ExitCode;

use args::{Asked, Refusal};
use error::ExpectedError;

fn main() -> ExitCode {
    // First of all: a child of easypy-wasm is told by its environment, and has no command line to be read.
    if let Some(code) = child::run() {
        return code;
    }
    match args::parse(std::env::args_os().collect()) {
        Ok(asked) => follow(&asked).unwrap_or_else(|error| fail(&error)),
        Err(Refusal::Clap(error)) => {
            // Whoever closed the pipe does not want to read it.
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
        Err(Refusal::Expected(error)) => fail(&error.into()),
    }
}

fn follow(asked: &Asked) -> anyhow::Result<ExitCode> {
    match asked {
        Asked::Run(request) => run::run(request),
        Asked::Inspect(options) => inspect::run(options),
        Asked::Recover(options) => Ok(recover::run(options)?),
        Asked::Archive(command) => Ok(archive::run(command)?),
        Asked::Testbed(command) => Ok(testbed::run(command)?),
        Asked::Policy(command) => Ok(policy::run(command)?),
        Asked::Completions(shell) => {
            completions::run(*shell);
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn fail(error: &anyhow::Error) -> ExitCode {
    let (message, exit) = match error.downcast_ref::<ExpectedError>() {
        Some(expected) => (expected.message(), expected.exit()),
        None => (error::bug(error), exit::Exit::Broken),
    };
    out::stderr(&message);
    ExitCode::from(exit.code())
}
