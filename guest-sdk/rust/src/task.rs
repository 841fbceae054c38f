//! Tasks: testscripts that run in child processes of their own (SPEC 4.2, 4.4). For jobs.

mod error;
mod testscript;

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::Outcome;
use crate::bindings::task;

pub use error::TaskError;
pub use testscript::Testscript;

/// Runs a testscript as a task, waits for its end and returns its result.
///
/// ```no_run
/// # use easypy::prelude::*;
/// # fn job() -> easypy::Result {
/// let script = Testscript::new("script_one.wasm").taskid("one").max_runtime(Duration::from_secs(300));
/// if run(script)?.is_truthy() {
///     run("script_two.wasm")?;
/// }
/// # Ok(()) }
/// ```
///
/// # Errors
/// [`TaskError::Timeout`] after the testscript's `max_runtime`, when the task has been terminated; arguments
/// that are not usable, and the host's bounds. A testscript that is missing or unusable is no error: its
/// task is Errored.
pub fn run(testscript: impl Into<Testscript>) -> Result<TaskResult, TaskError> {
    let testscript = testscript.into();
    let max_runtime = testscript.max_runtime_nanoseconds();
    let outcome = task::run(&testscript.into_options()?, max_runtime)?;
    Ok(TaskResult(outcome.map(Outcome::from)))
}

/// One execution of one testscript. Setting it up runs nothing: see [`Task::start`].
#[derive(Debug)]
pub struct Task {
    inner: task::Task,
    max_runtime: Option<u64>,
}

impl Task {
    /// Sets up a task.
    ///
    /// # Errors
    /// Arguments that are not usable, and the host's bounds.
    pub fn new(testscript: impl Into<Testscript>) -> Result<Task, TaskError> {
        let testscript = testscript.into();
        let max_runtime = testscript.max_runtime_nanoseconds();
        Ok(Task { inner: task::Task::create(&testscript.into_options()?)?, max_runtime })
    }

    /// Sets up a task and starts it, in one request to the host.
    ///
    /// # Errors
    /// As [`Task::new`] and [`Task::start`].
    pub fn spawn(testscript: impl Into<Testscript>) -> Result<Task, TaskError> {
        let testscript = testscript.into();
        let max_runtime = testscript.max_runtime_nanoseconds();
        Ok(Task { inner: task::Task::spawn(&testscript.into_options()?)?, max_runtime })
    }

    /// Starts the child process. A testscript that is missing or unusable is no error: the task then ends at
    /// once, Errored.
    ///
    /// # Errors
    /// [`TaskError::AlreadyStarted`]; [`TaskError::SpawnFailed`] when the system gave no process.
    pub fn start(&mut self) -> Result<(), TaskError> {
        Ok(self.inner.start()?)
    }

    /// Waits for the end, at most for `timeout` (`None`: as long as it takes). Whether the task has ended.
    ///
    /// # Errors
    /// [`TaskError::NotStarted`].
    pub fn join(&self, timeout: impl Into<Option<Duration>>) -> Result<bool, TaskError> {
        Ok(self.inner.join(timeout.into().map(nanoseconds))?)
    }

    /// Waits for the end. After `max_runtime` (`None`: that of the [`Testscript`], if it has one) the task is
    /// terminated.
    ///
    /// # Errors
    /// [`TaskError::Timeout`] when the time passed; [`TaskError::NotStarted`].
    pub fn wait(&self, max_runtime: impl Into<Option<Duration>>) -> Result<(), TaskError> {
        Ok(self.inner.wait(max_runtime.into().map(nanoseconds).or(self.max_runtime))?)
    }

    /// Whether the child process runs.
    pub fn is_alive(&self) -> bool {
        self.inner.is_alive()
    }

    /// Ends the child process: SIGTERM at once, SIGKILL after a grace period. [`join`](Task::join) it
    /// afterwards.
    ///
    /// # Errors
    /// [`TaskError::NotStarted`].
    pub fn terminate(&self) -> Result<(), TaskError> {
        Ok(self.inner.terminate()?)
    }

    /// Ends the child process at once: SIGKILL. [`join`](Task::join) it afterwards.
    ///
    /// # Errors
    /// [`TaskError::NotStarted`].
    pub fn kill(&self) -> Result<(), TaskError> {
        Ok(self.inner.kill()?)
    }

    /// The task's result: none while it has not ended, or when it reported nothing.
    pub fn result(&self) -> TaskResult {
        TaskResult(self.inner.result().map(Outcome::from))
    }

    /// Why the task could not report, where that happened: a trap, a signal, a limit …
    pub fn error(&self) -> Option<String> {
        self.inner.error()
    }

    /// The id of the child process; none before the start.
    pub fn pid(&self) -> Option<u32> {
        self.inner.pid()
    }

    /// How the child process ended; none before its end.
    pub fn exit_status(&self) -> Option<ExitStatus> {
        self.inner.exit_status().map(|status| match status {
            task::ExitStatus::Code(code) => ExitStatus::Code(code),
            task::ExitStatus::Signal(signal) => ExitStatus::Signal(signal),
        })
    }

    /// The unique name that the task was given: as asked for, with `_` for `/`, and `-2`, `-3` … where the
    /// name was taken.
    pub fn taskid(&self) -> String {
        self.inner.taskid()
    }

    /// The same as [`Task::taskid`].
    pub fn name(&self) -> String {
        self.taskid()
    }

    /// The testscript as it was asked for.
    pub fn testscript(&self) -> String {
        self.inner.testscript()
    }

    /// The parameters as they were given.
    pub fn kwargs(&self) -> Map<String, Value> {
        serde_json::from_str(&self.inner.kwargs()).unwrap_or_default()
    }
}

/// How the child process of a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// It exited with this code.
    Code(i32),
    /// It was ended by this signal.
    Signal(i32),
}

/// What came of a task: an outcome, or nothing (while it has not ended, or when its script reported nothing).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskResult(Option<Outcome>);

impl TaskResult {
    /// Whether the task passed: Passed and Passx only.
    pub fn is_truthy(self) -> bool {
        self.0.is_some_and(Outcome::is_truthy)
    }

    /// The outcome, if there is one.
    pub fn outcome(self) -> Option<Outcome> {
        self.0
    }
}

impl fmt::Display for TaskResult {
    /// The upper-case word of reports; `NONE` without an outcome.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0.map_or("NONE", Outcome::as_str))
    }
}

impl PartialEq<Outcome> for TaskResult {
    fn eq(&self, outcome: &Outcome) -> bool {
        self.0 == Some(*outcome)
    }
}

/// A task as [`Runtime::tasks`](crate::Runtime::tasks) shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskSummary {
    /// its unique name
    pub taskid: String,
    /// the testscript as it was asked for
    pub testscript: String,
    /// whether it has been started
    pub started: bool,
    /// whether its child process runs
    pub alive: bool,
    /// its result so far
    pub result: TaskResult,
}

impl From<task::Summary> for TaskSummary {
    fn from(summary: task::Summary) -> TaskSummary {
        TaskSummary {
            taskid: summary.taskid,
            testscript: summary.testscript,
            started: summary.started,
            alive: summary.alive,
            result: TaskResult(summary.result.map(Outcome::from)),
        }
    }
}

/// The contract's unit of time. A duration beyond 584 years is 584 years.
pub(crate) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
