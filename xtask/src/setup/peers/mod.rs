//! What the tests talk to and nobody here wrote: OpenSSH's sshd and Unicon's mock devices.
//!
//! All of it goes below `target/peers`; no privilege is used and nothing else on the machine is changed. What
//! is there already is not asked of the network.

mod openssh;
mod unicon;

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// The environment variable that tells the tests, and this, of another directory.
pub(crate) const PLACE: &str = "EASYPY_PEERS";

/// Makes sure of them; the directory that the tests are told of.
///
/// # Errors
/// One of them is not there and cannot be had. The error says what to install.
pub(crate) fn find_or_install(workspace: &Workspace) -> Result<PathBuf> {
    let directory = match env::var_os(PLACE).filter(|place| !place.is_empty()) {
        Some(place) => workspace.root.join(place),
        None => workspace.target.join("peers"),
    };
    fs::create_dir_all(&directory).with_context(|| format!("cannot make {}", directory.display()))?;
    openssh::find_or_unpack(&directory)?;
    unicon::find_or_install(&directory, &workspace.root.join("tests/peers/python"))?;
    Ok(directory)
}
