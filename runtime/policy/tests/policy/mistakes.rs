//! How mistakes and warnings look: every kind of them once.

use crate::support::said;

fn all(texts: &[&str]) -> String {
    texts.iter().map(|text| said(text)).collect::<Vec<_>>().join("\n----\n\n")
}

#[test]
fn toml_that_is_none() {
    insta::assert_snapshot!(all(&[
        "[[grant]]\ntasks = [\"a\"\nenvironment = \"B\"\n",
        "[job]\nenvironment = 'A'\nenvironment = 'B'\n",
        "[job\n",
        "[job]\nenvironment = A\n[[grant]]\ntask = 'x'\n",
        "job = 1\n[job]\n",
    ]));
}

#[test]
fn keys_that_are_unknown_or_missing() {
    insta::assert_snapshot!(said(
        r#"
[jobs]
[[grants]]
[[grant]]
task = ["a"]
enviroment = ["A"]
colour = 1
directories = { reed = [], execute = "/x" }
limits = { memroy = 1 }
[[grant.devices]]
nmae = "R1"
configuer = true
[[grant.device]]
[[grant]]
tasks = []
"#
    ));
}

#[test]
fn values_of_the_wrong_kind() {
    insta::assert_snapshot!(said(
        r#"
[[job]]
[[grant]]
tasks = [1, "a", ["b"]]
environment = { A = 1 }
directories = "/x"
addresses = 7
limits = { memory = 1.5, log = true }
devices = "R1"
[[grant]]
tasks = "b"
[[grant.devices]]
name = 2024-01-01
custom = "x"
via = true
configure = "yes"
send = 1
allow = [true]
deny = {}
[[grant.devices]]
custom = { site = 1.5, rack = {}, floor = 99999999999999999999 }
"#
    ));
    insta::assert_snapshot!(said("[grant]\ntasks = 'x'\n"));
    insta::assert_snapshot!(said("[[grant]]\ntasks = 'x'\n[grant.devices]\nname = 'R1'\n"));
}

#[test]
fn texts_that_fit_nothing() {
    insta::assert_snapshot!(said(
        r#"
[[grant]]
tasks = ["", "a\nb"]
environment = ["", "A=1"]
[[grant.devices]]
name = ""
via = [""]
allow = ["", "show\n", "show ?*", "description Zürich *", "a\u202eb"]
deny = ["x\ty"]
replies = ["y\n"]
custom = { site = "" }
"#
    ));
}

#[test]
fn directories_addresses_and_sizes() {
    insta::assert_snapshot!(said(
        r#"
[job]
directories = { read = ["data", "/", "/a/../b", "/a/./b", "/data/*", "/job/", "//", "/tmp/ok"], write = ["/runtime", "/a\tb"] }
addresses = ["10.0.0.1", "10.1.0.0/8:443", "lab.example:443", "[2001:db8::1/32]:22", "10.0.0.0/33:1", "10.0.0.1:0"]
limits = { memory = "1M", log = "12 parsecs" }
[[grant]]
tasks = "a"
limits = { memory = -1 }
"#
    ));
}

#[test]
fn what_may_not_do_what_it_seems_to() {
    insta::assert_snapshot!(said(
        r#"
[[grant]]
tasks = ["a", "a", "b-*"]
[[grant.devices]]
name = "R1"
deny = ["reload*"]
configure = false
replies = ["y"]
[[grant.devices]]
name = "R2"
allow = ["*"]
deny = ["reload*"]
[[grant.devices]]
name = "R3"
allow = ["show ver ", "show ?"]
send = true
replies = ["*"]
[[grant.devices]]
name = "R3"
type = "router"
[[grant]]
tasks = ["b-1", "b-x-*", "a"]
[[grant]]
tasks = ["b-1", "c"]
"#
    ));
    insta::assert_snapshot!(said(""));
}

#[test]
fn the_policy_of_the_guide_is_without_mistakes() {
    let guide = include_str!("../../../../docs/guide/grants.md");
    let policies: Vec<_> =
        guide.split("```toml\n").skip(1).filter_map(|part| part.split("```").next()).collect();
    assert!(!policies.is_empty());
    for policy in policies {
        assert_eq!(said(policy), "", "{policy}");
    }
}

#[test]
fn a_policy_that_is_too_much_is_refused() {
    let many = |n: usize, item: &str| vec![item; n].join("");
    let long = "x".repeat(1025);
    for text in [
        many(1001, "[[grant]]\ntasks = 'a'\n"),
        format!("[[grant]]\ntasks = 'a'\n{}", many(1001, "[[grant.devices]]\nname = 'a'\n")),
        format!("[[grant]]\ntasks = [{}]\n", many(1001, "'a',")),
        format!("[[grant]]\ntasks = ['{long}']\n"),
        format!("[job]\nenvironment = {}1{}\n", many(2000, "["), many(2000, "]")),
        format!("[job]\n{}x = 1\n", many(2000, "a.")),
    ] {
        assert!(said(&text).contains("mistake"), "{}", &text[..80]);
    }
}
