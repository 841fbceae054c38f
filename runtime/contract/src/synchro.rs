//! The `synchro` capability: operations on shared objects. Values are JSON text.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::limits::LimitHit;

/// Names a shared object within a run.
pub type ObjectId = u64;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    Dict,
    List,
    Queue,
    Value,
    Lock,
    Event,
    Semaphore,
    Barrier,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    New(New),
    On { object: ObjectId, op: Op },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum New {
    Dict { initial: String },
    List { initial: String },
    Queue { maximum: u32 },
    Value { initial: String },
    Lock { reentrant: bool },
    Event,
    Semaphore { permits: u32, bounded: bool },
    Barrier { parties: u32 },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Op {
    KindOf,

    DictGet { key: String },
    DictSet { key: String, value: String },
    DictSetDefault { key: String, value: String },
    DictRemove { key: String },
    DictUpdate { members: String },
    DictAdd { key: String, amount: String },
    DictCompareAndSet { key: String, expected: Option<String>, new: String },
    DictContains { key: String },
    DictKeys,
    DictLength,
    DictSnapshot,
    DictClear,

    ListGet { index: i64 },
    ListSet { index: i64, value: String },
    ListAppend { value: String },
    ListExtend { values: String },
    ListInsert { index: i64, value: String },
    ListRemove { index: i64 },
    ListLength,
    ListSnapshot,
    ListClear,

    QueuePut { value: String, timeout: Option<Duration> },
    QueueGet { timeout: Option<Duration> },
    QueueLength,

    ValueGet,
    ValueSet { value: String },
    ValueAdd { amount: String },
    ValueCompareAndSet { expected: String, new: String },

    LockAcquire { timeout: Option<Duration> },
    LockRelease,
    LockHeld,

    EventSet,
    EventClear,
    EventIsSet,
    EventWait { timeout: Option<Duration> },

    SemaphoreAcquire { timeout: Option<Duration> },
    SemaphoreRelease,
    SemaphorePermits,

    BarrierWait { timeout: Option<Duration> },
    BarrierReset,
}

/// A call that is not answered: one with [`Op::is_told`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub object: ObjectId,
    pub op: Op,
}

impl Op {
    /// Whether it changes nothing and does not wait. Its reply holds until the object changes.
    pub fn is_read(&self) -> bool {
        matches!(
            self,
            Op::KindOf
                | Op::DictGet { .. }
                | Op::DictContains { .. }
                | Op::DictKeys
                | Op::DictLength
                | Op::DictSnapshot
                | Op::ListGet { .. }
                | Op::ListLength
                | Op::ListSnapshot
                | Op::QueueLength
                | Op::ValueGet
                | Op::LockHeld
                | Op::EventIsSet
                | Op::SemaphorePermits
        )
    }

    /// Whether it may be told instead of asked: its reply says nothing but that it was done. It can fail only by what
    /// the guest can check itself, and by the bound of what all shared objects hold.
    pub fn is_told(&self) -> bool {
        matches!(
            self,
            Op::DictSet { .. }
                | Op::DictClear
                | Op::ListAppend { .. }
                | Op::ListClear
                | Op::ValueSet { .. }
                | Op::EventSet
                | Op::EventClear
        )
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    Done,
    Created(ObjectId),
    Kind(Kind),
    Json(String),
    MaybeJson(Option<String>),
    Bool(bool),
    Number(u64),
    Keys(Vec<String>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Error {
    #[error("shared object {0} does not exist, or was not given to this guest")]
    UnknownObject(ObjectId),
    #[error("the shared object is a {0:?}")]
    WrongKind(Kind),
    #[error("the time-out passed")]
    Timeout,
    #[error("no such key: {0}")]
    MissingKey(String),
    #[error("index {index} of a list of {length}")]
    OutOfRange { index: i64, length: u64 },
    #[error("{0}")]
    InvalidArgument(String),
    #[error("not held by this guest")]
    NotOwner,
    #[error("the barrier is broken")]
    BrokenBarrier,
    #[error(transparent)]
    LimitExceeded(#[from] LimitHit),
    #[error("the queue is full")]
    Full,
    #[error("the queue is empty")]
    Empty,
    #[error("the run is ending")]
    ShuttingDown,
}
