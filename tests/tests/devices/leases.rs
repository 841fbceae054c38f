//! Exclusive use of devices: across tasks, over their deaths, and without going round in circles.

use easypy_peers::FaultyServer;
use easypy_tests::{new, step};
use serde_json::{Value, json};

use crate::lab::{
    answer, connect, execute, get, launch_talk, lease, on, put, said, sleep, talk, telnet, testbed, wait,
    warns, with_testbed,
};

fn one(server: &FaultyServer) -> String {
    testbed(&[("R1", "iosxe", telnet(server.port()))])
}

fn two(one: &FaultyServer, other: &FaultyServer) -> String {
    testbed(&[("R1", "iosxe", telnet(one.port())), ("R2", "iosxe", telnet(other.port()))])
}

fn queue(name: &str) -> Value {
    new(name, "queue", Value::Null)
}

fn job_gets(queue: &str) -> Value {
    step("get", json!({"object": queue}))
}

#[test]
fn a_leased_device_takes_commands_of_its_holder_only() {
    let server = FaultyServer::start();
    let plan = [
        queue("held"),
        launch_talk(
            "holder",
            &[
                connect("R1"),
                lease(&["R1"]),
                put("held", "held"),
                execute("R1", "echo h1"),
                execute("R1", "delay 200"),
                execute("R1", "echo h2"),
                on("release", json!({})),
            ],
        ),
        job_gets("held"),
        talk("other", &[connect("R1"), execute("R1", "echo other")]),
        wait("holder"),
    ];
    let finished = with_testbed(&plan, &one(&server)).run().exits(0);
    assert_eq!(answer(&finished, "other", "echo other"), "other");
    let lines = server.lines();
    let place =
        |text: &str| lines.iter().position(|line| line == text).unwrap_or_else(|| panic!("{lines:?}"));
    assert!(place("echo h1") < place("echo h2") && place("echo h2") < place("echo other"), "{lines:?}");
}

#[test]
fn a_lease_that_is_not_free_in_time_is_given_up() {
    let server = FaultyServer::start();
    let timed = on("lease", json!({"devices": ["R1"], "timeout": 0.05, "as": "timed"}));
    let plan = [connect("R1"), lease(&["R1"]), talk("late", &[timed]), execute("R1", "echo mine")];
    let finished = with_testbed(&plan, &one(&server)).run().exits(0);
    assert_eq!(said(&finished, "late", "timed")["error"], "Timeout");
    assert_eq!(finished.probe("echo mine")["ok"], json!(["mine"]));
}

#[test]
fn numbers_of_leases_grow() {
    let server = FaultyServer::start();
    let plan = [talk("a", &[lease(&["R1"])]), talk("b", &[lease(&["R1"])])];
    let finished = with_testbed(&plan, &one(&server)).run().exits(0);
    let number = |task: &str| said(&finished, task, "lease")["ok"].as_u64().unwrap();
    assert!(number("a") < number("b"));
}

/// The task is killed in configuration mode, in a conversation of its own.
#[test]
fn a_task_that_is_killed_in_configuration_mode_leaves_the_device_as_it_was() {
    let server = FaultyServer::start();
    let plan = [
        queue("there"),
        launch_talk(
            "victim",
            &[
                connect("R1"),
                lease(&["R1"]),
                execute("R1", "configure terminal"),
                on("mode", json!({"device": "R1", "as": "mode"})),
                put("there", "there"),
                sleep(),
            ],
        ),
        job_gets("there"),
        launch_talk(
            "next",
            &[
                connect("R1"),
                execute("R1", "show version"),
                on("mode", json!({"device": "R1", "as": "mode"})),
            ],
        ),
        step("terminate", json!({"task": "victim"})),
        wait("victim"),
        wait("next"),
    ];
    let finished = with_testbed(&plan, &one(&server)).run();
    assert_eq!(said(&finished, "victim", "mode")["ok"], "config");
    assert_eq!(said(&finished, "next", "mode")["ok"], "enable");
    assert_eq!(finished.result("next"), "passed", "{}", finished.said());
    assert!(warns(&finished, &["victim", "R1 (cli)", "mode config", "enable"]), "{}", finished.said());
    assert!(finished.stdout.contains("left the session on R1 (cli) in mode config"), "{}", finished.said());
    let events = finished.journal();
    let restored = events.iter().find(|event| event["event"] == "session-restored").unwrap();
    assert_eq!((&restored["device"], &restored["how"]), (&json!("R1"), &json!("mode")));
    assert_eq!(server.accepted(), 1, "no new login");
    // The device was in its home mode before the next one's first command.
    let lines = server.lines();
    let place =
        |text: &str| lines.iter().position(|line| line == text).unwrap_or_else(|| panic!("{lines:?}"));
    assert!(place("end") < place("show version"), "{lines:?}");
}

#[test]
fn a_task_that_dies_in_the_middle_of_a_command_leaves_the_session_to_others() {
    for command in ["silence", "mute"] {
        let server = FaultyServer::start();
        let plan = [
            queue("begun"),
            launch_talk(
                "victim",
                &[
                    connect("R1"),
                    put("begun", "begun"),
                    on(
                        "execute",
                        json!({"device": "R1", "commands": [command], "timeout": 600, "as": "never"}),
                    ),
                ],
            ),
            job_gets("begun"),
            launch_talk("next", &[connect("R1"), execute("R1", "echo next")]),
            step("terminate", json!({"task": "victim"})),
            wait("victim"),
            wait("next"),
        ];
        let finished = with_testbed(&plan, &one(&server)).run();
        assert_eq!(answer(&finished, "next", "echo next"), "next", "{command}");
        assert_eq!(finished.result("next"), "passed", "{command}");
    }
}

#[test]
fn a_task_has_the_devices_to_itself_that_it_is_given() {
    let server = FaultyServer::start();
    let exclusive = |taskid: &str, steps: &[Value]| {
        json!({"do": "launch", "script": "talks.wasm", "task": taskid, "taskid": taskid,
               "kwargs": {"plan": steps}, "exclusive": ["R1"]})
    };
    let steps = |name: &str| {
        [connect("R1"), execute("R1", &format!("echo {name}-1")), execute("R1", &format!("echo {name}-2"))]
    };
    let plan = [
        exclusive("a", &steps("a")),
        exclusive("b", &steps("b")),
        exclusive("c", &steps("c")),
        wait("a"),
        wait("b"),
        wait("c"),
    ];
    let finished = with_testbed(&plan, &one(&server)).run().exits(0);
    let echoes: Vec<String> = server.lines().into_iter().filter(|line| line.starts_with("echo ")).collect();
    assert_eq!(echoes, ["echo a-1", "echo a-2", "echo b-1", "echo b-2", "echo c-1", "echo c-2"]);
    let events = finished.journal();
    let taken = events.iter().filter(|event| event["event"] == "lease-taken").count();
    let ended = events.iter().filter(|event| event["event"] == "lease-ended").count();
    assert_eq!((taken, ended), (3, 3));
}

#[test]
fn devices_that_are_not_there_are_told_when_the_task_is_set_up() {
    let server = FaultyServer::start();
    let plan =
        [json!({"do": "create", "script": "passes.wasm", "task": "t", "exclusive": ["R9"], "as": "created"})];
    let finished = with_testbed(&plan, &one(&server)).run();
    let said = finished.probe("created");
    assert!(said.to_string().contains("R9"), "{said}");
}

#[test]
fn tasks_that_wait_for_each_other_are_told_who_waits_for_whom() {
    let (r1, r2) = (FaultyServer::start(), FaultyServer::start());
    let steps = |mine: &str, others: &str, put_to: &str, get_from: &str| {
        [
            lease(&[mine]),
            put(put_to, "held"),
            get(get_from),
            on("lease", json!({"devices": [others], "as": "second"})),
        ]
    };
    let plan = [
        queue("one"),
        queue("two"),
        launch_talk("a", &steps("R1", "R2", "one", "two")),
        launch_talk("b", &steps("R2", "R1", "two", "one")),
        wait("a"),
        wait("b"),
    ];
    let finished = with_testbed(&plan, &two(&r1, &r2)).run().exits(0);
    let second = ["a", "b"].map(|task| said(&finished, task, "second"));
    let told: Vec<_> = second.iter().filter(|said| said["error"] == "Deadlock").collect();
    assert_eq!(told.len(), 1, "{second:?}");
    let message = told[0]["message"].as_str().unwrap();
    assert!(message.contains("task a") && message.contains("task b"), "{message}");
    assert!(warns(&finished, &["deadlock", "task a", "task b"]));
}

#[test]
fn a_circle_by_a_lock_and_a_device_is_found_too() {
    let server = FaultyServer::start();
    let acquire = json!({"do": "acquire", "lock": {"$object": "lock"}});
    let plan = [
        queue("one"),
        queue("two"),
        new("lock", "lock", Value::Null),
        launch_talk("a", &[lease(&["R1"]), put("one", "held"), get("two"), acquire.clone()]),
        launch_talk(
            "b",
            &[
                acquire,
                put("two", "held"),
                get("one"),
                on("lease", json!({"devices": ["R1"], "as": "lease"})),
            ],
        ),
        wait("a"),
        wait("b"),
    ];
    let finished = with_testbed(&plan, &one(&server)).run().exits(0);
    assert_eq!(said(&finished, "b", "lease")["error"], "Deadlock");
    assert_eq!(finished.result("a"), "passed");
}

#[test]
fn a_job_that_waits_for_a_task_that_wants_its_device_is_no_endless_run() {
    let server = FaultyServer::start();
    let plan = [
        lease(&["R1"]),
        json!({"do": "run", "script": "talks.wasm", "taskid": "t", "as": "t",
        "kwargs": {"plan": [connect("R1")]}, "exclusive": ["R1"]}),
    ];
    let finished = with_testbed(&plan, &one(&server)).run();
    assert_eq!(finished.result("t"), "errored");
    let reason = finished.node("t").reason.unwrap_or_default();
    assert!(reason.contains("the job") && reason.contains("task t"), "{reason}");
}

#[test]
fn send_and_expect_are_a_conversation_that_needs_a_lease() {
    let server = FaultyServer::start();
    let send = |text: &str| {
        on("send", json!({"device": "R1", "text": format!("{text}\n"), "as": format!("send {text}")}))
    };
    let plan = [
        connect("R1"),
        send("echo no"),
        lease(&["R1"]),
        send("echo ping"),
        on(
            "expect",
            json!({"device": "R1", "patterns": ["pong", "(pi)ng\n"], "timeout": 20, "as": "expect"}),
        ),
        execute("R1", "echo after"),
    ];
    let finished = with_testbed(&plan, &one(&server)).run().exits(1);
    assert_eq!(finished.probe("send echo no")["error"], "NotLeased");
    assert_eq!(finished.probe("expect")["ok"]["index"], 1);
    assert_eq!(finished.probe("expect")["ok"]["groups"][1], "pi");
    assert_eq!(finished.probe("echo after")["ok"], json!(["after"]));
}

#[test]
fn the_wait_for_ones_turn_counts() {
    let server = FaultyServer::start();
    let connect = on("connect", json!({"device": "R1", "timeout": 0.2, "as": "connect"}));
    let plan = [lease(&["R1"]), talk("late", &[connect])];
    let finished = with_testbed(&plan, &one(&server)).run().exits(0);
    assert_eq!(said(&finished, "late", "connect")["error"], "Timeout");
    assert_eq!(server.accepted(), 0);
}
