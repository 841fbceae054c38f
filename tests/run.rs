//! Running the binary on a job, in a directory of its own.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::Signal;
use serde_json::Value;
use tempfile::TempDir;

use crate::finished::Finished;
use crate::process::{Ended, Process};
use crate::terminal::Terminal;
use crate::wait::{DEADLINE, eventually};
use crate::{binary, cache_directory, example_job, test_guest};

/// A run that is about to start: `easypy-wasm JOB OPTIONS ARGUMENTS`.
///
/// Its environment holds nothing but what is set here, its directories are new, and the cache is the one
/// that all tests share.
#[derive(Debug)]
pub struct Run {
    directory: TempDir,
    job: Option<OsString>,
    options: Vec<OsString>,
    arguments: Vec<OsString>,
    environment: Vec<(OsString, OsString)>,
    current_dir: Option<PathBuf>,
    cache: PathBuf,
    /// A shell's command that is run before, in the same process: `ulimit -f 100`.
    before: Option<String>,
    places: bool,
    terminal: bool,
}

impl Run {
    /// Runs this jobfile, as it would be written on the command line.
    pub fn file(job: impl AsRef<OsStr>) -> Run {
        Run { job: Some(job.as_ref().to_owned()), ..Run::bare() }
    }

    /// Runs an example job, by its name.
    pub fn job(name: &str) -> Run {
        Run::file(example_job(name))
    }

    /// Runs the `driver` job of the tests with this plan: a JSON array of steps.
    pub fn plan(plan: &Value) -> Run {
        Run::file(test_guest("driver")).argument("--plan").argument(plan.to_string())
    }

    /// Runs the binary with nothing but the options that are added.
    pub fn bare() -> Run {
        let directory = tempfile::Builder::new().prefix("easypy-test-").tempdir();
        Run {
            directory: directory.unwrap_or_else(|error| panic!("no temporary directory: {error}")),
            job: None,
            options: Vec::new(),
            arguments: Vec::new(),
            environment: Vec::new(),
            current_dir: None,
            cache: cache_directory(),
            before: None,
            places: true,
            terminal: false,
        }
    }

    /// Adds an option of the launcher, or several words of one.
    #[must_use]
    pub fn option(mut self, option: impl AsRef<OsStr>) -> Run {
        self.options.push(option.as_ref().to_owned());
        self
    }

    /// Adds several words before the job's arguments.
    #[must_use]
    pub fn options(self, options: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
        options.into_iter().fold(self, Run::option)
    }

    /// Adds an argument behind the options.
    #[must_use]
    pub fn argument(mut self, argument: impl AsRef<OsStr>) -> Run {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    /// Adds several arguments.
    #[must_use]
    pub fn arguments(self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
        arguments.into_iter().fold(self, Run::argument)
    }

    /// Sets a variable of the environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Run {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// Runs in this directory instead of an empty one.
    #[must_use]
    pub fn current_dir(mut self, directory: impl Into<PathBuf>) -> Run {
        self.current_dir = Some(directory.into());
        self
    }

    /// Uses a cache of its own.
    #[must_use]
    pub fn cache(mut self, directory: impl Into<PathBuf>) -> Run {
        self.cache = directory.into();
        self
    }

    /// Runs this command of the shell before, in the same process.
    #[must_use]
    pub fn before(mut self, command: &str) -> Run {
        self.before = Some(command.to_owned());
        self
    }

    /// Leaves out the options that say where runinfo, archive and cache are.
    #[must_use]
    pub fn without_places(mut self) -> Run {
        self.places = false;
        self
    }

    /// Runs on a terminal.
    #[must_use]
    pub fn on_terminal(mut self) -> Run {
        self.terminal = true;
        self
    }

    /// A directory that is removed with the run: for files that a test makes.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Runs to the end.
    ///
    /// # Panics
    /// It does not come to an end in time; it is killed then.
    pub fn run(self) -> Finished {
        self.start().wait()
    }

    /// Starts.
    ///
    /// # Panics
    /// No process can be made.
    pub fn start(self) -> Running {
        let mut command = self.command();
        let terminal = self
            .terminal
            .then(|| Terminal::give_to(&mut command).unwrap_or_else(|error| panic!("no terminal: {error}")));
        let child = command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        let shown = format!("{command:?}");
        // The terminal is the child's alone, so that its end is seen.
        drop(command);
        Running { child, shown, terminal, directory: self.directory }
    }

    fn command(&self) -> Command {
        let home = self.directory.path();
        let mut command = match &self.before {
            None => Command::new(binary()),
            Some(before) => {
                let mut shell = Command::new("/bin/sh");
                shell.arg("-c").arg(format!("{before}; exec \"$0\" \"$@\"")).arg(binary());
                shell
            }
        };
        command.args(&self.job);
        if self.places {
            command.arg("--runinfo-dir").arg(home.join("runinfo"));
            command.arg("--archive-dir").arg(home.join("archive"));
            command.arg("--cache-dir").arg(&self.cache);
        }
        command.args(&self.options).args(&self.arguments);
        command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", home).env("TZ", "UTC");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let empty = home.join("empty");
        fs::create_dir_all(&empty).unwrap_or_else(|error| panic!("{}: {error}", empty.display()));
        command.current_dir(self.current_dir.as_ref().unwrap_or(&empty));
        // Whoever runs the tests may have them ignored, as a shell does for what runs in the background.
        let hear = || {
            for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP] {
                // SAFETY: the default action installs no handler.
                unsafe { libc::signal(signal, libc::SIG_DFL) };
            }
            Ok(())
        };
        // SAFETY: only system calls between fork and exec.
        unsafe { command.pre_exec(hear) };
        command.stdin(Stdio::null()).stdout(create(&home.join(STDOUT))).stderr(create(&home.join(STDERR)));
        command
    }
}

/// The files that the streams of a run go to.
pub(crate) const STDOUT: &str = "stdout";
pub(crate) const STDERR: &str = "stderr";

fn create(path: &Path) -> File {
    File::create(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A run that has been started.
#[derive(Debug)]
pub struct Running {
    child: Child,
    shown: String,
    terminal: Option<Terminal>,
    directory: TempDir,
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
        let screen = self.terminal.as_ref().map(Terminal::shown).unwrap_or_default();
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
