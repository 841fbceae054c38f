//! How parameters become the arguments of a section function.

use std::fmt;

use serde::de::value::Error as Unexpected;
use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde::forward_to_deserialize_any;

use super::parameters::View;
use crate::{Result, Stop};

/// The parameters that one section function asks for, by name.
#[derive(Debug)]
pub struct Arguments<'a> {
    view: View<'a>,
    /// `TcOne.test_a`
    scope: String,
    missing: Vec<&'static str>,
    wrong: Vec<String>,
}

impl<'a> Arguments<'a> {
    pub(super) fn new(view: View<'a>, scope: String) -> Arguments<'a> {
        Arguments { view, scope, missing: Vec::new(), wrong: Vec::new() }
    }

    /// The parameter of this name. None when it is missing or of another type, of which [`Arguments::finish`]
    /// tells; an `Option` is `Some(None)` when it is missing.
    pub fn take<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        match read(self.view, name, &self.scope) {
            Ok(value) => Some(value),
            Err(Unusable::Missing) => {
                self.missing.push(name);
                None
            }
            Err(Unusable::Wrong(text)) => {
                self.wrong.push(text);
                None
            }
        }
    }

    /// Tells what was missing or of another type, all at once.
    ///
    /// # Errors
    /// Errored, unless every parameter was there.
    pub fn finish(self) -> Result {
        if !self.missing.is_empty() {
            return Err(Stop::errored(missing(&self.missing, &self.scope)));
        }
        if !self.wrong.is_empty() {
            return Err(Stop::errored(self.wrong.join("; ")));
        }
        Ok(())
    }
}

/// `Missing parameters {'a', 'b'} in scope of 'TcOne.test_a'` (SPEC 4.3).
pub(super) fn missing(names: &[&str], scope: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    format!("Missing parameters {{{}}} in scope of '{scope}'", names.join(", "))
}

pub(super) enum Unusable {
    Missing,
    Wrong(String),
}

pub(super) fn read<T: DeserializeOwned>(view: View<'_>, name: &str, scope: &str) -> Result<T, Unusable> {
    match view.get(name) {
        Some(value) => serde_json::from_value(value).map_err(|error| {
            Unusable::Wrong(format!("Parameter '{name}' in scope of '{scope}' is of another type: {error}"))
        }),
        // Only an `Option` can be read from nothing.
        None => T::deserialize(Nothing).map_err(|_| Unusable::Missing),
    }
}

/// Reads an `Option` as `None`, and nothing else.
struct Nothing;

impl<'de> Deserializer<'de> for Nothing {
    type Error = Unexpected;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> std::result::Result<V::Value, Unexpected> {
        Err(Unexpected::custom(Absent))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> std::result::Result<V::Value, Unexpected> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Absent;

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("missing")
    }
}
