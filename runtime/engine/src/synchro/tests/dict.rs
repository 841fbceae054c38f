//! The shared dict.

use super::*;

fn dict(initial: &str) -> (Run, ObjectId) {
    Run::with(New::Dict { initial: initial.into() })
}

fn get(key: &str) -> Op {
    Op::DictGet { key: key.into() }
}

fn set(key: &str, value: &str) -> Op {
    Op::DictSet { key: key.into(), value: value.into() }
}

fn add(key: &str, amount: &str) -> Op {
    Op::DictAdd { key: key.into(), amount: amount.into() }
}

fn compare_and_set(key: &str, expected: Option<&str>, new: &str) -> Op {
    Op::DictCompareAndSet { key: key.into(), expected: expected.map(str::to_owned), new: new.into() }
}

#[test]
fn what_one_guest_sets_another_gets() {
    let (mut run, dict) = dict("{}");
    assert_eq!(run.on(1, dict, get("flag")), maybe(None));
    assert_eq!(run.on(0, dict, set("flag", " [true, 1.50] ")), Ok(Reply::Done));
    assert_eq!(run.on(1, dict, get("flag")), maybe(Some("[true,1.50]")));
    assert_eq!(run.on(1, dict, Op::DictContains { key: "flag".into() }), Ok(Reply::Bool(true)));
    assert_eq!(run.on(1, dict, Op::DictRemove { key: "flag".into() }), maybe(Some("[true,1.50]")));
    assert_eq!(run.on(0, dict, Op::DictRemove { key: "flag".into() }), maybe(None));
    assert_eq!(run.on(0, dict, Op::DictContains { key: "flag".into() }), Ok(Reply::Bool(false)));
}

#[test]
fn keys_stay_in_the_order_of_their_insertion() {
    let (mut run, dict) = dict(r#"{"c":1,"a":2,"b":3}"#);
    run.on(0, dict, set("c", "4")).unwrap();
    run.on(0, dict, Op::DictRemove { key: "a".into() }).unwrap();
    run.on(0, dict, Op::DictUpdate { members: r#"{"d":5,"a":6,"b":7}"#.into() }).unwrap();
    assert_eq!(run.on(0, dict, Op::DictSnapshot), json(r#"{"c":4,"b":7,"d":5,"a":6}"#));
    let keys = ["c", "b", "d", "a"].map(str::to_owned).to_vec();
    assert_eq!(run.on(0, dict, Op::DictKeys), Ok(Reply::Keys(keys)));
}

#[test]
fn of_a_name_that_comes_twice_the_last_value_counts() {
    let (mut run, dict) = dict(r#"{"a":1,"b":2,"\u0061":3}"#);
    assert_eq!(run.on(0, dict, Op::DictSnapshot), json(r#"{"a":3,"b":2}"#));
    run.on(0, dict, Op::DictClear).unwrap();
    assert_eq!(run.held_bytes(), 0);
}

#[test]
fn keys_may_be_any_text() {
    let (mut run, dict) = dict(r#"{"a\"\\\n é":1,"":2}"#);
    assert_eq!(run.on(0, dict, get("a\"\\\n é")), maybe(Some("1")));
    assert_eq!(run.on(0, dict, get("")), maybe(Some("2")));
    assert_eq!(run.on(0, dict, Op::DictSnapshot), json(r#"{"a\"\\\n é":1,"":2}"#));
}

#[test]
fn a_default_is_set_only_where_nothing_is() {
    let (mut run, dict) = dict("{}");
    let set_default = |value: &str| Op::DictSetDefault { key: "k".into(), value: value.into() };
    assert_eq!(run.on(0, dict, set_default("[ ]")), json("[]"));
    assert_eq!(run.on(1, dict, set_default("2")), json("[]"));
    assert_eq!(run.on(1, dict, get("k")), maybe(Some("[]")));
}

#[test]
fn a_missing_key_is_0_to_add_to() {
    let (mut run, dict) = dict(r#"{"text":"x"}"#);
    assert_eq!(run.on(0, dict, add("n", "2")), json("2"));
    assert_eq!(run.on(1, dict, add("n", " -5 ")), json("-3"));
    assert_eq!(run.on(1, dict, add("n", "0.5")), json("-2.5"));
    assert_eq!(run.on(1, dict, get("n")), maybe(Some("-2.5")));
    assert_eq!(
        run.on(1, dict, add("text", "1")).unwrap_err().to_string(),
        "the value that is there: expected a number, found a text"
    );
    assert_eq!(
        run.on(1, dict, add("new", "[]")).unwrap_err().to_string(),
        "amount: expected a number, found an array"
    );
    assert_eq!(run.on(1, dict, get("new")), maybe(None));
}

#[test]
fn compare_and_set_sets_only_over_what_was_expected() {
    let (mut run, dict) = dict("{}");
    assert_eq!(run.on(0, dict, compare_and_set("k", Some("null"), "1")), Ok(Reply::Bool(false)));
    assert_eq!(run.on(0, dict, compare_and_set("k", None, "1")), Ok(Reply::Bool(true)));
    assert_eq!(run.on(0, dict, compare_and_set("k", None, "2")), Ok(Reply::Bool(false)));
    assert_eq!(
        run.on(0, dict, compare_and_set("k", Some("1.0"), "{\"a\":1,\"b\":2}")),
        Ok(Reply::Bool(true))
    );
    assert_eq!(run.on(0, dict, compare_and_set("k", Some("{\"b\":2, \"a\":1}"), "3")), Ok(Reply::Bool(true)));
    assert_eq!(run.on(0, dict, get("k")), maybe(Some("3")));
    invalid(run.on(0, dict, compare_and_set("k", Some("{"), "4")));
    invalid(run.on(0, dict, compare_and_set("other", Some("1"), "")));
}

#[test]
fn an_update_is_taken_as_a_whole_or_not_at_all() {
    let (mut run, dict) = dict(r#"{"a":1}"#);
    let update = |members: &str| Op::DictUpdate { members: members.into() };
    assert_eq!(invalid(run.on(0, dict, update("[1]"))), "members: expected an object, found an array");
    invalid(run.on(0, dict, update(r#"{"a":2,"b":}"#)));
    invalid(run.on(0, dict, update(r#"{"a":2,"\ud800":1}"#)));
    let unknown = Err(Error::UnknownObject(99));
    assert_eq!(run.on(0, dict, update(r#"{"a":2,"b":{"$shared":99}}"#)), unknown);
    assert_eq!(run.on(0, dict, Op::DictSnapshot), json(r#"{"a":1}"#));
}

#[test]
fn what_is_no_object_makes_no_dict() {
    let mut run = Run::new();
    for initial in ["", "[]", "1", "{]", "{} {}"] {
        let why = invalid(run.try_create(0, New::Dict { initial: initial.into() }));
        assert!(why.starts_with("initial: "), "{why}");
    }
    assert_eq!(run.held_bytes(), 0);
}

fn any_op() -> impl Strategy<Value = Op> {
    let key = || "[a-d]";
    let value = || any_json().prop_map(|value| value.to_string());
    let small = || (0u8..3).prop_map(|n| n.to_string());
    prop_oneof![
        key().prop_map(|key| Op::DictGet { key }),
        (key(), value()).prop_map(|(key, value)| Op::DictSet { key, value }),
        (key(), small()).prop_map(|(key, value)| Op::DictSet { key, value }),
        (key(), value()).prop_map(|(key, value)| Op::DictSetDefault { key, value }),
        key().prop_map(|key| Op::DictRemove { key }),
        prop::collection::btree_map(key(), any_json(), 0..3).prop_map(|members| Op::DictUpdate {
            members: Value::Object(members.into_iter().collect()).to_string()
        }),
        (key(), small()).prop_map(|(key, amount)| Op::DictAdd { key, amount }),
        (key(), prop::option::of(small()), small()).prop_map(|(key, expected, new)| Op::DictCompareAndSet {
            key,
            expected,
            new
        }),
        key().prop_map(|key| Op::DictContains { key }),
        Just(Op::DictKeys),
        Just(Op::DictLength),
        Just(Op::DictSnapshot),
        Just(Op::DictClear),
    ]
}

/// A dict as plainly as can be.
#[derive(Default)]
struct Model(Vec<(String, String)>);

impl Model {
    fn find(&mut self, key: &str) -> Option<&mut String> {
        self.0.iter_mut().find(|(k, _)| k == key).map(|(_, value)| value)
    }

    fn set(&mut self, key: String, value: String) {
        match self.find(&key) {
            Some(there) => *there = value,
            None => self.0.push((key, value)),
        }
    }

    fn apply(&mut self, op: Op) -> Outcome {
        Ok(match op {
            Op::DictGet { key } => Reply::MaybeJson(self.find(&key).cloned()),
            Op::DictSet { key, value } => {
                self.set(key, value);
                Reply::Done
            }
            Op::DictSetDefault { key, value } => {
                if self.find(&key).is_none() {
                    self.set(key.clone(), value);
                }
                Reply::Json(self.find(&key).unwrap().clone())
            }
            Op::DictRemove { key } => {
                let place = self.0.iter().position(|(k, _)| *k == key);
                Reply::MaybeJson(place.map(|place| self.0.remove(place).1))
            }
            Op::DictUpdate { members } => {
                let members: std::collections::BTreeMap<String, Value> =
                    serde_json::from_str(&members).unwrap();
                members.into_iter().for_each(|(key, value)| self.set(key, value.to_string()));
                Reply::Done
            }
            Op::DictAdd { key, amount } => {
                let there = self.find(&key).map_or("0", |there| there);
                let sum = super::super::number::add(there, &amount)?;
                self.set(key, sum.clone());
                Reply::Json(sum)
            }
            Op::DictCompareAndSet { key, expected, new } => {
                let is_expected = self.find(&key).cloned() == expected;
                if is_expected {
                    self.set(key, new);
                }
                Reply::Bool(is_expected)
            }
            Op::DictContains { key } => Reply::Bool(self.find(&key).is_some()),
            Op::DictKeys => Reply::Keys(self.0.iter().map(|(key, _)| key.clone()).collect()),
            Op::DictLength => Reply::Number(self.0.len() as u64),
            Op::DictSnapshot => {
                let members: Vec<_> =
                    self.0.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
                Reply::Json(format!("{{{}}}", members.join(",")))
            }
            Op::DictClear => {
                self.0.clear();
                Reply::Done
            }
            other => panic!("{other:?}"),
        })
    }
}

proptest! {
    #[test]
    fn a_dict_does_what_a_plain_one_does(ops in prop::collection::vec(any_op(), 0..60)) {
        let (mut run, dict) = dict("{}");
        let mut model = Model::default();
        for op in ops {
            prop_assert_eq!(run.on(1, dict, op.clone()), model.apply(op.clone()), "{:?}", op);
        }
        let keys: Vec<String> = model.0.into_iter().map(|(key, _)| key).collect();
        for key in keys {
            run.on(0, dict, Op::DictRemove { key }).unwrap();
        }
        prop_assert_eq!(run.held_bytes(), 0);
    }
}
