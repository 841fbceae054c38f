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
fn ids_are_numbered_cleaned_and_made_unique() {
    let create = |taskid: Option<&str>, label: &str| {
        step("create", json!({"task": label, "script": "passes.wasm", "taskid": taskid, "as": label}))
    };
    let finished = Run::plan(&json!([
        create(None, "first"),
        create(Some("named"), "second"),
        create(None, "third"),
        create(Some(""), "empty"),
        create(Some("a/b"), "slash"),
        create(Some("a_b"), "the same"),
        create(Some("a_b"), "again"),
        create(Some("Task-9"), "ahead"),
        create(None, "eighth"),
        create(None, "ninth"),
        run("passes", "last", json!({})),
    ]))
    .run()
    .exits(0);

    for (label, taskid) in [
        ("first", "Task-1"),
        ("second", "named"),
        ("third", "Task-3"),
        ("empty", "Task-4"),
        ("slash", "a_b"),
        ("the same", "a_b-2"),
        ("again", "a_b-3"),
        ("ahead", "Task-9"),
    ] {
        assert_eq!(finished.probe(label), taskid, "{label}");
    }
    // A number that somebody has taken by hand leads to another name, not to a lost task.
    let (eighth, ninth) = (finished.probe("eighth"), finished.probe("ninth"));
    assert_eq!(eighth, "Task-9-2");
    assert_eq!(ninth, "Task-10");
    let warned = finished.job_log().iter().any(|line| line.level == "WARNING" && line.text.contains("a_b-2"));
    assert!(warned, "no warning of the id that was taken: {:#?}", finished.job_log());
}

#[test]
fn two_tasks_of_one_id_both_run_and_both_are_reported() {
    let finished = Run::plan(&json!([
        step("run", json!({"script": "passes.wasm", "taskid": "example_task_1"})),
        step("run", json!({"script": "fails.wasm", "taskid": "example_task_1"})),
    ]))
    .run()
    .exits(1);
    assert_eq!(finished.result("example_task_1"), "passed");
    assert_eq!(finished.result("example_task_1-2"), "failed");
    assert!(finished.archive().names().contains(&"TaskLog.example_task_1-2"));
}

#[test]
fn strange_ids_are_ids() {
    let long = "x".repeat(200);
    let ids = [
        "with space",
        "größe-路由器",
        "..",
        "../../evil",
        "line\nbreak",
        "\u{1b}[31mred",
        "-rf",
        "a.b:c*?",
        &long,
    ];
    let plan: Vec<Value> = ids.iter().map(|id| run("passes", id, json!({}))).collect();
    let finished = Run::plan(&json!(plan)).run().exits(0);

    assert_eq!(finished.report()["tasks"].as_array().map(Vec::len), Some(ids.len()));
    for id in ids {
        let shown = id.replace('/', "_");
        assert_eq!(finished.result(&shown), "passed", "{shown:?}");
        let file: String = shown.chars().map(|c| if c.is_control() { '_' } else { c }).collect();
        assert!(finished.archive().members.contains_key(&format!("TaskLog.{file}")), "no log of {file:?}");
    }
    let raw = |text: &str| text.chars().any(|c| c.is_control() && c != '\n');
    assert!(!raw(&finished.stdout), "control characters on the screen");
}

#[test]
fn an_id_that_is_too_long_is_refused_and_the_job_goes_on() {
    let finished = Run::plan(&json!([
        step("run", json!({"script": "passes.wasm", "taskid": "x".repeat(201), "as": "long"})),
        run("passes", "next", json!({})),
    ]))
    .run()
    .exits(0);
    let refused = finished.probe("long");
    assert_eq!(refused["error"], "invalid-argument");
    assert!(refused["text"].as_str().unwrap().contains("200"), "{refused}");
    assert_eq!(finished.result("next"), "passed");
}

#[test]
fn kwargs_of_ten_megabytes_arrive_and_larger_ones_are_refused() {
    let with = |key: &str, amount: u64, label: &str| json!({"do": "run", "script": "echoes_parameters.wasm", "taskid": label, "as": label, key: amount});
    let finished = Run::plan(&json!([
        with("big", 10 << 20, "ten"),
        with("big", 17 << 20, "seventeen"),
        with("deep", 90, "deep"),
        with("deep", 1000, "deeper"),
    ]))
    .run()
    .exits(0);
    assert_eq!(finished.probe("ten")["result"], "PASSED");
    assert_eq!(
        finished.node("ten.tc.t").why(),
        format!("{} bytes of parameters", (10 << 20) + r#"{"big":""}"#.len())
    );
    assert_eq!(finished.probe("deep")["result"], "PASSED");
    for (label, limit) in [("seventeen", "value-size"), ("deeper", "value-depth")] {
        let refused = finished.probe(label);
        assert_eq!(refused["error"], "limit-exceeded", "{label}: {refused}");
        assert!(refused["text"].as_str().unwrap().contains(limit), "{label}: {refused}");
    }
}

#[test]
fn kwargs_are_told_as_they_were_given() {
    let kwargs = json!({"text": "ü\n\"", "number": 1.5, "nothing": null, "list": [1, {"a": true}]});
    let finished = Run::plan(&json!([
        step(
            "create",
            json!({"task": "t", "script": "echoes_parameters.wasm", "taskid": "t", "kwargs": kwargs})
        ),
        on("start", "t", "start"),
        on("wait", "t", "wait"),
        on("state", "t", "state"),
    ]))
    .run()
    .exits(0);
    assert_eq!(finished.probe("state")["kwargs"], kwargs);
    let data = finished.data("t.tc.t");
    let data = if let Value::String(text) = &data { serde_json::from_str(text).unwrap() } else { data };
    assert_eq!(data, kwargs);
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
    easypy_tests::Process::open(victim).unwrap().signal(Signal::STOP);
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

#[test]
fn jobs_limits_how_many_tasks_run_at_once() {
    let finished = Run::plan(&json!([step(
        "many",
        json!({"count": 12, "alive": 12, "script": "passes.wasm", "as": "many"})
    ),]))
    .options(["--jobs", "2"])
    .run()
    .exits(0);
    assert_eq!(finished.probe("many"), json!({"PASSED": 12}));
    let (mut alive, mut most) = (0, 0);
    for event in finished.journal() {
        match event["event"].as_str().unwrap() {
            "task-started" => alive += 1,
            "task-ended" => alive -= 1,
            _ => {}
        }
        most = most.max(alive);
    }
    assert!((1..=2).contains(&most), "{most} at once");
}

#[test]
fn task_uids_selects_the_tasks_that_run() {
    let finished = Run::plan(&json!([
        run("fails", "one", json!({})),
        run("passes", "two", json!({})),
        run("passes", "three", json!({})),
    ]))
    .options(["--task-uids", "Or('two', 'thr.*')"])
    .run()
    .exits(0);
    let tasks: Vec<String> = finished.tree().into_iter().filter(|n| n.kind == "Task").map(|n| n.id).collect();
    assert_eq!(tasks, ["two", "three"]);
    assert_eq!(
        finished.probe("one"),
        json!({"result": "PASSED", "truthy": true}),
        "SPEC 6: Passed to the job"
    );
    assert_eq!(finished.report()["totaltasks"], 2);
}

#[test]
fn a_testscript_is_looked_for_beside_the_job_and_then_where_the_user_is() {
    let run_it = Run::plan(&json!([
        step("run", json!({"script": "passes.wasm", "taskid": "beside the job", "as": "beside"})),
        step("run", json!({"script": "here.wasm", "taskid": "in the current directory", "as": "here"})),
        step(
            "run",
            json!({"script": "/job/passes.wasm", "taskid": "as the guest sees it", "as": "absolute"})
        ),
        step("run", json!({"script": "nowhere.wasm", "taskid": "nowhere", "as": "nowhere"})),
    ]));
    let here = run_it.directory().join("here");
    std::fs::create_dir(&here).unwrap();
    std::fs::copy(easypy_tests::test_guest("passes"), here.join("here.wasm")).unwrap();
    // One that is in both places is taken from the job's.
    std::fs::copy(easypy_tests::test_guest("fails"), here.join("passes.wasm")).unwrap();
    let finished = run_it.current_dir(&here).run().exits(1);
    for label in ["beside", "here", "absolute"] {
        assert_eq!(finished.probe(label)["result"], "PASSED", "{label}");
    }
    assert_eq!(finished.probe("nowhere")["result"], "ERRORED");
    let why = finished.node("nowhere").why().to_owned();
    let jobs = easypy_tests::guests().join("tests");
    assert!(why.contains(&*jobs.to_string_lossy()) && why.contains(&*here.to_string_lossy()), "{why}");
}
