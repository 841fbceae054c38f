//! Guests that want more from devices than they are given.

use easypy_tests::run;
use serde_json::json;

use crate::lab::{connect, execute, on, said, talk, with_policy, with_testbed};

const PASSWORD: &str = "Secr3tPass";

fn two_shells() -> String {
    let shell = |name: &str| {
        format!(
            "  {name}:\n    os: linux\n    credentials: {{default: {{username: me, password: {PASSWORD}}}}}\n    \
             connections: {{cli: {{command: bash --norc --noprofile}}}}\n"
        )
    };
    format!("devices:\n{}{}", shell("S1"), shell("S2"))
}

/// A guest has its device ask for a login between two requests: the host must not type the password there, where the guest
/// could read it back in a way that no mask knows.
#[test]
fn no_password_is_typed_where_a_guest_makes_a_device_ask_for_it() {
    let fake = "(sleep 0.3; printf '\\nlogin: '; sleep 0.7; printf '\\nPassword: ') & disown";
    let plan = [talk(
        "thief",
        &[
            connect("S1"),
            connect("S2"),
            execute("S1", "set -o history; command_not_found_handle() { echo got $1 | rev; }"),
            execute("S1", fake),
            // Meanwhile it asks.
            execute("S2", "sleep 0.5"),
            execute("S1", "echo one"),
            execute("S2", "sleep 1"),
            execute("S1", "echo two"),
            execute("S1", "history | rev"),
        ],
    )];
    let finished = with_testbed(&plan, &two_shells()).run().exits(0);
    let backwards: String = PASSWORD.chars().rev().collect();
    for label in ["echo one", "echo two", "history | rev"] {
        let said = said(&finished, "thief", label).to_string();
        assert!(!said.contains(PASSWORD) && !said.contains(&backwards), "{said}");
    }
    assert_eq!(said(&finished, "thief", "echo two")["ok"], json!(["two"]));
    let transcript = finished.archive().text("S1-cli.log");
    assert!(!transcript.contains(&backwards), "{transcript}");
    assert!(!transcript.contains("> ***"), "nothing was typed as a password: {transcript}");
}

#[test]
fn no_attachment_stands_in_for_an_audit_a_transcript_or_a_testbed() {
    let attach = |taskid: &str, name: &str| {
        run("attaches_by_name", taskid, json!({"name": name, "content": "forged"}))
    };
    let plan = [
        talk("honest", &[connect("S1"), execute("S1", "echo hello")]),
        attach("audit", "ndjson"),
        attach("S1-cli", "log"),
        attach("S2-cli", "log"),
        attach("testbed", "static.yaml"),
        attach("mine", "log"),
        // Its transcript begins only now.
        talk("late", &[connect("S2")]),
    ];
    let finished = with_testbed(&plan, &two_shells()).run();
    for taskid in ["audit", "S1-cli", "S2-cli", "testbed"] {
        assert_eq!(finished.result(taskid), "errored", "{taskid}");
    }
    assert_eq!(finished.result("mine"), "passed");
    for file in ["audit.ndjson", "S1-cli.log", "S2-cli.log", "testbed.static.yaml"] {
        assert!(!finished.archive().text(file).contains("forged"), "{file}");
    }
}

/// What a shell makes of a line is more than its words.
#[test]
fn a_shell_takes_no_second_command_in_a_listed_one() {
    let policy = "[[grant]]\ntasks = [\"*\"]\n[[grant.devices]]\nname = \"S1\"\nallow = [\"echo *\"]\n";
    let commands = [
        "echo a; id",
        "echo a && id",
        "echo a | id",
        "echo $(id)",
        "echo `id`",
        "echo a > file",
        "echo !x:s/uname -n/id -un/",
        "echo a \\",
        "echo a\u{b}b",
    ];
    let mut steps = vec![connect("S1"), execute("S1", "echo fine")];
    steps.extend(commands.iter().enumerate().map(|(n, command)| {
        on("execute", json!({"device": "S1", "commands": [command], "as": format!("c{n}")}))
    }));
    let finished = with_policy(&[talk("t", &steps)], &two_shells(), policy).run();
    assert_eq!(said(&finished, "t", "echo fine")["ok"], json!(["fine"]));
    for (n, command) in commands.iter().enumerate() {
        assert_eq!(said(&finished, "t", &format!("c{n}"))["error"], "Denied", "{command}");
    }
}

#[test]
fn a_password_that_is_a_variable_reaches_no_guest_and_no_file() {
    let yaml = two_shells().replace(PASSWORD, "\"%ENV{LABPW}\"");
    let plan = [json!({"do": "environment", "as": "job"}), connect("S1")];
    let finished =
        with_testbed(&plan, &yaml).env("LABPW", PASSWORD).env("OTHER", "seen").options(["--env", "*"]).run();
    let seen = finished.probe("job");
    assert_eq!(seen["OTHER"], "seen");
    assert!(seen.get("LABPW").is_none(), "{seen}");
    assert!(finished.stderr.contains("LABPW is not passed on"), "{}", finished.said());
    for name in finished.archive().names() {
        let text = String::from_utf8_lossy(finished.archive().bytes(name)).into_owned();
        assert!(!text.contains(PASSWORD), "{name}");
    }
}
