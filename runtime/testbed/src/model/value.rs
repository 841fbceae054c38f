//! What people put into `custom` and where no schema looks.

use std::fmt;

use indexmap::IndexMap;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::secret::Secret;

/// Keys and values in the order of the file.
pub type Map = IndexMap<String, Value>;

/// A value of any shape. Secrets in it print and serialise as `***`.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    /// An answer to `%ASK{}`, or what refers to credentials.
    Secret(Secret),
    List(Vec<Value>),
    Map(Map),
}

impl Value {
    /// The value at a path of keys and, in lists, numbers from 0.
    pub fn at<S: AsRef<str>>(&self, path: &[S]) -> Option<&Value> {
        path.iter().try_fold(self, |value, key| match value {
            Value::Map(map) => map.get(key.as_ref()),
            Value::List(items) => items.get(key.as_ref().parse::<usize>().ok()?),
            _ => None,
        })
    }
}

/// Scalars as they are, secrets as `***`, maps and lists as JSON would have them.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Bool(value) => value.fmt(f),
            Value::Int(value) => value.fmt(f),
            Value::Float(value) => value.fmt(f),
            Value::Text(text) => f.write_str(text),
            Value::Secret(secret) => secret.fmt(f),
            value => f.write_str(&serde_json::to_string(value).map_err(|_| fmt::Error)?),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Int(value) => serializer.serialize_i64(*value),
            Value::Float(value) => serializer.serialize_f64(*value),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Secret(secret) => secret.serialize(serializer),
            Value::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| list.serialize_element(item))?;
                list.end()
            }
            Value::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                entries.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
                map.end()
            }
        }
    }
}
