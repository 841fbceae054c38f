//! JSON of a guest.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::{At, Entry, Node, Value};
use crate::bounds;

/// Characters of a key in a path.
const KEY_SHOWN: usize = 32;

/// The tree of a text, or why it is none. A key that is there twice is twice in the tree.
pub(crate) fn parse(text: &str) -> Result<Node, String> {
    let mut json = serde_json::Deserializer::from_str(text);
    let root = Seed { path: String::new(), depth: 0 }.deserialize(&mut json);
    root.and_then(|root| json.end().map(|()| root)).map_err(|error| error.to_string())
}

/// A value at a path.
struct Seed {
    path: String,
    depth: usize,
}

impl Seed {
    fn within(&self, step: &str) -> Seed {
        Seed { path: format!("{}{step}", self.path), depth: self.depth + 1 }
    }

    fn node(self, value: Value) -> Node {
        Node { at: At::Path(self.path), value }
    }
}

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Node, D::Error> {
        if self.depth > bounds::DEPTH {
            return Err(D::Error::custom(format!("it is nested more than {} deep", bounds::DEPTH)));
        }
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(self.node(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(self.node(Value::Whole(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        let large = Value::Other("a number of more than 64 bits");
        Ok(self.node(i64::try_from(value).map_or(large, Value::Whole)))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(self.node(Value::Other("a number with a fraction")))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(self.node(Value::Text(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(self.node(Value::Other("null")))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self.within(&format!("[{}]", items.len())))? {
            items.push(item);
        }
        Ok(self.node(Value::List(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let dot = if self.path.is_empty() { "" } else { "." };
            // Every value within has a copy of it.
            let shown = key.char_indices().nth(KEY_SHOWN).map_or(key.as_str(), |(end, _)| &key[..end]);
            let node = map.next_value_seed(self.within(&format!("{dot}{shown}")))?;
            entries.push(Entry { key, at: node.at.clone(), node });
        }
        Ok(self.node(Value::Table(entries)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_their_paths_and_keys_may_be_there_twice() {
        let root = parse(r#"{"a": [true, {"b": 1}], "a": null}"#).unwrap();
        let Value::Table(entries) = root.value else { panic!() };
        assert_eq!(entries.len(), 2);
        let Value::List(items) = &entries[0].node.value else { panic!() };
        let Value::Table(inner) = &items[1].value else { panic!() };
        assert_eq!(inner[0].at, At::Path("a[1].b".to_owned()));
    }

    #[test]
    fn what_is_too_deep_or_no_json_is_refused() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(&nested(bounds::DEPTH)).is_ok());
        assert!(parse(&nested(bounds::DEPTH + 2)).unwrap_err().contains("nested"));
        assert!(parse(&nested(30_000)).is_err());
        assert!(parse("{} {}").is_err());
        assert!(parse("").is_err());
    }
}
