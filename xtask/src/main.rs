//! Set-up, guests, demo, lab, test, bench, dist: `cargo xtask`.
//!
//! The project's chores, so that a newcomer needs two commands and no shell script. It starts cargo, the
//! system's package manager and the built program; it must not link any crate of the host.

mod artifact;
mod bench;
mod command;
mod conformance;
mod demo;
mod dist;
mod guests;
mod host;
mod lab;
mod setup;
mod test;
mod ui;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use workspace::Workspace;

/// The chores of easypy-wasm.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Builds the host and the guests and runs the main job on real input.
    Demo(demo::Args),
    /// Puts up a testbed on this machine, an sshd and two mock routers, and runs a shell or a command in it.
    Lab(lab::Args),
    /// Checks everything: formatting, guests, clippy, documentation, all tests.
    Test(test::Args),
    /// Builds the guests into target/guests; installs the guest toolchain if there is none.
    Guests,
    /// Gets what the tests of device sessions talk to: OpenSSH's sshd and Unicon's mock devices.
    Peers,
    /// Runs every case of what pyATS did, and writes docs/conformance.md.
    Conformance,
    /// Measures what a task costs, against yardsticks in the same run.
    Bench(bench::Args),
    /// Builds an installable tree in target/dist.
    Dist,
}

fn main() -> ExitCode {
    let chore = Cli::parse().chore;
    match run(&chore) {
        Ok(code) => code,
        Err(error) => {
            ui::say(format_args!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(chore: &Chore) -> anyhow::Result<ExitCode> {
    let workspace = Workspace::load()?;
    match chore {
        Chore::Demo(args) => return demo::run(&workspace, args),
        Chore::Lab(args) => return lab::run(&workspace, args),
        Chore::Test(args) => test::run(&workspace, args)?,
        Chore::Guests => {
            let guests = guests::build(&workspace)?;
            ui::say(format_args!("{guests}"));
        }
        Chore::Peers => {
            let directory = setup::peers::find_or_install(&workspace)?;
            ui::result(&format!("{}", directory.display()));
        }
        Chore::Conformance => conformance::run(&workspace)?,
        Chore::Bench(args) => bench::run(&workspace, args)?,
        Chore::Dist => dist::run(&workspace)?,
    }
    Ok(ExitCode::SUCCESS)
}
