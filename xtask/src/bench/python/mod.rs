//! The yardsticks of Python: its `multiprocessing.Manager`, and pyATS.

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

/// What a program that gets a key of a shared dict measured.
#[derive(Debug, Deserialize)]
pub(super) struct Gets {
    gets: f64,
    all_ns: f64,
}

impl Gets {
    pub(super) fn per_second(&self) -> f64 {
        self.gets / self.all_ns * 1e9
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
    pub(super) fn manager_gets(&self, count: u64) -> Result<Gets> {
        let mut python = Command::new(&self.0);
        python.args(["-c", include_str!("manager.py"), &count.to_string()]);
        let told = command::capture_unnamed(&mut python).context("multiprocessing.Manager on python3")?;
        read(&told)?.pop().context("multiprocessing.Manager told nothing")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gets_are_told_per_second() {
        let gets = &read::<Gets>(r#"bench: {"gets": 500, "all_ns": 250000000}"#).unwrap()[0];
        assert_eq!(gets.per_second(), 2000.0);
    }
}
