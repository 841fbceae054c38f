//! Devices of the testbed in testscripts that were written for pyATS: what they get, and what they catch.

use std::fs;

use easypy_peers::FaultyServer;
use easypy_tests::{Finished, Run};
use serde_json::{Value, json};

use crate::job;

/// A run of a job with this testbed.
pub(crate) fn with_testbed(name: &str, yaml: &str) -> Run {
    let run = Run::python(job(name));
    let file = run.directory().join("lab.yaml");
    fs::write(&file, yaml).unwrap();
    run.option("--testbed-file").option(file)
}

/// A run of testscripts with this testbed, which the job hands on.
pub(crate) fn lab(yaml: &str, scripts: &[&str]) -> Run {
    with_testbed("lab", yaml).arguments(scripts.iter().map(|name| format!("{name}.py")))
}

/// A testbed of IOS XE routers `R1`, `R2` …, each at a port of this host; `uut` is the first.
pub(crate) fn routers(ports: impl IntoIterator<Item = u16>) -> String {
    let mut yaml = "\
testbed:
  name: lab
  credentials:
    default: {username: admin, password: cisco123}
devices:
"
    .to_owned();
    for (port, n) in ports.into_iter().zip(1..) {
        let alias = if n == 1 { "    alias: uut\n" } else { "" };
        yaml.push_str(&format!(
            "  R{n}:\n    os: iosxe\n    type: router\n{alias}    connections:\n      \
             cli: {{protocol: telnet, ip: 127.0.0.1, port: {port}}}\n"
        ));
    }
    yaml
}

/// Whether the log of a task has what the device says to `show version`.
fn is_logged(finished: &Finished, taskid: &str) -> bool {
    finished.task_log(taskid).iter().any(|line| line.text.contains("Faulty Software, Version 0.1"))
}

/// Words in a text, in this order.
#[track_caller]
pub(crate) fn has(text: &Value, words: &[&str]) {
    let mut rest = text.as_str().unwrap_or_else(|| panic!("{text} is no text"));
    for word in words {
        let Some((_, behind)) = rest.split_once(word) else { panic!("no {word:?} in {text}") };
        rest = behind;
    }
}

/// One login and many commands: the tests of the script are one after the other on one session.
#[test]
fn commands_and_their_errors_are_as_unicon_has_them() {
    let server = FaultyServer::start();
    let finished = lab(&routers([server.port()]), &["commands"]).run().exits(0);
    let said = |test: &str| finished.data(&format!("commands.py.Commands.{test}"));

    let connect = said("connect");
    has(&connect["never"]["text"], &["cannot execute: R1 is not connected", "connect()"]);
    assert_eq!(connect["connect"], json!(["", null]), "the second finds it connected");
    assert_eq!((&connect["mode"], &connect["hostname"]), (&json!("enable"), &json!("F1")));

    let execute = said("execute");
    assert_eq!(execute["one"], "Faulty Software, Version 0.1\r\nuptime is 0 days\r\nend");
    assert_eq!(execute["several"], json!([["a", "b"], ["c", "d"]]));

    let configure = said("configure");
    assert!(configure["said"].is_string(), "{configure}");
    assert_eq!(configure["wrong"]["error"], "SubCommandFailure");
    has(&configure["wrong"]["text"], &["patterns matched in the output", "% Invalid input"]);
    assert_eq!(configure["mode"], "enable", "it is left after an error, too");

    let refused = said("refused");
    assert_eq!(refused["command"], "show nonsense");
    assert_eq!(refused["line"], "% Invalid input detected at '^' marker.");
    has(&refused["output"], &["^\r\n% Invalid"]);
    has(&refused["text"], &["Command execution failed", "% Invalid input"]);

    let own = said("patterns_of_its_own");
    assert_eq!(own["refused"], "SubCommandFailure");
    has(&own["taken"], &["% Invalid input"]);

    let questions = said("questions");
    has(&questions["yes"], &["Are you sure? (yes/no): "]);
    has(&questions["key"], &["confirmed"]);

    let conversation = said("conversation");
    assert_eq!(conversation["said"], json!([1, "17"]));
    assert_eq!((&conversation["late"], &conversation["next"]), (&json!(false), &json!("next")));

    let lines = server.lines();
    assert!(!lines.iter().any(|line| line.contains("NEVER") || line == "echo no"), "{lines:?}");
    assert_eq!(server.accepted(), 1);

    assert!(!is_logged(&finished, "commands.py"), "log_stdout=False");
    let archive = finished.archive();
    let transcript = archive.names().into_iter().find(|name| name.contains("R1-cli")).unwrap();
    assert!(archive.text(transcript).contains("Faulty Software, Version 0.1"));
}

#[test]
fn what_goes_wrong_with_a_device_is_the_error_that_scripts_catch_and_the_next_command_works() {
    let server = FaultyServer::start();
    let finished = lab(&routers([server.port()]), &["troubles"]).run().exits(0);
    let said = |test: &str| finished.data(&format!("troubles.py.Troubles.{test}"));

    let too_late = said("too_late");
    assert_eq!((&too_late["told"][0], &too_late["told"][1]), (&json!("CommandTimeout"), &json!(true)));
    has(&too_late["told"][2], &["timeout occurred", "'delay 300'", "0.1 seconds"]);
    assert_eq!(too_late["next"], "next");

    let closed = said("closed");
    assert_eq!(closed["told"]["error"], "CommandClosed");
    assert_eq!(closed["told"]["as"], json!(["SubCommandFailure", "EOF"]));
    assert_eq!(closed["next"], "next", "the session is opened again");

    let asks = said("asks");
    assert_eq!(asks["unanswered"]["error"], "SubCommandFailure");
    has(&asks["unanswered"]["text"], &["[confirm]"]);
    assert_eq!(asks["next"], "next");

    assert_eq!(said("disconnected"), json!({"connected": false, "again": "again"}));
    assert_eq!(server.accepted(), 3, "one login, one after `close`, one after disconnect()");
}

#[test]
fn outputs_are_parsed_with_parsers_that_are_mounted() {
    let server = FaultyServer::start();
    let run = lab(&routers([server.port()]), &["parses"]).option("--python-path");
    let finished = run.option(crate::programs().join("packages")).run().exits(0);
    let version = json!({"version": "0.1"});
    let of_device = finished.data("parses.py.Parses.of_the_device");
    let saved = json!({"version": "7"});
    assert_eq!(of_device, json!({"version": version, "short": version, "saved": saved, "by alias": version}));
    let errors = finished.data("parses.py.Parses.errors");
    assert_eq!((&errors["empty"], &errors["invalid"]), (&json!(true), &json!(true)));
    has(&errors["unknown"]["text"], &["Could not find parser for 'show clock'", "iosxe"]);
    assert!(is_logged(&finished, "parses.py"), "commands and answers are in the TaskLog");
}

#[test]
fn without_parsers_it_is_told_how_to_bring_them() {
    let server = FaultyServer::start();
    let finished = lab(&routers([server.port()]), &["parses"]).run().exits(1);
    let why = finished.data("parses.py.Parses.of_the_device");
    has(&why["traceback"], &["ModuleNotFoundError", "genie.libs.parser", "--python-path"]);
}
