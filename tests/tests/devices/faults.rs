//! Devices that do what devices do: refuse, say nothing, say too much, go away.

use std::time::Duration;

use easypy_peers::{FaultyServer, Greeting, refusing};
use serde_json::{Value, json};

use crate::lab::{
    answer, connect, error, execute, on, said, talk, telnet, telnet_within, testbed, with_testbed,
};

fn one(connection: String) -> String {
    testbed(&[("R1", "iosxe", connection)])
}

/// What a task is told that connects.
fn connecting(yaml: &str) -> Value {
    let finished = with_testbed(&[talk("t", &[connect("R1")])], yaml).run().exits(0);
    said(&finished, "t", "connect R1")
}

#[test]
fn a_port_where_nobody_listens() {
    let refused = refusing();
    let said = connecting(&one(telnet(refused.address().port())));
    assert_eq!((&said["error"], &said["kind"]), (&json!("Connect"), &json!("Refused")), "{said}");
    assert!(said["message"].as_str().unwrap().contains(&refused.address().port().to_string()), "{said}");
}

#[test]
fn a_password_that_is_wrong() {
    let server = FaultyServer::builder().greeting(Greeting::Login).start();
    let yaml = one(telnet(server.port())).replace("cisco123", "wrong-password");
    let said = connecting(&yaml);
    assert_eq!((&said["error"], &said["kind"]), (&json!("Connect"), &json!("Authentication")), "{said}");
    assert!(!said.to_string().contains("wrong-password"), "{said}");
}

#[test]
fn a_server_that_says_nothing() {
    let server = FaultyServer::builder().greeting(Greeting::Silence).start();
    let said = connecting(&one(telnet_within(server.port(), 1.0)));
    assert_eq!((&said["error"], &said["kind"]), (&json!("Connect"), &json!("Timeout")), "{said}");
}

#[test]
fn a_server_that_closes_at_once() {
    let server = FaultyServer::builder().greeting(Greeting::HangsUp).start();
    let said = connecting(&one(telnet(server.port())));
    assert_eq!((&said["error"], &said["kind"]), (&json!("Connect"), &json!("Closed")), "{said}");
}

/// Each leaves the session usable: the next command gets its own answer.
#[test]
fn a_command_that_goes_wrong_is_a_typed_error_and_the_next_one_works() {
    let server = FaultyServer::start();
    // Only what never comes is not waited for.
    let quick = |command: &str| {
        let timeout = if ["silence", "mute"].contains(&command) { 0.5 } else { 20.0 };
        on("execute", json!({"device": "R1", "commands": [command], "timeout": timeout, "as": command}))
    };
    let cases = [
        ("silence", "Timeout"),
        ("mute", "Timeout"),
        ("close", "Closed"),
        ("reset", "Closed"),
        ("no such command", "Command"),
        ("reboot", "Closed"),
    ];
    for (command, kind) in cases {
        let plan = [talk("t", &[connect("R1"), quick(command), execute("R1", "echo next")])];
        let finished = with_testbed(&plan, &one(telnet(server.port()))).run().exits(0);
        assert_eq!(error(&finished, "t", command), kind, "{command}");
        assert_eq!(answer(&finished, "t", "echo next"), "next", "{command}");
    }
}

#[test]
fn a_hundred_megabytes_are_cut_and_cost_the_host_no_such_memory() {
    let server = FaultyServer::start();
    let plan = [talk(
        "t",
        &[
            connect("R1"),
            on(
                "execute",
                json!({"device": "R1", "commands": ["flood 100000000"], "timeout": 120, "limit": 1000,
                             "measure": true, "as": "flood"}),
            ),
            execute("R1", "echo next"),
        ],
    )];
    let running = with_testbed(&plan, &one(telnet(server.port()))).start();
    let host = running.process();
    // What the host holds at most, as long as it is there to be looked at.
    let mut peak = 0;
    while !host.ends_within(Duration::from_millis(20)) {
        peak = peak.max(host.peak_kib().unwrap_or_default());
    }
    let finished = running.wait().exits(0);
    assert!((1..100_000).contains(&peak), "{peak} KiB");
    let flood = said(&finished, "t", "flood");
    let (bytes, cut) = (flood["ok"][0]["bytes"].as_u64().unwrap(), flood["ok"][0]["cut"].as_u64().unwrap());
    assert!(bytes <= 1000, "{flood}");
    assert!(bytes + cut >= 90_000_000, "{flood}");
    assert_eq!(answer(&finished, "t", "echo next"), "next");
}

#[test]
fn escape_codes_and_broken_text_are_made_harmless() {
    let server = FaultyServer::start();
    let plan = [talk(
        "t",
        &[connect("R1"), execute("R1", "garbage"), execute("R1", "lookalike"), execute("R1", "echo next")],
    )];
    let finished = with_testbed(&plan, &one(telnet(server.port()))).run().exits(0);
    let garbage = answer(&finished, "t", "garbage");
    assert!(!garbage.contains(|c: char| c.is_control() && c != '\n' && c != '\t'), "{garbage:?}");
    assert!(garbage.contains('\u{fffd}'), "{garbage:?}");
    assert_eq!(answer(&finished, "t", "echo next"), "next");
}

#[test]
fn pages_and_questions_are_answered() {
    let server = FaultyServer::start();
    let yes = on(
        "execute",
        json!({"device": "R1", "commands": ["yes-no"], "replies": [["yes/no\\): ", "yes"]],
                                   "as": "yes-no"}),
    );
    let plan = [talk(
        "t",
        &[
            connect("R1"),
            execute("R1", "terminal length 24"),
            execute("R1", "page 100"),
            yes,
            execute("R1", "echo next"),
        ],
    )];
    let finished = with_testbed(&plan, &one(telnet(server.port()))).run().exits(0);
    let page = answer(&finished, "t", "page 100");
    assert_eq!(page.lines().count(), 100, "{page}");
    assert!(!page.contains("More"), "{page}");
    assert!(said(&finished, "t", "yes-no")["ok"].is_array(), "{}", said(&finished, "t", "yes-no"));
    assert_eq!(answer(&finished, "t", "echo next"), "next");
}

#[test]
fn other_devices_do_not_notice() {
    let (bad, good) = (FaultyServer::start(), FaultyServer::start());
    let mut steps = vec![connect("R2")];
    steps.extend((0..30).map(|n| execute("R2", &format!("echo n{n}"))));
    let quick = on("execute", json!({"device": "R1", "commands": ["mute"], "timeout": 2, "as": "mute"}));
    let plan = [
        crate::lab::launch_talk("bad", &[connect("R1"), quick]),
        talk("good", &steps),
        crate::lab::wait("bad"),
    ];
    let yaml = testbed(&[("R1", "iosxe", telnet(bad.port())), ("R2", "iosxe", telnet(good.port()))]);
    let finished = with_testbed(&plan, &yaml).run().exits(0);
    assert_eq!(error(&finished, "bad", "mute"), "Timeout");
    assert_eq!(answer(&finished, "good", "echo n29"), "n29");
}
