//! JSON values that cross: checked for size, nesting and form, and searched for references.

use serde_json::Value;

use crate::limits::{LimitHit, VALUE_BYTES, VALUE_DEPTH};

/// The key that makes an object a reference to a shared object: `{"$shared": 7}`.
pub const REFERENCE_KEY: &str = "$shared";
/// The same as it is written.
const REFERENCE_NAME: &str = "\"$shared\"";

/// Why a text is not a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidValue {
    #[error("not JSON: {0}")]
    NotJson(String),
    #[error(transparent)]
    Limit(#[from] LimitHit),
}

/// Checks that a text is JSON within the bounds.
///
/// # Errors
/// Too long, nested too deep, or not JSON.
pub fn check(json: &str) -> Result<(), InvalidValue> {
    if json.len() > VALUE_BYTES {
        return Err(LimitHit::new("value-size", VALUE_BYTES).into());
    }
    if depth(json.as_bytes()) > VALUE_DEPTH {
        return Err(LimitHit::new("value-depth", VALUE_DEPTH).into());
    }
    serde_json::from_str::<serde::de::IgnoredAny>(json)
        .map(|_| ())
        .map_err(|e| InvalidValue::NotJson(e.to_string()))
}

/// The deepest nesting of arrays and objects in a JSON text, without parsing it.
fn depth(json: &[u8]) -> usize {
    let (mut deepest, mut now, mut in_string, mut escaped) = (0usize, 0usize, false, false);
    for &byte in json {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'[' | b'{' => {
                now += 1;
                deepest = deepest.max(now);
            }
            b']' | b'}' => now = now.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Parses a value that was [`check`]ed.
///
/// # Errors
/// As for [`check`].
pub fn parse(json: &str) -> Result<Value, InvalidValue> {
    check(json)?;
    serde_json::from_str(json).map_err(|e| InvalidValue::NotJson(e.to_string()))
}

/// The shared objects that a value refers to, in the order they come. A text that hides its references behind
/// escapes yields none: whoever reads it is then given none either.
///
/// The text must be JSON, as [`check`] says; of any other the result means nothing. Nothing is parsed: a text
/// may hold a million references.
pub fn references(json: &str) -> Vec<u64> {
    // In JSON the name in quotes after a `{` is a member's name: a quote inside of a text has a `\` before it,
    // and after the one that ends a text comes no letter.
    json.match_indices(REFERENCE_NAME)
        .filter(|(at, _)| json[..*at].trim_end().ends_with('{'))
        .filter_map(|(at, name)| {
            let value = json[at + name.len()..].trim_start().strip_prefix(':')?.trim_start();
            let digits = value.find(|c: char| !c.is_ascii_digit())?;
            let (id, rest) = value.split_at(digits);
            rest.trim_start().starts_with('}').then(|| id.parse().ok())?
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nesting_is_bounded() {
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert_eq!(check(&nested(100)), Ok(()));
        assert_eq!(check(&nested(1000)), Err(LimitHit::new("value-depth", 100).into()));
        assert_eq!(check(&format!("\"{}\"", "[".repeat(1000))), Ok(()));
    }

    #[test]
    fn what_is_not_one_value_is_refused() {
        for text in ["", "{", "1 2", "{\"a\":}", "nul"] {
            assert!(matches!(check(text), Err(InvalidValue::NotJson(_))), "{text}");
        }
    }

    #[test]
    fn references_are_found_wherever_they_are() {
        let json =
            r#"{"a": {"$shared": 3}, "b": [1, {"$shared": 4}], "c": {"$shared": 5, "x": 1}, "d": "$shared"}"#;
        assert_eq!(references(json), [3, 4]);
    }

    #[test]
    fn what_only_looks_like_a_reference_is_none() {
        for json in [
            r#"["{\"$shared\":3}"]"#,
            r#"["{", "$shared", 3]"#,
            r#"{"{": "$shared"}"#,
            r#"{"x": 1, "$shared": 3}"#,
            r#"{"$shared": 3, "x": 1}"#,
            r#"{"$shared": 3, "$shared": 4}"#,
            r#"{"$shared": 3.0}"#,
            r#"{"$shared": -3}"#,
            r#"{"$shared": 18446744073709551616}"#,
            r#"{"$shared": "3"}"#,
            r#"{"$shared": [3]}"#,
            r#"{"\u0024shared": 3}"#,
            r#"{"a\"$shared": 3}"#,
        ] {
            assert_eq!(check(json), Ok(()));
            assert_eq!(references(json), [0; 0], "{json}");
        }
        // What no parser takes to its end may still refer to something.
        assert_eq!(references("[\"\\ud800\", 1e999, {\t\"$shared\"\n: 18446744073709551615 }]"), [u64::MAX]);
    }

    /// What a value refers to, found in the value.
    fn collect(value: &Value, found: &mut Vec<u64>) {
        match value {
            Value::Object(members) => {
                if let (1, Some(id)) = (members.len(), members.get(REFERENCE_KEY).and_then(Value::as_u64)) {
                    found.push(id);
                }
                members.values().for_each(|v| collect(v, found));
            }
            Value::Array(elements) => elements.iter().for_each(|v| collect(v, found)),
            _ => {}
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            (0u64..9).prop_map(|id| serde_json::json!({ REFERENCE_KEY: id })),
            (-2i64..9).prop_map(Value::from),
            r#"[{}"\\:$]{0,3}(\$shared)?["}]{0,2}"#.prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            let name = prop_oneof![Just(REFERENCE_KEY.to_owned()), r#"[{"\\:$]{0,3}"#];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(name, inner, 0..3)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn references_are_those_of_the_value_however_it_is_written(value in any_value()) {
            let mut expected = Vec::new();
            collect(&value, &mut expected);
            prop_assert_eq!(&references(&value.to_string()), &expected);
            prop_assert_eq!(&references(&serde_json::to_string_pretty(&value).unwrap()), &expected);
        }

        #[test]
        fn any_text_is_checked_without_a_panic(text in ".*") {
            let valid = serde_json::from_str::<Value>(&text).is_ok();
            prop_assert_eq!(check(&text).is_ok(), valid);
            references(&text);
        }
    }
}
