//! Runs of the host on the jobs of `tests/guests/bench`.
//!
//! Each run has the settings that a user's has: the fork server, the module cache, the log, the journal, the
//! reports. What a guest measured is a line of its log: `bench: ` and JSON.

use std::cell::Cell;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail, ensure};
use serde::de::DeserializeOwned;

use super::scratch::Scratch;
use crate::command;

/// After this time a run is killed: it is stuck, or this machine is too slow for it.
const PATIENCE: Duration = Duration::from_secs(90);

/// What a line that holds a measurement has before its JSON.
const MARK: &str = "bench: ";

/// The built host, and where its runs go.
#[derive(Debug)]
pub(super) struct Easypy {
    places: Places,
    scratch: Scratch,
    runs: Cell<u32>,
}

/// What a run consists of.
#[derive(Debug)]
pub(super) struct Places {
    /// The host.
    pub(super) binary: PathBuf,
    /// Where the guests are that were built.
    pub(super) guests: PathBuf,
    /// Where the Python jobs are.
    pub(super) python: PathBuf,
    /// The component that runs them.
    pub(super) interpreter: PathBuf,
    /// The module cache. It is on the disk, as that of users is, and outlives the bench.
    pub(super) cache: PathBuf,
}

/// What to run.
#[derive(Debug)]
pub(super) struct Job<'a> {
    /// `tests/guests/bench/NAME.rs`, or `tests/guests/bench/python/NAME_job.py`
    name: &'a str,
    language: Language,
    testbed: Option<PathBuf>,
    arguments: Vec<String>,
    archive: bool,
}

impl<'a> Job<'a> {
    /// A job whose files stay until they have been read: without an archive, which is made when all is over.
    pub(super) fn new(name: &'a str) -> Job<'a> {
        Job { name, language: Language::Rust, testbed: None, arguments: Vec::new(), archive: false }
    }

    /// The same, written in Python.
    pub(super) fn python(name: &'a str) -> Job<'a> {
        Job { language: Language::Python, ..Job::new(name) }
    }

    /// With this testbed.
    pub(super) fn testbed(self, file: &Path) -> Job<'a> {
        Job { testbed: Some(file.to_owned()), ..self }
    }

    pub(super) fn argument(mut self, argument: impl ToString) -> Job<'a> {
        self.arguments.push(argument.to_string());
        self
    }

    /// With the archive: as users run it, but for the directory.
    pub(super) fn archived(self) -> Job<'a> {
        Job { archive: true, ..self }
    }

    /// The name of its file, without the extension.
    fn stem(&self) -> String {
        match self.language {
            Language::Rust => format!("bench_{}", self.name),
            Language::Python => format!("{}_job", self.name),
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Language {
    Rust,
    Python,
}

/// A run that is under way.
#[derive(Debug)]
pub(super) struct Running<'a> {
    pub(super) pid: u32,
    job_log: &'a Path,
    runinfo: &'a Path,
}

/// A run that came to its end, and passed.
#[derive(Debug)]
pub(super) struct Run<'a> {
    /// When its process was started.
    pub(super) begun: SystemTime,
    /// From the start of its process to its end.
    pub(super) took: Duration,
    job_log: PathBuf,
    runinfo: PathBuf,
    scratch: &'a Scratch,
}

impl Easypy {
    pub(super) fn new(places: Places, scratch: Scratch) -> Easypy {
        Easypy { places, scratch, runs: Cell::new(0) }
    }

    /// For files of the yardsticks.
    pub(super) fn directory(&self) -> &Path {
        self.scratch.path()
    }

    /// Runs a job to its end.
    ///
    /// # Errors
    /// It cannot be started, does not pass, or takes too long.
    pub(super) fn run(&self, job: &Job<'_>) -> Result<Run<'_>> {
        self.run_watched(job, |_| Ok(()))
    }

    /// Runs a job to its end, and looks at it every millisecond.
    ///
    /// # Errors
    /// It cannot be started, does not pass, or takes too long; or looking at it failed.
    pub(super) fn run_watched(
        &self,
        job: &Job<'_>,
        watch: impl FnMut(&Running<'_>) -> Result<()>,
    ) -> Result<Run<'_>> {
        let number = self.runs.replace(self.runs.get() + 1);
        let uid = format!("{}_{number}", job.name);
        let runinfo = self.scratch.path().join("runinfo").join(&uid);
        let job_log = runinfo.join(format!("JobLog.{}", job.stem()));
        let mut command = self.command(job, &uid);
        let screen = self.scratch.path().join("screen.txt");
        let output = File::create(&screen).with_context(|| format!("cannot write {}", screen.display()))?;
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);

        let begun = SystemTime::now();
        let begin = Instant::now();
        let mut child =
            command.spawn().with_context(|| format!("cannot run `{}`", command::show(&command)))?;
        let running = Running { pid: child.id(), job_log: &job_log, runinfo: &runinfo };
        let ended = wait(&mut child, &running, watch);
        let took = begin.elapsed();
        let status = ended.with_context(|| format!("`{}`", command::show(&command)))?;
        if !status.success() {
            bail!("{status}: `{}` said:\n{}", command::show(&command), last_lines(&screen));
        }
        Ok(Run { begun, took, job_log, runinfo, scratch: &self.scratch })
    }

    fn command(&self, job: &Job<'_>, uid: &str) -> Command {
        let Places { binary, guests, python, interpreter, cache } = &self.places;
        let mut command = Command::new(binary);
        match job.language {
            Language::Rust => command.arg(guests.join(job.stem() + ".wasm")),
            Language::Python => {
                command.arg(python.join(job.stem() + ".py")).env("EASYPY_PYTHON", interpreter)
            }
        };
        command.args(["--job-uid", uid]);
        for (option, directory) in [("--runinfo-dir", "runinfo"), ("--archive-dir", "archive")] {
            command.arg(option).arg(self.scratch.path().join(directory));
        }
        command.arg("--cache-dir").arg(cache);
        if !job.archive {
            command.arg("--no-archive");
        }
        if let Some(testbed) = &job.testbed {
            command.arg("--testbed-file").arg(testbed);
        }
        command.arg("--").args(&job.arguments);
        command
    }
}

/// Waits for the end; kills it when that takes too long, or when watching fails.
fn wait(
    child: &mut Child,
    running: &Running<'_>,
    mut watch: impl FnMut(&Running<'_>) -> Result<()>,
) -> Result<ExitStatus> {
    let begin = Instant::now();
    let problem = loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if begin.elapsed() > PATIENCE {
            break anyhow::format_err!("still runs after {} s", PATIENCE.as_secs());
        }
        if let Err(error) = watch(running) {
            break error;
        }
        thread::sleep(Duration::from_millis(1));
    };
    // It may just have ended.
    let _ = child.kill();
    child.wait()?;
    Err(problem)
}

impl Running<'_> {
    /// What the job measured, as soon as it has told.
    pub(super) fn job_told<T: DeserializeOwned>(&self) -> Option<T> {
        told(self.job_log).ok()?.pop()
    }

    /// Puts an empty file where guests see the runinfo directory.
    ///
    /// # Errors
    /// It cannot be made.
    pub(super) fn put(&self, name: &str) -> Result<()> {
        let path = self.runinfo.join("runtime").join(name);
        File::create(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(())
    }
}

impl Run<'_> {
    /// What the job measured.
    ///
    /// # Errors
    /// Its log cannot be read, or tells nothing of this kind.
    pub(super) fn job_told<T: DeserializeOwned>(&self) -> Result<T> {
        told(&self.job_log)?.pop().context("the job told nothing")
    }

    /// What the first task measured, once or more often.
    ///
    /// # Errors
    /// Its log cannot be read, or tells nothing of this kind.
    pub(super) fn task_told<T: DeserializeOwned>(&self) -> Result<Vec<T>> {
        let measured = told(&self.runinfo.join("TaskLog.Task-1"))?;
        ensure!(!measured.is_empty(), "the task told nothing");
        Ok(measured)
    }
}

impl Drop for Run<'_> {
    fn drop(&mut self) {
        self.scratch.discard(&self.runinfo);
    }
}

/// All that a log tells.
fn told<T: DeserializeOwned>(log: &Path) -> Result<Vec<T>> {
    let text = fs::read_to_string(log).with_context(|| format!("cannot read {}", log.display()))?;
    read(&text).with_context(|| format!("cannot read what {} tells", log.display()))
}

/// What the marked lines of a text hold.
///
/// # Errors
/// One of them holds something else.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<Vec<T>> {
    let marked = text.lines().filter_map(|line| line.split_once(MARK));
    marked.map(|(_, json)| serde_json::from_str(json).with_context(|| format!("{MARK}{json}"))).collect()
}

/// The end of a text file, for an error.
fn last_lines(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(15)..].join("\n")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Told {
        at_ns: u64,
    }

    #[test]
    fn measurements_are_found_behind_any_prefix() {
        let text = "1: h: 2026-11-24T02:13:12: %STDOUT-6-INFO: %[pid=1][pname=Task-1]: bench: {\"at_ns\": 5}\n\
                    something else\nbench: {\"at_ns\": 6}\n";
        assert_eq!(read::<Told>(text).unwrap(), [Told { at_ns: 5 }, Told { at_ns: 6 }]);
        assert!(read::<Told>("bench: cut o").is_err());
    }

    /// Runs of this program, in a directory of the caller's.
    fn easypy(binary: &str, directory: &Path) -> Easypy {
        let places = Places {
            binary: binary.into(),
            guests: "/g".into(),
            python: "/p".into(),
            interpreter: "/g/easypy-python.wasm".into(),
            cache: "/c".into(),
        };
        Easypy::new(places, Scratch::at(directory.join("bench"), false).unwrap())
    }

    #[test]
    fn a_run_with_an_archive_differs_in_nothing_else() {
        let directory = tempfile::tempdir().unwrap();
        let easypy = easypy("/b/easypy-wasm", directory.path());
        let line = |job: &Job<'_>| command::show(&easypy.command(job, "one_0"));
        let bare = line(&Job::new("one").argument(5));
        let expected = format!(
            "/b/easypy-wasm /g/bench_one.wasm --job-uid one_0 --runinfo-dir {0}/runinfo --archive-dir {0}/archive \
             --cache-dir /c --no-archive -- 5",
            easypy.directory().display()
        );
        assert_eq!(bare, expected);
        assert_eq!(line(&Job::new("one").argument(5).archived()), expected.replace("--no-archive ", ""));
    }

    #[test]
    fn a_python_job_is_run_with_the_interpreter_of_this_tree() {
        let directory = tempfile::tempdir().unwrap();
        let line =
            command::show(&easypy("/b/easypy-wasm", directory.path()).command(&Job::python("log"), "log_0"));
        assert!(
            line.starts_with("EASYPY_PYTHON=/g/easypy-python.wasm /b/easypy-wasm /p/log_job.py "),
            "{line}"
        );
    }

    #[test]
    fn a_run_that_fails_says_what_it_said() {
        let directory = tempfile::tempdir().unwrap();
        let easypy = easypy("/bin/ls", directory.path());
        let error = easypy.run(&Job::new("one")).unwrap_err().to_string();
        assert!(error.contains("said:\n/bin/ls: "), "{error}");
    }

    #[test]
    fn a_run_that_cannot_be_watched_is_killed() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let running = Running { pid: child.id(), job_log: Path::new("/x"), runinfo: Path::new("/") };
        let error = wait(&mut child, &running, |_| bail!("cannot look")).unwrap_err();
        assert_eq!(error.to_string(), "cannot look");
    }
}
