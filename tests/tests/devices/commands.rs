//! `easypy-wasm testbed connect` and `easypy-wasm policy`.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use easypy_peers::{FaultyServer, Greeting, refusing};

use crate::lab::{telnet, testbed};

fn easypy(directory: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(easypy_tests::binary())
        .args(arguments)
        .current_dir(directory)
        .env_clear()
        .env("HOME", directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that does not read it has said why.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_person_can_connect_to_a_device_and_type_commands() {
    let server = FaultyServer::builder().greeting(Greeting::Login).start();
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("lab.yaml"), testbed(&[("R1", "iosxe", telnet(server.port()))])).unwrap();
    let said = easypy(directory.path(), &["testbed", "connect", "lab.yaml", "R1"], "echo hello\n");
    assert_eq!(said.status.code(), Some(0), "{said:?}");
    assert_eq!(text(&said.stdout), "hello\n");
    assert!(text(&said.stderr).contains("connected to R1 via cli"), "{said:?}");

    let said = easypy(directory.path(), &["testbed", "connect", "-v", "lab.yaml", "R1"], "nonsense\n");
    assert_eq!(said.status.code(), Some(1), "{said:?}");
    let shown = text(&said.stderr);
    assert!(shown.contains("refused `nonsense`") && !shown.contains("cisco123"), "{shown}");
}

#[test]
fn what_cannot_be_connected_to_is_said() {
    let refused = refusing();
    let directory = tempfile::tempdir().unwrap();
    let yaml = testbed(&[("R1", "iosxe", telnet(refused.address().port()))]);
    fs::write(directory.path().join("lab.yaml"), yaml).unwrap();
    let connect = |device: &str| easypy(directory.path(), &["testbed", "connect", "lab.yaml", device], "");
    let said = connect("R1");
    assert_eq!(said.status.code(), Some(1), "{said:?}");
    assert!(text(&said.stderr).contains("Connection refused"), "{said:?}");
    let said = connect("R9");
    assert_eq!(said.status.code(), Some(2), "{said:?}");
    assert!(text(&said.stderr).contains("`R9`") && text(&said.stderr).contains("there are R1"), "{said:?}");
}

#[test]
fn a_policy_is_checked_and_explained() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("lab.yaml"), testbed(&[("R1", "iosxe", telnet(23))])).unwrap();
    let policy = "[[grant]]\ntasks = [\"smoke-*\"]\n[[grant.devices]]\nname = \"R*\"\nallow = [\"show *\"]\n";
    fs::write(directory.path().join("policy.toml"), policy).unwrap();
    let said = easypy(directory.path(), &["policy", "check", "policy.toml"], "");
    assert_eq!((said.status.code(), text(&said.stdout)), (Some(0), "policy.toml: 1 grant\n".to_owned()));

    let explain = |command: &str| {
        let arguments = [
            "policy",
            "explain",
            "--policy",
            "policy.toml",
            "--testbed-file",
            "lab.yaml",
            "--task",
            "smoke-1",
            "--device",
            "R1",
            "--command",
            command,
        ];
        easypy(directory.path(), &arguments, "")
    };
    let allowed = explain("show version");
    assert_eq!(allowed.status.code(), Some(0), "{allowed:?}");
    assert!(text(&allowed.stdout).contains("allowed by policy.toml:5"), "{allowed:?}");
    let denied = explain("reload");
    assert_eq!(denied.status.code(), Some(1), "{denied:?}");
    assert!(text(&denied.stdout).contains("denied by policy.toml:5"), "{denied:?}");

    fs::write(directory.path().join("policy.toml"), "[[grant]]\ntaks = 1\n").unwrap();
    let said = easypy(directory.path(), &["policy", "check", "policy.toml"], "");
    assert_eq!(said.status.code(), Some(3), "{said:?}");
    assert!(text(&said.stderr).contains("policy.toml:2"), "{said:?}");
}
