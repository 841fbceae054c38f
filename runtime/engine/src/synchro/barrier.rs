//! The shared barrier: a number of parties that wait for each other, time and again.
//!
//! A party whose time is over, or that ends while it waits, breaks the barrier: all others get
//! [`Error::BrokenBarrier`] until it is reset. The late one itself gets [`Error::Timeout`]. As in Python, a
//! party that does not wait at all (a time-out of 0) breaks the barrier unless it is the last one.

use std::time::Duration;

use easypy_contract::synchro::{Error, Kind, Op, Reply};

use super::object::{Call, Common, Object, Turn, is_now};
use super::waiters::Waiters;
use crate::child::ChildId;

/// Fewer wait than there are parties.
pub(super) struct Barrier {
    parties: u32,
    is_broken: bool,
    waiters: Waiters,
}

impl Barrier {
    /// # Errors
    /// There is no barrier without parties.
    pub(super) fn new(parties: u32) -> Result<Barrier, Error> {
        if parties == 0 {
            return Err(Error::InvalidArgument("parties: at least 1".to_owned()));
        }
        Ok(Barrier { parties, is_broken: false, waiters: Waiters::default() })
    }

    fn wait(
        &mut self,
        timeout: Option<Duration>,
        child: ChildId,
        common: &mut Common,
    ) -> Result<Turn, Error> {
        if self.is_broken {
            return Err(Error::BrokenBarrier);
        }
        let before = self.waiters.len() as u64;
        if before + 1 == u64::from(self.parties) {
            for (number, (waiter, ())) in (0..).zip(self.waiters.take()) {
                common.wake(waiter, Ok(Reply::Number(number)));
            }
            return Ok(Reply::Number(before).into());
        }
        if is_now(timeout) {
            self.break_it(common);
            return Err(Error::Timeout);
        }
        self.waiters.push(child, ());
        Ok(Turn::Wait(timeout))
    }

    fn break_it(&mut self, common: &mut Common) {
        self.is_broken = true;
        self.turn_away(common);
    }

    fn turn_away(&mut self, common: &mut Common) {
        for (waiter, ()) in self.waiters.take() {
            common.wake(waiter, Err(Error::BrokenBarrier));
        }
    }

    /// A party does not wait any more.
    fn leave(&mut self, child: ChildId, common: &mut Common) {
        if self.waiters.remove(child).is_some() {
            self.break_it(common);
        }
    }
}

impl Object for Barrier {
    fn kind(&self) -> Kind {
        Kind::Barrier
    }

    fn call(&mut self, op: Op, call: &mut Call<'_>) -> Result<Turn, Error> {
        match op {
            Op::BarrierWait { timeout } => self.wait(timeout, call.child, call.common),
            Op::BarrierReset => {
                self.is_broken = false;
                self.turn_away(call.common);
                Ok(Reply::Done.into())
            }
            _ => Err(Error::WrongKind(self.kind())),
        }
    }

    fn expire(&mut self, child: ChildId, common: &mut Common) -> Result<Reply, Error> {
        self.leave(child, common);
        Err(Error::Timeout)
    }

    fn child_ended(&mut self, child: ChildId, common: &mut Common) {
        self.leave(child, common);
    }
}
