//! Running the binary on a job, in a directory of its own.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::finished::Finished;
use crate::running::Running;
use crate::terminal::Terminal;
use crate::{binary, cache_directory, example_job, python_runner, test_guest};

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

    /// Runs this jobfile in Python, as it would be written on the command line.
    pub fn python(job: impl AsRef<OsStr>) -> Run {
        Run::file(job).with_python()
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

    /// Says where the component is that runs Python, as an installation has it beside the binary.
    #[must_use]
    pub fn with_python(self) -> Run {
        let runner = python_runner();
        crate::warm::with(&runner);
        let mut run = self;
        run.environment.push(("EASYPY_PYTHON".into(), runner.into()));
        run
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
