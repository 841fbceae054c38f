//! The shared semaphore.

use std::time::Duration;

use super::Result;
use super::handle::handle;
use crate::bindings::synchro;
use crate::task::nanoseconds;

handle! {
    /// A shared semaphore. The permits of a guest come back when it ends.
    Semaphore
}

/// Calls fail with [`SynchroError`](super::SynchroError)'s `UnknownObject`, `WrongKind` and `ShuttingDown`.
#[expect(clippy::missing_errors_doc, reason = "said once, for all of them, on the block")]
impl Semaphore {
    /// Waits for a permit. It is given back when the [`Permit`] is dropped. Waiting is fair.
    pub fn acquire(&self) -> Result<Permit<'_>> {
        synchro::semaphore_acquire(self.id, None)?;
        Ok(Permit { semaphore: self })
    }

    /// Waits for a permit, at most for `timeout`; none when the time passed.
    pub fn try_acquire(&self, timeout: Duration) -> Result<Option<Permit<'_>>> {
        let acquired = synchro::semaphore_acquire(self.id, Some(nanoseconds(timeout)))?;
        Ok(acquired.then_some(Permit { semaphore: self }))
    }

    /// Adds a permit by hand. [`NotOwner`](super::SynchroError::NotOwner) on a bounded semaphore when this
    /// guest holds none.
    pub fn release(&self) -> Result {
        Ok(synchro::semaphore_release(self.id)?)
    }

    /// The permits that are free.
    pub fn permits(&self) -> Result<u32> {
        Ok(synchro::semaphore_permits(self.id)?)
    }
}

/// One permit, until it is dropped.
#[derive(Debug)]
#[must_use = "the permit is given back when this is dropped"]
pub struct Permit<'a> {
    semaphore: &'a Semaphore,
}

impl Permit<'_> {
    /// Keeps the permit: until [`Semaphore::release`], or until this guest ends.
    pub fn leak(self) {
        std::mem::forget(self);
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        // It can only fail when the run is ending, or when it was given back by hand.
        let _ = self.semaphore.release();
    }
}
