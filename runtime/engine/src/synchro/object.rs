//! What every kind of shared object is to the others: a thing that guests call, and may wait at.
//!
//! A kind is one file with one struct: how it is made, its calls, what it does when the time of a guest that
//! waits is over, and when a guest is gone.

use std::time::Duration;

use easypy_contract::synchro::{Error, Kind, ObjectId, Op, Reply};

use super::access::Access;
use super::json::Json;
use super::memory::Memory;
use crate::child::ChildId;

/// One shared object.
pub(super) trait Object {
    fn kind(&self) -> Kind;

    /// What a guest asks of it.
    ///
    /// # Errors
    /// [`Error::WrongKind`] if the call is for another kind, or the call's own. Then nothing has changed.
    fn call(&mut self, op: Op, call: &mut Call<'_>) -> Result<Turn, Error>;

    /// The time that a guest would wait here is over: what it gets.
    fn expire(&mut self, _child: ChildId, _common: &mut Common) -> Result<Reply, Error> {
        Err(Error::Timeout)
    }

    /// The one guest that those who wait here wait for, if there is one.
    fn holder(&self) -> Option<ChildId> {
        None
    }

    /// A guest that may use the object is gone: it neither waits here nor holds anything any more.
    fn child_ended(&mut self, _child: ChildId, _common: &mut Common) {}
}

/// What comes of a call.
#[derive(Debug)]
pub(super) enum Turn {
    Done(Reply),
    /// The guest waits, at most for so long.
    Wait(Option<Duration>),
}

impl From<Reply> for Turn {
    fn from(reply: Reply) -> Turn {
        Turn::Done(reply)
    }
}

/// What the objects of a run have in common.
#[derive(Debug, Default)]
pub(super) struct Common {
    pub(super) memory: Memory,
    /// The guests whose wait is over.
    pub(super) wakes: Vec<Wake>,
}

/// A guest whose wait is over, what it gets, and the objects it may use from now on.
#[derive(Debug)]
pub(super) struct Wake {
    pub(super) child: ChildId,
    pub(super) answer: Result<Reply, Error>,
    pub(super) granted: Box<[ObjectId]>,
}

impl Common {
    pub(super) fn wake(&mut self, child: ChildId, answer: Result<Reply, Error>) {
        self.wakes.push(Wake { child, answer, granted: Box::default() });
    }

    /// Wakes a guest with a value.
    pub(super) fn wake_with(&mut self, child: ChildId, value: Json) {
        let granted = value.references().into();
        self.wakes.push(Wake { child, answer: Ok(Reply::Json(value.into_text())), granted });
    }
}

/// One guest's call.
pub(super) struct Call<'a> {
    pub(super) child: ChildId,
    pub(super) access: &'a mut Access,
    pub(super) common: &'a mut Common,
}

impl Call<'_> {
    pub(super) fn memory(&mut self) -> &mut Memory {
        &mut self.common.memory
    }

    /// A value that the guest wants to have written.
    ///
    /// # Errors
    /// It is none, too large, or refers to an object that the guest may not use.
    pub(super) fn value(&self, argument: &str, text: String) -> Result<Json, Error> {
        let value = Json::new(argument, text)?;
        self.access.check(value.references())?;
        Ok(value)
    }

    /// A value for the guest to read: it may use what the value refers to.
    pub(super) fn read(&mut self, value: &Json) -> String {
        self.access.grant_all(value.references());
        value.text().to_owned()
    }

    /// A value that was taken out of an object, for the guest to read.
    pub(super) fn take(&mut self, value: Json) -> String {
        self.access.grant_all(value.references());
        value.into_text()
    }
}

/// Whether a time-out means not to wait at all.
pub(super) fn is_now(timeout: Option<Duration>) -> bool {
    timeout.is_some_and(|timeout| timeout.is_zero())
}
