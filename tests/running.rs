//! A run that has been started: what can be seen of it while it runs, and its end.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Child;

use rustix::process::Signal;
use serde_json::Value;
use tempfile::TempDir;

use crate::finished::Finished;
use crate::process::{Ended, Process};
use crate::run::{STDERR, STDOUT};
use crate::terminal::Terminal;
use crate::wait::{DEADLINE, eventually};

/// A run that has been started.
#[derive(Debug)]
pub struct Running {
    pub(crate) child: Child,
    pub(crate) shown: String,
    pub(crate) terminal: Option<Terminal>,
    pub(crate) directory: TempDir,
}

impl Running {
    /// What the terminal shows so far; nothing where there is none.
    pub fn screen(&self) -> String {
        self.terminal.as_ref().map(Terminal::shown).unwrap_or_default()
    }

    /// Types these keys.
    ///
    /// # Panics
    /// There is no terminal.
    pub fn type_keys(&self, keys: &str) {
        let typed = self.terminal.as_ref().map(|terminal| terminal.type_keys(keys));
        assert!(matches!(typed, Some(Ok(()))), "nothing to type on: {typed:?}");
    }

    /// The host's process number.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The host's process.
    ///
    /// # Panics
    /// It is gone: it cannot be before it was waited for.
    pub fn process(&self) -> Process {
        Process::open(self.pid()).unwrap_or_else(|| panic!("the host is gone"))
    }

    /// Sends the host a signal.
    pub fn signal(&self, signal: Signal) {
        self.process().signal(signal);
    }

    /// The runinfo directory of the run, once there is one.
    pub fn runinfo(&self) -> Option<PathBuf> {
        runinfo_in(self.directory.path())
    }

    /// The events of the journal so far. A line that is being written is not among them.
    pub fn journal(&self) -> Vec<Value> {
        let text = self.runinfo().and_then(|runinfo| fs::read_to_string(runinfo.join("journal.ndjson")).ok());
        text.unwrap_or_default().lines().map_while(|line| serde_json::from_str(line).ok()).collect()
    }

    /// Waits until this many events of the journal are as wanted, and returns them.
    ///
    /// # Panics
    /// They do not come, or the run ends before.
    pub fn wait_for(&mut self, what: &str, count: usize, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
        eventually(&format!("{what} ({count} of them) in the journal"), || {
            let ended = self.child.try_wait().ok().flatten();
            let found: Vec<Value> = self.journal().into_iter().filter(|event| wanted(event)).collect();
            if found.len() >= count {
                return Some(found);
            }
            if let Some(status) = ended {
                let output = fs::read_to_string(self.directory.path().join(STDOUT)).unwrap_or_default();
                let errors = fs::read_to_string(self.directory.path().join(STDERR)).unwrap_or_default();
                panic!("the run ended ({status}) before there was {what}\n{output}\n{errors}");
            }
            None
        })
    }

    /// Waits until so many tasks have begun a section of this id; their process numbers.
    ///
    /// # Panics
    /// They do not come.
    pub fn wait_for_sections(&mut self, count: usize, id: &str) -> Vec<u32> {
        let begun = self.wait_for(&format!("section {id}"), count, |event| {
            event["event"] == "section-begun" && event["id"] == id
        });
        let started = self.wait_for("task-started", count, |event| event["event"] == "task-started");
        let pid_of = |task: &Value| started.iter().find(|event| event["task"] == *task)?["pid"].as_u64();
        begun.iter().filter_map(|event| u32::try_from(pid_of(&event["task"])?).ok()).collect()
    }

    /// Waits for the end.
    ///
    /// # Panics
    /// It does not come in time; the host is killed then.
    pub fn wait(mut self) -> Finished {
        let host = self.process();
        if !host.ends_within(DEADLINE) {
            host.signal(Signal::KILL);
            let _ = self.child.wait();
            let output = fs::read_to_string(self.directory.path().join(STDOUT)).unwrap_or_default();
            panic!("after {DEADLINE:?} it still ran and was killed: {}\n{output}", self.shown);
        }
        let status =
            self.child.wait().unwrap_or_else(|error| panic!("cannot wait for {}: {error}", self.shown));
        let ended = match (status.code(), status.signal()) {
            (Some(code), _) => Ended::Code(code),
            (None, signal) => Ended::Signal(signal.unwrap_or_default()),
        };
        let screen = self.terminal.as_ref().map(Terminal::all_shown).unwrap_or_default();
        Finished::new(ended, std::mem::take(&mut self.shown), screen, self.take_directory())
    }

    /// The directory, out of something that is dropped: a new empty one takes its place.
    fn take_directory(&mut self) -> TempDir {
        let empty = TempDir::new().unwrap_or_else(|error| panic!("no temporary directory: {error}"));
        std::mem::replace(&mut self.directory, empty)
    }
}

impl Drop for Running {
    /// A test that failed leaves no host behind; its tasks end with it.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The one runinfo directory below a run's own directory.
pub(crate) fn runinfo_in(directory: &Path) -> Option<PathBuf> {
    let mut entries = fs::read_dir(directory.join("runinfo")).ok()?.flatten().map(|entry| entry.path());
    entries.find(|path| path.is_dir())
}
