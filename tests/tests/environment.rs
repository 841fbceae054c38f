//! The environment: guests see what `--env` names, and nothing else.

use std::collections::BTreeMap;

use easypy_tests::{Finished, Run, run};
use serde_json::{Value, json};

/// Runs a job and a task that tell their environment, on a host with these variables.
fn with_options(options: &[&str]) -> Finished {
    let plan = json!([{"do": "environment", "as": "job"}, run("reads_environment", "task", json!({}))]);
    Run::plan(&plan)
        .env("SCRIPT_ARG_A", "a value")
        .env("SCRIPT_ARG_B", "größe")
        .env("SCRIPTURE", "no")
        .env("OTHER", "x=y\nz")
        .env("DB_PASSWORD", "hunter2-secret")
        .options(options)
        .run()
        .exits(0)
}

/// What job and task saw, which must be the same.
fn seen(finished: &Finished) -> BTreeMap<String, String> {
    let (job, task) = (finished.probe("job"), finished.data("task.reads_environment.reads_environment"));
    assert_eq!(job, task);
    let text =
        |(name, value): (&String, &Value)| (name.clone(), value.as_str().unwrap_or_default().to_owned());
    job.as_object().map(|members| members.iter().map(text).collect()).unwrap_or_default()
}

fn names(finished: &Finished) -> Vec<String> {
    seen(finished).into_keys().collect()
}

#[test]
fn nothing_is_seen_unless_it_is_named() {
    assert_eq!(names(&with_options(&[])), [""; 0]);
}

#[test]
fn what_is_named_is_seen_by_job_and_tasks() {
    let finished = with_options(&["--env", "SCRIPT_ARG_B", "--env", "OTHER", "--env", "NOT_SET"]);
    let seen = seen(&finished);
    assert_eq!(seen.len(), 2, "{seen:?}");
    assert_eq!(seen["SCRIPT_ARG_B"], "größe");
    assert_eq!(seen["OTHER"], "x=y\nz");
}

#[test]
fn stars_and_lists_name_several() {
    assert_eq!(names(&with_options(&["--env", "SCRIPT_*"])), ["SCRIPT_ARG_A", "SCRIPT_ARG_B"]);
    assert_eq!(names(&with_options(&["--env", "*_B,OTHER"])), ["OTHER", "SCRIPT_ARG_B"]);
    assert_eq!(names(&with_options(&["--env=SCRIPT*"])), ["SCRIPTURE", "SCRIPT_ARG_A", "SCRIPT_ARG_B"]);
}

#[test]
fn the_hosts_own_variables_do_not_leak() {
    let finished = with_options(&["--env", "*"]);
    let names = names(&finished);
    assert!(names.iter().all(|name| !name.starts_with("EASYPY")), "{names:?}");
    assert!(names.contains(&"DB_PASSWORD".to_owned()), "all of them were named");
}

/// The list of what the run was made in goes into the archive, which goes to other people.
#[test]
fn secrets_are_masked_in_the_archive() {
    let run = Run::plan(&json!([]))
        .env("DB_PASSWORD", "hunter2-secret")
        .env("GITHUB_TOKEN", "ghp_0123456789")
        .env("MY_API_KEY", "k-e-y")
        .env("AWS_SECRET_ACCESS_KEY", "aws-s3cret")
        .env("DATABASE_URL", "postgres://user:p4ssw0rd@db/x")
        .env("HARMLESS", "plain to see");
    let finished = run.run().exits(1);
    let text = finished.archive().text("env.txt");
    for secret in ["hunter2-secret", "ghp_0123456789", "k-e-y", "aws-s3cret", "p4ssw0rd"] {
        assert!(!text.contains(secret), "{secret} is in env.txt");
        for (name, bytes) in &finished.archive().members {
            assert!(!String::from_utf8_lossy(bytes).contains(secret), "{secret} is in {name}");
        }
    }
    for shown in ["DB_PASSWORD", "DATABASE_URL", "HARMLESS", "plain to see"] {
        assert!(text.contains(shown), "no {shown} in env.txt:\n{text}");
    }
}
