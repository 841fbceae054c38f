//! The shared queue.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Result;
use super::handle::{decode, encode, handle};
use crate::bindings::synchro;
use crate::task::nanoseconds;

handle! {
    /// A shared queue: first in, first out; waiting is fair.
    Queue
}

/// Calls fail with [`SynchroError`](super::SynchroError)'s `UnknownObject`, `WrongKind`, `LimitExceeded` and
/// `ShuttingDown`; those that wait with `Timeout`.
#[expect(clippy::missing_errors_doc, reason = "said once, for all of them, on the block")]
impl Queue {
    /// Puts a value in. Waits while the queue holds its maximum, at most for `timeout` (`None`: as long as it
    /// takes); a timeout of zero does not wait and fails with `Full`.
    pub fn put(&self, value: impl Serialize, timeout: impl Into<Option<Duration>>) -> Result {
        Ok(synchro::queue_put(self.id, &encode(value)?, timeout.into().map(nanoseconds))?)
    }

    /// Takes the oldest value out. Waits while the queue holds nothing, at most for `timeout` (`None`: as long
    /// as it takes); a timeout of zero does not wait and fails with `Empty`.
    pub fn get<T: DeserializeOwned>(&self, timeout: impl Into<Option<Duration>>) -> Result<T> {
        decode(&synchro::queue_get(self.id, timeout.into().map(nanoseconds))?)
    }

    /// How many values it holds.
    pub fn len(&self) -> Result<u64> {
        Ok(synchro::queue_length(self.id)?)
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }
}
