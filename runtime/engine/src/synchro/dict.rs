//! The shared dict: text keys, JSON values, in order of insertion.
//!
//! As in Python, a key that is set again keeps its place, and one that was removed comes back at the end.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use easypy_contract::limits::{LimitHit, NAME_BYTES, VALUE_BYTES};
use easypy_contract::synchro::{Error, Kind, Op, Reply};

use super::equal::equal;
use super::json::{self, Json, Snapshot};
use super::memory::room_to_keep;
use super::number;
use super::object::{Call, Object, Turn};
use super::scan;

/// What an entry costs beside its key and its value, in both maps.
const ENTRY_BYTES: u64 = 128;
/// What a key costs in a message beside its text.
const KEY_FRAME_BYTES: usize = 4;

/// Getting, setting and removing take the same time however many keys there are.
#[derive(Default)]
pub(super) struct Dict {
    entries: HashMap<Rc<str>, Entry>,
    /// The keys by their places.
    order: BTreeMap<u64, Rc<str>>,
    next_place: u64,
}

struct Entry {
    place: u64,
    value: Json,
}

fn bytes(key: &str, value: &Json) -> u64 {
    key.len() as u64 + value.bytes() + ENTRY_BYTES
}

impl Dict {
    /// # Errors
    /// `initial` is no JSON object of values that the guest may write, or there is no room for it.
    pub(super) fn new(initial: String, call: &mut Call<'_>) -> Result<Dict, Error> {
        let mut dict = Dict::default();
        dict.update("initial", initial, call)?;
        Ok(dict)
    }

    fn get(&self, key: &str) -> Option<&Json> {
        self.entries.get(key).map(|entry| &entry.value)
    }

    fn set(&mut self, key: String, value: Json, call: &mut Call<'_>) -> Result<(), Error> {
        check_key(&key)?;
        let old = self.get(&key).map_or(0, |old| bytes(&key, old));
        call.memory().exchange(old, bytes(&key, &value))?;
        self.put(key, value);
        Ok(())
    }

    /// Sets a key whose bytes are accounted for; the value that it had.
    fn put(&mut self, key: String, value: Json) -> Option<Json> {
        if let Some(entry) = self.entries.get_mut(key.as_str()) {
            return Some(std::mem::replace(&mut entry.value, value));
        }
        let (key, place) = (Rc::<str>::from(key), self.next_place);
        self.next_place += 1;
        self.order.insert(place, Rc::clone(&key));
        self.entries.insert(key, Entry { place, value });
        None
    }

    fn remove(&mut self, key: &str, call: &mut Call<'_>) -> Option<Json> {
        let Entry { place, value } = self.entries.remove(key)?;
        self.order.remove(&place);
        call.memory().give_back(bytes(key, &value));
        if let Some(room) = room_to_keep(self.entries.len(), self.entries.capacity()) {
            self.entries.shrink_to(room);
        }
        Some(value)
    }

    /// All members are set, or none.
    fn update(&mut self, argument: &str, members: String, call: &mut Call<'_>) -> Result<(), Error> {
        let members = Json::new(argument, members)?.expect(argument, '{')?;
        let access = &*call.access;
        let entries = scan::members(members.text()).map(|(name, value)| {
            let (key, value) = (json::key(argument, name)?.into_owned(), members.part(value));
            check_key(&key)?;
            access.check(value.references())?;
            let bytes = bytes(&key, &value);
            Ok(((key, value), bytes))
        });
        for (key, value) in call.common.memory.take_all(entries)? {
            let fixed = key.len() as u64 + ENTRY_BYTES;
            if let Some(old) = self.put(key, value) {
                call.memory().give_back(fixed + old.bytes());
            }
        }
        Ok(())
    }

    fn add(&mut self, key: String, amount: String, call: &mut Call<'_>) -> Result<String, Error> {
        let amount = Json::new("amount", amount)?;
        let sum = number::add(self.get(&key).map_or("0", Json::text), amount.text())?;
        self.set(key, Json::number(sum.clone()), call)?;
        Ok(sum)
    }

    fn compare_and_set(
        &mut self,
        key: String,
        expected: Option<String>,
        new: String,
        call: &mut Call<'_>,
    ) -> Result<bool, Error> {
        let expected = expected.map(|expected| Json::new("expected", expected)).transpose()?;
        let new = call.value("new", new)?;
        let is_expected = match (self.get(&key), &expected) {
            (Some(now), Some(expected)) => equal(now.text(), expected.text()),
            (now, expected) => now.is_none() && expected.is_none(),
        };
        if is_expected {
            self.set(key, new, call)?;
        }
        Ok(is_expected)
    }

    fn in_order(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.order.values().filter_map(|key| Some((&**key, self.get(key)?)))
    }

    fn keys(&self) -> Result<Vec<String>, Error> {
        let bytes: usize = self.order.values().map(|key| key.len() + KEY_FRAME_BYTES).sum();
        if bytes > VALUE_BYTES {
            return Err(LimitHit::new("value-size", VALUE_BYTES).into());
        }
        Ok(self.order.values().map(|key| String::from(&**key)).collect())
    }

    fn snapshot(&self, call: &mut Call<'_>) -> Result<String, Error> {
        let mut snapshot = Snapshot::object();
        for (key, value) in self.in_order() {
            snapshot.member(key, value)?;
        }
        // The references in each value, never those of the whole: a key that happens to be `$shared` would
        // make a reference that nobody was given.
        for (_, value) in self.in_order() {
            call.access.grant_all(value.references());
        }
        Ok(snapshot.finish())
    }

    fn clear(&mut self, call: &mut Call<'_>) {
        let held = self.in_order().map(|(key, value)| bytes(key, value)).sum();
        call.memory().give_back(held);
        *self = Dict::default();
    }
}

fn check_key(key: &str) -> Result<(), Error> {
    if key.len() > NAME_BYTES {
        return Err(LimitHit::new("key-size", NAME_BYTES).into());
    }
    Ok(())
}

impl Object for Dict {
    fn kind(&self) -> Kind {
        Kind::Dict
    }

    fn call(&mut self, op: Op, call: &mut Call<'_>) -> Result<Turn, Error> {
        let reply = match op {
            Op::DictGet { key } => Reply::MaybeJson(self.get(&key).map(|value| call.read(value))),
            Op::DictSet { key, value } => {
                let value = call.value("value", value)?;
                self.set(key, value, call)?;
                Reply::Done
            }
            Op::DictSetDefault { key, value } => {
                let value = call.value("value", value)?;
                if self.get(&key).is_none() {
                    self.set(key.clone(), value, call)?;
                }
                Reply::Json(self.get(&key).map_or_else(String::new, |value| call.read(value)))
            }
            Op::DictRemove { key } => Reply::MaybeJson(self.remove(&key, call).map(|value| call.take(value))),
            Op::DictUpdate { members } => {
                self.update("members", members, call)?;
                Reply::Done
            }
            Op::DictAdd { key, amount } => Reply::Json(self.add(key, amount, call)?),
            Op::DictCompareAndSet { key, expected, new } => {
                Reply::Bool(self.compare_and_set(key, expected, new, call)?)
            }
            Op::DictContains { key } => Reply::Bool(self.get(&key).is_some()),
            Op::DictKeys => Reply::Keys(self.keys()?),
            Op::DictLength => Reply::Number(self.entries.len() as u64),
            Op::DictSnapshot => Reply::Json(self.snapshot(call)?),
            Op::DictClear => {
                self.clear(call);
                Reply::Done
            }
            _ => return Err(Error::WrongKind(self.kind())),
        };
        Ok(reply.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synchro::tests::alone;

    #[test]
    fn room_is_not_kept_for_what_was_removed() {
        alone(|call| {
            let mut dict = Dict::default();
            for n in 0..10_000 {
                dict.set(n.to_string(), Json::number("1".into()), call).unwrap();
            }
            for n in 0..9_990 {
                dict.remove(&n.to_string(), call).unwrap();
            }
            assert!(dict.entries.capacity() < 200, "{}", dict.entries.capacity());
            assert_eq!(dict.in_order().count(), 10);
        });
    }
}
