//! JSON values as the objects keep them: checked, as compact text, with the references in them.

use std::borrow::Cow;

use easypy_contract::limits::{LimitHit, VALUE_BYTES, VALUE_DEPTH};
use easypy_contract::synchro::{Error, ObjectId};
use easypy_contract::value::{self, InvalidValue};

use super::scan::{Quotes, form};

/// What keeping a value costs beside its text: the struct, and the allocator's part.
const OVERHEAD_BYTES: u64 = 64;

/// A JSON value that was checked. Its numbers, and the order of its members, are kept as they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Json {
    /// compact: no spaces but in texts
    text: Box<str>,
    /// The objects it refers to. Found when it is written, so that reading it need not look.
    references: Box<[ObjectId]>,
    /// It has no more levels of arrays and objects than this.
    depth: u8,
}

impl Json {
    /// A value that a guest sent as an argument.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] naming the argument, or a limit.
    pub(super) fn new(argument: &str, text: String) -> Result<Json, Error> {
        value::check(&text).map_err(|error| match error {
            InvalidValue::Limit(limit) => Error::LimitExceeded(limit),
            error @ InvalidValue::NotJson(_) => Error::InvalidArgument(format!("{argument}: {error}")),
        })?;
        let references = value::references(&text).into();
        let (spaces, depth) = measure(&text);
        let text = if spaces { without_spaces(&text) } else { text };
        Ok(Json { text: text.into(), references, depth })
    }

    /// An element or a member's value of this one, as it is written in it.
    pub(super) fn part(&self, text: &str) -> Json {
        // Most values refer to nothing: then there is nothing to look for in each part.
        let references = if self.references.is_empty() { Vec::new() } else { value::references(text) };
        Json { text: text.into(), references: references.into(), depth: self.depth.saturating_sub(1) }
    }

    pub(super) fn number(text: String) -> Json {
        Json { text: text.into(), references: Box::default(), depth: 0 }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn into_text(self) -> String {
        self.text.into()
    }

    pub(super) fn references(&self) -> &[ObjectId] {
        &self.references
    }

    /// What it counts of the bytes that a run may hold.
    pub(super) fn bytes(&self) -> u64 {
        (self.text.len() + size_of_val::<[ObjectId]>(&self.references)) as u64 + OVERHEAD_BYTES
    }

    /// The same value, that must begin with this bracket.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] naming the argument.
    pub(super) fn expect(self, argument: &str, bracket: char) -> Result<Json, Error> {
        if self.text.starts_with(bracket) {
            return Ok(self);
        }
        let (expected, found) = (form(bracket.encode_utf8(&mut [0; 4])), form(&self.text));
        Err(Error::InvalidArgument(format!("{argument}: expected {expected}, found {found}")))
    }
}

/// Whether there are spaces outside of texts, and how deep the value is nested.
fn measure(text: &str) -> (bool, u8) {
    let (mut quotes, mut spaces) = (Quotes::default(), false);
    let (mut depth, mut deepest) = (0u8, 0u8);
    for byte in text.bytes() {
        if quotes.is_outside(byte) {
            match byte {
                b'[' | b'{' => {
                    depth = depth.saturating_add(1);
                    deepest = deepest.max(depth);
                }
                b']' | b'}' => depth = depth.saturating_sub(1),
                b' ' | b'\n' | b'\r' | b'\t' => spaces = true,
                _ => {}
            }
        }
    }
    (spaces, deepest)
}

fn without_spaces(text: &str) -> String {
    let mut quotes = Quotes::default();
    // Only ASCII characters are left out, and a byte of a longer one is never mistaken for one.
    text.chars()
        .filter(|character| {
            let byte = u8::try_from(*character).unwrap_or(b'_');
            !(quotes.is_outside(byte) && matches!(character, ' ' | '\n' | '\r' | '\t'))
        })
        .collect()
}

/// Puts the value of a whole dict or list together, within the bounds of a value.
pub(super) struct Snapshot {
    text: String,
    end: char,
}

impl Snapshot {
    pub(super) fn array() -> Snapshot {
        Snapshot { text: "[".to_owned(), end: ']' }
    }

    pub(super) fn object() -> Snapshot {
        Snapshot { text: "{".to_owned(), end: '}' }
    }

    /// # Errors
    /// It would be larger, or nested deeper, than a value may be.
    pub(super) fn element(&mut self, value: &Json) -> Result<(), Error> {
        self.add("", value)
    }

    /// # Errors
    /// As for [`Snapshot::element`].
    pub(super) fn member(&mut self, name: &str, value: &Json) -> Result<(), Error> {
        self.add(&format!("{}:", serde_json::Value::from(name)), value)
    }

    fn add(&mut self, before: &str, value: &Json) -> Result<(), Error> {
        if usize::from(value.depth) >= VALUE_DEPTH {
            return Err(LimitHit::new("value-depth", VALUE_DEPTH).into());
        }
        let comma = if self.text.len() > 1 { "," } else { "" };
        if self.text.len() + comma.len() + before.len() + value.text.len() + self.end.len_utf8() > VALUE_BYTES
        {
            return Err(LimitHit::new("value-size", VALUE_BYTES).into());
        }
        for part in [comma, before, &value.text] {
            self.text.push_str(part);
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> String {
        self.text.push(self.end);
        self.text
    }
}

/// A key of a dict, as a guest sent it in quotes.
///
/// # Errors
/// [`Error::InvalidArgument`] naming the argument.
pub(super) fn key<'a>(argument: &str, quoted: &'a str) -> Result<Cow<'a, str>, Error> {
    super::scan::unquoted(quoted)
        .ok_or_else(|| Error::InvalidArgument(format!("{argument}: a name is no Unicode text")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synchro::tests::any_json;
    use proptest::prelude::*;

    fn json(text: &str) -> Result<Json, Error> {
        Json::new("value", text.to_owned())
    }

    #[test]
    fn spaces_go_and_digits_stay() {
        let json = json(" { \"a b\" :\n[ 1.50 , 123456789012345678901234567890, \"\\\" \" ]\t} ").unwrap();
        assert_eq!(json.text(), r#"{"a b":[1.50,123456789012345678901234567890,"\" "]}"#);
        assert_eq!(json.depth, 2);
    }

    #[test]
    fn what_is_no_value_names_the_argument() {
        let Err(Error::InvalidArgument(why)) = json("{") else { panic!("it was taken") };
        assert!(why.starts_with("value: not JSON: "), "{why}");
        let error = json("[1]").unwrap().expect("initial", '{').unwrap_err();
        assert_eq!(error.to_string(), "initial: expected an object, found an array");
    }

    #[test]
    fn a_snapshot_is_nested_no_deeper_than_a_value() {
        let nested = |n: usize| json(&format!("{}{}", "[".repeat(n), "]".repeat(n))).unwrap();
        Snapshot::array().element(&nested(VALUE_DEPTH - 1)).unwrap();
        let error = Snapshot::array().element(&nested(VALUE_DEPTH)).unwrap_err();
        assert_eq!(error, LimitHit::new("value-depth", VALUE_DEPTH).into());
    }

    #[test]
    fn a_snapshot_is_no_larger_than_a_value() {
        let fits = json(&format!("\"{}\"", "x".repeat(VALUE_BYTES - "[\"\"]".len()))).unwrap();
        let mut snapshot = Snapshot::array();
        snapshot.element(&fits).unwrap();
        let error = snapshot.element(&json("1").unwrap()).unwrap_err();
        assert_eq!(error, LimitHit::new("value-size", VALUE_BYTES).into());
        assert_eq!(snapshot.finish().len(), VALUE_BYTES);
    }

    proptest! {
        #[test]
        fn a_value_written_with_spaces_is_the_one_without(value in any_json()) {
            let spacious = serde_json::to_string_pretty(&value).unwrap();
            let kept = json(&spacious).unwrap();
            prop_assert_eq!(kept.text(), value.to_string());
            prop_assert_eq!(kept, json(&value.to_string()).unwrap());
        }
    }
}
