//! The shared semaphore: permits that guests take and give back.
//!
//! A permit that is given back goes straight to the guest that has waited longest. The permits of a guest
//! come back when it ends. A bounded semaphore takes permits from nobody but their holders, so it never has
//! more than it was made with; on another, a guest that holds none may release as well, and adds one.
//! As with locks, a guest that would wait without an end for itself gets an error instead.

use std::collections::BTreeMap;
use std::time::Duration;

use easypy_contract::limits::LimitHit;
use easypy_contract::synchro::{Error, Kind, Op, Reply};

use super::object::{Call, Common, Object, Turn, is_now};
use super::waiters::Waiters;
use crate::child::ChildId;

/// What it costs to know of one guest how many permits it holds.
const HOLDER_BYTES: u64 = 64;

/// Nobody waits while a permit is free.
pub(super) struct Semaphore {
    /// as it was made
    permits: u32,
    bounded: bool,
    free: u32,
    /// The permits of each guest that has some or waits for one.
    held: BTreeMap<ChildId, u32>,
    waiters: Waiters,
}

impl Semaphore {
    pub(super) fn new(permits: u32, bounded: bool) -> Semaphore {
        Semaphore { permits, bounded, free: permits, held: BTreeMap::new(), waiters: Waiters::default() }
    }

    fn held_by(&self, child: ChildId) -> u32 {
        self.held.get(&child).copied().unwrap_or(0)
    }

    fn acquire(&mut self, timeout: Option<Duration>, call: &mut Call<'_>) -> Result<Turn, Error> {
        if self.free == 0 && is_now(timeout) {
            return Ok(Reply::Bool(false).into());
        }
        if self.free == 0 && timeout.is_none() && self.bounded && self.held_by(call.child) == self.permits {
            return Err(Error::InvalidArgument(
                "timeout: this guest holds all permits of the semaphore, and would wait for ever".to_owned(),
            ));
        }
        if !self.held.contains_key(&call.child) {
            call.memory().take(HOLDER_BYTES)?;
        }
        let held = self.held.entry(call.child).or_default();
        if self.free == 0 {
            self.waiters.push(call.child, ());
            return Ok(Turn::Wait(timeout));
        }
        self.free -= 1;
        *held += 1;
        Ok(Reply::Bool(true).into())
    }

    fn release(&mut self, child: ChildId, common: &mut Common) -> Result<(), Error> {
        let held = self.held_by(child);
        if held == 0 && self.bounded {
            return Err(Error::NotOwner);
        }
        if self.waiters.is_empty() && self.free == u32::MAX {
            return Err(LimitHit::new("permits", u32::MAX).into());
        }
        if let Some(held) = self.held.get_mut(&child) {
            *held = held.saturating_sub(1);
        }
        self.forget_if_empty_handed(child, common);
        self.give_out(1, common);
        Ok(())
    }

    /// Permits that are nobody's: to those who wait, and the rest is free.
    fn give_out(&mut self, permits: u32, common: &mut Common) {
        for given in 0..permits {
            let Some((child, ())) = self.waiters.pop() else {
                self.free = self.free.saturating_add(permits - given);
                return;
            };
            *self.held.entry(child).or_default() += 1;
            common.wake(child, Ok(Reply::Bool(true)));
        }
    }

    /// Called for guests that do not wait.
    fn forget_if_empty_handed(&mut self, child: ChildId, common: &mut Common) {
        if self.held.get(&child) == Some(&0) {
            self.held.remove(&child);
            common.memory.give_back(HOLDER_BYTES);
        }
    }
}

impl Object for Semaphore {
    fn kind(&self) -> Kind {
        Kind::Semaphore
    }

    fn call(&mut self, op: Op, call: &mut Call<'_>) -> Result<Turn, Error> {
        match op {
            Op::SemaphoreAcquire { timeout } => self.acquire(timeout, call),
            Op::SemaphoreRelease => {
                self.release(call.child, call.common)?;
                Ok(Reply::Done.into())
            }
            Op::SemaphorePermits => Ok(Reply::Number(self.free.into()).into()),
            _ => Err(Error::WrongKind(self.kind())),
        }
    }

    fn expire(&mut self, child: ChildId, common: &mut Common) -> Result<Reply, Error> {
        self.waiters.remove(child);
        self.forget_if_empty_handed(child, common);
        Ok(Reply::Bool(false))
    }

    fn child_ended(&mut self, child: ChildId, common: &mut Common) {
        // First of all: it may wait for permits that it holds.
        self.waiters.remove(child);
        if let Some(held) = self.held.remove(&child) {
            common.memory.give_back(HOLDER_BYTES);
            self.give_out(held, common);
        }
    }
}
