//! The yardsticks of Python: its `multiprocessing.Manager`, its `logging`, and pyATS.

mod pyats;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::easypy::read;
use crate::command;

pub(super) use pyats::Pyats;

/// A Python, as the program to run.
#[derive(Debug)]
pub(super) struct Python(PathBuf);

/// What a program measured that does one thing many times.
#[derive(Debug, Deserialize)]
pub(super) struct Calls {
    #[serde(alias = "gets", alias = "sets", alias = "lines")]
    calls: f64,
    all_ns: f64,
}

impl Calls {
    pub(super) fn per_second(&self) -> f64 {
        self.calls / self.all_ns * 1e9
    }
}

impl Python {
    /// The system's, if it has one.
    pub(super) fn find() -> Option<Python> {
        command::succeeds(Command::new("python3").arg("--version")).then(|| Python("python3".into()))
    }

    fn of(venv: &Path) -> Python {
        Python(venv.join("bin/python"))
    }

    /// Gets a key of a `multiprocessing.Manager().dict()` from a child process.
    ///
    /// # Errors
    /// It cannot be run, or fails.
    pub(super) fn manager_gets(&self, count: u64) -> Result<Calls> {
        self.manager("gets", count)
    }

    /// Sets a key of a `multiprocessing.Manager().dict()` from a child process.
    ///
    /// # Errors
    /// It cannot be run, or fails.
    pub(super) fn manager_sets(&self, count: u64) -> Result<Calls> {
        self.manager("sets", count)
    }

    fn manager(&self, what: &str, count: u64) -> Result<Calls> {
        let program = ["-c", include_str!("manager.py"), what, &count.to_string()];
        self.measure(&program).context("multiprocessing.Manager on python3")
    }

    /// Logs lines into a file.
    ///
    /// # Errors
    /// It cannot be run, or fails.
    pub(super) fn log_lines(&self, file: &Path, count: u64) -> Result<Calls> {
        let file = file.to_str().context("a path that is not UTF-8")?;
        let program = ["-c", include_str!("log_lines.py"), file, &count.to_string()];
        self.measure(&program).context("logging on python3")
    }

    fn measure(&self, arguments: &[&str]) -> Result<Calls> {
        let told = command::capture_unnamed(Command::new(&self.0).args(arguments))?;
        read(&told)?.pop().context("it told nothing")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_told_per_second() {
        for what in ["gets", "sets", "lines"] {
            let line = format!(r#"bench: {{"{what}": 500, "all_ns": 250000000}}"#);
            assert_eq!(read::<Calls>(&line).unwrap()[0].per_second(), 2000.0);
        }
    }

    #[test]
    fn a_program_that_tells_nothing_is_an_error() {
        let echo = Python("echo".into());
        assert_eq!(echo.measure(&["nothing"]).unwrap_err().to_string(), "it told nothing");
        assert!(Python("false".into()).manager_sets(1).is_err());
    }
}
