//! `easypy-wasm testbed`: what people see of testbed files. The crate `easypy-testbed` tests what is in them.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const GOOD: &str = "\
testbed:
  name: campus
  credentials:
    default: {username: admin, password: hunter2}
devices:
  R1:
    os: iosxe
    connections: {cli: {protocol: ssh, ip: 10.0.0.1}}
  R2:
    os: nxos
    connections: {cli: {command: telnet r2}}
topology:
  R1: {interfaces: {Gi1: {type: ethernet, link: l1}}}
  R2: {interfaces: {E1/1: {type: ethernet, link: l1}}}
";

fn testbed(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(easypy_tests::binary())
        .arg("testbed")
        .args(arguments)
        .current_dir(directory)
        .env_clear()
        .env("HOME", directory)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn directory_with(content: &str) -> TempDir {
    let directory = TempDir::new().unwrap();
    fs::write(directory.path().join("lab.yaml"), content).unwrap();
    directory
}

#[test]
fn a_good_file_is_counted() {
    let directory = directory_with(GOOD);
    let output = testbed(directory.path(), &["validate", "lab.yaml"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "lab.yaml: 2 devices, 1 link, 0 warnings\n");
}

#[test]
fn all_mistakes_are_shown_at_their_places_and_without_secrets() {
    let bad = GOOD.replace("ip: 10.0.0.1", "ip: 10.0.0.1, port: 70000").replace("os: nxos", "plattform: x");
    let directory = directory_with(&bad);
    let output = testbed(directory.path(), &["validate", "lab.yaml"]);
    assert_eq!(output.status.code(), Some(3));
    let said = text(&output.stderr);
    assert!(said.contains("lab.yaml:8:") && said.contains("70000"), "{said}");
    assert!(said.contains("lab.yaml:10:") && said.contains("did you mean `platform`?"), "{said}");
    assert!(said.contains("2 mistakes"), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
}

#[test]
fn it_is_shown_as_a_tree_without_secrets() {
    let directory = directory_with(GOOD);
    let output = testbed(directory.path(), &["show", "lab.yaml"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let shown = text(&output.stdout);
    for part in ["campus", "R1", "ssh 10.0.0.1", "username admin, password ***", "R1 Gi1 — R2 E1/1"] {
        assert!(shown.contains(part), "no {part:?} in\n{shown}");
    }
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn its_topology_is_drawn_into_a_file() {
    let directory = directory_with(GOOD);
    let output = testbed(directory.path(), &["show", "lab.yaml", "--svg", "lab.svg"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let picture = fs::read_to_string(directory.path().join("lab.svg")).unwrap();
    for part in ["<svg", "R1", "R2", "Gi1", "E1/1"] {
        assert!(picture.contains(part), "no {part:?} in\n{picture}");
    }
    assert!(!picture.contains("hunter2"));
}

#[test]
fn a_file_that_is_not_there_and_a_picture_that_cannot_be_written() {
    let directory = directory_with(GOOD);
    let output = testbed(directory.path(), &["validate", "lap.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("lap.yaml does not exist") && said.contains("did you mean"), "{said}");
    let output = testbed(directory.path(), &["show", "lab.yaml", "--svg", "no/such/lab.svg"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("no/such/lab.svg"));
}
