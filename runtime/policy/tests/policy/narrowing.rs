//! What a job leaves to a task.

use std::path::PathBuf;

use easypy_policy::{Decision, Grant, NarrowError};

use crate::support::{device, execute, is_allowed, missing, of_task, policy};

fn wide() -> Grant {
    let policy = policy(
        r#"
[[grant]]
tasks = "*"
environment = ["LAB_*"]
directories = { read = ["/data"], write = ["/var/tmp/results"] }
addresses = ["10.0.0.0/8:443"]
limits = { memory = "512M" }
[[grant.devices]]
name = "R*"
allow = ["show *", "ping *"]
"#,
    );
    of_task(&policy, "t")
}

#[test]
fn both_must_allow() {
    let grant = wide()
        .narrowed(
            r#"{
                "devices": [{"name": "*", "allow": ["show *", "reload"]}],
                "environment": ["LAB_USER", "HOME"],
                "directories": {"read": "/data/a", "write": ["/"]},
                "addresses": "10.1.0.0/16:*",
                "limits": {"memory": "1G", "log": "64K"}
            }"#,
        )
        .unwrap();
    for (command, allowed) in [("show version", true), ("ping 10.0.0.1", false), ("reload", false)] {
        assert_eq!(is_allowed(&grant, "R1", command), allowed, "{command}");
    }
    assert!(!grant.sees(device("S1")));
    for (name, seen) in [("LAB_USER", true), ("LAB_PASSWORD", false), ("HOME", false)] {
        assert_eq!(grant.environment(name), seen, "{name}");
    }
    let directories = grant.directories();
    assert_eq!(directories.write, [PathBuf::from("/var/tmp/results")]);
    assert_eq!(directories.read, [PathBuf::from("/data")], "what may be written may be read: `/` was named");
    for (address, open) in [("10.1.2.3:443", true), ("10.2.0.1:443", false), ("10.1.2.3:80", false)] {
        assert_eq!(grant.addresses().permits(address.parse().unwrap()), open, "{address}");
    }
    assert_eq!((grant.limits().memory, grant.limits().log), (Some(512 << 20), Some(64 << 10)));
}

#[test]
fn what_is_not_named_is_not_left() {
    let grant = wide().narrowed("{}").unwrap();
    assert!(!grant.sees(device("R1")));
    assert!(!grant.environment("LAB_USER"));
    assert_eq!(grant.directories(), easypy_policy::Directories::default());
    assert!(grant.addresses().is_empty());
    assert_eq!(grant.limits().memory, Some(512 << 20), "limits stay");
    assert_eq!(
        missing(execute(&grant, "R1", "show version")),
        "no `devices` of the grant that the job gives the task fit `R1`"
    );
}

#[test]
fn a_run_without_a_policy_can_be_narrowed_too() {
    let json =
        r#"{"devices": [{"alias": "uut"}], "directories": {"read": "/etc"}, "addresses": "0.0.0.0/0:*"}"#;
    let grant = Grant::unlimited().narrowed(json).unwrap();
    assert!(is_allowed(&grant, "R1", "reload"));
    assert!(!grant.sees(device("R2")));
    assert!(!grant.environment("A"));
    assert_eq!(grant.directories(), easypy_policy::Directories::default());
    assert!(!grant.addresses().permits("10.0.0.1:443".parse().unwrap()));
}

#[test]
fn decisions_name_the_layers() {
    let grant =
        wide().narrowed(r#"{"devices": [{"name": "R1"}, {"name": "R2", "allow": "show *"}]}"#).unwrap();
    assert_eq!(
        execute(&grant, "R2", "show version"),
        Decision::Allowed {
            by: "policy.toml:10: allow \"show *\"; the job's grant=devices[1].allow: allow \"show *\""
                .to_owned()
        }
    );
    assert_eq!(
        missing(execute(&grant, "R2", "ping 10.0.0.1")),
        "no `allow` of the devices at the job's grant=devices[1] fits `ping 10.0.0.1` on `R2`"
    );
}

#[test]
fn mistakes_are_told_with_their_places_and_nothing_is_granted() {
    let error = wide()
        .narrowed(
            r#"{"tasks": "*", "device": [], "environment": null,
                "devices": [{"alow": ["x"]}, {"name": ["", 7], "configure": "yes"}], "devices": []}"#,
        )
        .unwrap_err();
    insta::assert_snapshot!(error.to_string());
}

#[test]
fn what_is_no_grant_is_refused() {
    let wide = wide();
    for json in ["", "[]", "7", "{", "{} {}", "\"x\"", "{\"limits\": {\"memory\": 1.5}}"] {
        assert!(wide.narrowed(json).is_err(), "{json}");
    }
    let large = format!("{{\"environment\": \"{}\"}}", "x".repeat(70_000));
    assert!(matches!(wide.narrowed(&large), Err(NarrowError::TooLarge(_))));
    let many = format!("{{\"environment\": [{}]}}", vec!["7"; 5000].join(","));
    let Err(NarrowError::Mistakes { mistakes, left_out }) = wide.narrowed(&many) else { panic!() };
    assert_eq!(mistakes.len(), 20);
    assert!(left_out > 900);
}

#[test]
fn a_grant_is_not_narrowed_without_end() {
    let mut grant = Grant::unlimited();
    let mut times = 0;
    while let Ok(narrower) = grant.narrowed("{}") {
        grant = narrower;
        times += 1;
        assert!(times < 100);
    }
    assert_eq!(grant.narrowed("{}").unwrap_err(), NarrowError::TooOften);
}
