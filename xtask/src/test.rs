//! Everything that must hold before a change is good, in the order in which it fails soonest.

use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{command, guests, setup, ui};

/// The options of `cargo xtask test`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Run only these tests, and nothing but what they need: names, or options of nextest
    #[arg(last = true)]
    filter: Vec<String>,
}

/// Runs all checks, or the tests that the filter names.
///
/// # Errors
/// At the first step that fails; the error says how to repeat it alone.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<()> {
    let begin = Instant::now();
    let all = args.filter.is_empty();
    if all {
        setup::component(workspace, "rustfmt", "fmt")?;
        setup::component(workspace, "clippy", "clippy")?;
        step("formatting", &mut cargo(workspace, &["fmt", "--all", "--check"]))?;
    }
    let peers = timed("peers", "cargo xtask peers", || setup::peers::find_or_install(workspace))?;
    let guests = timed("guests", "cargo xtask guests", || guests::build(workspace))?;
    if all {
        let mut clippy = host(workspace, &["clippy"]);
        step("clippy", clippy.args(["--all-targets", "--", "-D", "warnings"]))?;
        if let Some(mut clippy) = guests::clippy(workspace, &guests.toolchain) {
            step("clippy of the guests", &mut clippy)?;
        }
        let mut doc = host(workspace, &["doc", "--no-deps", "--lib"]);
        step("documentation", doc.env("RUSTDOCFLAGS", "-D warnings"))?;
        step("tests of the Python guests", &mut guests::python::tests(workspace)?)?;
    }
    // The end-to-end tests run the binary, which no test target makes cargo build.
    step("building the tests", &mut host(workspace, &["build", "--bins", "--tests"]))?;
    if all {
        step("examples in the documentation", &mut host(workspace, &["test", "--doc"]))?;
    }
    let runner: &[&str] = if command::succeeds(workspace.cargo().args(["nextest", "--version"])) {
        &["nextest", "run"]
    } else {
        &["test"]
    };
    let mut tests = host(workspace, runner);
    if runner == ["test"] {
        // As nextest is configured: all of them, even when one fails.
        tests.args(["--bins", "--tests", "--no-fail-fast"]);
    }
    step("tests", tests.env(setup::peers::PLACE, peers).args(&args.filter))?;
    ui::say(format_args!("all is well, after {}", ui::duration(begin.elapsed())));
    Ok(())
}

/// A cargo with these arguments.
fn cargo(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut cargo = workspace.cargo();
    cargo.args(arguments);
    cargo
}

/// The same, on all that runs on this machine.
fn host(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut cargo = cargo(workspace, arguments);
    cargo.args(Workspace::host_selection());
    cargo
}

/// One step that is one command.
fn step(name: &str, command: &mut Command) -> Result<()> {
    let shown = command::show(command);
    timed(name, &shown, || command::run(command))
}

/// Runs a step: says what it is before, how long it took after, and how to repeat it when it fails.
fn timed<T>(name: &str, repeat: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
    ui::say(format_args!("\n==> {name}\n    {repeat}"));
    let begin = Instant::now();
    let result = step();
    let time = ui::duration(begin.elapsed());
    match result {
        Ok(value) => {
            ui::say(format_args!("    done: {name}, {time}"));
            Ok(value)
        }
        Err(error) => bail!("step `{name}` failed after {time}: {error:#}\nrepeat it: {repeat}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_says_how_to_repeat_it() {
        let error = step("nothing", Command::new("false").env("A", "b")).unwrap_err().to_string();
        assert!(error.contains("`nothing` failed"), "{error}");
        assert!(error.ends_with("repeat it: A=b false"), "{error}");
        assert!(step("something", &mut Command::new("true")).is_ok());
    }
}
