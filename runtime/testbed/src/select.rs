//! Which devices are meant: by name, alias, type, or a field of `custom`.

use std::fmt;
use std::str::FromStr;

use easypy_contract::wildcard;

use crate::model::{Device, Testbed, Value};

/// A text in which `*` stands for any characters, none among them. Case counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern(String);

/// One way to tell devices.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Selector {
    Name(Pattern),
    Alias(Pattern),
    Type(Pattern),
    /// The value at a path within `custom`. A scalar is compared as a text; of a list, one item that fits will
    /// do. Secrets fit nothing.
    Custom {
        path: Vec<String>,
        value: Pattern,
    },
}

impl Pattern {
    pub fn matches(&self, text: &str) -> bool {
        wildcard::fits(&self.0, text)
    }

    /// Whether it stands for one text alone.
    pub fn is_exact(&self) -> bool {
        !self.0.contains('*')
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A pattern cannot be empty: it would fit what has no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a pattern cannot be empty")]
pub struct EmptyPattern;

impl FromStr for Pattern {
    type Err = EmptyPattern;

    fn from_str(text: &str) -> Result<Pattern, EmptyPattern> {
        if text.is_empty() { Err(EmptyPattern) } else { Ok(Pattern(text.to_owned())) }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Selector {
    pub fn matches(&self, device: &Device) -> bool {
        match self {
            Selector::Name(pattern) => pattern.matches(device.name.as_str()),
            Selector::Alias(pattern) => {
                device.alias.as_ref().is_some_and(|alias| pattern.matches(alias.as_str()))
            }
            Selector::Type(pattern) => device.kind.as_ref().is_some_and(|kind| pattern.matches(kind)),
            Selector::Custom { path, value } => {
                device.custom_at(path).is_some_and(|found| fits(value, found))
            }
        }
    }
}

impl Testbed {
    /// The devices that one of the selectors fits, in the order of the file. Without selectors there are none.
    pub fn select<'a>(&'a self, selectors: &'a [Selector]) -> impl Iterator<Item = &'a Device> {
        self.devices().filter(move |device| selectors.iter().any(|selector| selector.matches(device)))
    }
}

fn fits(pattern: &Pattern, value: &Value) -> bool {
    match value {
        Value::Null | Value::Secret(_) | Value::Map(_) => false,
        Value::List(items) => items.iter().any(|item| !matches!(item, Value::List(_)) && fits(pattern, item)),
        Value::Text(text) => pattern.matches(text),
        scalar => pattern.matches(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, text, fits) in [
            ("R1", "R1", true),
            ("R1", "r1", false),
            ("R*", "R", true),
            ("*-pe-*", "fra-pe-1", true),
            ("*a", "ab", false),
        ] {
            assert_eq!(pattern.parse::<Pattern>().unwrap().matches(text), fits, "{pattern} {text}");
        }
        assert_eq!("".parse::<Pattern>(), Err(EmptyPattern));
    }
}
