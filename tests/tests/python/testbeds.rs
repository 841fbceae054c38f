//! The testbed itself in Python: what it shows, what crosses to tasks, leases, and what the policy leaves of it.

use std::fs;

use easypy_peers::FaultyServer;
use easypy_tests::Run;
use serde_json::json;

use crate::devices::{has, lab, routers, with_testbed};
use crate::{job, said};

const TOPOLOGY: &str = "\
testbed:
  name: lab
  custom: {site: fra}
  credentials:
    default: {username: admin, password: cisco123}
devices:
  R1:
    alias: uut
    os: iosxe
    platform: cat9k
    type: router
    custom: {rack: {row: 3}}
    connections:
      cli: {protocol: telnet, ip: 127.0.0.1, port: 2323}
      vty: {protocol: ssh, ip: 127.0.0.1}
  N1:
    os: nxos
    type: switch
    connections:
      cli: {protocol: ssh, ip: 127.0.0.1}
topology:
  links:
    link-1: {alias: core}
  R1:
    interfaces:
      Gi1: {type: ethernet, alias: to-peer, ipv4: 10.0.0.1/24, link: link-1}
      Lo0: {type: loopback}
  N1:
    interfaces:
      Ethernet1/1: {type: ethernet, link: link-1}
";

#[test]
fn what_the_file_says_of_devices_and_links_is_there() {
    let finished = lab(TOPOLOGY, &["topology"]).run().exits(0);
    let said = |test: &str| finished.data(&format!("topology.py.Topology.{test}"));
    assert_eq!(
        said("testbed"),
        json!({"name": "lab", "site": "fra", "devices": ["R1", "N1"], "aliases": ["N1", "uut"], "same": true,
               "switches": ["N1"]})
    );
    assert_eq!(
        said("device"),
        json!({"is": ["R1", "uut", "router", "iosxe", "cat9k"], "row": 3, "vias": ["cli", "vty"],
               "cli": ["127.0.0.1", 2323, "telnet"], "connected": [false, false]})
    );
    assert_eq!(
        said("interfaces"),
        json!({"up": ["Gi1", "ethernet", "10.0.0.1/24"], "found": ["Lo0"], "links": ["link-1"],
               "of testbed": ["core"], "beyond": [["N1", "Ethernet1/1"]]})
    );
    let credentials = said("credentials");
    assert!(!credentials.to_string().contains("cisco123"), "{credentials}");
    assert_eq!(credentials["read"]["error"], "DeniedError");
}

#[test]
fn a_testbed_that_a_script_loads_is_connected_by_that_of_the_run() {
    let server = FaultyServer::start();
    let finished = lab(&routers([server.port()]), &["no_testbed"]).run().exits(0);
    assert_ne!(finished.node("no_testbed.py.NoTestbed.parameter").why(), "it is None");
    let loaded = finished.data("no_testbed.py.NoTestbed.loads_one");
    assert_eq!(loaded, json!({"of run": false, "os": "iosxe", "connect": ""}));
    assert_eq!(server.accepted(), 1);

    let finished = Run::python(job("lab")).argument("no_testbed.py").run().exits(0);
    assert_eq!(finished.node("no_testbed.py.NoTestbed.parameter").why(), "it is None");
    let loaded = finished.data("no_testbed.py.NoTestbed.loads_one");
    assert_eq!(loaded["connect"]["error"], "ConnectionError");
    has(&loaded["connect"]["text"], &["--testbed-file"]);
}

#[test]
fn jobs_lend_devices_to_their_tasks() {
    let server = FaultyServer::start();
    let mut yaml = routers([server.port(), server.port()]);
    yaml.push_str("topology:\n  R1:\n    interfaces:\n      Gi1: {type: ethernet, link: link-1}\n");
    yaml.push_str("  R2:\n    interfaces:\n      Gi1: {type: ethernet, link: link-1}\n");
    let finished = with_testbed("lends", &yaml).run();

    let lease = |taskid: &str| finished.data(&format!("{taskid}.Leases.leases"))["lease"].clone();
    assert_eq!(lease("late")["error"], "TimeoutError");
    has(&lease("late")["text"], &["R1", "0.05 seconds"]);
    assert!(lease("next").is_u64(), "{}", lease("next"));
    let modes = finished.data("next.Leases.modes");
    assert_eq!(modes, json!({"modes": ["config", "enable", "config", "enable"]}));

    let things = json!({"uut": true, "near": true, "link": true, "shared": true, "connected": false});
    for taskid in ["exclusive", "narrowed"] {
        assert_eq!(finished.data(&format!("{taskid}.Handed.things")), things, "{taskid}");
    }
    let version = |taskid: &str| finished.data(&format!("{taskid}.Handed.commands"))["version"].clone();
    has(&version("exclusive"), &["Faulty Software"]);
    assert_eq!(version("narrowed")["error"], "DeniedError");
    assert_eq!(finished.data("narrowed.Handed.commands")["devices"], json!(["R1"]));
    let events = finished.journal();
    let created =
        events.iter().find(|event| event["event"] == "task-created" && event["taskid"] == "exclusive");
    let task = &created.unwrap()["task"];
    let place = |what: &str| events.iter().position(|event| event["event"] == what && event["task"] == *task);
    let taken = place("lease-taken").expect("it has it to itself");
    assert!(Some(taken) < place("task-started") && events[taken]["devices"] == json!(["R1"]), "{events:#?}");

    let told = said(&finished);
    let of = |label: &str| json!(told.iter().find(|line| line.starts_with(label)).unwrap());
    has(&of("exclusive"), &["ValueError", "R9"]);
    has(&of("grant"), &["ValueError", "nmae"]);
}

const POLICY: &str = r#"
[[grant]]
tasks = ["denied*"]
[[grant.devices]]
name = "R1"
allow = ["echo *"]
"#;

#[test]
fn what_the_policy_does_not_grant_is_a_denied_error() {
    let server = FaultyServer::start();
    let run = lab(&routers([server.port(), server.port()]), &["denied"]);
    let file = run.directory().join("policy.toml");
    fs::write(&file, POLICY).unwrap();
    let finished = run.option("--policy").option(file).run().exits(0);
    let said = finished.data("denied.py.Denied.commands");
    assert_eq!(said["devices"], json!(["R1"]), "the others are not to be seen");
    assert_eq!((&said["allowed"], &said["next"]), (&json!("yes"), &json!("next")));
    has(&said["told"], &["policy.toml:", "`reboot`"]);
    for denied in ["version", "configure", "several", "conversation"] {
        assert_eq!(said[denied]["error"], "DeniedError", "{said}");
        assert_eq!(said[denied]["as"], json!(["PermissionError", "OSError"]));
    }
    let lines = server.lines();
    let never = ["reboot", "NEVER", "never", "show version"];
    assert!(!lines.iter().any(|line| never.iter().any(|word| line.contains(word))), "{lines:?}");
}
