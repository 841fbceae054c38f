//! The shared event.

use std::time::Duration;

use super::Result;
use super::handle::handle;
use crate::bindings::synchro;
use crate::task::nanoseconds;

handle! {
    /// A shared event: set or not, and guests that wait for it.
    Event
}

/// Calls fail with [`SynchroError`](super::SynchroError)'s `UnknownObject`, `WrongKind` and `ShuttingDown`.
#[expect(clippy::missing_errors_doc, reason = "said once, for all of them, on the block")]
impl Event {
    /// Sets it, and wakes all who wait.
    pub fn set(&self) -> Result {
        Ok(synchro::event_set(self.id)?)
    }

    /// Makes it not set.
    pub fn clear(&self) -> Result {
        Ok(synchro::event_clear(self.id)?)
    }

    /// Whether it is set.
    pub fn is_set(&self) -> Result<bool> {
        Ok(synchro::event_is_set(self.id)?)
    }

    /// Waits until it is set, at most for `timeout` (`None`: as long as it takes). Whether it is set.
    pub fn wait(&self, timeout: impl Into<Option<Duration>>) -> Result<bool> {
        Ok(synchro::event_wait(self.id, timeout.into().map(nanoseconds))?)
    }
}
