//! What a policy allows and refuses, as guests see it and as it is kept down.

use easypy_peers::FaultyServer;
use serde_json::{Value, json};

use crate::lab::{
    answer, connect, error, execute, lease, on, said, talk, telnet, testbed, warns, with_policy,
};

fn two(server: &FaultyServer) -> String {
    testbed(&[("R1", "iosxe", telnet(server.port())), ("R2", "iosxe", telnet(server.port()))])
}

/// The lines of the audit.
fn audit(finished: &easypy_tests::Finished) -> Vec<Value> {
    let text = finished.archive().text("audit.ndjson");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const POLICY: &str = r#"
[[grant]]
tasks = ["reader*"]
[[grant.devices]]
name = "R1"
allow = ["show *", "echo *", "configure terminal"]

[[grant]]
tasks = ["changer"]
[[grant.devices]]
name = "R*"
"#;

#[test]
fn commands_are_allowed_as_they_are_listed_and_no_others() {
    let server = FaultyServer::start();
    let plan = [talk(
        "reader",
        &[
            connect("R1"),
            execute("R1", "echo yes"),
            execute("R1", "sh ver"),
            execute("R1", "reboot"),
            on("execute", json!({"device": "R1", "commands": ["echo a\nreboot"], "as": "two lines"})),
            execute("R1", "configure terminal"),
            on("mode", json!({"device": "R1", "as": "mode"})),
            on("configure", json!({"device": "R1", "lines": ["hostname X"], "as": "configure"})),
            connect("R2"),
            on("execute", json!({"device": "R1", "commands": ["show version", "reboot"], "as": "both"})),
        ],
    )];
    let finished = with_policy(&plan, &two(&server), POLICY).run();
    assert_eq!(answer(&finished, "reader", "echo yes"), "yes");
    for label in ["sh ver", "reboot", "two lines", "configure", "both", "configure terminal"] {
        assert_eq!(error(&finished, "reader", label), "Denied", "{label}");
    }
    let message = said(&finished, "reader", "reboot")["message"].clone();
    let message = message.as_str().unwrap();
    assert!(message.contains("policy.toml:") && message.contains("allow"), "{message}");
    assert_eq!(said(&finished, "reader", "mode")["ok"], "enable", "it was brought back");
    assert_eq!(error(&finished, "reader", "connect R2"), "UnknownDevice", "it is not told that there is one");
    let lines = server.lines();
    assert!(!lines.iter().any(|line| line.contains("reboot") || line.contains("hostname X")), "{lines:?}");
    // Of several commands none is sent when one is refused.
    assert!(!lines.iter().any(|line| line == "show version"), "{lines:?}");

    let audit = audit(&finished);
    let of = |text: &str| {
        audit.iter().find(|line| line["text"] == text).unwrap_or_else(|| panic!("{text}: {audit:#?}"))
    };
    assert_eq!(of("echo yes")["allowed"], true);
    assert_eq!(of("echo yes")["task"], "reader");
    assert!(of("echo yes")["by"].as_str().unwrap().contains("echo *"), "{audit:#?}");
    assert_eq!(of("reboot")["allowed"], false);
    assert!(of("reboot")["missing"].is_string());
    assert!(warns(&finished, &["reader", "refused", "reboot"]));
}

#[test]
fn a_task_without_a_grant_sees_no_device() {
    let server = FaultyServer::start();
    let plan = [
        on("topology", json!({"as": "job"})),
        talk("stranger", &[on("topology", json!({"as": "topology"})), connect("R1")]),
        talk("changer", &[on("topology", json!({"as": "topology"})), connect("R2"), lease(&["R2"])]),
    ];
    let finished = with_policy(&plan, &two(&server), POLICY).run().exits(0);
    assert_eq!(finished.probe("job")["ok"]["devices"], json!([]));
    assert_eq!(said(&finished, "stranger", "topology")["ok"]["devices"], json!([]));
    assert_eq!(error(&finished, "stranger", "connect R1"), "UnknownDevice");
    assert_eq!(said(&finished, "changer", "topology")["ok"]["devices"], json!(["R1", "R2"]));
    assert!(said(&finished, "changer", "lease")["ok"].is_u64());
}

#[test]
fn a_job_can_narrow_a_grant_and_never_widen_it() {
    let server = FaultyServer::start();
    let steps = [connect("R1"), execute("R1", "echo yes"), execute("R1", "show version"), connect("R2")];
    let narrowed = |taskid: &str, grant: Value| {
        json!({"do": "run", "script": "talks.wasm", "taskid": taskid, "as": taskid,
               "kwargs": {"plan": steps}, "grant": grant})
    };
    let plan = [
        narrowed("changer", json!({"devices": [{"name": "R1", "allow": ["echo *"]}]})),
        narrowed("reader-wide", json!({"devices": [{"name": "R*"}]})),
        json!({"do": "create", "script": "talks.wasm", "task": "bad", "taskid": "bad",
               "grant": {"devices": [{"name": "R1", "alow": []}]}, "as": "bad"}),
    ];
    let finished = with_policy(&plan, &two(&server), POLICY).run();
    assert_eq!(answer(&finished, "changer", "echo yes"), "yes");
    assert_eq!(error(&finished, "changer", "show version"), "Denied");
    assert_eq!(error(&finished, "changer", "connect R2"), "UnknownDevice");
    assert_eq!(answer(&finished, "reader-wide", "echo yes"), "yes");
    assert_eq!(error(&finished, "reader-wide", "connect R2"), "UnknownDevice");
    let bad = finished.probe("bad").to_string();
    assert!(bad.contains("alow"), "{bad}");
}

#[test]
fn answers_to_questions_are_commands_too() {
    let server = FaultyServer::start();
    let policy = r#"
[[grant]]
tasks = ["*"]
[[grant.devices]]
name = "R1"
allow = ["confirm"]
replies = ["y"]
"#;
    let ask = |answer: &str| {
        on(
            "execute",
            json!({"device": "R1", "commands": ["confirm"], "replies": [["\\[confirm\\]", answer]],
                             "as": answer}),
        )
    };
    let plan = [talk("t", &[connect("R1"), ask("y"), ask("reboot")])];
    let finished = with_policy(&plan, &two(&server), policy).run();
    assert!(said(&finished, "t", "y")["ok"].is_array(), "{}", said(&finished, "t", "y"));
    assert_eq!(error(&finished, "t", "reboot"), "Denied");
}

#[test]
fn a_policy_with_mistakes_runs_nothing() {
    let server = FaultyServer::start();
    let finished = with_policy(&[connect("R1")], &two(&server), "[[grant]]\ntaks = [\"x\"]\n").run().exits(3);
    assert!(
        finished.stderr.contains("policy.toml:2") && finished.stderr.contains("tasks"),
        "{}",
        finished.said()
    );
    assert!(!finished.has_archive());
    assert_eq!(server.accepted(), 0);
}
