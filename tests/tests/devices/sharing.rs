//! One session for each device and way in, whoever asks.

use easypy_peers::FaultyServer;
use serde_json::{Value, json};

use crate::lab::{
    answer, connect, execute, launch_talk, on, said, talk, telnet, testbed, wait, with_testbed,
};

#[test]
fn the_job_and_its_tasks_share_one_session() {
    let server = FaultyServer::start();
    let plan = [
        connect("R1"),
        talk("one", &[connect("R1"), execute("R1", "echo one")]),
        talk("two", &[connect("R1"), execute("R1", "echo two")]),
        execute("R1", "echo job"),
    ];
    let finished = with_testbed(&plan, &testbed(&[("R1", "iosxe", telnet(server.port()))])).run().exits(0);
    assert_eq!(finished.probe("connect R1")["ok"]["new"], true);
    assert_eq!(said(&finished, "one", "connect R1")["ok"]["new"], false);
    assert_eq!(answer(&finished, "one", "echo one"), "one");
    assert_eq!(answer(&finished, "two", "echo two"), "two");
    assert_eq!(finished.probe("echo job")["ok"], json!(["job"]));
    assert_eq!(server.accepted(), 1);
}

#[test]
fn commands_of_different_tasks_never_mix() {
    const TASKS: usize = 4;
    const TIMES: usize = 40;
    let server = FaultyServer::start();
    let mut plan: Vec<Value> = (0..TASKS)
        .map(|n| {
            let mut steps = vec![connect("R1")];
            steps.extend((0..TIMES).map(|i| execute("R1", &format!("echo task-{n}-{i}"))));
            launch_talk(&format!("t{n}"), &steps)
        })
        .collect();
    plan.extend((0..TASKS).map(|n| wait(&format!("t{n}"))));
    let finished = with_testbed(&plan, &testbed(&[("R1", "iosxe", telnet(server.port()))])).run().exits(0);
    for n in 0..TASKS {
        for i in 0..TIMES {
            let text = format!("task-{n}-{i}");
            assert_eq!(answer(&finished, &format!("t{n}"), &format!("echo {text}")), text);
        }
    }
    assert_eq!(server.accepted(), 1);
}

#[test]
fn a_session_is_closed_when_nobody_takes_part_any_more() {
    let (server, other) = (FaultyServer::start(), FaultyServer::start());
    let disconnect = on("disconnect", json!({"device": "R1", "as": "disconnect"}));
    let is_connected = on("is-connected", json!({"device": "R1", "as": "is connected"}));
    let plan = [
        connect("R1"),
        connect("R2"),
        // The job still takes part.
        talk(
            "one",
            &[connect("R1"), disconnect.clone(), is_connected.clone(), execute("R1", "show version")],
        ),
        execute("R1", "echo still there"),
        disconnect,
        is_connected,
        talk("two", &[connect("R1")]),
    ];
    let devices = [("R1", "iosxe", telnet(server.port())), ("R2", "iosxe", telnet(other.port()))];
    let finished = with_testbed(&plan, &testbed(&devices)).run().exits(0);
    assert_eq!(said(&finished, "one", "is connected")["ok"], false);
    assert_eq!(said(&finished, "one", "show version")["error"], "NotConnected");
    assert_eq!(finished.probe("echo still there")["ok"], json!(["still there"]));
    assert_eq!(finished.probe("is connected")["ok"], false);
    assert_eq!(said(&finished, "two", "connect R1")["ok"]["new"], true);
    assert_eq!(server.accepted(), 2);
    assert_eq!(other.accepted(), 1);
    let events = finished.journal();
    let opened = |device: &str| {
        events.iter().filter(|event| event["event"] == "session-opened" && event["device"] == device).count()
    };
    assert_eq!((opened("R1"), opened("R2")), (2, 1));
}

#[test]
fn tasks_on_different_devices_do_not_wait_for_each_other() {
    let (slow, quick) = (FaultyServer::start(), FaultyServer::start());
    // The first waits for an answer that comes only when the run is over for the second.
    let plan = [
        json!({"do": "new", "object": "queue", "kind": "queue", "with": null}),
        launch_talk(
            "slow",
            &[
                connect("R1"),
                crate::lab::put("queue", "begun"),
                on("execute", json!({"device": "R1", "commands": ["mute"], "timeout": 600, "as": "mute"})),
            ],
        ),
        json!({"do": "get", "object": "queue"}),
        talk("quick", &[connect("R2"), execute("R2", "echo quick")]),
        json!({"do": "terminate", "task": "slow"}),
        wait("slow"),
    ];
    let devices = [("R1", "iosxe", telnet(slow.port())), ("R2", "iosxe", telnet(quick.port()))];
    let finished = with_testbed(&plan, &testbed(&devices)).run();
    assert_eq!(answer(&finished, "quick", "echo quick"), "quick");
    assert_eq!(finished.result("quick"), "passed");
}

#[test]
fn what_a_guest_sees_of_the_testbed_has_no_credentials() {
    let server = FaultyServer::start();
    let plan = [on("topology", json!({"as": "topology"})), talk("one", &[connect("nobody")])];
    let finished = with_testbed(&plan, &testbed(&[("R1", "iosxe", telnet(server.port()))])).run().exits(0);
    assert_eq!(finished.probe("topology")["ok"], json!({"name": "lab", "devices": ["R1"]}));
    assert_eq!(said(&finished, "one", "connect nobody")["error"], "UnknownDevice");
}

#[test]
fn a_guest_connects_to_several_devices_at_once() {
    let servers: Vec<FaultyServer> = (0..4).map(|_| FaultyServer::start()).collect();
    let names = ["R1", "R2", "R3", "R4"];
    let devices: Vec<(&str, &str, String)> =
        names.iter().zip(&servers).map(|(name, server)| (*name, "iosxe", telnet(server.port()))).collect();
    let plan = [talk("t", &[on("connect-all", json!({"as": "all"})), execute("R4", "echo four")])];
    let finished = with_testbed(&plan, &testbed(&devices)).run().exits(0);
    let all = said(&finished, "t", "all");
    assert_eq!(all["ok"], json!([true, true, true, true]), "{all}");
    assert_eq!(answer(&finished, "t", "echo four"), "four");
    assert!(servers.iter().all(|server| server.accepted() == 1));
    // All were begun before the first was waited for.
    let audit = finished.archive().text("audit.ndjson");
    let actions: Vec<&str> =
        audit.lines().filter_map(|line| line.split("\"action\":\"").nth(1)?.split('"').next()).collect();
    assert_eq!(actions[..4], ["prepare"; 4], "{audit}");
    assert_eq!(actions.iter().filter(|action| **action == "connect").count(), 4, "{audit}");
}

#[test]
fn what_went_wrong_ahead_is_told_to_who_connects() {
    let (good, refused) = (FaultyServer::start(), easypy_peers::refusing());
    let devices = [("R1", "iosxe", telnet(good.port())), ("R2", "iosxe", telnet(refused.address().port()))];
    let plan = [talk("t", &[on("connect-all", json!({"as": "all"})), connect("R2")])];
    let finished = with_testbed(&plan, &testbed(&devices)).run().exits(0);
    assert_eq!(said(&finished, "t", "all")["ok"], json!([true, false]));
    assert_eq!(said(&finished, "t", "connect R2")["kind"], "Refused");
}
