//! Steps on shared objects.

use easypy::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::State;
use crate::plan::ObjectStep;
use crate::tasks::seconds;

/// An object of the plan.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Object {
    Dict(Dict),
    List(List),
    Queue(Queue),
    Value(Value),
    Lock(Lock),
    Event(Event),
    Semaphore(Semaphore),
    Barrier(Barrier),
}

impl State {
    pub(crate) fn object(&mut self, runtime: &Runtime, step: ObjectStep) -> easypy::Result<Json> {
        Ok(match step {
            ObjectStep::New { object, kind, with } => {
                let made = self.make(runtime, &kind, with)?;
                self.objects.insert(object, made);
                Json::Null
            }
            ObjectStep::Read { object } => said(read(self.known(&object)?)),
            ObjectStep::Assign { object, key, value } => {
                let value = self.resolve(value)?;
                match self.known(&object)? {
                    Object::Dict(dict) => said(dict.set(&key, value)),
                    _ => errored!("{object} is no dict"),
                }
            }
            ObjectStep::Put { object, value } => match self.known(&object)? {
                Object::Queue(queue) => said(queue.put(value, None)),
                _ => errored!("{object} is no queue"),
            },
            ObjectStep::Get { object, timeout } => match self.known(&object)? {
                Object::Queue(queue) => said(queue.get::<Json>(seconds(timeout))),
                _ => errored!("{object} is no queue"),
            },
            ObjectStep::Set { object } => match self.known(&object)? {
                Object::Event(event) => said(event.set()),
                _ => errored!("{object} is no event"),
            },
            ObjectStep::Acquire { object, timeout } => said(acquire(self.known(&object)?, timeout)),
            ObjectStep::Release { object } => match self.known(&object)? {
                Object::Lock(lock) => said(lock.release()),
                Object::Semaphore(semaphore) => said(semaphore.release()),
                _ => errored!("{object} cannot be released"),
            },
            ObjectStep::BarrierWait { object, timeout } => match self.known(&object)? {
                Object::Barrier(barrier) => said(barrier.wait(seconds(timeout))),
                _ => errored!("{object} is no barrier"),
            },
        })
    }

    fn make(&self, runtime: &Runtime, kind: &str, with: Option<Json>) -> easypy::Result<Object> {
        let synchro = runtime.synchro();
        let with = with.map(|value| self.resolve(value)).transpose()?;
        let number = with.as_ref().and_then(Json::as_u64).and_then(|n| u32::try_from(n).ok());
        Ok(match kind {
            "dict" => Object::Dict(synchro.dict_from(with.unwrap_or_else(|| json!({})))?),
            "list" => Object::List(synchro.list_from(with.unwrap_or_else(|| json!([])))?),
            "queue" => Object::Queue(synchro.bounded_queue(number.unwrap_or(0))?),
            "value" => Object::Value(synchro.value(with)?),
            "lock" => Object::Lock(synchro.lock()?),
            "reentrant-lock" => Object::Lock(synchro.reentrant_lock()?),
            "event" => Object::Event(synchro.event()?),
            "semaphore" => Object::Semaphore(synchro.bounded_semaphore(number.unwrap_or(1))?),
            "barrier" => Object::Barrier(synchro.barrier(number.unwrap_or(1))?),
            _ => errored!("there are no objects of the kind {kind}"),
        })
    }

    fn known(&self, name: &str) -> easypy::Result<&Object> {
        match self.objects.get(name) {
            Some(object) => Ok(object),
            None => errored!("the plan has no object {name}"),
        }
    }

    /// The value with the references that its `{"$object": name}` stand for.
    pub(crate) fn resolve(&self, value: Json) -> easypy::Result<Json> {
        Ok(match value {
            Json::Object(members) => match (members.len(), members.get("$object").and_then(Json::as_str)) {
                (1, Some(name)) => serde_json::to_value(self.known(name)?)?,
                _ => Json::Object(
                    members
                        .into_iter()
                        .map(|(key, value)| Ok((key, self.resolve(value)?)))
                        .collect::<easypy::Result<Map<String, Json>>>()?,
                ),
            },
            Json::Array(elements) => Json::Array(
                elements
                    .into_iter()
                    .map(|value| self.resolve(value))
                    .collect::<easypy::Result<Vec<Json>>>()?,
            ),
            other => other,
        })
    }
}

fn acquire(object: &Object, timeout: Option<f64>) -> Result<bool, SynchroError> {
    let limit = seconds(timeout);
    Ok(match (object, limit) {
        (Object::Lock(lock), None) => {
            lock.lock()?.leak();
            true
        }
        (Object::Lock(lock), Some(limit)) => lock.try_lock(limit)?.map(|guard| guard.leak()).is_some(),
        (Object::Semaphore(semaphore), None) => {
            semaphore.acquire()?.leak();
            true
        }
        (Object::Semaphore(semaphore), Some(limit)) => {
            semaphore.try_acquire(limit)?.map(|permit| permit.leak()).is_some()
        }
        (Object::Event(event), limit) => event.wait(limit)?,
        _ => false,
    })
}

fn read(object: &Object) -> Result<Json, SynchroError> {
    Ok(match object {
        Object::Dict(dict) => json!(dict.snapshot::<Json>()?),
        Object::List(list) => json!(list.snapshot::<Json>()?),
        Object::Queue(queue) => json!(queue.len()?),
        Object::Value(value) => value.get()?,
        Object::Lock(lock) => json!(lock.is_held()?),
        Object::Event(event) => json!(event.is_set()?),
        Object::Semaphore(semaphore) => json!(semaphore.permits()?),
        Object::Barrier(_) => Json::Null,
    })
}

/// What came of a call on a shared object.
fn said(result: Result<impl Serialize, SynchroError>) -> Json {
    match result {
        Ok(value) => json!(value),
        Err(error) => json!({"error": format!("{error:?}"), "text": error.to_string()}),
    }
}
