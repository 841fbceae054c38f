//! The host's binary, `easypy-wasm`: built, and found where cargo put it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::artifact;
use crate::workspace::Workspace;

/// The name of the binary, and of its package.
pub(crate) const NAME: &str = "easypy-wasm";

/// The cargo that builds it in this profile.
pub(crate) fn cargo(workspace: &Workspace, profile: &str) -> Command {
    let mut cargo = workspace.cargo();
    // The selection of the tests, and one binary of it: what the tests build later has the same features.
    cargo.arg("build").args(Workspace::host_selection()).args(["--bin", NAME, "--profile", profile]);
    cargo
}

/// The cargo that builds it as it is installed.
pub(crate) fn dist_cargo(workspace: &Workspace) -> Command {
    let mut cargo = cargo(workspace, "dist");
    // Cargo's own directory for the profile would be `target/dist`, which is where the installable tree goes.
    cargo.arg("--target-dir").arg(workspace.target.join("dist-build"));
    cargo
}

/// Runs a cargo of [`cargo`]'s kind; where the binary is.
///
/// # Errors
/// It does not build, or is not among what was built.
pub(crate) fn build(cargo: Command) -> Result<PathBuf> {
    let found = artifact::build(cargo)?.into_iter().find(|artifact| artifact.target.name == NAME);
    found.and_then(|artifact| artifact.executable).with_context(|| format!("cargo built no {NAME}"))
}
