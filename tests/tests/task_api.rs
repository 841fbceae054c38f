//! The Task API of the page: what a job may ask of its tasks, and what it is told.

use easypy_tests::{Run, launch, new, run, step};
use rustix::process::Signal;
use serde_json::{Value, json};

fn on(verb: &str, task: &str, label: &str) -> Value {
    step(verb, json!({"task": task, "as": label}))
}

/// A plan that holds a task `t` until the step `set go`.
fn held(before: &[Value], after: &[Value]) -> Value {
    let objects = json!({"go": {"$object": "go"}, "arrived": {"$object": "arrived"}});
    let mut plan = vec![
        new("go", "event", Value::Null),
        new("arrived", "queue", Value::Null),
        launch("waits_for_an_event", "t", objects),
        json!({"do": "get", "object": "arrived"}),
    ];
    plan.extend_from_slice(before);
    plan.push(json!({"do": "set", "object": "go"}));
    plan.extend_from_slice(after);
    json!(plan)
}

#[test]
fn a_task_that_was_not_started_is_told_of_and_hurts_nobody() {
    let finished = Run::plan(&json!([
        step("create", json!({"task": "t", "script": "passes.wasm", "taskid": "idle", "as": "create"})),
        on("state", "t", "state"),
        on("join", "t", "join"),
        on("wait", "t", "wait"),
        on("terminate", "t", "terminate"),
        run("passes", "other", json!({})),
    ]))
    .run()
    .exits(0);

    assert_eq!(finished.probe("create"), "idle");
    let state = finished.probe("state");
    for (member, expected) in [
        ("alive", json!(false)),
        ("pid", Value::Null),
        ("exit", Value::Null),
        ("error", Value::Null),
        ("result", json!("NONE")),
        ("truthy", json!(false)),
        ("name", json!("idle")),
        ("testscript", json!("passes.wasm")),
    ] {
        assert_eq!(state[member], expected, "{member}");
    }
    for call in ["join", "wait", "terminate"] {
        assert_eq!(finished.probe(call)["error"], "not-started", "{call}");
    }
    assert_eq!(finished.result("other"), "passed");
    assert!(finished.stdout.contains("idle"), "the report does not tell of the task: {}", finished.said());
    assert_eq!(finished.report()["summary"]["success_rate"], 100.0);
}

#[test]
fn a_task_is_seen_alive_and_seen_ended() {
    let finished = Run::plan(&held(
        &[
            on("state", "t", "running"),
            on("start", "t", "start again"),
            step("join", json!({"task": "t", "timeout": 0, "as": "join 0"})),
            step("join", json!({"task": "t", "timeout": 0.05, "as": "join a little"})),
            step("tasks", json!({"as": "tasks running"})),
        ],
        &[
            step("join", json!({"task": "t", "as": "join"})),
            on("state", "t", "ended"),
            on("wait", "t", "wait"),
            on("start", "t", "restart"),
            on("terminate", "t", "terminate"),
            step("tasks", json!({"as": "tasks ended"})),
        ],
    ))
    .run()
    .exits(0);

    let (running, ended) = (finished.probe("running"), finished.probe("ended"));
    assert_eq!(running["alive"], true);
    assert_eq!(running["result"], "NONE", "the page: None while the task has not ended");
    assert_eq!(running["exit"], Value::Null);
    assert!(running["pid"].as_u64().is_some_and(|pid| pid > 1), "{running}");
    assert_eq!(finished.probe("start again")["error"], "already-started");
    assert_eq!(finished.probe("join 0"), false);
    assert_eq!(finished.probe("join a little"), false);
    assert_eq!(finished.probe("tasks running")[0]["alive"], true);
    assert_eq!(finished.probe("tasks running")[0]["result"], "NONE");

    assert_eq!(finished.probe("join"), true);
    assert_eq!(ended["alive"], false);
    assert_eq!(ended["result"], "PASSED");
    assert_eq!(ended["exit"], json!({"code": 0}));
    assert_eq!(ended["pid"], running["pid"]);
    assert_eq!(finished.probe("wait"), Value::Null);
    assert_eq!(finished.probe("restart")["error"], "already-started");
    assert_eq!(finished.probe("terminate"), Value::Null, "a task that has ended is left alone");
    assert_eq!(finished.probe("tasks ended")[0]["result"], "PASSED");
}

#[test]
fn run_with_a_time_limit_terminates_the_task_and_tells_the_job() {
    let limited = |taskid: &str, guest: &str, limit: f64| {
        let mut step = run(guest, taskid, json!({"secs": 600}));
        step["max_runtime"] = json!(limit);
        step
    };
    let finished = Run::plan(&json!([
        limited("slow", "sleeps", 2.0),
        limited("busy", "spins", 2.0),
        limited("at once", "sleeps", 0.0),
        limited("far", "passes", 1e15),
    ]))
    .run()
    .exits(1);
    for taskid in ["slow", "busy", "at once"] {
        let error = finished.probe(taskid);
        assert_eq!(error["error"], "timeout", "{taskid}");
        assert!(error["text"].as_str().unwrap().contains("max runtime"), "{error}");
        let task = finished.task(taskid);
        assert_eq!(task[0].outcome(), "errored");
        assert!(task[0].why().contains("max runtime"), "{task:?}");
    }
    assert_eq!(finished.probe("far"), json!({"result": "PASSED", "truthy": true}));
    // What was done before the limit is kept; what was under way is not called passed.
    assert_eq!(finished.node("slow.common_setup.quick").outcome(), "passed");
    assert_eq!(finished.node("slow.tc_sleep.t_before").outcome(), "passed");
    assert_eq!(finished.node("slow.tc_sleep.t_sleep").outcome(), "errored");
    assert!(finished.stdout.contains("Exception in Task - slow"), "{}", finished.said());
    assert!(finished.stdout.contains("(3 failed to run)"), "{}", finished.said());
}

#[test]
fn wait_with_a_time_limit_terminates_the_task() {
    let finished = Run::plan(&json!([
        launch("sleeps", "slow", json!({})),
        step("wait", json!({"task": "slow", "max_runtime": 2, "as": "wait"})),
        on("state", "slow", "state"),
        on("wait", "slow", "wait again"),
    ]))
    .run()
    .exits(1);
    assert_eq!(finished.probe("wait")["error"], "timeout");
    let state = finished.probe("state");
    assert_eq!((&state["result"], &state["alive"]), (&json!("ERRORED"), &json!(false)));
    assert_eq!(state["exit"], json!({"signal": 15}));
    assert!(state["error"].as_str().unwrap().contains("max runtime"), "{state}");
    assert_eq!(finished.probe("wait again"), Value::Null);
}

#[test]
fn terminate_ends_a_task_whatever_it_does() {
    let finished = Run::plan(&json!([
        launch("sleeps", "sleeper", json!({})),
        launch("spins", "spinner", json!({})),
        on("terminate", "sleeper", "terminate sleeper"),
        on("terminate", "spinner", "terminate spinner"),
        on("join", "sleeper", "join sleeper"),
        on("join", "spinner", "join spinner"),
        on("state", "sleeper", "sleeper"),
        on("state", "spinner", "spinner"),
        on("terminate", "spinner", "terminate again"),
    ]))
    .run()
    .exits(1);
    for task in ["sleeper", "spinner"] {
        assert_eq!(finished.probe(&format!("join {task}")), true);
        let state = finished.probe(task);
        assert_eq!(state["exit"], json!({"signal": 15}), "{task}");
        assert_eq!((&state["result"], &state["truthy"]), (&json!("ERRORED"), &json!(false)), "{task}");
        assert!(state["error"].as_str().unwrap().contains("terminate"), "{state}");
        assert_eq!(finished.result(task), "errored");
    }
    assert_eq!(finished.probe("terminate again"), Value::Null);
}

/// A task cannot ignore SIGTERM, but one that is stopped does not take it.
#[test]
fn a_task_that_does_not_take_sigterm_is_killed() {
    let mut running = Run::plan(&json!([
        launch("sleeps", "victim", json!({})),
        launch("sleeps", "gate", json!({})),
        on("wait", "gate", "gate"),
        on("terminate", "victim", "terminate"),
        on("join", "victim", "join"),
        on("state", "victim", "state"),
    ]))
    .start();
    let started = running.wait_for_sections(2, "t_sleep");
    let pid_of = |running: &easypy_tests::Running, taskid: &str| {
        let journal = running.journal();
        let created = journal.iter().find(|e| e["event"] == "task-created" && e["taskid"] == taskid).unwrap();
        let start =
            journal.iter().find(|e| e["event"] == "task-started" && e["task"] == created["task"]).unwrap();
        u32::try_from(start["pid"].as_u64().unwrap()).unwrap()
    };
    let (victim, gate) = (pid_of(&running, "victim"), pid_of(&running, "gate"));
    assert!(started.contains(&victim) && started.contains(&gate));
    easypy_tests::Process::open(victim).unwrap().stop();
    easypy_tests::Process::open(gate).unwrap().signal(Signal::TERM);

    let finished = running.wait().exits(1);
    assert_eq!(finished.probe("join"), true);
    assert_eq!(finished.probe("state")["exit"], json!({"signal": 9}));
    assert_eq!(finished.result("victim"), "errored");
}

#[test]
fn a_task_that_somebody_kills_is_errored_with_the_signal() {
    for (signal, number) in [(Signal::KILL, 9), (Signal::ABORT, 6), (Signal::TERM, 15)] {
        let mut running = Run::plan(&json!([
            launch("sleeps", "victim", json!({})),
            on("wait", "victim", "wait"),
            on("state", "victim", "state"),
            run("passes", "next", json!({})),
        ]))
        .start();
        let pid = running.wait_for_sections(1, "t_sleep")[0];
        easypy_tests::Process::open(pid).unwrap().signal(signal);
        let finished = running.wait().exits(1);
        let state = finished.probe("state");
        assert_eq!(finished.probe("wait"), Value::Null, "it has ended: that is no error of wait");
        assert_eq!(state["exit"], json!({"signal": number}));
        assert_eq!((&state["result"], &state["truthy"]), (&json!("ERRORED"), &json!(false)));
        let told = state["error"].as_str().unwrap();
        assert!(
            told.contains("signal") && told.contains(&number.to_string()) || told.contains("SIG"),
            "{told}"
        );
        assert_eq!(finished.node("victim.tc_sleep.t_before").outcome(), "passed");
        assert_eq!(finished.result("next"), "passed");
    }
}
