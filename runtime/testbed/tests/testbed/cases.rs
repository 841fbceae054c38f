//! The cases that pyATS was observed with (SPEC 9.1), and what DIFFERENCES makes of them.

use std::path::{Path, PathBuf};

use easypy_testbed::model::Protocol;
use easypy_testbed::{Argument, Diagnostics, Testbed, load};

use crate::support::World;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pyats").join(name)
}

fn world() -> World {
    World {
        environment: [("TB_PASSWORD", "cisco123"), ("TB_X", "x"), ("TB_PORT", "2323")].into(),
        arguments: [("my_opt", Argument::Value("val".to_owned()))].into(),
        ..World::default()
    }
}

fn case(name: &str) -> Result<Testbed, Diagnostics> {
    load(&path(name), &world()).map(|(testbed, _)| testbed)
}

fn messages(name: &str) -> Vec<String> {
    let mistakes = case(name).unwrap_err();
    let mistakes =
        mistakes.findings().iter().filter(|found| found.severity() == easypy_testbed::Severity::Mistake);
    mistakes.map(|found| format!("{}: {}", found.place().unwrap().line(), found.message())).collect()
}

#[test]
fn the_complete_example_is_read() {
    let testbed = case("testbed.yaml").unwrap();
    assert_eq!(testbed.name.as_str(), "mocklab");
    let uut = testbed.device("uut").unwrap();
    assert_eq!(uut.name.as_str(), "R1");
    assert_eq!(uut.os.as_deref(), Some("iosxe"));
    assert_eq!(uut.connections.default_via().unwrap().as_str(), "cli");
    let vty = uut.connections.get("vty").unwrap();
    assert_eq!((&vty.protocol, vty.port), (&Protocol::Telnet, Some(5001)));
    assert_eq!(uut.custom["note"].to_string(), "%ENV{NOT_SET, fallback}");
    let login = testbed.credential(uut, "cli", "default").unwrap();
    assert_eq!(login.username.as_deref(), Some("admin"));
    assert_eq!(login.password.as_ref().unwrap().reveal(), Some("cisco123"));
    let other = testbed.device("R2").unwrap();
    let links: Vec<_> = testbed.links_between(uut, other).map(|link| link.name.as_str()).collect();
    assert_eq!(links, ["link-1"]);
}

#[test]
fn a_testbed_of_telnet_and_ssh_is_read() {
    let testbed = case("testbed_tcp.yaml").unwrap();
    assert_eq!(testbed.name.as_str(), "testbed_tcp");
    let ssh = testbed.device("R1").unwrap().connections.get("ssh").unwrap();
    assert_eq!((&ssh.protocol, ssh.port), (&Protocol::Ssh, Some(5022)));
    assert!(ssh.others.contains_key("ssh_options"));
}

#[test]
fn the_command_line_is_asked_by_the_name_alone() {
    let testbed = case("m1.yaml").unwrap();
    assert_eq!(testbed.custom["a"].to_string(), "val");
    assert_eq!(testbed.custom["b"].to_string(), "");
}

#[test]
fn what_pyats_would_execute_or_decrypt_is_refused_and_nothing_else_of_the_file() {
    assert_eq!(
        messages("markup2.yaml"),
        [
            "13: `%CALLABLE{os.getcwd()}` would execute code, and is refused",
            "14: `%CALLABLE{platform.system}` would execute code, and is refused",
        ]
    );
    assert_eq!(
        messages("markup.yaml"),
        [
            "12: %ENC{} is refused: there is no key of pyATS to decrypt it with",
            "14: `%CALLABLE{os.getcwd()}` would execute code, and is refused",
            "15: `%CALLABLE{platform.system}` would execute code, and is refused",
            "24: %INTF{} is refused: there are no logical testbeds here",
            "29: the device `D2` has no `connections`",
        ]
    );
}

#[test]
fn what_is_no_testbed_by_itself_is_refused() {
    assert_eq!(messages("bad.yaml"), ["1: this is not YAML"]);
    assert_eq!(messages("markup_base.yaml"), ["6: the device `D1` has no `connections`"]);
    assert_eq!(
        messages("inc.yaml"),
        ["1: `extra_key` is no key of a testbed file", "2: `list` is no key of a testbed file"]
    );
}
