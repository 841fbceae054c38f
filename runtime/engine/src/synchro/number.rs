//! JSON numbers, from and to their texts.
//!
//! Integers that can be added are those of 64 bits, signed or not; they stay integers, and a sum beyond 64
//! bits is refused rather than rounded. An integer and a number with a fraction or an exponent make one with
//! a fraction, as in Python. Two numbers are equal if their values are: 1 is 1.0, and 9007199254740993 is not
//! 9007199254740992.0. Integers beyond 128 bits are equal only if they are written alike.

use easypy_contract::synchro::Error;

use super::scan::form;

#[derive(Clone, Copy, Debug)]
enum Number {
    Integer(i128),
    Float(f64),
}

impl Number {
    /// None if the number is too large.
    fn parse(text: &str) -> Option<Number> {
        if text.contains(['.', 'e', 'E']) {
            text.parse().ok().filter(|number: &f64| number.is_finite()).map(Number::Float)
        } else {
            text.parse().ok().map(Number::Integer)
        }
    }
}

/// Adds an amount to what is there; the sum's text.
///
/// # Errors
/// [`Error::InvalidArgument`] saying what is no number, or too large.
pub(super) fn add(there: &str, amount: &str) -> Result<String, Error> {
    let sum = match (operand("amount", amount)?, operand("the value that is there", there)?) {
        (Number::Integer(a), Number::Integer(b)) => integer_text(a + b),
        (a, b) => float_text(to_f64(a) + to_f64(b)),
    };
    sum.ok_or_else(|| Error::InvalidArgument("amount: the sum is too large for 64 bits".to_owned()))
}

/// Whether two numbers have the same value.
pub(super) fn equal(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    match (Number::parse(a), Number::parse(b)) {
        (Some(Number::Integer(a)), Some(Number::Integer(b))) => a == b,
        (Some(Number::Float(a)), Some(Number::Float(b))) => a == b,
        (Some(Number::Integer(integer)), Some(Number::Float(float)))
        | (Some(Number::Float(float)), Some(Number::Integer(integer))) => integral(float) == Some(integer),
        _ => false,
    }
}

fn operand(name: &str, text: &str) -> Result<Number, Error> {
    if form(text) != "a number" {
        return Err(Error::InvalidArgument(format!("{name}: expected a number, found {}", form(text))));
    }
    match Number::parse(text) {
        Some(Number::Integer(integer)) if integer_text(integer).is_none() => None,
        number => number,
    }
    .ok_or_else(|| Error::InvalidArgument(format!("{name}: a number too large for 64 bits")))
}

/// None beyond 64 bits.
fn integer_text(integer: i128) -> Option<String> {
    (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(&integer).then(|| integer.to_string())
}

/// None if it is infinite.
fn float_text(float: f64) -> Option<String> {
    // The shortest text that gives the same number, with a fraction or an exponent.
    serde_json::Number::from_f64(float).map(|number| number.to_string())
}

fn to_f64(number: Number) -> f64 {
    match number {
        // Rounds to the nearest, as is meant.
        Number::Integer(integer) => integer as f64,
        Number::Float(float) => float,
    }
}

/// The integer that a float is exactly; none if it has a fraction or more than 127 bits.
fn integral(float: f64) -> Option<i128> {
    const BEYOND: f64 = (1u128 << 127) as f64;
    (float.fract() == 0.0 && float.abs() < BEYOND).then_some(float as i128)
}

#[cfg(test)]
mod tests {
    use super::{add, equal};
    use proptest::prelude::*;

    fn sum(a: &str, b: &str) -> String {
        add(a, b).unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn integers_stay_integers_and_fractions_stay_fractions() {
        assert_eq!(sum("1", "2"), "3");
        assert_eq!(sum("-5", "2"), "-3");
        assert_eq!(sum("1", "0.5"), "1.5");
        assert_eq!(sum("1.5", "0.5"), "2.0");
        assert_eq!(sum("9007199254740993", "1"), "9007199254740994");
        assert_eq!(sum("9223372036854775807", "1"), "9223372036854775808");
        assert_eq!(sum("18446744073709551615", "-9223372036854775808"), "9223372036854775807");
        assert_eq!(sum("1e2", "0"), "100.0");
        assert_eq!(sum("-0", "0"), "0");
    }

    #[test]
    fn sums_beyond_64_bits_are_refused() {
        let refused = "amount: the sum is too large for 64 bits";
        assert_eq!(sum("18446744073709551615", "1"), refused);
        assert_eq!(sum("-9223372036854775808", "-1"), refused);
        assert_eq!(sum("1.7e308", "1.7e308"), refused);
        assert_eq!(sum("1", "18446744073709551616"), "amount: a number too large for 64 bits");
        assert_eq!(sum("1e400", "1"), "the value that is there: a number too large for 64 bits");
        assert_eq!(sum(&"9".repeat(50), "1"), "the value that is there: a number too large for 64 bits");
    }

    #[test]
    fn what_is_no_number_is_named() {
        assert_eq!(sum("[]", "1"), "the value that is there: expected a number, found an array");
        assert_eq!(sum("1", "\"1\""), "amount: expected a number, found a text");
        assert_eq!(sum("null", "1"), "the value that is there: expected a number, found null");
        assert_eq!(sum("1", "true"), "amount: expected a number, found a boolean");
    }

    #[test]
    fn numbers_are_equal_by_value_exactly() {
        for (a, b) in [
            ("1", "1.0"),
            ("100", "1e2"),
            ("0", "-0.0"),
            ("-0", "0"),
            ("0.5", "5E-1"),
            (
                "123456789012345678901234567890123456789012345",
                "123456789012345678901234567890123456789012345",
            ),
        ] {
            assert!(equal(a, b) && equal(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("1", "2"),
            ("1", "1.5"),
            ("9007199254740993", "9007199254740992.0"),
            ("1000000000000000000000000000000", "1000000000000000000000000000001"),
            (
                "123456789012345678901234567890123456789012345",
                "123456789012345678901234567890123456789012346",
            ),
            ("1e400", "1e401"),
        ] {
            assert!(!equal(a, b) && !equal(b, a), "{a} {b}");
        }
    }

    proptest! {
        #[test]
        fn integers_add_as_integers_do(a in any::<i64>(), b in any::<u64>()) {
            let expected = i128::from(a) + i128::from(b);
            let fits = expected <= i128::from(u64::MAX);
            prop_assert_eq!(add(&a.to_string(), &b.to_string()).ok(), fits.then(|| expected.to_string()));
        }

        #[test]
        fn a_float_keeps_its_value_through_its_text(a in any::<f64>()) {
            prop_assume!(a.is_finite());
            let text = serde_json::to_string(&a).unwrap();
            prop_assert_eq!(add(&text, "0").unwrap().parse::<f64>().unwrap(), a);
        }
    }
}
