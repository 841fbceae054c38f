//! The shared event: set or not, and guests that wait for it.

use std::time::Duration;

use easypy_contract::synchro::{Error, Kind, Op, Reply};

use super::object::{Call, Common, Object, Turn, is_now};
use super::waiters::Waiters;
use crate::child::ChildId;

/// Nobody waits while it is set.
#[derive(Default)]
pub(super) struct Event {
    is_set: bool,
    waiters: Waiters,
}

impl Event {
    fn set(&mut self, common: &mut Common) {
        self.is_set = true;
        for (child, ()) in self.waiters.take() {
            common.wake(child, Ok(Reply::Bool(true)));
        }
    }

    fn wait(&mut self, timeout: Option<Duration>, child: ChildId) -> Turn {
        if self.is_set || is_now(timeout) {
            return Reply::Bool(self.is_set).into();
        }
        self.waiters.push(child, ());
        Turn::Wait(timeout)
    }
}

impl Object for Event {
    fn kind(&self) -> Kind {
        Kind::Event
    }

    fn call(&mut self, op: Op, call: &mut Call<'_>) -> Result<Turn, Error> {
        let reply = match op {
            Op::EventSet => {
                self.set(call.common);
                Reply::Done
            }
            Op::EventClear => {
                self.is_set = false;
                Reply::Done
            }
            Op::EventIsSet => Reply::Bool(self.is_set),
            Op::EventWait { timeout } => return Ok(self.wait(timeout, call.child)),
            _ => return Err(Error::WrongKind(self.kind())),
        };
        Ok(reply.into())
    }

    fn expire(&mut self, child: ChildId, _common: &mut Common) -> Result<Reply, Error> {
        self.waiters.remove(child);
        Ok(Reply::Bool(false))
    }

    fn child_ended(&mut self, child: ChildId, _common: &mut Common) {
        self.waiters.remove(child);
    }
}
