//! What every bench is given.

use std::time::Duration;

use anyhow::Result;

use super::Args;
use super::easypy::{Easypy, Places};
use super::python::{Pyats, Python};
use super::rounds::Rounds;
use super::scratch::Scratch;
use crate::setup::Toolchain;
use crate::workspace::Workspace;
use crate::{guests, host, ui};

/// What is measured, and with what.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) workspace: &'a Workspace,
    /// What the guests are built with.
    pub(super) toolchain: Toolchain,
    pub(super) easypy: Easypy,
    /// The Python of `--pyats`, else that of the system, if it has one.
    pub(super) python: Option<Python>,
    /// With `--pyats` only.
    pub(super) pyats: Option<Pyats>,
    quick: bool,
}

impl<'a> Context<'a> {
    /// Builds the host as users have it, and the guests.
    ///
    /// # Errors
    /// Something does not build, or `--pyats` names no such environment.
    pub(super) fn new(workspace: &'a Workspace, args: &Args) -> Result<Context<'a>> {
        let pyats = args.pyats.as_deref().map(Pyats::new).transpose()?;
        ui::say(format_args!("building easypy-wasm, optimised (many minutes the first time)"));
        let cargo =
            if args.release { host::cargo(workspace, "release") } else { host::dist_cargo(workspace) };
        let binary = host::build(cargo)?;
        ui::say(format_args!("building the guests"));
        let guests = guests::build(workspace)?;
        ui::say(format_args!("{guests}"));
        let scratch = Scratch::new(&workspace.target)?;
        let places = Places {
            binary,
            guests: workspace.guests().join("tests"),
            python: workspace.root.join("tests/guests/bench/python"),
            interpreter: workspace.guests().join("easypy-python.wasm"),
            cache: workspace.target.join("bench-cache"),
        };
        let easypy = Easypy::new(places, scratch);
        Ok(Context {
            workspace,
            toolchain: guests.toolchain,
            easypy,
            python: pyats.as_ref().map(Pyats::python).or_else(Python::find),
            pyats,
            quick: args.quick,
        })
    }

    /// Rounds: this many, or a third of them with `--quick`; and only while there is time.
    pub(super) fn rounds(&self, count: usize, seconds: u64) -> Rounds {
        if self.quick {
            Rounds::new(count.div_ceil(3), Duration::from_secs(seconds.div_ceil(5)))
        } else {
            Rounds::new(count, Duration::from_secs(seconds))
        }
    }
}
