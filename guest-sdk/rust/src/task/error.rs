//! What can go wrong with a task.

use std::time::Duration;

use crate::bindings::task;

/// Why a call on a task failed. The outcome of the testscript is no such error: see
/// [`TaskResult`](crate::TaskResult).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TaskError {
    /// The task had not ended after this long and was terminated.
    #[error("the task has exceeded its max runtime of {0:?} and has been terminated")]
    Timeout(Duration),
    /// The task has not been started.
    #[error("the task has not been started")]
    NotStarted,
    /// A task can be started once.
    #[error("the task has been started before: a task can be started once")]
    AlreadyStarted,
    /// The request is not covered by the grant that is named.
    #[error("denied: the grant `{0}` is missing")]
    Denied(String),
    /// An argument is not usable: which, and why.
    #[error("{0}")]
    InvalidArgument(String),
    /// A bound of the host: its name, and its value in the unit that the name implies.
    #[error("the limit `{name}` is {value}")]
    LimitExceeded {
        /// as the documentation names it
        name: String,
        /// bytes, levels or a count
        value: u64,
    },
    /// Guests wait for each other's devices: the names of all of them, the first one again at the end.
    #[error("waiting for each other: {}", .0.join(" -> "))]
    Deadlock(Vec<String>),
    /// No child process could be made, with the system's reason.
    #[error("no child process could be made: {0}")]
    SpawnFailed(String),
    /// The run is ending and starts nothing more.
    #[error("the run is ending and starts nothing more")]
    ShuttingDown,
}

impl From<task::TaskError> for TaskError {
    fn from(error: task::TaskError) -> TaskError {
        match error {
            task::TaskError::Timeout(nanoseconds) => TaskError::Timeout(Duration::from_nanos(nanoseconds)),
            task::TaskError::NotStarted => TaskError::NotStarted,
            task::TaskError::AlreadyStarted => TaskError::AlreadyStarted,
            task::TaskError::Denied(grant) => TaskError::Denied(grant),
            task::TaskError::InvalidArgument(what) => TaskError::InvalidArgument(what),
            task::TaskError::LimitExceeded(limit) => {
                TaskError::LimitExceeded { name: limit.name, value: limit.value }
            }
            task::TaskError::Deadlock(names) => TaskError::Deadlock(names),
            task::TaskError::SpawnFailed(why) => TaskError::SpawnFailed(why),
            task::TaskError::ShuttingDown => TaskError::ShuttingDown,
        }
    }
}
