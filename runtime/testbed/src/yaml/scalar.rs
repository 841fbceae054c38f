//! What a plain scalar is: YAML 1.2's core schema, and `yes`, `no`, `on`, `off` as well, since pyATS reads
//! them so and testbeds are full of them.
//!
//! PyYAML takes more for numbers: `1:30` (90), `010` (8), `1_000`, and `2020-01-01` for a date. Nobody who
//! writes an address, a version or a slot into a testbed means those; they are texts here.

use std::rc::Rc;

use zeroize::Zeroizing;

use super::Kind;

/// The value of a scalar that is not quoted.
pub(crate) fn plain(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Kind::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Kind::Bool(false),
        ".inf" | ".Inf" | ".INF" | "+.inf" => Kind::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Kind::Float(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => Kind::Float(f64::NAN),
        _ => number(text).unwrap_or_else(|| Kind::Text(Rc::new(Zeroizing::new(text.to_owned())))),
    }
}

fn number(text: &str) -> Option<Kind> {
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if unsigned.is_empty() || !unsigned.bytes().all(|b| b.is_ascii_digit() || b".eE+-".contains(&b)) {
        return None;
    }
    if unsigned.bytes().all(|b| b.is_ascii_digit()) {
        let leading_zero = unsigned.len() > 1 && unsigned.starts_with('0');
        return if leading_zero { None } else { text.parse().ok().map(Kind::Int) };
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let fits = match mantissa.split_once('.') {
        // A point alone is no number, and neither is what has two.
        Some((whole, fraction)) => {
            (whole.is_empty() || digits(whole))
                && (fraction.is_empty() || digits(fraction))
                && !(whole.is_empty() && fraction.is_empty())
        }
        None => digits(mantissa) && exponent.is_some(),
    };
    let exponent_fits =
        exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)));
    if fits && exponent_fits { text.parse().ok().map(Kind::Float) } else { None }
}

fn radix(digits: &str, radix: u32) -> Option<Kind> {
    if digits.starts_with(['-', '+']) {
        return None;
    }
    i64::from_str_radix(digits, radix).ok().map(Kind::Int)
}

#[cfg(test)]
mod tests {
    use super::{Kind, plain};

    #[test]
    fn plain_scalars_are_what_the_core_schema_says_and_yes_and_no() {
        for (text, shown) in [
            ("", "Null"),
            ("~", "Null"),
            ("yes", "Bool(true)"),
            ("Off", "Bool(false)"),
            ("0", "Int(0)"),
            ("-12", "Int(-12)"),
            ("0x1F", "Int(31)"),
            ("0o17", "Int(15)"),
            ("17.9", "Float(17.9)"),
            ("1e3", "Float(1000.0)"),
            (".5", "Float(0.5)"),
            ("-.inf", "Float(-inf)"),
        ] {
            assert_eq!(format!("{:?}", plain(text)), shown, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_number_is_a_text() {
        for text in [
            "010",
            "1:30",
            "1_000",
            "2020-01-01",
            "17.9.4",
            "10.0.0.1",
            ".",
            "-",
            "+",
            "e3",
            "1e",
            "0x",
            "0x-1",
            "0o8",
            "1.2.3e4",
            "y",
            "N",
            "99999999999999999999",
            "1-2",
            "00:11:22",
            "inf",
            "nan",
        ] {
            assert!(matches!(plain(text), Kind::Text(_)), "{text}");
        }
    }
}
