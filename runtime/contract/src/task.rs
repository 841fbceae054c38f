//! The `task` capability: what a job asks of its tasks.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::limits::LimitHit;

/// A task's number within its run, from 0 in the order of construction. Only the job's child holds them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskNumber(pub u32);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    pub testscript: String,
    pub taskid: Option<String>,
    /// JSON object
    pub kwargs: String,
    /// Devices that the task has to itself: names or aliases.
    pub exclusive: Vec<String>,
    /// JSON object: what is left of what the policy grants.
    pub grant: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    Create(Options),
    /// Create, then start.
    Spawn(Options),
    Run {
        options: Options,
        max_runtime: Option<Duration>,
    },
    /// The tasks so far, in the order of construction.
    All,
    On {
        task: TaskNumber,
        op: Op,
    },
}

/// What is asked of one task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Op {
    Start,
    Join {
        timeout: Option<Duration>,
    },
    Wait {
        max_runtime: Option<Duration>,
    },
    Terminate,
    Kill,
    /// Its state, for `is-alive`, `result`, `error`, `pid` and `exit-status`.
    State,
    Taskid,
    Testscript,
    Kwargs,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    Done,
    Created {
        task: TaskNumber,
    },
    /// `join`: what came of the task, which does not change any more; none while it has not ended.
    Ended(Option<State>),
    /// `run`: none for a script that reported nothing.
    Ran(Option<Outcome>),
    State(State),
    Text(String),
    All(Vec<Summary>),
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    pub alive: bool,
    /// None before the end, or when nothing was reported.
    pub result: Option<Outcome>,
    pub error: Option<String>,
    pub pid: Option<u32>,
    pub exit: Option<ExitStatus>,
}

/// A task as `all` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub taskid: String,
    pub testscript: String,
    pub started: bool,
    pub alive: bool,
    pub result: Option<Outcome>,
}

/// How a child process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExitStatus {
    Code(i32),
    Signal(i32),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Error {
    #[error("the task had not ended after {0:?} and was terminated")]
    Timeout(Duration),
    #[error("the task has not been started")]
    NotStarted,
    #[error("the task has been started before; a task can be started once")]
    AlreadyStarted,
    #[error("denied: {0}")]
    Denied(String),
    #[error("{0}")]
    InvalidArgument(String),
    #[error(transparent)]
    LimitExceeded(#[from] LimitHit),
    #[error("waiting for each other: {}", .0.join(" -> "))]
    Deadlock(Vec<String>),
    #[error("no child process could be started: {0}")]
    SpawnFailed(String),
    #[error("the run is ending")]
    ShuttingDown,
}
