//! Values that no schema looks into.

use std::rc::Rc;

use crate::model::{Map, Value};
use crate::secret::{Origin, Secret};
use crate::yaml::{self, Kind, Node};

/// The value of a node; secrets stay such.
pub(super) fn value(node: &Node) -> Value {
    match &node.kind {
        Kind::Unknown => Value::Secret(Secret::unasked()),
        Kind::List(items) => Value::List(items.iter().map(value).collect()),
        Kind::Map(map) => Value::Map(values(map)),
        _ if node.secret.is_some() => Value::Secret(secret(node)),
        Kind::Null => Value::Null,
        Kind::Bool(value) => Value::Bool(*value),
        Kind::Int(value) => Value::Int(*value),
        Kind::Float(value) => Value::Float(*value),
        Kind::Text(text) => Value::Text(text.to_string()),
    }
}

pub(super) fn values(map: &yaml::Map) -> Map {
    map.iter().map(|(name, entry)| (Rc::clone(name).to_string(), value(&entry.value))).collect()
}

/// A scalar as a secret.
pub(super) fn secret(node: &Node) -> Secret {
    match node.scalar() {
        Some(text) => Secret::new(text, node.secret.unwrap_or(Origin::Credential)),
        None => Secret::unasked(),
    }
}
