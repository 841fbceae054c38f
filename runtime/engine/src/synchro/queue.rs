//! The shared queue: first in, first out; waiting is fair.
//!
//! A value whose guest waits to put it in is not in the queue yet, but counts of the bytes that a run may
//! hold. If that guest's time is over, or it ends, the value is gone with it.

use std::collections::VecDeque;
use std::time::Duration;

use easypy_contract::synchro::{Error, Kind, Op, Reply};

use super::json::Json;
use super::memory::room_to_keep;
use super::object::{Call, Common, Object, Turn, is_now};
use super::waiters::Waiters;
use crate::child::ChildId;

/// Nobody waits to put unless it is full, nor to get unless it is empty.
pub(super) struct Queue {
    /// 0: no bound but the memory's
    maximum: u64,
    values: VecDeque<Json>,
    putters: Waiters<Json>,
    getters: Waiters,
}

impl Queue {
    pub(super) fn new(maximum: u32) -> Queue {
        Queue {
            maximum: maximum.into(),
            values: VecDeque::new(),
            putters: Waiters::default(),
            getters: Waiters::default(),
        }
    }

    fn length(&self) -> u64 {
        self.values.len() as u64
    }

    fn put(&mut self, value: Json, timeout: Option<Duration>, call: &mut Call<'_>) -> Result<Turn, Error> {
        if let Some((getter, ())) = self.getters.pop() {
            call.common.wake_with(getter, value);
            return Ok(Reply::Done.into());
        }
        let is_full = self.maximum > 0 && self.length() >= self.maximum;
        if is_full && is_now(timeout) {
            return Err(Error::Full);
        }
        call.memory().take(value.bytes())?;
        if is_full {
            self.putters.push(call.child, value);
            return Ok(Turn::Wait(timeout));
        }
        self.values.push_back(value);
        Ok(Reply::Done.into())
    }

    fn get(&mut self, timeout: Option<Duration>, call: &mut Call<'_>) -> Result<Turn, Error> {
        let Some(value) = self.values.pop_front() else {
            if is_now(timeout) {
                return Err(Error::Empty);
            }
            self.getters.push(call.child, ());
            return Ok(Turn::Wait(timeout));
        };
        call.memory().give_back(value.bytes());
        if let Some((putter, value)) = self.putters.pop() {
            self.values.push_back(value);
            call.common.wake(putter, Ok(Reply::Done));
        }
        if let Some(room) = room_to_keep(self.values.len(), self.values.capacity()) {
            self.values.shrink_to(room);
        }
        Ok(Reply::Json(call.take(value)).into())
    }

    /// A guest waits no more. What it wanted to put in is dropped.
    fn leave(&mut self, child: ChildId, common: &mut Common) {
        self.getters.remove(child);
        if let Some(value) = self.putters.remove(child) {
            common.memory.give_back(value.bytes());
        }
    }
}

impl Object for Queue {
    fn kind(&self) -> Kind {
        Kind::Queue
    }

    fn call(&mut self, op: Op, call: &mut Call<'_>) -> Result<Turn, Error> {
        match op {
            Op::QueuePut { value, timeout } => {
                let value = call.value("value", value)?;
                self.put(value, timeout, call)
            }
            Op::QueueGet { timeout } => self.get(timeout, call),
            Op::QueueLength => Ok(Reply::Number(self.length()).into()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synchro::tests::alone;

    #[test]
    fn room_is_not_kept_for_what_was_taken_out() {
        alone(|call| {
            let mut queue = Queue::new(0);
            for _ in 0..10_000 {
                queue.put(Json::number("1".into()), None, call).unwrap();
            }
            for _ in 0..9_990 {
                queue.get(None, call).unwrap();
            }
            assert!(queue.values.capacity() < 200, "{}", queue.values.capacity());
            assert_eq!(queue.length(), 10);
        });
    }
}
