//! A testbed on this machine, for as long as a shell or a command runs in it: OpenSSH's sshd and two of Unicon's mock
//! devices, as `examples/testbeds/lab.yaml` has them.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
use easypy_peers::Lab;

use crate::workspace::Workspace;
use crate::{command, guests, host, setup, ui};

/// The testbed's file, below the root of the workspace.
pub(crate) const TESTBED: &str = "examples/testbeds/lab.yaml";
/// A policy for it.
pub(crate) const POLICY: &str = "examples/policies/lab.toml";

/// The options of `cargo xtask lab`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to run in the lab, instead of a shell
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<OsString>,
}

/// Builds what is needed, puts up the lab and runs what was asked for. Its exit code.
///
/// # Errors
/// Something does not build or cannot be installed, or the command cannot be started.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<ExitCode> {
    ui::say(format_args!("building easypy-wasm (minutes the first time)"));
    let binary = host::build(host::cargo(workspace, "dev"))?;
    ui::say(format_args!("building the guests"));
    ui::say(format_args!("{}", guests::build(workspace)?));
    let lab = start(workspace)?;

    let mut command = match args.command.split_first() {
        Some((program, arguments)) => {
            let mut command = Command::new(program);
            command.args(arguments);
            command
        }
        None => {
            welcome(&lab);
            Command::new(env::var_os("SHELL").filter(|shell| !shell.is_empty()).unwrap_or("/bin/sh".into()))
        }
    };
    command.current_dir(&workspace.root).envs(lab.environment());
    command.env("PATH", path_with(binary.parent().unwrap_or(Path::new(".")))?);
    command.env("EASYPY_PYTHON", guests::python_runner(workspace));
    // Ctrl-C is for the command: what it does then may need the lab, which goes after it.
    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::new(AtomicBool::new(false)))
        .context("cannot leave Ctrl-C to the command")?;
    let status = command.status().with_context(|| format!("cannot run `{}`", command::show(&command)))?;
    drop(lab);
    Ok(ExitCode::from(command::code(status)))
}

/// Gets what it is made of, and puts it up. It is there until it is dropped.
///
/// # Errors
/// A part of it cannot be installed.
pub(crate) fn start(workspace: &Workspace) -> Result<Lab> {
    easypy_peers::look_in(&setup::peers::find_or_install(workspace)?);
    ui::say(format_args!("starting the lab: an sshd and two mock devices"));
    Ok(Lab::start())
}

/// What can be typed in the shell.
fn welcome(lab: &Lab) {
    let export = |(name, value): &(_, String)| format!("export {name}={}", command::quote(value));
    let exports: Vec<String> = lab.environment().iter().map(export).collect();
    ui::say(format_args!(
        "\nThe lab is up until this shell ends (exit). Its devices are in {TESTBED}. Try:\n\n  \
         easypy-wasm testbed show {TESTBED}\n  \
         easypy-wasm testbed connect {TESTBED} uut\n  \
         easypy-wasm target/guests/jobs/devices.wasm -t {TESTBED} --policy {POLICY}\n  \
         easypy-wasm jobs/devices.py -t {TESTBED} --policy {POLICY}\n  \
         easypy-wasm policy explain --policy {POLICY} -t {TESTBED} --task check-R1 --device R1 --command reload\n\n\
         In another terminal:\n\n  {}\n",
        exports.join("\n  "),
    ));
}

/// The search path with a directory before all others.
fn path_with(directory: &Path) -> Result<OsString> {
    let others = env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(PathBuf::from(directory)).chain(env::split_paths(&others));
    env::join_paths(all).with_context(|| format!("{} cannot be part of PATH", directory.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_that_was_built_goes_before_an_installed_one() {
        let path = path_with(Path::new("/built")).unwrap();
        assert_eq!(env::split_paths(&path).next(), Some(PathBuf::from("/built")));
        assert!(path_with(Path::new("/a:b")).is_err());
    }
}
