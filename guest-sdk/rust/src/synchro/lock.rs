//! The shared lock.

use std::time::Duration;

use super::Result;
use super::handle::handle;
use crate::bindings::synchro;
use crate::task::nanoseconds;

handle! {
    /// A shared lock. Its holder is a guest: when that ends, however it ends, the host releases the lock.
    Lock
}

/// Calls fail with [`SynchroError`](super::SynchroError)'s `UnknownObject`, `WrongKind` and `ShuttingDown`.
#[expect(clippy::missing_errors_doc, reason = "said once, for all of them, on the block")]
impl Lock {
    /// Waits for the lock. It is released when the guard is dropped. Waiting is fair.
    pub fn lock(&self) -> Result<LockGuard<'_>> {
        synchro::lock_acquire(self.id, None)?;
        Ok(LockGuard { lock: self })
    }

    /// Waits for the lock, at most for `timeout`; none when the time passed.
    pub fn try_lock(&self, timeout: Duration) -> Result<Option<LockGuard<'_>>> {
        let acquired = synchro::lock_acquire(self.id, Some(nanoseconds(timeout)))?;
        Ok(acquired.then_some(LockGuard { lock: self }))
    }

    /// Releases the lock by hand, where a guard does not fit.
    /// [`NotOwner`](super::SynchroError::NotOwner) if this guest does not hold it.
    pub fn release(&self) -> Result {
        Ok(synchro::lock_release(self.id)?)
    }

    /// Whether any guest holds it.
    pub fn is_held(&self) -> Result<bool> {
        Ok(synchro::lock_held(self.id)?)
    }
}

/// Holds a lock until it is dropped.
#[derive(Debug)]
#[must_use = "the lock is released when the guard is dropped"]
pub struct LockGuard<'a> {
    lock: &'a Lock,
}

impl LockGuard<'_> {
    /// Keeps the lock beyond the guard: until [`Lock::release`], or until this guest ends.
    pub fn leak(self) {
        std::mem::forget(self);
    }
}

impl Drop for LockGuard<'_> {
    fn drop(&mut self) {
        // It can only fail when the run is ending, or when it was released by hand: free in both cases.
        let _ = self.lock.release();
    }
}
