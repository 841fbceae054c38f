//! Looking into JSON texts without parsing them into values: what a text says is kept to the letter, so that
//! an integer of 40 digits comes out as it went in.
//!
//! All of it takes texts that were checked and are compact. Others give nonsense, but no panic.

use std::borrow::Cow;
use std::iter;

/// Follows a JSON text byte by byte, and knows what is inside of quotes.
#[derive(Default)]
pub(super) struct Quotes {
    inside: bool,
    escaped: bool,
}

impl Quotes {
    /// Whether this byte is outside of quotes. Quotes themselves are not.
    pub(super) fn is_outside(&mut self, byte: u8) -> bool {
        match (self.inside, byte) {
            (false, b'"') => self.inside = true,
            (false, _) => return true,
            (true, _) if self.escaped => self.escaped = false,
            (true, b'\\') => self.escaped = true,
            (true, b'"') => self.inside = false,
            (true, _) => {}
        }
        false
    }
}

/// A place in a text.
pub(super) struct Scanner<'a> {
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Scanner<'a> {
        Scanner { rest: text }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.rest.bytes().next()
    }

    /// Steps over an ASCII character if it is the next one.
    pub(super) fn skip(&mut self, character: char) -> bool {
        match self.rest.strip_prefix(character) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Steps over a whole value or a member's name.
    pub(super) fn value(&mut self) -> &'a str {
        let (mut quotes, mut depth) = (Quotes::default(), 0usize);
        let end = self.rest.bytes().position(|byte| {
            if quotes.is_outside(byte) {
                match byte {
                    b'[' | b'{' => depth += 1,
                    b',' | b':' | b']' | b'}' if depth == 0 => return true,
                    b']' | b'}' => depth -= 1,
                    _ => {}
                }
            }
            false
        });
        let (value, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        value
    }

    /// Whether another element or member follows; steps over the comma before it.
    pub(super) fn has_next(&mut self) -> bool {
        self.skip(',');
        !matches!(self.peek(), None | Some(b']' | b'}' | b',' | b':'))
    }
}

/// The elements of an array, as texts.
pub(super) fn elements(array: &str) -> impl Iterator<Item = &str> {
    let mut scanner = Scanner::new(array);
    scanner.skip('[');
    iter::from_fn(move || scanner.has_next().then(|| scanner.value()))
}

/// The members of an object: the names in quotes, the values, as texts. A name may come more than once.
pub(super) fn members(object: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut scanner = Scanner::new(object);
    scanner.skip('{');
    iter::from_fn(move || {
        scanner.has_next().then(|| {
            let name = scanner.value();
            scanner.skip(':');
            (name, scanner.value())
        })
    })
}

/// What a text in quotes says; none if it says half a character (`"\ud800"`).
pub(super) fn unquoted(text: &str) -> Option<Cow<'_, str>> {
    let inside = text.strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('\\') { serde_json::from_str(text).ok() } else { Some(Cow::Borrowed(inside)) }
}

/// What a value is, for messages.
pub(super) fn form(value: &str) -> &'static str {
    match value.bytes().next() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a text",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synchro::tests::any_json;
    use proptest::prelude::*;
    use serde_json::Value;

    #[test]
    fn members_keep_their_order_their_repetitions_and_their_digits() {
        let object = r#"{"b":1.50,"a":{"x":[1,2]},"b":123456789012345678901234567890,"":[]}"#;
        let found: Vec<_> = members(object).collect();
        let expected = [
            (r#""b""#, "1.50"),
            (r#""a""#, r#"{"x":[1,2]}"#),
            (r#""b""#, "123456789012345678901234567890"),
            (r#""""#, "[]"),
        ];
        assert_eq!(found, expected);
        assert_eq!(members("{}").count(), 0);
        assert_eq!(elements("[]").count(), 0);
        assert_eq!(elements("[[],{},\"\"]").count(), 3);
    }

    #[test]
    fn half_a_character_says_nothing() {
        assert_eq!(unquoted(r#""a\u00e9""#).unwrap(), "aé");
        assert_eq!(unquoted(r#""\ud800""#), None);
    }

    proptest! {
        #[test]
        fn the_parts_of_a_text_are_the_parts_of_its_value(value in any_json()) {
            let text = value.to_string();
            match value {
                Value::Array(expected) => {
                    let found: Vec<Value> =
                        elements(&text).map(|element| serde_json::from_str(element).unwrap()).collect();
                    prop_assert_eq!(found, expected);
                }
                Value::Object(expected) => {
                    let found = members(&text)
                        .map(|(name, value)| {
                            (unquoted(name).unwrap().into_owned(), serde_json::from_str(value).unwrap())
                        })
                        .collect();
                    prop_assert_eq!(Value::Object(found), Value::Object(expected));
                }
                _ => prop_assert_eq!(Scanner::new(&text).value(), &*text),
            }
        }

        #[test]
        fn any_text_is_scanned_without_a_panic_and_to_an_end(text in "[\\[\\]{}\",:\\\\1é ]{0,40}") {
            prop_assert!(elements(&text).count() <= text.len());
            prop_assert!(members(&text).count() <= text.len());
            unquoted(&text);
        }
    }
}
