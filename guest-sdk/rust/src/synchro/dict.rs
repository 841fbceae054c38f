//! The shared dict.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Result;
use super::handle::{decode, encode, handle};
use crate::bindings::synchro;

handle! {
    /// A shared dict: text keys, JSON values, in order of insertion.
    Dict
}

/// Calls fail with [`SynchroError`](super::SynchroError)'s `UnknownObject`, `WrongKind`, `LimitExceeded` and
/// `ShuttingDown`; those that read a value with `WrongType`, those that write one with `InvalidArgument` when
/// it cannot be written as JSON.
#[expect(clippy::missing_errors_doc, reason = "said once, for all of them, on the block")]
impl Dict {
    /// The key's value, or none if it is not there.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        synchro::dict_get(self.id, key)?.map(|json| decode(&json)).transpose()
    }

    /// The key's value. [`MissingKey`](super::SynchroError::MissingKey) if it is not there.
    pub fn require<T: DeserializeOwned>(&self, key: &str) -> Result<T> {
        self.get(key)?.ok_or_else(|| super::SynchroError::MissingKey(key.to_owned()))
    }

    /// Sets the key.
    pub fn set(&self, key: &str, value: impl Serialize) -> Result {
        Ok(synchro::dict_set(self.id, key, &encode(value)?)?)
    }

    /// Sets the key only if it is not there; the value that is there afterwards.
    pub fn set_default<T: Serialize + DeserializeOwned>(&self, key: &str, value: T) -> Result<T> {
        decode(&synchro::dict_set_default(self.id, key, &encode(value)?)?)
    }

    /// Removes the key; its value, or none if it was not there.
    pub fn remove<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        synchro::dict_remove(self.id, key)?.map(|json| decode(&json)).transpose()
    }

    /// Sets several keys at once: the fields of a struct, or the entries of a map.
    pub fn update(&self, members: impl Serialize) -> Result {
        Ok(synchro::dict_update(self.id, &encode(members)?)?)
    }

    /// Adds to a number, taking a missing key for 0; the sum.
    pub fn add<T: Serialize + DeserializeOwned>(&self, key: &str, amount: T) -> Result<T> {
        decode(&synchro::dict_add(self.id, key, &encode(amount)?)?)
    }

    /// Sets the key to `new` if it is `expected` now (`None`: not there). Whether it did.
    pub fn compare_and_set<T: Serialize>(
        &self,
        key: &str,
        expected: Option<T>,
        new: impl Serialize,
    ) -> Result<bool> {
        let expected = expected.map(encode).transpose()?;
        Ok(synchro::dict_compare_and_set(self.id, key, expected.as_deref(), &encode(new)?)?)
    }

    /// Whether the key is there.
    pub fn contains(&self, key: &str) -> Result<bool> {
        Ok(synchro::dict_contains(self.id, key)?)
    }

    /// The keys, in order of insertion.
    pub fn keys(&self) -> Result<Vec<String>> {
        Ok(synchro::dict_keys(self.id)?)
    }

    /// How many keys there are.
    pub fn len(&self) -> Result<u64> {
        Ok(synchro::dict_length(self.id)?)
    }

    /// Whether there are no keys.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    /// The whole dict at one moment.
    pub fn snapshot<T: DeserializeOwned>(&self) -> Result<BTreeMap<String, T>> {
        decode(&synchro::dict_snapshot(self.id)?)
    }

    /// Removes all keys.
    pub fn clear(&self) -> Result {
        Ok(synchro::dict_clear(self.id)?)
    }
}
