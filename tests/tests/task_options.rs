//! What a task is made with: its id, its parameters, its testscript; and which tasks run, and how many at once.

use easypy_tests::{Run, run, step};
use serde_json::{Value, json};

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
        step("start", json!({"task": "t"})),
        step("wait", json!({"task": "t"})),
        step("state", json!({"task": "t", "as": "state"})),
    ]))
    .run()
    .exits(0);
    assert_eq!(finished.probe("state")["kwargs"], kwargs);
    let data = finished.data("t.tc.t");
    let data = if let Value::String(text) = &data { serde_json::from_str(text).unwrap() } else { data };
    assert_eq!(data, kwargs);
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
