//! The guest toolchain: a compiler and a standard library for WebAssembly, found or installed. Beside it, what
//! else the chores need: a Python, and what the tests talk to.
//!
//! Three ways to the toolchain, in this order: the target that rustup has installed; rustup installing it;
//! Debian's packages for places where Rust's download server cannot be reached. When the first holds, nothing is
//! asked of the network.

mod debian;
pub(crate) mod peers;
pub(crate) mod python;
mod rustup;

use std::env;

use anyhow::{Error, Result, bail};

use crate::command;
use crate::ui;
use crate::workspace::Workspace;

pub(crate) use debian::Debian;
pub(crate) use python::Python;
pub(crate) use rustup::TARGET as RUSTUP_TARGET;

/// The environment variable that forces one way: `rustup` or `debian`.
const FORCE: &str = "EASYPY_GUEST_TOOLCHAIN";

/// What builds guests.
#[derive(Debug)]
pub(crate) enum Toolchain {
    /// Rust's own `wasm32-wasip2`: it makes components.
    Rustup,
    /// Debian's rustc and wasi-libc for `wasm32-wasip1`: core modules, which the host turns into components.
    Debian(Debian),
}

/// Finds the guest toolchain, or installs it and says so.
///
/// # Errors
/// None of the ways is open. The error says what was tried and what to install on which system.
pub(crate) fn toolchain() -> Result<Toolchain> {
    match env::var(FORCE).as_deref() {
        Err(_) | Ok("") => find_or_install(),
        Ok("rustup") => rustup::find_or_install().map_err(|error| explain(&[error])),
        Ok("debian") => debian::find_or_install().map(Toolchain::Debian).map_err(|error| explain(&[error])),
        Ok(other) => bail!("{FORCE} is `{other}`; it can be `rustup` or `debian`"),
    }
}

fn find_or_install() -> Result<Toolchain> {
    let no_rustup = match rustup::find_or_install() {
        Ok(toolchain) => return Ok(toolchain),
        Err(error) => error,
    };
    ui::say(format_args!("{no_rustup:#}; trying Debian's packages"));
    match debian::find_or_install() {
        Ok(toolchain) => Ok(Toolchain::Debian(toolchain)),
        Err(no_debian) => Err(explain(&[no_rustup, no_debian])),
    }
}

/// What a person can do about it.
fn explain(tried: &[Error]) -> Error {
    let tried: Vec<String> = tried.iter().map(|error| format!("  - {error:#}\n")).collect();
    Error::msg(format!(
        "there is no compiler for guests, and none could be installed.\n\
         Tried:\n{}\
         Install one of these and try again:\n\
         \x20 - anywhere with rustup (https://rustup.rs): rustup target add {target}\n\
         \x20 - Rust of another origin: the standard library of {target} for that rustc, where its vendor\n\
         \x20   has one (Fedora: dnf install rust-std-static-{target})\n\
         \x20 - Debian 12 or later, as root: apt-get install {packages}",
        tried.concat(),
        target = rustup::TARGET,
        packages = debian::PACKAGES.join(" "),
    ))
}

/// Makes sure of a part of the Rust toolchain that a minimal installation lacks, such as clippy.
/// `subcommand` is cargo's name for what it brings.
///
/// # Errors
/// It is not there and rustup cannot install it.
pub(crate) fn component(workspace: &Workspace, component: &str, subcommand: &str) -> Result<()> {
    if command::succeeds(workspace.cargo().args([subcommand, "--version"])) {
        return Ok(());
    }
    ui::say(format_args!("installing {component}, which `cargo {subcommand}` needs"));
    rustup::add(&["component", "add", component])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_error_says_what_was_tried_and_what_to_install() {
        let text = explain(&[Error::msg("no rustup"), Error::msg("not root")]).to_string();
        for part in [
            "- no rustup\n",
            "- not root\n",
            "rustup target add wasm32-wasip2",
            "rustc-web rust-web-src wasi-libc",
        ] {
            assert!(text.contains(part), "{part:?} is not in:\n{text}");
        }
    }
}
