//! The shared list.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Result;
use super::handle::{decode, encode, handle};
use crate::bindings::synchro;

handle! {
    /// A shared list of JSON values. Negative indexes count from the end.
    List
}

/// Calls fail with [`SynchroError`](super::SynchroError)'s `UnknownObject`, `WrongKind`, `LimitExceeded` and
/// `ShuttingDown`; those with an index with `OutOfRange`, those that read with `WrongType`.
#[expect(clippy::missing_errors_doc, reason = "said once, for all of them, on the block")]
impl List {
    /// The element at the index.
    pub fn get<T: DeserializeOwned>(&self, index: i64) -> Result<T> {
        decode(&synchro::list_get(self.id, index)?)
    }

    /// Replaces the element at the index.
    pub fn set(&self, index: i64, value: impl Serialize) -> Result {
        Ok(synchro::list_set(self.id, index, &encode(value)?)?)
    }

    /// Appends one element.
    pub fn append(&self, value: impl Serialize) -> Result {
        Ok(synchro::list_append(self.id, &encode(value)?)?)
    }

    /// Appends all of these at once.
    pub fn extend(&self, values: impl Serialize) -> Result {
        Ok(synchro::list_extend(self.id, &encode(values)?)?)
    }

    /// Inserts before the index; an index past an end means that end.
    pub fn insert(&self, index: i64, value: impl Serialize) -> Result {
        Ok(synchro::list_insert(self.id, index, &encode(value)?)?)
    }

    /// Removes the element at the index and returns it.
    pub fn remove<T: DeserializeOwned>(&self, index: i64) -> Result<T> {
        decode(&synchro::list_remove(self.id, index)?)
    }

    /// How many elements there are.
    pub fn len(&self) -> Result<u64> {
        Ok(synchro::list_length(self.id)?)
    }

    /// Whether there are no elements.
    pub fn is_empty(&self) -> Result<bool> {
        Ok(self.len()? == 0)
    }

    /// The whole list at one moment.
    pub fn snapshot<T: DeserializeOwned>(&self) -> Result<Vec<T>> {
        decode(&synchro::list_snapshot(self.id)?)
    }

    /// Removes all elements.
    pub fn clear(&self) -> Result {
        Ok(synchro::list_clear(self.id)?)
    }
}
