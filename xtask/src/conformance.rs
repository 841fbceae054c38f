//! The page on conformance with pyATS: written when every case is as it is expected to be.

use std::process::Command;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{command, guests, ui};

/// Makes the tests write the page instead of comparing it.
const WRITE: &str = "EASYPY_WRITE_CONFORMANCE";
/// The tests of the page, among those of the cases.
const PAGE: &str = "document::";

/// Runs every case, and writes `docs/conformance.md`.
///
/// # Errors
/// Something does not build, or a case is not as expected: the page is left as it was.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    ui::say(format_args!("{}", guests::build(workspace)?));
    // The tests run the binary, which no test target makes cargo build.
    command::run(&mut cargo(workspace, &["build", "--bins", "--tests"]))?;
    let tests = ["test", "--test", "conformance", "--"];
    command::run(cargo(workspace, &tests).args(["--skip", PAGE]))?;
    command::run(cargo(workspace, &tests).arg(PAGE).env(WRITE, "1"))?;
    ui::say(format_args!("docs/conformance.md is what the cases gave"));
    Ok(())
}

/// A cargo with these arguments, on all that runs on this machine.
fn cargo(workspace: &Workspace, arguments: &[&str]) -> Command {
    let (subcommand, others) =
        arguments.split_first().map_or(("", arguments), |(first, others)| (*first, others));
    let mut cargo = workspace.cargo();
    cargo.arg(subcommand).args(Workspace::host_selection()).args(others);
    cargo
}
