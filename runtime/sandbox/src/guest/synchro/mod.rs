//! The `synchro` capability: each call is one request, unless its answer is known or not needed.
//!
//! A read whose reply the guest has had is answered from it while the object does not change (`known`). A write of a small
//! value to an object that has taken one before is told, and not waited for: what comes after it on the same socket
//! sees it, and so does everybody who learns of anything later by it.

mod known;

use std::time::Duration;

use easypy_contract::limits::{LimitHit, VALUE_BYTES};
use easypy_contract::synchro::{Error, New, Notice, Op, Reply, Request};
use easypy_contract::{Notice as AnyNotice, Reply as AnyReply, Request as AnyRequest, value};

use super::Guest;
use super::task::unexpected;
use crate::bindings::easypy::runtime::synchro::{Host, Kind, SynchroError};
pub(crate) use known::Known;

/// Larger values are asked to be written: their guest is told when there is no room for them.
const TOLD_BYTES: usize = 16 * 1024;

type Answer<T> = wasmtime::Result<Result<T, SynchroError>>;

impl Guest {
    /// Asks, and takes from the reply what the call returns.
    fn ask_synchro<T>(&mut self, request: Request, take: fn(Reply) -> Result<T, Reply>) -> Answer<T> {
        if size(&request) > VALUE_BYTES {
            return Ok(Err(Error::from(LimitHit::new("value-size", VALUE_BYTES)).into()));
        }
        match self.link.ask(AnyRequest::Synchro(request))? {
            AnyReply::Synchro(Ok(reply)) => take(reply).map(Ok).map_err(|other| unexpected(&other)),
            AnyReply::Synchro(Err(error)) => Ok(Err(error.into())),
            other => Err(unexpected(&other)),
        }
    }

    fn new_object(&mut self, new: New) -> Answer<u64> {
        self.ask_synchro(Request::New(new), |reply| match reply {
            Reply::Created(id) => Ok(id),
            other => Err(other),
        })
    }

    fn on<T>(&mut self, object: u64, op: Op, take: fn(Reply) -> Result<T, Reply>) -> Answer<T> {
        if let Some(reply) = self.known.reply(object, &op) {
            return take(reply.clone()).map(Ok).map_err(|other| unexpected(&other));
        }
        if self.known.takes(object, &op) && is_surely_right(&op) {
            self.known.forget(object);
            self.link.tell(AnyNotice::Synchro(Notice { object, op }))?;
            return take(Reply::Done).map(Ok).map_err(|other| unexpected(&other));
        }
        if !op.is_read() && !op.is_told() {
            return self.ask_synchro(Request::On { object, op }, take);
        }
        // Before it is asked: what changes meanwhile must not be taken for known.
        let version = self.known.version(object);
        let request = Request::On { object, op: op.clone() };
        if size(&request) > VALUE_BYTES {
            return Ok(Err(Error::from(LimitHit::new("value-size", VALUE_BYTES)).into()));
        }
        match self.link.ask(AnyRequest::Synchro(request))? {
            AnyReply::Synchro(Ok(reply)) => {
                if op.is_told() {
                    self.known.took(object, &op);
                }
                self.known.keep(object, op, version, &reply);
                take(reply).map(Ok).map_err(|other| unexpected(&other))
            }
            AnyReply::Synchro(Err(error)) => Ok(Err(error.into())),
            other => Err(unexpected(&other)),
        }
    }
}

/// Whether the host has nothing to say against a write but that there is no room.
fn is_surely_right(op: &Op) -> bool {
    match op {
        Op::DictSet { key, value: json } => key.len() <= TOLD_BYTES && is_plain(json),
        Op::ListAppend { value: json } | Op::ValueSet { value: json } => is_plain(json),
        other => other.is_told(),
    }
}

/// Whether a value is small, JSON, and refers to no shared object: the guest may not use every one.
fn is_plain(json: &str) -> bool {
    json.len() <= TOLD_BYTES && value::check(json).is_ok() && value::references(json).is_empty()
}

/// The bytes of the texts in a request, so that what is too large is refused before it is encoded.
fn size(request: &Request) -> usize {
    match request {
        Request::New(New::Dict { initial } | New::List { initial } | New::Value { initial }) => initial.len(),
        Request::New(_) => 0,
        Request::On { op, .. } => match op {
            Op::DictSet { key, value } | Op::DictSetDefault { key, value } => key.len() + value.len(),
            Op::DictAdd { key, amount } => key.len() + amount.len(),
            Op::DictCompareAndSet { key, expected, new } => {
                key.len() + expected.as_ref().map_or(0, String::len) + new.len()
            }
            Op::DictGet { key } | Op::DictRemove { key } | Op::DictContains { key } => key.len(),
            Op::DictUpdate { members: text }
            | Op::ListSet { value: text, .. }
            | Op::ListAppend { value: text }
            | Op::ListExtend { values: text }
            | Op::ListInsert { value: text, .. }
            | Op::QueuePut { value: text, .. }
            | Op::ValueSet { value: text }
            | Op::ValueAdd { amount: text } => text.len(),
            Op::ValueCompareAndSet { expected, new } => expected.len() + new.len(),
            _ => 0,
        },
    }
}

fn done(reply: Reply) -> Result<(), Reply> {
    match reply {
        Reply::Done => Ok(()),
        other => Err(other),
    }
}

fn json(reply: Reply) -> Result<String, Reply> {
    match reply {
        Reply::Json(json) => Ok(json),
        other => Err(other),
    }
}

fn maybe(reply: Reply) -> Result<Option<String>, Reply> {
    match reply {
        Reply::MaybeJson(json) => Ok(json),
        other => Err(other),
    }
}

fn boolean(reply: Reply) -> Result<bool, Reply> {
    match reply {
        Reply::Bool(value) => Ok(value),
        other => Err(other),
    }
}

fn number(reply: Reply) -> Result<u64, Reply> {
    match reply {
        Reply::Number(number) => Ok(number),
        other => Err(other),
    }
}

fn count(reply: Reply) -> Result<u32, Reply> {
    match reply {
        Reply::Number(number) => Ok(u32::try_from(number).unwrap_or(u32::MAX)),
        other => Err(other),
    }
}

fn keys(reply: Reply) -> Result<Vec<String>, Reply> {
    match reply {
        Reply::Keys(keys) => Ok(keys),
        other => Err(other),
    }
}

fn kind(reply: Reply) -> Result<Kind, Reply> {
    match reply {
        Reply::Kind(kind) => Ok(kind.into()),
        other => Err(other),
    }
}

impl Host for Guest {
    fn new_dict(&mut self, initial: String) -> Answer<u64> {
        self.new_object(New::Dict { initial })
    }

    fn new_list(&mut self, initial: String) -> Answer<u64> {
        self.new_object(New::List { initial })
    }

    fn new_queue(&mut self, maximum: u32) -> Answer<u64> {
        self.new_object(New::Queue { maximum })
    }

    fn new_value(&mut self, initial: String) -> Answer<u64> {
        self.new_object(New::Value { initial })
    }

    fn new_lock(&mut self, reentrant: bool) -> Answer<u64> {
        self.new_object(New::Lock { reentrant })
    }

    fn new_event(&mut self) -> Answer<u64> {
        self.new_object(New::Event)
    }

    fn new_semaphore(&mut self, permits: u32, bounded: bool) -> Answer<u64> {
        self.new_object(New::Semaphore { permits, bounded })
    }

    fn new_barrier(&mut self, parties: u32) -> Answer<u64> {
        self.new_object(New::Barrier { parties })
    }

    fn kind_of(&mut self, object: u64) -> Answer<Kind> {
        self.on(object, Op::KindOf, kind)
    }

    fn dict_get(&mut self, object: u64, key: String) -> Answer<Option<String>> {
        self.on(object, Op::DictGet { key }, maybe)
    }

    fn dict_set(&mut self, object: u64, key: String, value: String) -> Answer<()> {
        self.on(object, Op::DictSet { key, value }, done)
    }

    fn dict_set_default(&mut self, object: u64, key: String, value: String) -> Answer<String> {
        self.on(object, Op::DictSetDefault { key, value }, json)
    }

    fn dict_remove(&mut self, object: u64, key: String) -> Answer<Option<String>> {
        self.on(object, Op::DictRemove { key }, maybe)
    }

    fn dict_update(&mut self, object: u64, members: String) -> Answer<()> {
        self.on(object, Op::DictUpdate { members }, done)
    }

    fn dict_add(&mut self, object: u64, key: String, amount: String) -> Answer<String> {
        self.on(object, Op::DictAdd { key, amount }, json)
    }

    fn dict_compare_and_set(
        &mut self,
        object: u64,
        key: String,
        expected: Option<String>,
        new: String,
    ) -> Answer<bool> {
        self.on(object, Op::DictCompareAndSet { key, expected, new }, boolean)
    }

    fn dict_contains(&mut self, object: u64, key: String) -> Answer<bool> {
        self.on(object, Op::DictContains { key }, boolean)
    }

    fn dict_keys(&mut self, object: u64) -> Answer<Vec<String>> {
        self.on(object, Op::DictKeys, keys)
    }

    fn dict_length(&mut self, object: u64) -> Answer<u64> {
        self.on(object, Op::DictLength, number)
    }

    fn dict_snapshot(&mut self, object: u64) -> Answer<String> {
        self.on(object, Op::DictSnapshot, json)
    }

    fn dict_clear(&mut self, object: u64) -> Answer<()> {
        self.on(object, Op::DictClear, done)
    }

    fn list_get(&mut self, object: u64, index: i64) -> Answer<String> {
        self.on(object, Op::ListGet { index }, json)
    }

    fn list_set(&mut self, object: u64, index: i64, value: String) -> Answer<()> {
        self.on(object, Op::ListSet { index, value }, done)
    }

    fn list_append(&mut self, object: u64, value: String) -> Answer<()> {
        self.on(object, Op::ListAppend { value }, done)
    }

    fn list_extend(&mut self, object: u64, values: String) -> Answer<()> {
        self.on(object, Op::ListExtend { values }, done)
    }

    fn list_insert(&mut self, object: u64, index: i64, value: String) -> Answer<()> {
        self.on(object, Op::ListInsert { index, value }, done)
    }

    fn list_remove(&mut self, object: u64, index: i64) -> Answer<String> {
        self.on(object, Op::ListRemove { index }, json)
    }

    fn list_length(&mut self, object: u64) -> Answer<u64> {
        self.on(object, Op::ListLength, number)
    }

    fn list_snapshot(&mut self, object: u64) -> Answer<String> {
        self.on(object, Op::ListSnapshot, json)
    }

    fn list_clear(&mut self, object: u64) -> Answer<()> {
        self.on(object, Op::ListClear, done)
    }

    fn queue_put(&mut self, object: u64, value: String, timeout: Option<u64>) -> Answer<()> {
        self.on(object, Op::QueuePut { value, timeout: timeout.map(Duration::from_nanos) }, done)
    }

    fn queue_get(&mut self, object: u64, timeout: Option<u64>) -> Answer<String> {
        self.on(object, Op::QueueGet { timeout: timeout.map(Duration::from_nanos) }, json)
    }

    fn queue_length(&mut self, object: u64) -> Answer<u64> {
        self.on(object, Op::QueueLength, number)
    }

    fn value_get(&mut self, object: u64) -> Answer<String> {
        self.on(object, Op::ValueGet, json)
    }

    fn value_set(&mut self, object: u64, value: String) -> Answer<()> {
        self.on(object, Op::ValueSet { value }, done)
    }

    fn value_add(&mut self, object: u64, amount: String) -> Answer<String> {
        self.on(object, Op::ValueAdd { amount }, json)
    }

    fn value_compare_and_set(&mut self, object: u64, expected: String, new: String) -> Answer<bool> {
        self.on(object, Op::ValueCompareAndSet { expected, new }, boolean)
    }

    fn lock_acquire(&mut self, object: u64, timeout: Option<u64>) -> Answer<bool> {
        self.on(object, Op::LockAcquire { timeout: timeout.map(Duration::from_nanos) }, boolean)
    }

    fn lock_release(&mut self, object: u64) -> Answer<()> {
        self.on(object, Op::LockRelease, done)
    }

    fn lock_held(&mut self, object: u64) -> Answer<bool> {
        self.on(object, Op::LockHeld, boolean)
    }

    fn event_set(&mut self, object: u64) -> Answer<()> {
        self.on(object, Op::EventSet, done)
    }

    fn event_clear(&mut self, object: u64) -> Answer<()> {
        self.on(object, Op::EventClear, done)
    }

    fn event_is_set(&mut self, object: u64) -> Answer<bool> {
        self.on(object, Op::EventIsSet, boolean)
    }

    fn event_wait(&mut self, object: u64, timeout: Option<u64>) -> Answer<bool> {
        self.on(object, Op::EventWait { timeout: timeout.map(Duration::from_nanos) }, boolean)
    }

    fn semaphore_acquire(&mut self, object: u64, timeout: Option<u64>) -> Answer<bool> {
        self.on(object, Op::SemaphoreAcquire { timeout: timeout.map(Duration::from_nanos) }, boolean)
    }

    fn semaphore_release(&mut self, object: u64) -> Answer<()> {
        self.on(object, Op::SemaphoreRelease, done)
    }

    fn semaphore_permits(&mut self, object: u64) -> Answer<u32> {
        self.on(object, Op::SemaphorePermits, count)
    }

    fn barrier_wait(&mut self, object: u64, timeout: Option<u64>) -> Answer<u32> {
        self.on(object, Op::BarrierWait { timeout: timeout.map(Duration::from_nanos) }, count)
    }

    fn barrier_reset(&mut self, object: u64) -> Answer<()> {
        self.on(object, Op::BarrierReset, done)
    }
}
