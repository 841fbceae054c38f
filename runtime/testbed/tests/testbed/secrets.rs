//! Passwords are nowhere but where they are used.

use easypy_testbed::model::Value;
use easypy_testbed::{show, svg, view};

use crate::support::{Files, World, testbed_in, without_directory};

const LAB: &str = "\
testbed:
  name: lab
  credentials:
    default: {username: admin, password: hunter2}
    enable: {password: '%ENV{ENABLE}'}
    ssh:
      username: admin
      passphrase: hunter2-phrase
      private_key: |
        hunter2-key
  custom:
    taken: '%{testbed.credentials.default.password}'
    within: 'x%{testbed.credentials.enable.password}y'
    all: '%{testbed.credentials.default}'
    asked: '%ASK{}'
  servers: {ftp: {username: f, password: hunter2-ftp}}
devices:
  R1:
    os: ios
    tacacs: {username: old}
    passwords: {tacacs: hunter2-tacacs, enable: hunter2-old}
    connections:
      cli: {command: 'sshpass -p %{testbed.credentials.default.password} ssh r1'}
      other: {command: 'sshpass -p hunter2-cli ssh r1', credentials: {default: {password: hunter2-con}}}
    custom: {api_token: hunter2-token, note: kept}
";

fn world() -> World {
    World {
        environment: [("ENABLE", "hunter2-env")].into(),
        answers: [("testbed.custom.asked", "hunter2-asked")].into(),
        ..World::default()
    }
}

#[test]
fn nothing_that_shows_a_testbed_shows_its_secrets() {
    let testbed = testbed_in(LAB, &world());
    let mut picture = Vec::new();
    svg::write(&mut picture, &testbed).unwrap();
    let files: String = testbed.files().iter().map(|file| file.text()).collect();
    for (what, text) in
        [("tree", show::tree(&testbed)), ("picture", String::from_utf8(picture).unwrap()), ("copy", files)]
    {
        assert!(!text.contains("hunter2"), "{what}: {text}");
    }
    let debug =
        format!("{:?} {:?}", testbed.credentials, testbed.device("R1").unwrap().connections.get("cli"));
    assert!(!debug.contains("hunter2"), "{debug}");
}

#[test]
fn a_guest_sees_no_secrets_wherever_references_take_them() {
    let testbed = testbed_in(LAB, &world());
    let view = serde_json::to_string_pretty(&view::Json::new(&testbed, |_| true)).unwrap();
    // Given to scripts on purpose.
    let rest = view.replace("hunter2-asked", "").replace("hunter2-token", "");
    assert!(!rest.contains("hunter2"), "{rest}");
    insta::assert_snapshot!(without_directory(&testbed, &view));
}

#[test]
fn a_login_is_there_for_those_who_log_in() {
    let testbed = testbed_in(LAB, &world());
    let device = testbed.device("R1").unwrap();
    let password = |via, name| {
        testbed
            .credential(device, via, name)
            .and_then(|login| login.password.as_ref()?.reveal().map(str::to_owned))
    };
    assert_eq!(password("other", "default").as_deref(), Some("hunter2-con"));
    assert_eq!(password("cli", "default").as_deref(), Some("hunter2-tacacs"));
    assert_eq!(password("cli", "enable").as_deref(), Some("hunter2-old"));
    assert_eq!(testbed.credentials.get("ssh").unwrap().others["private_key"].reveal(), Some("hunter2-key\n"));
    let Some(Value::Secret(command)) = &device.connections.get("cli").unwrap().command else {
        panic!("a command with a password in it is no secret")
    };
    assert_eq!(command.reveal(), Some("sshpass -p hunter2 ssh r1"));
}

#[test]
fn mistakes_beside_secrets_do_not_show_them() {
    let files = Files::new(&[
        (
            "lab.yaml",
            "devices: {R1: {credentails: {default: {username: u, password: hunter2}}, os: hunter, connections: {cli: {port: 0}}}}\n",
        ),
        ("broken.yaml", "testbed: {credentials: {default: {password: hunter2}}\nfoo: [\n"),
        (
            "used.yaml",
            "testbed: {name: '%{testbed.credentials.default.password}', credentials: {default: {password: hunter2, pasword: [hunter2]}}}\n",
        ),
        (
            "old.yaml",
            "testbed: {credentials: {default: {password: ASK()}, enable: {password: ENC(hunter2)}}}\n",
        ),
    ]);
    let said: String = ["lab.yaml", "broken.yaml", "used.yaml", "old.yaml"]
        .map(|name| files.said(name, &World::default()))
        .join("\n----\n\n");
    assert!(!said.contains("hunter2"), "{said}");
    insta::assert_snapshot!(said);
}
