//! The shared barrier.

use std::time::Duration;

use super::Result;
use super::handle::handle;
use crate::bindings::synchro;
use crate::task::nanoseconds;

handle! {
    /// A shared barrier: a number of parties that wait for each other.
    Barrier
}

/// Calls fail with [`SynchroError`](super::SynchroError)'s `UnknownObject`, `WrongKind` and `ShuttingDown`.
#[expect(clippy::missing_errors_doc, reason = "said once, for all of them, on the block")]
impl Barrier {
    /// Waits until all parties wait, at most for `timeout` (`None`: as long as it takes); a number from 0 to
    /// parties - 1, different for each. A time-out, or a party that ends while it waits, breaks the barrier
    /// for all: [`BrokenBarrier`](super::SynchroError::BrokenBarrier), or `Timeout` for the one that was late.
    pub fn wait(&self, timeout: impl Into<Option<Duration>>) -> Result<u32> {
        Ok(synchro::barrier_wait(self.id, timeout.into().map(nanoseconds))?)
    }

    /// Makes a broken or waiting barrier new; those who wait get `BrokenBarrier`.
    pub fn reset(&self) -> Result {
        Ok(synchro::barrier_reset(self.id)?)
    }
}
