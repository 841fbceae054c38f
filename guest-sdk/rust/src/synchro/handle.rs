//! What the handles of all kinds have in common: how they cross, and how values are written and read.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::SynchroError;

/// A reference as it crosses.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reference {
    #[serde(rename = "$shared")]
    pub(super) id: u64,
}

/// Defines a handle: a number that serialises as a reference.
macro_rules! handle {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name {
            id: u64,
        }

        impl $name {
            pub(super) fn from_id(id: u64) -> $name {
                $name { id }
            }

            /// The number of the object, unique in the run.
            pub fn id(&self) -> u64 {
                self.id
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                $crate::synchro::handle::Reference { id: self.id }.serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            /// Whether the object is of this kind shows at the first call on it.
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<$name, D::Error> {
                $crate::synchro::handle::Reference::deserialize(deserializer).map(|r| $name { id: r.id })
            }
        }
    };
}
pub(super) use handle;

/// A value as JSON text.
pub(super) fn encode(value: impl Serialize) -> Result<String, SynchroError> {
    serde_json::to_string(&value).map_err(|e| SynchroError::InvalidArgument(e.to_string()))
}

/// A value from JSON text.
pub(super) fn decode<T: DeserializeOwned>(json: &str) -> Result<T, SynchroError> {
    serde_json::from_str(json).map_err(|e| SynchroError::WrongType(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::super::{Dict, SynchroError};
    use super::{decode, encode};

    #[test]
    fn a_handle_crosses_as_a_reference() {
        let dict = Dict::from_id(7);
        assert_eq!(encode(&dict).unwrap(), r#"{"$shared":7}"#);
        assert_eq!(decode::<Vec<Dict>>(r#"[{"$shared":7}]"#).unwrap(), [dict]);
    }

    #[test]
    fn what_is_no_reference_is_no_handle() {
        for json in ["7", "{}", r#"{"$shared":-1}"#, r#"{"$shared":7,"x":1}"#] {
            assert!(matches!(decode::<Dict>(json), Err(SynchroError::WrongType(_))), "{json}");
        }
    }
}
