//! `extends` and `%INCLUDE{}`.

use crate::support::{Files, World};

fn shown(files: &[(&str, &str)]) -> String {
    let files = Files::new(files);
    match files.load("lab.yaml", &World::default()) {
        Ok((testbed, _)) => easypy_testbed::show::tree(&testbed),
        Err(mistakes) => files.shown(&mistakes.to_string()),
    }
}

#[test]
fn a_file_goes_over_what_it_extends_key_by_key() {
    insta::assert_snapshot!(shown(&[
        ("lab.yaml", "extends: [sub/one.yaml, sub/two.yaml]\ndevices: {R1: {os: ios, custom: {l: [3]}}}\n"),
        (
            "sub/one.yaml",
            "extends: base.yaml\ndevices: {R1: {platform: one, custom: {l: [1, 2], k: 1}, connections: {}}}"
        ),
        ("sub/two.yaml", "devices: {R1: {platform: two, model: two, os: nxos}}"),
        ("sub/base.yaml", "testbed: {name: based}\ndevices: {B: {os: x, connections: {}}}"),
    ]));
}

#[test]
fn what_is_included_is_relative_to_the_file_that_names_it() {
    insta::assert_snapshot!(shown(&[
        ("lab.yaml", "testbed: {custom: '%INCLUDE{sub/a.yaml}'}\ndevices: {}\n"),
        ("sub/a.yaml", "here: '%INCLUDE{b.yaml}'\nname: '%{testbed.name}'\n"),
        ("sub/b.yaml", "[1, two]"),
        ("b.yaml", "wrong"),
    ]));
}

#[test]
fn files_that_are_missing_or_name_themselves_are_told_at_their_place() {
    insta::assert_snapshot!(shown(&[
        (
            "lab.yaml",
            "extends: [a.yaml, nope.yaml, 5]\ntestbed:\n  custom: {x: '%INCLUDE{empty.yaml}', y: 'a%INCLUDE{b.yaml}', z: '%INCLUDE{%{testbed.name}}'}\n"
        ),
        ("a.yaml", "extends: lab.yaml\ntestbed: {custom: {w: '%INCLUDE{broken.yaml}'}}"),
        ("empty.yaml", "# nothing\n"),
        ("b.yaml", "1"),
        ("broken.yaml", "a: [1\nb: 2\n"),
    ]));
}

#[test]
fn a_file_that_cannot_be_read_is_said_so() {
    let files = Files::new(&[("latin.yaml", "")]);
    std::fs::write(files.path().join("latin.yaml"), b"testbed:\n  name: M\xfcnchen\n").unwrap();
    assert_eq!(
        files.said("latin.yaml", &World::default()),
        "error: `latin.yaml` cannot be read: it is not UTF-8, in line 2\n\n1 mistake\n"
    );
    let missing = files.said("nope.yaml", &World::default());
    assert!(missing.starts_with("error: `nope.yaml` cannot be read: No such file"), "{missing}");
    let directory = files.said(".", &World::default());
    assert!(directory.contains("cannot be read: Is a directory"), "{directory}");
}
