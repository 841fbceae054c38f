//! The shared value.

use super::*;

#[test]
fn a_value_is_what_was_set_last() {
    let (mut run, value) = Run::with(New::Value { initial: "{ \"a\": 1 }".into() });
    assert_eq!(run.on(1, value, Op::ValueGet), json("{\"a\":1}"));
    run.on(1, value, Op::ValueSet { value: "12345678901234567890123".into() }).unwrap();
    assert_eq!(run.on(0, value, Op::ValueGet), json("12345678901234567890123"));
    invalid(run.on(0, value, Op::ValueSet { value: "nul".into() }));
    assert_eq!(run.on(0, value, Op::ValueGet), json("12345678901234567890123"));
    invalid(run.try_create(0, New::Value { initial: "".into() }));
}

#[test]
fn additions_of_many_guests_lose_none() {
    let (mut run, value) = Run::with(New::Value { initial: "0".into() });
    for n in 0..1000 {
        let outcome = run.on(n % 5, value, Op::ValueAdd { amount: "1".into() });
        assert_eq!(outcome, json(n + 1));
    }
    assert_eq!(run.on(0, value, Op::ValueAdd { amount: "0.5".into() }), json(1000.5));
    run.on(0, value, Op::ValueSet { value: "{}".into() }).unwrap();
    let why = invalid(run.on(0, value, Op::ValueAdd { amount: "1".into() }));
    assert_eq!(why, "the value that is there: expected a number, found an object");
}

#[test]
fn compare_and_set_sets_only_over_what_was_expected() {
    let (mut run, value) = Run::with(New::Value { initial: "[1, {\"a\": null}]".into() });
    let compare_and_set =
        |expected: &str, new: &str| Op::ValueCompareAndSet { expected: expected.into(), new: new.into() };
    assert_eq!(run.on(0, value, compare_and_set("[1]", "2")), Ok(Reply::Bool(false)));
    assert_eq!(run.on(0, value, compare_and_set("[1.0,{\"a\":null}]", "2")), Ok(Reply::Bool(true)));
    assert_eq!(run.on(0, value, compare_and_set("true", "3")), Ok(Reply::Bool(false)));
    assert_eq!(run.on(0, value, Op::ValueGet), json("2"));
    invalid(run.on(0, value, compare_and_set("2", "{")));
}
