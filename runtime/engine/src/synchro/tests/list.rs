//! The shared list.

use super::*;

fn list(initial: &str) -> (Run, ObjectId) {
    Run::with(New::List { initial: initial.into() })
}

#[test]
fn negative_indexes_count_from_the_end() {
    let (mut run, list) = list("[10, 11, 12]");
    for (index, element) in [(0, 10), (2, 12), (-1, 12), (-3, 10)] {
        assert_eq!(run.on(1, list, Op::ListGet { index }), json(element));
    }
    run.on(1, list, Op::ListSet { index: -2, value: "[ ]".into() }).unwrap();
    assert_eq!(run.on(0, list, Op::ListRemove { index: -3 }), json(10));
    assert_eq!(run.on(0, list, Op::ListSnapshot), json("[[],12]"));
}

#[test]
fn an_index_outside_of_the_list_is_named_with_the_length() {
    let (mut run, list) = list("[10, 11, 12]");
    for index in [3, -4, i64::MAX, i64::MIN] {
        let error = Err(Error::OutOfRange { index, length: 3 });
        assert_eq!(run.on(0, list, Op::ListGet { index }), error);
        assert_eq!(run.on(0, list, Op::ListRemove { index }), error);
        assert_eq!(run.on(0, list, Op::ListSet { index, value: "1".into() }), error);
    }
}

#[test]
fn an_insertion_past_an_end_goes_to_that_end() {
    let (mut run, list) = list("[1]");
    for (index, value) in [(99, "2"), (-99, "0"), (i64::MIN, "-1"), (i64::MAX, "3"), (-1, "2.5"), (1, "-0.5")]
    {
        run.on(0, list, Op::ListInsert { index, value: value.into() }).unwrap();
    }
    assert_eq!(run.on(0, list, Op::ListSnapshot), json("[-1,-0.5,0,1,2,2.5,3]"));
}

#[test]
fn elements_are_appended_all_or_none() {
    let (mut run, list) = list("[]");
    run.on(0, list, Op::ListExtend { values: "[1, [2]]".into() }).unwrap();
    let unknown = Err(Error::UnknownObject(99));
    assert_eq!(run.on(0, list, Op::ListExtend { values: "[3,{\"$shared\":99}]".into() }), unknown);
    let refused = run.on(0, list, Op::ListExtend { values: "{}".into() });
    assert_eq!(invalid(refused), "values: expected an array, found an object");
    assert_eq!(run.on(0, list, Op::ListSnapshot), json("[1,[2]]"));
    invalid(run.try_create(0, New::List { initial: "{}".into() }));
}

fn any_op() -> impl Strategy<Value = Op> {
    let index = || -6i64..6;
    let value = || any_json().prop_map(|value| value.to_string());
    prop_oneof![
        index().prop_map(|index| Op::ListGet { index }),
        (index(), value()).prop_map(|(index, value)| Op::ListSet { index, value }),
        value().prop_map(|value| Op::ListAppend { value }),
        prop::collection::vec(any_json(), 0..3)
            .prop_map(|values| Op::ListExtend { values: Value::from(values).to_string() }),
        (index(), value()).prop_map(|(index, value)| Op::ListInsert { index, value }),
        index().prop_map(|index| Op::ListRemove { index }),
        Just(Op::ListLength),
        Just(Op::ListSnapshot),
        Just(Op::ListClear),
    ]
}

/// A list as plainly as can be, with Python's indexes.
fn apply(model: &mut Vec<String>, op: Op) -> Outcome {
    let length = model.len() as i64;
    let place = |index: i64| {
        let place = if index < 0 { index + length } else { index };
        if (0..length).contains(&place) {
            Ok(place as usize)
        } else {
            Err(Error::OutOfRange { index, length: length as u64 })
        }
    };
    Ok(match op {
        Op::ListGet { index } => Reply::Json(model[place(index)?].clone()),
        Op::ListSet { index, value } => {
            model[place(index)?] = value;
            Reply::Done
        }
        Op::ListAppend { value } => {
            model.push(value);
            Reply::Done
        }
        Op::ListExtend { values } => {
            let values: Vec<Value> = serde_json::from_str(&values).unwrap();
            model.extend(values.iter().map(Value::to_string));
            Reply::Done
        }
        Op::ListInsert { index, value } => {
            let place = if index < 0 { index + length } else { index }.clamp(0, length);
            model.insert(place as usize, value);
            Reply::Done
        }
        Op::ListRemove { index } => Reply::Json(model.remove(place(index)?)),
        Op::ListLength => Reply::Number(length as u64),
        Op::ListSnapshot => Reply::Json(format!("[{}]", model.join(","))),
        Op::ListClear => {
            model.clear();
            Reply::Done
        }
        other => panic!("{other:?}"),
    })
}

proptest! {
    #[test]
    fn a_list_does_what_a_plain_one_does(ops in prop::collection::vec(any_op(), 0..60), one_by_one: bool) {
        let (mut run, list) = list("[]");
        let mut model = Vec::new();
        for op in ops {
            prop_assert_eq!(run.on(1, list, op.clone()), apply(&mut model, op.clone()), "{:?}", op);
        }
        if one_by_one {
            for _ in model {
                run.on(0, list, Op::ListRemove { index: -1 }).unwrap();
            }
        } else {
            run.on(0, list, Op::ListClear).unwrap();
        }
        prop_assert_eq!(run.held_bytes(), 0);
    }
}
