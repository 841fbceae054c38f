//! Custom arguments: what the launcher does not know goes to the job, what the job leaves goes to its tasks.

use easypy_tests::{Run, run, step};
use serde_json::{Value, json};

fn plan() -> Value {
    json!([{"do": "info", "as": "info"}, run("reads_arguments", "t", json!({}))])
}

/// What the task of [`plan`] saw.
fn seen(finished: &easypy_tests::Finished, task: &str) -> Value {
    finished.data(&format!("{task}.reads_arguments.reads_arguments"))
}

#[test]
fn what_the_launcher_does_not_know_goes_to_the_job_and_its_tasks() {
    let finished = Run::plan(&plan())
        .options(["--submitter", "bob", "--flag", "-x"])
        .arguments(["5", "--my_custom_arg", "value", "positional", "--no-archive-subdir", "ü"])
        .run()
        .exits(0);
    // The driver has taken `--plan` and its value; options of ours are taken wherever they stand.
    let expected = json!(["--flag", "-x", "5", "--my_custom_arg", "value", "positional", "ü"]);
    assert_eq!(seen(&finished, "t")["arguments"], expected);
    assert_eq!(finished.probe("info")["submitter"], "bob");
    assert!(!finished.archive().path.parent().unwrap().to_string_lossy().ends_with(char::is_numeric));
}

#[test]
fn everything_behind_two_dashes_is_the_jobs() {
    let finished =
        Run::plan(&plan()).arguments(["--", "--no-archive", "-h", "--", "--testbed-file"]).run().exits(0);
    assert_eq!(seen(&finished, "t")["arguments"], json!(["--no-archive", "-h", "--", "--testbed-file"]));
}

#[test]
fn what_the_job_leaves_is_what_later_tasks_get() {
    let finished = Run::plan(&json!([
        run("reads_arguments", "before", json!({})),
        step("set-arguments", json!({"arguments": ["--only", "this one"]})),
        run("reads_arguments", "after", json!({})),
        step("set-arguments", json!({"arguments": []})),
        run("reads_arguments", "none", json!({})),
    ]))
    .arguments(["--everything"])
    .run()
    .exits(0);
    assert_eq!(seen(&finished, "before")["arguments"], json!(["--everything"]));
    assert_eq!(seen(&finished, "after")["arguments"], json!(["--only", "this one"]));
    assert_eq!(seen(&finished, "none")["arguments"], json!([]));
}

#[test]
fn a_task_changes_nothing_for_others() {
    let finished = Run::plan(&json!([
        run("renames_the_job", "t", json!({})),
        run("reads_arguments", "after", json!({})),
        {"do": "info", "as": "info"},
    ]))
    .arguments(["--mine"])
    .run()
    .exits(0);
    let after = seen(&finished, "after");
    assert_eq!(after["arguments"], json!(["--mine"]));
    assert_eq!(after["job_name"], "driver");
    assert_eq!(finished.probe("info")["job_name"], "driver");
    let warned =
        finished.task_log("t").iter().any(|line| line.level == "WARNING" && line.text.contains("job"));
    assert!(warned, "{:#?}", finished.task_log("t"));
}

#[test]
fn guests_know_their_run() {
    let run_it = Run::plan(&json!([
        {"do": "info", "as": "before"},
        step("rename", json!({"name": "na me/with slash"})),
        run("reads_arguments", "some task", json!({})),
    ]))
    .options(["--job-uid", "MYUID", "--submitter", "alice"]);
    let finished = run_it.run().exits(0);
    let (job, task) = (finished.probe("before"), seen(&finished, "some task"));
    for info in [&job, &task] {
        assert_eq!(info["uid"], "MYUID");
        assert_eq!(info["submitter"], "alice");
        assert_eq!(info["directory"], "/runtime");
        assert_eq!(info["archive"], json!(finished.archive().path));
        assert_eq!(info["current_dir"], "/job");
    }
    assert_eq!((&job["home"], &task["home"]), (&json!("/job"), &json!("/script")));
    assert_eq!((&job["taskid"], &task["taskid"]), (&Value::Null, &json!("some task")));
    assert_eq!((&job["job_name"], &task["job_name"]), (&json!("driver"), &json!("na me/with slash")));
    assert_eq!(task["roots"], json!(["/job", "/script", "/runtime", "/tmp"]));
    // The name is shown as it is, and is part of a file's name with `_` for `/`.
    assert_eq!(finished.report()["name"], "na me/with slash");
    assert!(finished.archive().names().contains(&"na me_with slash.report"));
}
