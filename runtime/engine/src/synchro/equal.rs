//! Whether two JSON texts are the same value.
//!
//! As Python decides it: numbers by value (1 is 1.0), objects whatever the order of their members. Unlike
//! Python's `1 == True`, a boolean is no number. Of a name that comes more than once, the last value counts.

use std::borrow::Cow;
use std::collections::HashMap;

use super::number;
use super::scan::{Scanner, unquoted};

/// Compares two values that were checked, as compact texts.
pub(super) fn equal(a: &str, b: &str) -> bool {
    a == b || Tree::of(a) == Tree::of(b)
}

#[derive(PartialEq)]
enum Tree<'a> {
    /// null, true, false
    Word(&'a str),
    Number(Number<'a>),
    Text(Text<'a>),
    Array(Vec<Tree<'a>>),
    Object(HashMap<Text<'a>, Tree<'a>>),
}

struct Number<'a>(&'a str);

impl PartialEq for Number<'_> {
    fn eq(&self, other: &Number<'_>) -> bool {
        number::equal(self.0, other.0)
    }
}

#[derive(PartialEq, Eq, Hash)]
enum Text<'a> {
    Unicode(Cow<'a, str>),
    /// With half a character in it: as it is written.
    Other(&'a str),
}

impl<'a> Text<'a> {
    fn of(quoted: &'a str) -> Text<'a> {
        unquoted(quoted).map_or(Text::Other(quoted), Text::Unicode)
    }
}

impl<'a> Tree<'a> {
    fn of(text: &'a str) -> Tree<'a> {
        Tree::next(&mut Scanner::new(text))
    }

    /// As deep as the value is nested, which was checked.
    fn next(scanner: &mut Scanner<'a>) -> Tree<'a> {
        if scanner.skip('[') {
            let mut elements = Vec::new();
            while scanner.has_next() {
                elements.push(Tree::next(scanner));
            }
            scanner.skip(']');
            return Tree::Array(elements);
        }
        if scanner.skip('{') {
            let mut members = HashMap::new();
            while scanner.has_next() {
                let name = Text::of(scanner.value());
                scanner.skip(':');
                members.insert(name, Tree::next(scanner));
            }
            scanner.skip('}');
            return Tree::Object(members);
        }
        let value = scanner.value();
        match value.bytes().next() {
            Some(b'"') => Tree::Text(Text::of(value)),
            Some(b't' | b'f' | b'n') => Tree::Word(value),
            _ => Tree::Number(Number(value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::equal;
    use crate::synchro::tests::any_json;
    use proptest::prelude::*;
    use serde_json::Value;

    #[test]
    fn values_are_compared_not_texts() {
        for (a, b) in [
            ("1", "1.0"),
            (r#"{"a":1,"b":[2]}"#, r#"{"b":[2.0],"a":1}"#),
            (r#"{"a":1,"a":2}"#, r#"{"a":2}"#),
            (r#""\u0061""#, r#""a""#),
            (r#"{"\ud800":1}"#, r#"{"\ud800":1.0}"#),
        ] {
            assert!(equal(a, b) && equal(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("1", "true"),
            ("0", "false"),
            ("null", "false"),
            ("1", r#""1""#),
            ("[1,2]", "[2,1]"),
            ("[1]", "[1,1]"),
            ("[]", "{}"),
            ("[[]]", "[]"),
            (r#"{"a":1}"#, r#"{"a":1,"b":1}"#),
            (r#""\ud800""#, r#""\\ud800""#),
            (r#""\ud800""#, r#""\ud801""#),
        ] {
            assert!(!equal(a, b) && !equal(b, a), "{a} {b}");
        }
    }

    /// The value with its members in reverse, and every character escaped.
    fn written_otherwise(value: &Value) -> String {
        let escaped = |text: &str| {
            let units: String = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
            format!("\"{units}\"")
        };
        match value {
            Value::String(text) => escaped(text),
            Value::Array(elements) => {
                format!("[{}]", elements.iter().map(written_otherwise).collect::<Vec<_>>().join(","))
            }
            Value::Object(members) => {
                let members = members.iter().rev();
                let members = members.map(|(k, v)| format!("{}:{}", escaped(k), written_otherwise(v)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(","))
            }
            other => other.to_string(),
        }
    }

    proptest! {
        #[test]
        fn how_a_value_is_written_makes_no_difference(value in any_json()) {
            prop_assert!(equal(&value.to_string(), &written_otherwise(&value)));
        }

        #[test]
        fn texts_are_equal_if_what_they_stand_for_is(a in any_json(), b in any_json()) {
            prop_assert_eq!(equal(&a.to_string(), &written_otherwise(&b)), a == b);
        }

        #[test]
        fn any_texts_are_compared_without_a_panic(a in "[\\[\\]{}\",:\\\\1é ]{0,40}", b in "\\PC{0,9}") {
            equal(&a, &b);
        }
    }
}
