//! pyATS: the same jobs, run by the real thing.

use std::cell::OnceCell;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Python;
use crate::bench::easypy::read;
use crate::bench::rounds::median;
use crate::command;

/// The jobs and their testscripts.
const FILES: [(&str, &str); 9] = [
    ("one.py", include_str!("one.py")),
    ("first_line.py", include_str!("first_line.py")),
    ("many.py", include_str!("many.py")),
    ("empty.py", include_str!("empty.py")),
    ("idle.py", include_str!("idle.py")),
    // These run here as they do there.
    ("first_line_job.py", include_str!("../../../../tests/guests/bench/python/first_line_job.py")),
    ("first_line_script.py", include_str!("../../../../tests/guests/bench/python/first_line_script.py")),
    ("device_job.py", include_str!("../../../../tests/guests/bench/python/device_job.py")),
    ("device_script.py", include_str!("../../../../tests/guests/bench/python/device_script.py")),
];

/// A virtual environment with pyATS. What it is asked twice is measured once.
#[derive(Debug)]
pub(in crate::bench) struct Pyats {
    venv: PathBuf,
    one: OnceCell<One>,
    many: OnceCell<Many>,
}

/// A job with one task.
#[derive(Clone, Copy, Debug)]
pub(in crate::bench) struct One {
    /// From the start of the process to the first line of the testscript.
    pub(in crate::bench) first_line: Duration,
    /// From the start of the process to its end.
    pub(in crate::bench) took: Duration,
}

/// A job with many tasks.
#[derive(Clone, Debug)]
pub(in crate::bench) struct Many {
    /// What `run()` of an empty testscript took; the median.
    pub(in crate::bench) run: Duration,
    /// The memory (PSS) of an idle task, KiB; the mean of 32.
    pub(in crate::bench) idle_kib: f64,
}

impl Pyats {
    /// # Errors
    /// There is no pyATS in this environment.
    pub(in crate::bench) fn new(venv: &Path) -> Result<Pyats> {
        let venv = std::path::absolute(venv)?;
        let program = venv.join("bin/pyats");
        ensure!(program.exists(), "there is no {}: pip install \"pyats[library]\"", program.display());
        Ok(Pyats { venv, one: OnceCell::new(), many: OnceCell::new() })
    }

    /// The environment's Python.
    pub(in crate::bench) fn python(&self) -> Python {
        Python::of(&self.venv)
    }

    /// A job with one task. `directory` is for its files. The first run is not counted: it fills caches.
    ///
    /// # Errors
    /// pyATS cannot be run, or the job fails.
    pub(in crate::bench) fn one(&self, directory: &Path) -> Result<One> {
        if let Some(one) = self.one.get() {
            return Ok(*one);
        }
        self.time_one(directory)?;
        let one = self.time_one(directory)?;
        Ok(*self.one.get_or_init(|| one))
    }

    fn time_one(&self, directory: &Path) -> Result<One> {
        #[derive(Deserialize)]
        struct Told {
            at_ns: u64,
        }
        let (begun, begin) = (SystemTime::now(), Instant::now());
        let told: Told = self.run("one.py", directory)?;
        let took = begin.elapsed();
        let at = SystemTime::UNIX_EPOCH + Duration::from_nanos(told.at_ns);
        Ok(One { first_line: at.duration_since(begun).context("the clock was set back")?, took })
    }

    /// A job with many tasks.
    ///
    /// # Errors
    /// pyATS cannot be run, or the job fails.
    pub(in crate::bench) fn many(&self, directory: &Path) -> Result<Many> {
        #[derive(Deserialize)]
        struct Told {
            run_ns: Vec<f64>,
            idle_kib: Vec<f64>,
        }
        if let Some(many) = self.many.get() {
            return Ok(many.clone());
        }
        let told: Told = self.run("many.py", directory)?;
        let many = Many {
            run: Duration::from_secs_f64(median(told.run_ns) / 1e9),
            idle_kib: told.idle_kib.iter().sum::<f64>() / told.idle_kib.len() as f64,
        };
        Ok(self.many.get_or_init(|| many).clone())
    }

    /// From `start()` of a task to the first line of its testscript; the median.
    ///
    /// # Errors
    /// pyATS cannot be run, or the job fails.
    pub(in crate::bench) fn first_line(&self, directory: &Path) -> Result<Duration> {
        #[derive(Deserialize)]
        struct Told {
            first_line_ns: Vec<f64>,
        }
        let told: Told = self.run("first_line_job.py", directory)?;
        Ok(Duration::from_secs_f64(median(told.first_line_ns) / 1e9))
    }

    /// What a task tells of the testbed's device.
    ///
    /// # Errors
    /// pyATS cannot be run, or the job fails.
    pub(in crate::bench) fn device<T: DeserializeOwned>(
        &self,
        directory: &Path,
        testbed: &Path,
    ) -> Result<T> {
        self.run_with("device_job.py", directory, &["--testbed-file".as_ref(), testbed.as_os_str()])
    }

    fn run<T: DeserializeOwned>(&self, job: &str, directory: &Path) -> Result<T> {
        self.run_with(job, directory, &[])
    }

    /// Runs a job as its users do, with a home of its own.
    fn run_with<T: DeserializeOwned>(&self, job: &str, directory: &Path, options: &[&OsStr]) -> Result<T> {
        let directory = directory.join("pyats");
        fs::create_dir_all(&directory)?;
        for (name, text) in FILES {
            fs::write(directory.join(name), text)?;
        }
        let mut command = Command::new(self.venv.join("bin/pyats"));
        command.current_dir(&directory).args(["run", "job", job, "--no-mail"]).args(options);
        command.env("HOME", &directory).env("PATH", self.path()).env("VIRTUAL_ENV", &self.venv);
        let said = command::capture(&mut command)?;
        read(&said)?.pop().with_context(|| format!("pyATS's {job} told nothing:\n{said}"))
    }

    /// Its own programs before all others.
    fn path(&self) -> OsString {
        let mut path = self.venv.join("bin").into_os_string();
        if let Some(others) = env::var_os("PATH") {
            path.push(":");
            path.push(others);
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_without_pyats_is_refused_with_what_to_do() {
        let directory = tempfile::tempdir().unwrap();
        let error = Pyats::new(directory.path()).unwrap_err().to_string();
        assert!(error.contains("bin/pyats: pip install"), "{error}");
    }
}
