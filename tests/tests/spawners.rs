//! The portable spawner does all that the fork server does.

use easypy_tests::{Run, launch, new, run, step};
use serde_json::{Value, json};

fn exec(plan: &Value) -> Run {
    Run::plan(plan).options(["--spawner", "exec"])
}

#[test]
fn outcomes_and_ends_are_the_same_by_both_spawners() {
    let guests = [
        ("passes", json!({})),
        ("steps", json!({})),
        ("traps", json!({})),
        ("panics", json!({})),
        ("exits", json!({"status": 3})),
        ("overflows_the_stack", json!({})),
        ("keeps_parameters", json!({})),
        ("no_sections", json!({})),
        ("leaves_sections_open", json!({})),
        ("fails", json!({})),
        ("skips", json!({})),
        ("common_setup_fails", json!({})),
        ("setup_fails", json!({})),
        ("must_pass", json!({})),
        ("deep_steps", json!({"depth": 200})),
        ("reads_parameters", json!({"over": 1})),
        ("panics_in_common_setup", json!({})),
        ("aborts", json!({})),
        ("fails_to_run", json!({})),
        ("ends_too_often", json!({})),
        ("traps_again_and_again", json!({})),
        ("guesses_objects", json!({})),
        ("attaches", json!({})),
        ("renames_the_job", json!({})),
        ("starts_a_process", json!({})),
        ("reads_stdin", json!({})),
        ("command_exits_0", json!({})),
        ("command_panics", json!({})),
        ("command_exits_3", json!({})),
        ("opens_etc_passwd", json!({})),
        ("writes_files", json!({})),
        ("reads_environment", json!({})),
    ];
    let plan: Vec<Value> = guests.iter().map(|(guest, kwargs)| run(guest, guest, kwargs.clone())).collect();
    let trees = ["fork", "exec"].map(|spawner| {
        let options = ["--spawner", spawner, "--env", "SCRIPT_*"];
        Run::plan(&json!(plan)).env("SCRIPT_X", "y").options(options).run().exits(1).tree()
    });
    assert!(trees[0].len() > 40, "{:#?}", trees[0]);
    assert_eq!(trees[0], trees[1]);
}

#[test]
fn tasks_run_at_once_and_share_objects() {
    let kwargs = json!({"go": {"$object": "go"}, "arrived": {"$object": "arrived"}});
    let mut plan = vec![new("go", "event", Value::Null), new("arrived", "queue", Value::Null)];
    plan.extend((0..5).map(|n| launch("waits_for_an_event", &format!("t{n}"), kwargs.clone())));
    plan.extend((0..5).map(|n| step("get", json!({"object": "arrived", "as": format!("arrived {n}")}))));
    plan.push(step("tasks", json!({"as": "tasks"})));
    plan.push(step("set", json!({"object": "go"})));
    plan.extend((0..5).map(|n| step("wait", json!({"task": format!("t{n}")}))));
    let finished = exec(&json!(plan)).run().exits(0);
    let tasks = finished.probe("tasks");
    assert_eq!(tasks.as_array().unwrap().iter().filter(|task| task["alive"] == true).count(), 5);
}

#[test]
fn limits_hold() {
    let slow = |taskid: &str, guest: &str| {
        let mut slow = run(guest, taskid, json!({}));
        slow["max_runtime"] = json!(2.0);
        slow
    };
    let plan = json!([slow("slow", "sleeps"), slow("busy", "spins"), run("eats_memory", "eats", json!({}))]);
    let finished = exec(&plan).options(["--memory", "64MiB"]).run().exits(1);
    assert_eq!(finished.probe("slow")["error"], "timeout");
    assert_eq!(finished.probe("busy")["error"], "timeout");
    assert!(finished.node("eats.tc_eats.all_of_it").why().contains("memory"));
    assert_eq!(finished.node("eats.tc_next.t").outcome(), "passed");
}

#[test]
fn the_example_jobs_pass() {
    for job in ["simple", "task_async", "shared", "loglevel"] {
        let _ = Run::job(job).options(["--spawner", "exec"]).run().exits(0);
    }
}
