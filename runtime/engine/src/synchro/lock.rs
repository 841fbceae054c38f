//! The shared lock: held by a guest, and free again when its holder ends, however it ends.
//!
//! A lock that is released goes straight to the guest that has waited longest; nobody can come in between.
//! A guest that would wait without an end for a lock that it holds itself gets an error instead, for it would
//! wait for itself. With a time-out it waits, as it asked to.

use std::time::Duration;

use easypy_contract::synchro::{Error, Kind, Op, Reply};

use super::object::{Call, Common, Object, Turn, is_now};
use super::waiters::Waiters;
use crate::child::ChildId;

/// Nobody waits unless it is held.
pub(super) struct Lock {
    reentrant: bool,
    holder: Option<Holder>,
    waiters: Waiters,
}

struct Holder {
    child: ChildId,
    /// How often it has acquired the lock; more than once only if that is reentrant.
    times: u64,
}

impl Lock {
    pub(super) fn new(reentrant: bool) -> Lock {
        Lock { reentrant, holder: None, waiters: Waiters::default() }
    }

    fn acquire(&mut self, timeout: Option<Duration>, child: ChildId) -> Result<Turn, Error> {
        match &mut self.holder {
            None => {
                self.holder = Some(Holder { child, times: 1 });
                Ok(Reply::Bool(true).into())
            }
            Some(holder) if holder.child == child && self.reentrant => {
                holder.times += 1;
                Ok(Reply::Bool(true).into())
            }
            Some(_) if is_now(timeout) => Ok(Reply::Bool(false).into()),
            Some(holder) if holder.child == child && timeout.is_none() => Err(Error::InvalidArgument(
                "timeout: this guest already holds the lock, which is not reentrant, and would wait for ever"
                    .to_owned(),
            )),
            Some(_) => {
                self.waiters.push(child, ());
                Ok(Turn::Wait(timeout))
            }
        }
    }

    fn release(&mut self, child: ChildId, common: &mut Common) -> Result<(), Error> {
        let holder = self.holder.as_mut().filter(|holder| holder.child == child).ok_or(Error::NotOwner)?;
        holder.times -= 1;
        if holder.times == 0 {
            self.pass_on(common);
        }
        Ok(())
    }

    fn pass_on(&mut self, common: &mut Common) {
        self.holder = self.waiters.pop().map(|(child, ())| Holder { child, times: 1 });
        if let Some(holder) = &self.holder {
            common.wake(holder.child, Ok(Reply::Bool(true)));
        }
    }
}

impl Object for Lock {
    fn kind(&self) -> Kind {
        Kind::Lock
    }

    fn call(&mut self, op: Op, call: &mut Call<'_>) -> Result<Turn, Error> {
        match op {
            Op::LockAcquire { timeout } => self.acquire(timeout, call.child),
            Op::LockRelease => {
                self.release(call.child, call.common)?;
                Ok(Reply::Done.into())
            }
            Op::LockHeld => Ok(Reply::Bool(self.holder.is_some()).into()),
            _ => Err(Error::WrongKind(self.kind())),
        }
    }

    fn holder(&self) -> Option<ChildId> {
        self.holder.as_ref().map(|holder| holder.child)
    }

    fn expire(&mut self, child: ChildId, _common: &mut Common) -> Result<Reply, Error> {
        self.waiters.remove(child);
        Ok(Reply::Bool(false))
    }

    fn child_ended(&mut self, child: ChildId, common: &mut Common) {
        // First of all: it may wait for the lock that it holds.
        self.waiters.remove(child);
        if self.holder.as_ref().is_some_and(|holder| holder.child == child) {
            self.pass_on(common);
        }
    }
}
