//! Which line decides, for people.

use easypy_contract::TaskId;
use easypy_policy::{Action, Decision, Subject};

use crate::support::{device, policy, separators};

#[test]
fn an_explanation_shows_all_that_was_looked_at() {
    let policy = policy(
        r#"[[grant]]
tasks = ["nightly", "core-*"]

[[grant]]
tasks = ["smoke-*"]

[[grant.devices]]
name = "S*"

[[grant.devices]]
name = "R*"
type = "router"
via = ["console", "ssh"]
allow = ["ping *", "show *", "hostname *"]
deny = ["show tech*"]
"#,
    );
    let separators = separators();
    let explain = |taskid: &str, name: &str, action: &Action<'_>| {
        let taskid = TaskId::new(taskid).unwrap();
        policy.explain(Subject::Task(&taskid), device(name), action).to_string()
    };
    let execute = |command| Action::Execute { via: "ssh", command, separators: &separators };
    let texts = [
        explain("smoke-1", "R1", &execute("show version")),
        explain("smoke-1", "R1", &execute("show tech")),
        explain("smoke-1", "R1", &execute("sh ver")),
        explain("smoke-1", "R1", &execute("show x\n\u{1b}[2J")),
        explain("smoke-1", "R1", &Action::Connect { via: "telnet" }),
        explain("smoke-1", "S1", &execute("reload")),
        explain("smoke-1", "H1", &execute("ls")),
        explain(
            "smoke-1",
            "R2",
            &Action::Configure { via: "ssh", line: "hostname x", separators: &separators },
        ),
        explain("weekly", "R1", &execute("show version")),
        policy.explain(Subject::Job, device("R1"), &Action::Lease).to_string(),
    ];
    insta::assert_snapshot!(texts.join("----\n"));
}

#[test]
fn an_explanation_and_a_decision_are_the_same() {
    let policy = policy("[job]\n[[job.devices]]\nname = 'R1'\nallow = 'show *'\n");
    let grant = policy.grant(Subject::Job);
    for command in ["show version", "reload", "show a\nb"] {
        let action = Action::Execute { via: "ssh", command, separators: &[] };
        let decision = grant.decide(device("R1"), &action);
        assert_eq!(policy.explain(Subject::Job, device("R1"), &action).decision, decision);
        assert_eq!(grant.explain(device("R1"), &action).decision, decision);
    }
}

#[test]
fn the_guide_shows_what_is_said() {
    let guide = include_str!("../../../../docs/guide/grants.md");
    let text = guide.split("```toml\n").nth(1).and_then(|part| part.split("```").next()).unwrap();
    let policy = policy(text);
    let taskid = TaskId::new("smoke-1").unwrap();
    let separators = separators();
    let explain = |action: &Action<'_>| policy.explain(Subject::Task(&taskid), device("R1"), action);
    let execute = |command| Action::Execute { via: "ssh", command, separators: &separators };
    let said = explain(&execute("show version")).to_string();
    assert!(guide.contains(&said), "{said}");
    for action in [
        execute("reload"),
        execute("show tech"),
        execute("show version\nreload"),
        Action::Connect { via: "console" },
        Action::Configure { via: "ssh", line: "hostname x", separators: &separators },
    ] {
        let Decision::Denied { missing, .. } = explain(&action).decision else { panic!("{action:?}") };
        assert!(guide.contains(&format!("denied: {missing}\n")), "{missing}");
    }
}
