//! Markup and what becomes of it (SPEC 9.1).

use easypy_testbed::model::Value;
use easypy_testbed::{Argument, Secret};

use crate::support::{Files, World, said, testbed, testbed_in};

/// The value of `testbed.custom.t` among a few others.
fn value(t: &str) -> Value {
    let world = World {
        environment: [("A", "a"), ("KEY", "m"), ("MARKUP", "%{testbed.custom.n}")].into(),
        arguments: [("text", Argument::Value("x y".to_owned())), ("number", Argument::Value("5".to_owned()))]
            .into_iter()
            .chain([("flag", Argument::Flag)])
            .collect(),
        ..World::default()
    };
    let text = format!(
        "testbed: {{custom: {{n: 5, l: [x, y], m: {{k: v}}, far: '%{{testbed.custom.m}}', t: {t}}}}}\ndevices: {{R1: {{alias: uut, os: ios, connections: {{}}}}}}"
    );
    testbed_in(&text, &world).custom["t"].clone()
}

fn shown(t: &str) -> String {
    format!("{:?}", value(t))
}

#[test]
fn the_environment_gives_texts() {
    assert_eq!(shown("'%ENV{A}'"), r#"Text("a")"#);
    assert_eq!(shown("'x%ENV{ A }-%ENV{A}'"), r#"Text("xa-a")"#);
    assert_eq!(shown("'%ENV{UNSET}'"), r#"Text("")"#);
    assert_eq!(shown("'%ENV{A, d}'"), r#"Text("%ENV{A, d}")"#);
}

#[test]
fn what_comes_from_outside_is_no_markup() {
    assert_eq!(shown("'%ENV{MARKUP}'"), r#"Text("%{testbed.custom.n}")"#);
}

#[test]
fn the_command_line_gives_values() {
    assert_eq!(shown("'%CLI{text}'"), r#"Text("x y")"#);
    assert_eq!(shown("'%CLI{number}'"), "Int(5)");
    assert_eq!(shown("'v%CLI{number}'"), r#"Text("v5")"#);
    assert_eq!(shown("'%CLI{flag}'"), "Bool(true)");
    assert_eq!(shown("'%CLI{none}'"), r#"Text("")"#);
}

#[test]
fn references_give_what_they_refer_to() {
    assert_eq!(shown("'%{testbed.custom.n}'"), "Int(5)");
    assert_eq!(shown("'x%{testbed.custom.n}y'"), r#"Text("x5y")"#);
    assert_eq!(shown("'%{testbed.custom.l}'"), r#"List([Text("x"), Text("y")])"#);
    assert_eq!(shown("'%{ testbed.custom.l.1 }'"), r#"Text("y")"#);
    assert_eq!(shown("'%{testbed.custom.m}'"), r#"Map({"k": Text("v")})"#);
    assert_eq!(shown("'%{testbed.custom.far.k}'"), r#"Text("v")"#);
    assert_eq!(shown("'%{testbed.custom.%ENV{KEY}.k}'"), r#"Text("v")"#);
    assert_eq!(shown("'%{testbed.name}'"), r#"Text("lab")"#);
    assert_eq!(shown("'%{devices.R1.os}'"), r#"Text("ios")"#);
    assert_eq!(shown("'%{}'"), r#"Text("%{}")"#);
    assert_eq!(shown("{'%ENV{A}': 1}"), r#"Map({"a": Int(1)})"#);
}

#[test]
fn self_is_the_device_around() {
    let testbed = testbed(
        "devices: {R1: {os: ios, connections: {}, custom: {a: '%{self}', b: '%{self.os}-%{self}', c: ['%{self.custom.b}']}}}",
    );
    assert_eq!(
        format!("{:?}", testbed.device("R1").unwrap().custom),
        r#"{"a": Text("R1"), "b": Text("ios-R1"), "c": List([Text("ios-R1")])}"#
    );
}

const ASKS: &str = "\
testbed:
  credentials: {default: {username: '%ASK{Who}', password: '%ASK{}'}}
  custom: {pin: '%ASK{}', again: '%{testbed.custom.pin}'}
devices: {}
";

#[test]
fn each_answer_is_asked_for_once_and_passwords_are_hidden() {
    let world = World {
        answers: [
            ("testbed.credentials.default.username", "me"),
            ("testbed.credentials.default.password", "hunter2"),
            ("testbed.custom.pin", "%ENV{A}"),
        ]
        .into(),
        ..World::default()
    };
    let testbed = testbed_in(ASKS, &world);
    let asked = |prompt: &str, place: &str, hidden| (prompt.to_owned(), place.to_owned(), hidden);
    assert_eq!(
        *world.asked.borrow(),
        [
            asked("Who", "testbed.credentials.default.username", false),
            asked(
                "Enter value for testbed.credentials.default.password",
                "testbed.credentials.default.password",
                true
            ),
            asked("Enter value for testbed.custom.pin", "testbed.custom.pin", false),
        ]
    );
    let login = testbed.credentials.get("default").unwrap();
    assert_eq!(login.username.as_deref(), Some("me"));
    assert_eq!(login.password.as_ref().and_then(Secret::reveal), Some("hunter2"));
    let Value::Secret(pin) = &testbed.custom["again"] else { panic!("an answer is not kept as a secret") };
    assert_eq!(pin.reveal(), Some("%ENV{A}"));
}

#[test]
fn nobody_is_asked_while_something_else_is_wrong() {
    let world = World::default();
    let files = Files::new(&[("lab.yaml", &format!("{ASKS}foo: 1\n"))]);
    assert!(files.load("lab.yaml", &world).is_err());
    assert!(world.asked.borrow().is_empty());
}

#[test]
fn a_testbed_can_be_looked_at_without_answers() {
    let testbed = testbed_in(ASKS, &World { put_off: true, ..World::default() });
    let login = testbed.credentials.get("default").unwrap();
    assert_eq!(login.password.as_ref().unwrap().reveal(), None);
}

#[test]
fn references_in_a_circle_are_told_and_not_followed() {
    insta::assert_snapshot!(said(
        "testbed:\n  custom:\n    a: '%{testbed.custom.b}'\n    b: x%{testbed.custom.c}\n    c: '%{testbed.custom.a}'\n    d: '%{testbed}'\n    e: '%{testbed.custom.e.f}'\n"
    ));
}
