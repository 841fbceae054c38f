//! What can go wrong with a shared object.

use std::fmt;

use crate::bindings::synchro;

/// Why a call on a shared object failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SynchroError {
    /// No such object, or this guest was not given it.
    #[error("there is no shared object {0}, or this guest was not given it")]
    UnknownObject(u64),
    /// The object is of another kind than the call is for: its kind.
    #[error("the shared object is a {0}")]
    WrongKind(Kind),
    /// The time-out passed.
    #[error("the time-out passed")]
    Timeout,
    /// No such key.
    #[error("there is no key `{0}`")]
    MissingKey(String),
    /// No such index.
    #[error("there is no index {index}: the length is {length}")]
    OutOfRange {
        /// as it was asked for
        index: i64,
        /// of the list
        length: u64,
    },
    /// An argument is not usable: which, and why.
    #[error("{0}")]
    InvalidArgument(String),
    /// The lock or semaphore is not held by this guest.
    #[error("this guest does not hold it")]
    NotOwner,
    /// A party left the barrier, or was too late.
    #[error("the barrier is broken")]
    BrokenBarrier,
    /// A bound of the host: its name, and its value in the unit that the name implies.
    #[error("the limit `{name}` is {value}")]
    LimitExceeded {
        /// as the documentation names it
        name: String,
        /// bytes, levels or a count
        value: u64,
    },
    /// The queue holds its maximum, and nobody was to wait.
    #[error("the queue is full")]
    Full,
    /// The queue holds nothing, and nobody was to wait.
    #[error("the queue is empty")]
    Empty,
    /// The run is ending.
    #[error("the run is ending")]
    ShuttingDown,
    /// The value is there, but is not of the type that was asked for: what was found and expected.
    #[error("the value is of another type: {0}")]
    WrongType(String),
}

/// What kind of object a reference stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// [`Dict`](super::Dict)
    Dict,
    /// [`List`](super::List)
    List,
    /// [`Queue`](super::Queue)
    Queue,
    /// [`Value`](super::Value)
    Value,
    /// [`Lock`](super::Lock)
    Lock,
    /// [`Event`](super::Event)
    Event,
    /// [`Semaphore`](super::Semaphore)
    Semaphore,
    /// [`Barrier`](super::Barrier)
    Barrier,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Kind::Dict => "dict",
            Kind::List => "list",
            Kind::Queue => "queue",
            Kind::Value => "value",
            Kind::Lock => "lock",
            Kind::Event => "event",
            Kind::Semaphore => "semaphore",
            Kind::Barrier => "barrier",
        })
    }
}

impl From<synchro::Kind> for Kind {
    fn from(kind: synchro::Kind) -> Kind {
        match kind {
            synchro::Kind::Dict => Kind::Dict,
            synchro::Kind::List => Kind::List,
            synchro::Kind::Queue => Kind::Queue,
            synchro::Kind::Value => Kind::Value,
            synchro::Kind::Lock => Kind::Lock,
            synchro::Kind::Event => Kind::Event,
            synchro::Kind::Semaphore => Kind::Semaphore,
            synchro::Kind::Barrier => Kind::Barrier,
        }
    }
}

impl From<synchro::SynchroError> for SynchroError {
    fn from(error: synchro::SynchroError) -> SynchroError {
        use synchro::SynchroError as Wire;
        match error {
            Wire::UnknownObject(id) => SynchroError::UnknownObject(id),
            Wire::WrongKind(kind) => SynchroError::WrongKind(kind.into()),
            Wire::Timeout => SynchroError::Timeout,
            Wire::MissingKey(key) => SynchroError::MissingKey(key),
            Wire::OutOfRange((index, length)) => SynchroError::OutOfRange { index, length },
            Wire::InvalidArgument(what) => SynchroError::InvalidArgument(what),
            Wire::NotOwner => SynchroError::NotOwner,
            Wire::BrokenBarrier => SynchroError::BrokenBarrier,
            Wire::LimitExceeded(limit) => {
                SynchroError::LimitExceeded { name: limit.name, value: limit.value }
            }
            Wire::Full => SynchroError::Full,
            Wire::Empty => SynchroError::Empty,
            Wire::ShuttingDown => SynchroError::ShuttingDown,
        }
    }
}
