//! The shared value.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Result;
use super::handle::{decode, encode, handle};
use crate::bindings::synchro;

handle! {
    /// One shared JSON value.
    Value
}

/// Calls fail with [`SynchroError`](super::SynchroError)'s `UnknownObject`, `WrongKind`, `LimitExceeded` and
/// `ShuttingDown`; those that read with `WrongType`.
#[expect(clippy::missing_errors_doc, reason = "said once, for all of them, on the block")]
impl Value {
    /// The value now.
    pub fn get<T: DeserializeOwned>(&self) -> Result<T> {
        decode(&synchro::value_get(self.id)?)
    }

    /// Replaces the value.
    pub fn set(&self, value: impl Serialize) -> Result {
        Ok(synchro::value_set(self.id, &encode(value)?)?)
    }

    /// Adds to a number; the sum.
    pub fn add<T: Serialize + DeserializeOwned>(&self, amount: T) -> Result<T> {
        decode(&synchro::value_add(self.id, &encode(amount)?)?)
    }

    /// Sets `new` if the value is `expected` now. Whether it did.
    pub fn compare_and_set(&self, expected: impl Serialize, new: impl Serialize) -> Result<bool> {
        Ok(synchro::value_compare_and_set(self.id, &encode(expected)?, &encode(new)?)?)
    }
}
