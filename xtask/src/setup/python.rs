//! The Python of the build machine: it builds the component for Python guests, and runs their SDK's tests.
//!
//! Only while building: the component has its own Python inside, and no user needs any.

use std::env;
use std::ffi::OsString;
use std::process::Command;

use anyhow::{Context, Error, Result};

use super::debian;
use crate::command;

/// The oldest minor version of Python 3 that the SDK's Python files can be tested with.
const OLDEST_MINOR: u32 = 11;

/// The newest minor version that is looked for by its name.
const NEWEST_MINOR: u32 = 15;

/// What Debian has of it, and of the module that makes virtual environments.
const PACKAGES: [&str; 2] = ["python3", "python3-venv"];

/// Succeeds with a Python that is new enough and can make virtual environments.
const CHECK: &str = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, int(sys.argv[1])))";

/// A Python to build with.
#[derive(Debug, Clone)]
pub(crate) struct Python(OsString);

impl Python {
    /// One on the `PATH`, whatever version its name says; else, on Debian, installed.
    ///
    /// # Errors
    /// There is none, or it is too old, and none can be installed. The error says what to install.
    pub(crate) fn find_or_install() -> Result<Python> {
        if let Some(python) = find() {
            return Ok(python);
        }
        debian::install("Python", &PACKAGES).map_err(explain)?;
        find().context("Python was installed and is not found").map_err(explain)
    }

    /// This Python as a program, without what the user has set for his own: it sees its standard library only.
    pub(crate) fn command(&self) -> Command {
        clean(Command::new(&self.0))
    }
}

/// Takes away what makes a Python, or its pip, look elsewhere. Where pip gets packages from stays the user's choice.
pub(crate) fn clean(mut command: Command) -> Command {
    for (name, _) in env::vars_os() {
        if leads_elsewhere(&name.to_string_lossy()) {
            command.env_remove(&name);
        }
    }
    command
}

/// Whether this variable makes a Python, or its pip, look elsewhere.
fn leads_elsewhere(name: &str) -> bool {
    let places =
        ["VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_REQUIRE_VIRTUALENV"];
    name.starts_with("PYTHON") || places.contains(&name)
}

fn find() -> Option<Python> {
    let named = (OLDEST_MINOR..=NEWEST_MINOR).rev().map(|minor| format!("python3.{minor}"));
    let mut names = ["python3".to_owned(), "python".to_owned()].into_iter().chain(named);
    names.find(|name| usable(name)).map(|name| Python(name.into()))
}

fn usable(program: &str) -> bool {
    command::succeeds(clean(Command::new(program)).args(["-c", CHECK, &OLDEST_MINOR.to_string()]))
}

/// What a person can do about it.
fn explain(error: Error) -> Error {
    Error::msg(format!(
        "there is no Python 3.{OLDEST_MINOR} or later that can make virtual environments, which the Python guests \
         are built with, and none could be installed: {error:#}\n\
         Install one of these and try again:\n\
         \x20 - Debian, Ubuntu, as root: apt-get install {packages}\n\
         \x20 - Fedora: dnf install python3; Arch: pacman -S python; macOS: brew install python\n\
         \x20 - anywhere: uv python install 3.14, or https://www.python.org/downloads",
        packages = PACKAGES.join(" "),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_python_is_not_taken_for_one() {
        assert!(!usable("no-such-program-anywhere"));
        // It starts and does not pass the check, as a Python that is too old.
        assert!(!usable("false"));
    }

    #[test]
    fn the_error_says_what_to_install() {
        let text = explain(Error::msg("no root")).to_string();
        for part in
            ["Python 3.11 or later", "no root", "apt-get install python3 python3-venv", "uv python install"]
        {
            assert!(text.contains(part), "{part:?} is not in:\n{text}");
        }
    }

    #[test]
    fn the_package_index_stays_the_user_s_choice() {
        assert!(["PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_TARGET"].into_iter().all(leads_elsewhere));
        assert!(!["PIP_INDEX_URL", "HTTPS_PROXY", "PATH", "HOME"].into_iter().any(leads_elsewhere));
    }
}
