//! The `synchro` capability: the objects that the guests of a run share.
//!
//! A state machine: a request goes in; an answer, or that the guest waits, comes out, and with it the guests
//! whose wait is over. Every request is taken as a whole or not at all. No input or output is done here, and
//! the time is what the caller says it is.
//!
//! A guest may use an object that it made, that it was handed over, or that it read as a reference out of
//! another object that it may use; what it writes may refer to such objects only. Objects live until the run
//! ends. What they hold is bounded by [`limits`](easypy_contract::limits) over all of them.
//!
//! Each change of an object is told to [`Changes`], before anybody is answered: guests keep what they have read until
//! then.

mod access;
mod barrier;
mod dict;
mod equal;
mod event;
mod json;
mod list;
mod lock;
mod memory;
mod number;
mod object;
mod queue;
mod scan;
mod semaphore;
#[cfg(test)]
mod tests;
mod value;
mod waiters;

use std::collections::HashMap;
use std::rc::Rc;
use std::time::Instant;

use easypy_contract::limits::{LimitHit, SHARED_OBJECTS};
use easypy_contract::synchro::{Error, New, ObjectId, Op, Reply, Request};
use easypy_contract::value::references;

use crate::child::ChildId;
use access::Access;
use barrier::Barrier;
use dict::Dict;
use event::Event;
use list::List;
use lock::Lock;
use object::{Call, Common, Object, Turn};
use queue::Queue;
use semaphore::Semaphore;
use value::Value;

/// What comes of a request.
#[derive(Debug)]
pub(crate) enum Answer {
    Now(Result<Reply, Error>),
    /// The guest waits until it is among the woken. At `deadline`, [`Synchro::expire`] is to be called.
    Later {
        deadline: Option<Instant>,
    },
}

/// Guests whose wait is over, with what they get.
pub(crate) type Woken = Vec<(ChildId, Result<Reply, Error>)>;

/// Who is told that an object has changed, or may have.
pub(crate) trait Changes {
    fn changed(&self, object: ObjectId);
}

impl Changes for easypy_sandbox::Versions {
    fn changed(&self, object: ObjectId) {
        easypy_sandbox::Versions::changed(self, object);
    }
}

/// The shared objects of a run.
pub(crate) struct Synchro {
    changes: Rc<dyn Changes>,
    /// An object's number is its place and 1.
    objects: Vec<Box<dyn Object>>,
    guests: HashMap<ChildId, Guest>,
    common: Common,
    is_shut_down: bool,
}

/// What is known of a guest.
#[derive(Default)]
struct Guest {
    access: Access,
    waits_at: Option<ObjectId>,
}

impl Synchro {
    pub(crate) fn new(changes: Rc<dyn Changes>) -> Synchro {
        Synchro {
            changes,
            objects: Vec::new(),
            guests: HashMap::new(),
            common: Common::default(),
            is_shut_down: false,
        }
    }

    /// A guest's request. A guest has one under way at a time.
    pub(crate) fn request(
        &mut self,
        child: ChildId,
        request: Request,
        now: Instant,
        woken: &mut Woken,
    ) -> Answer {
        let turn = match request {
            Request::New(new) => self.create(child, new).map(|object| Turn::Done(Reply::Created(object))),
            Request::On { object, op } => self.call(child, object, op),
        };
        self.deliver(woken);
        match turn {
            Ok(Turn::Done(reply)) => Answer::Now(Ok(reply)),
            Ok(Turn::Wait(timeout)) => {
                Answer::Later { deadline: timeout.and_then(|timeout| now.checked_add(timeout)) }
            }
            Err(error) => Answer::Now(Err(error)),
        }
    }

    fn create(&mut self, child: ChildId, new: New) -> Result<ObjectId, Error> {
        if self.is_shut_down {
            return Err(Error::ShuttingDown);
        }
        let object = self.objects.len() as ObjectId + 1;
        if object > SHARED_OBJECTS {
            return Err(LimitHit::new("shared-objects", SHARED_OBJECTS).into());
        }
        let guest = self.guests.entry(child).or_default();
        let mut call = Call { child, access: &mut guest.access, common: &mut self.common };
        // One row for each kind.
        self.objects.push(match new {
            New::Dict { initial } => Box::new(Dict::new(initial, &mut call)?),
            New::List { initial } => Box::new(List::new(initial, &mut call)?),
            New::Queue { maximum } => Box::new(Queue::new(maximum)),
            New::Value { initial } => Box::new(Value::new(initial, &mut call)?),
            New::Lock { reentrant } => Box::new(Lock::new(reentrant)),
            New::Event => Box::new(Event::default()),
            New::Semaphore { permits, bounded } => Box::new(Semaphore::new(permits, bounded)),
            New::Barrier { parties } => Box::new(Barrier::new(parties)?),
        });
        guest.access.grant(object);
        Ok(object)
    }

    fn call(&mut self, child: ChildId, id: ObjectId, op: Op) -> Result<Turn, Error> {
        if self.is_shut_down {
            return Err(Error::ShuttingDown);
        }
        let guest = self.guests.entry(child).or_default();
        guest.access.check(&[id])?;
        if guest.waits_at.is_some() {
            // Else it would be in two queues, and be woken twice.
            return Err(Error::InvalidArgument("this guest waits for the answer to another call".to_owned()));
        }
        let object = place(&mut self.objects, id).ok_or(Error::UnknownObject(id))?;
        if op == Op::KindOf {
            return Ok(Reply::Kind(object.kind()).into());
        }
        let mut call = Call { child, access: &mut guest.access, common: &mut self.common };
        let is_read = op.is_read();
        let turn = object.call(op, &mut call)?;
        if !is_read {
            self.changes.changed(id);
        }
        if let Turn::Wait(_) = turn {
            guest.waits_at = Some(id);
        }
        Ok(turn)
    }

    /// The deadline of a guest's wait has passed. Nothing happens if it does not wait any more.
    pub(crate) fn expire(&mut self, child: ChildId, woken: &mut Woken) {
        let Some(id) = self.guests.get_mut(&child).and_then(|guest| guest.waits_at.take()) else { return };
        let Some(object) = place(&mut self.objects, id) else { return };
        woken.push((child, object.expire(child, &mut self.common)));
        self.changes.changed(id);
        self.deliver(woken);
    }

    /// A guest is gone, however it ended: what it held is free, it waits no more, and it may use nothing.
    pub(crate) fn child_ended(&mut self, child: ChildId, woken: &mut Woken) {
        let Some(guest) = self.guests.remove(&child) else { return };
        for id in guest.access.objects() {
            if let Some(object) = place(&mut self.objects, id) {
                object.child_ended(child, &mut self.common);
                self.changes.changed(id);
            }
        }
        self.deliver(woken);
    }

    /// The guest that holds what another one waits for.
    pub(crate) fn holder_awaited_by(&self, child: ChildId) -> Option<ChildId> {
        let id = self.guests.get(&child)?.waits_at?;
        self.objects.get(usize::try_from(id.checked_sub(1)?).ok()?)?.holder()
    }

    /// Lets a guest use the objects that a value of another guest refers to.
    ///
    /// # Errors
    /// [`Error::UnknownObject`] if the other guest may not use one of them itself; then nothing is handed
    /// over.
    pub(crate) fn hand_over(&mut self, from: ChildId, to: ChildId, json: &str) -> Result<(), Error> {
        let references = references(json);
        if references.is_empty() {
            return Ok(());
        }
        if self.is_shut_down {
            return Err(Error::ShuttingDown);
        }
        self.guests.entry(from).or_default().access.check(&references)?;
        self.guests.entry(to).or_default().access.grant_all(&references);
        Ok(())
    }

    /// The run ends: whoever waits gets [`Error::ShuttingDown`], as does every later request.
    pub(crate) fn shut_down(&mut self, woken: &mut Woken) {
        let waiting = self.guests.drain().filter(|(_, guest)| guest.waits_at.is_some());
        let mut waiting: Vec<ChildId> = waiting.map(|(child, _)| child).collect();
        waiting.sort_unstable();
        woken.extend(waiting.into_iter().map(|child| (child, Err(Error::ShuttingDown))));
        *self = Synchro { is_shut_down: true, ..Synchro::new(Rc::clone(&self.changes)) };
    }

    /// Ends the wait of the guests that the objects woke.
    fn deliver(&mut self, woken: &mut Woken) {
        for wake in self.common.wakes.drain(..) {
            if let Some(guest) = self.guests.get_mut(&wake.child) {
                guest.waits_at = None;
                guest.access.grant_all(&wake.granted);
            }
            woken.push((wake.child, wake.answer));
        }
    }
}

fn place(objects: &mut [Box<dyn Object>], id: ObjectId) -> Option<&mut Box<dyn Object>> {
    objects.get_mut(usize::try_from(id.checked_sub(1)?).ok()?)
}
