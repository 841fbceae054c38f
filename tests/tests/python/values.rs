//! Values that cross from a job to its tasks, and objects that they share.

use easypy_tests::{Finished, Run};
use serde_json::Value;

use crate::{job, said};

fn values() -> Finished {
    Run::python(job("values")).run().exits(0)
}

fn given(finished: &Finished, name: &str) -> Value {
    finished.data("values.Values.given")[name].clone()
}

#[test]
fn kwargs_of_all_kinds_arrive_as_they_are() {
    let finished = values();
    for (name, value) in [
        ("none", "NoneType None"),
        ("number", "float 1.5"),
        ("big", "int 1180591620717411303424"),
        ("infinite", "float inf"),
        ("text", r"str 'größe \x00 ✓'"),
        ("bytes", r"bytes b'\x00\xff'"),
        ("tuple", "tuple (1, (2, 3))"),
        ("set", "set {1}"),
        ("keys", "dict {1: 'one', ('a', 'b'): 'two', None: 'three'}"),
        ("dollar", "dict {'$shared': 1, '$pickle': 'x'}"),
        ("time", "datetime datetime.datetime(2026, 11, 24, 2, 13, 12)"),
        ("path", "PurePosixPath PurePosixPath('/a/b')"),
        ("ordered", "OrderedDict OrderedDict({'b': 1, 'a': 2})"),
    ] {
        assert_eq!(given(&finished, name), value, "{name}");
    }
}

#[test]
fn classes_and_functions_of_the_jobfile_arrive() {
    let finished = values();
    assert_eq!(given(&finished, "function"), 42);
    assert_eq!(given(&finished, "router"), "r1 [1, 2]");
}

#[test]
fn the_run_is_a_parameter_under_any_name() {
    let given = given(&values(), "run");
    assert!(given.as_str().unwrap().starts_with("EasypyRuntime <"), "{given}");
}

#[test]
fn a_value_of_megabytes_arrives() {
    let finished = values();
    let text = finished.data("big.Values.given")["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("str 'xxxx"), "{text}");
    assert_eq!(finished.data("big.Values.given")["length"], 4_000_000);
}

#[test]
fn what_cannot_cross_is_told_with_the_name_of_the_kwarg() {
    let finished = values();
    let said = said(&finished);
    for label in ["generator", "frame"] {
        let line = said.iter().find(|line| line.starts_with(label)).unwrap();
        assert!(line.starts_with(&format!("{label} TypeError ")), "{line}");
        assert!(line.contains("'values'"), "the kwarg is not named: {line}");
    }
}

#[test]
fn a_value_over_the_bound_is_told_with_the_bound() {
    let finished = values();
    let said = said(&finished);
    let line = said.iter().find(|line| line.starts_with("too big")).unwrap();
    assert!(!line.contains("was taken") && line.contains("16777216"), "{line}");
}

#[test]
fn shared_objects_work_between_a_job_and_tasks_at_the_same_time() {
    let finished = Run::python(job("shared")).run().exits(0);
    let said = said(&finished);
    let numbers: Vec<String> = (0..20).map(|n: u32| n.to_string()).collect();
    assert_eq!(said[0], format!("[{}] 20 20 True", numbers.join(", ")));
    assert_eq!(said[1], "{'a': [1, 2]} {'x': 1, 'y': 2} 3 True ['inner', 'n', 'nested']");
    assert_eq!(said[2], "KeyError: 'nowhere'");
    assert!(said[3].starts_with("AttributeError: Can't pickle local object"), "{}", said[3]);
    assert_eq!(said[4], "Empty:  Empty: ");
    assert_eq!(said[5], "[1, 2, 3, 4] 4 [2, 3] 4");
    assert!(said[6].contains("Pool") && said[6].contains("cannot start processes"), "{}", said[6]);
}
