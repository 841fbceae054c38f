//! Files that are made to be too much.

use std::fmt::Write as _;

use easypy_testbed::{Diagnostics, Testbed};

use crate::support::{Files, World};

fn outcome(files: &[(&str, &str)]) -> Result<Testbed, Diagnostics> {
    Files::new(files).load("lab.yaml", &World::default()).map(|(testbed, _)| testbed)
}

fn first(files: &[(&str, &str)]) -> String {
    outcome(files).unwrap_err().findings()[0].message().to_owned()
}

#[test]
fn aliases_that_multiply_stop_at_the_limit() {
    let mut text = String::from("testbed:\n  custom:\n    a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..20 {
        let aliases = vec![format!("*a{}", n - 1); 10].join(", ");
        writeln!(text, "    a{n}: &a{n} [{aliases}]").unwrap();
    }
    assert!(first(&[("lab.yaml", &text)]).contains("larger than 64 MiB"));
}

#[test]
fn references_that_multiply_stop_at_the_limit() {
    let mut text = String::from("testbed:\n  custom:\n    a0: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n");
    for n in 1..15 {
        let references = format!("%{{testbed.custom.a{}}}", n - 1).repeat(20);
        writeln!(text, "    a{n}: '{references}'").unwrap();
    }
    let told = outcome(&[("lab.yaml", &text)]).unwrap_err();
    assert!(told.findings().iter().any(|found| found.message().contains("larger than 64 MiB")), "{told}");
}

#[test]
fn nesting_stops_at_the_limit_however_it_is_made() {
    let deep = |open: &str, close: &str, n: usize| format!("{}1{}", open.repeat(n), close.repeat(n));
    let told = first(&[("lab.yaml", &format!("testbed: {{custom: {{a: {}}}}}", deep("[", "]", 100_000)))]);
    assert!(told.contains("not YAML") || told.contains("nested"), "{told}");
    let block: String = (0..2000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    outcome(&[("lab.yaml", &block)]).unwrap_err();

    let mut aliases = String::from("testbed:\n  custom:\n    a0: &a0 1\n");
    for n in 1..100 {
        writeln!(aliases, "    a{n}: &a{n} [*a{}]", n - 1).unwrap();
    }
    assert!(first(&[("lab.yaml", &aliases)]).contains("nested at most 64 deep"));

    let mut references = String::from("testbed:\n  custom:\n");
    for n in 0..10 {
        let nested = deep("[", "]", 20).replace('1', &format!("'%{{testbed.custom.a{}}}'", n + 1));
        writeln!(references, "    a{n}: {nested}").unwrap();
    }
    references.push_str("    a10: 1\n");
    assert!(first(&[("lab.yaml", &references)]).contains("nested at most 64 deep"));

    let half = format!("a: {}", deep("[", "]", 40));
    let told = first(&[
        (
            "lab.yaml",
            &format!(
                "testbed: {{custom: {{a: {}}}}}",
                deep("[", "]", 40).replace('1', "'%INCLUDE{half.yaml}'")
            ),
        ),
        ("half.yaml", &half),
    ]);
    assert!(told.contains("nested at most 64 deep"), "{told}");
}

#[test]
fn chains_of_references_and_of_files_stop_at_the_limit() {
    let chain: String = (0..200).map(|n| format!("    a{n}: 'x%{{testbed.custom.a{}}}'\n", n + 1)).collect();
    let told = outcome(&[("lab.yaml", &format!("testbed:\n  custom:\n{chain}    a200: 1\n"))]).unwrap_err();
    assert!(told.findings()[0].message().contains("more than 16 references"), "{told}");

    let names: Vec<_> =
        (0..30).map(|n| (format!("f{n}.yaml"), format!("a: '%INCLUDE{{f{}.yaml}}'", n + 1))).collect();
    let mut files: Vec<_> = names.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    files.push(("lab.yaml", "testbed: {custom: '%INCLUDE{f0.yaml}'}"));
    assert!(first(&files).contains("more than 16 files"));
}

#[test]
fn files_that_are_too_large_or_too_many_are_not_read() {
    let large = format!("# {}\n", "x".repeat(4 << 20));
    assert!(first(&[("lab.yaml", &large)]).contains("larger than 4 MiB"));

    let many = "  - '%INCLUDE{one.yaml}'\n".repeat(300);
    let told = outcome(&[
        ("lab.yaml", "testbed: {custom: {a: '%INCLUDE{many.yaml}'}}"),
        ("many.yaml", &many),
        ("one.yaml", "1"),
    ])
    .unwrap_err();
    assert!(told.to_string().contains("at most 256 files"), "{told}");
}

#[test]
fn many_mistakes_are_counted_and_the_first_hundred_shown() {
    let text: String = (0..1000).map(|n| format!("k{n}: 1\n")).collect();
    let told = outcome(&[("lab.yaml", &text)]).unwrap_err();
    assert_eq!((told.findings().len(), told.mistakes()), (100, 1000));
    assert!(told.to_string().ends_with("1000 mistakes; 900 of them not shown"), "{told}");
}

#[test]
fn a_large_lab_is_read() {
    let mut text = String::from("devices:\n");
    for n in 0..5000 {
        writeln!(text, "  R{n}: {{os: ios, alias: a{n}, connections: {{cli: {{ip: 10.0.0.1, port: 22}}}}}}")
            .unwrap();
    }
    text.push_str("topology:\n");
    for n in 0..5000 {
        writeln!(text, "  R{n}: {{interfaces: {{e1: {{type: e, link: l{}}}}}}}", n / 2).unwrap();
    }
    let testbed = outcome(&[("lab.yaml", &text)]).unwrap();
    assert_eq!((testbed.devices().len(), testbed.links().len()), (5000, 2500));
}
