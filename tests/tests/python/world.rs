//! What a Python testscript sees: files, time, arguments.

use std::fs;
use std::path::Path;

use easypy_tests::{Finished, Run};
use serde_json::{Value, json};

use crate::{programs, run_scripts, script};

fn world(run: impl FnOnce(Run) -> Run) -> Finished {
    let inside = format!("inside={}", json!(script("world").with_extension("txt")));
    let outside = format!("outside={}", json!(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")));
    run(run_scripts(&["world", &inside, &outside])).run().exits(0)
}

fn data(finished: &Finished, section: &str) -> Value {
    finished.data(&format!("Task-1.World.{section}"))
}

#[test]
fn files_are_at_their_real_paths_and_can_be_read_only() {
    let finished = world(|run| run);
    let data = data(&finished, "places");
    assert_eq!(data["file"], script("world").to_str().unwrap());
    assert_eq!(data["name"], "pyats.aetest.testscript.world");
    assert_eq!(data["cwd"], programs().to_str().unwrap(), "the directory of the jobfile");
    assert_eq!(data["beside"], json!(["world.py", "world.txt"]));
    assert_eq!(data["reads beside itself"], 22);
    let first = fs::read_to_string(programs().join("run.py")).unwrap().lines().next().unwrap().to_owned();
    assert_eq!(data["reads beside the job"], first);
    for refused in ["reads elsewhere", "reads /etc/passwd"] {
        let said = data[refused].as_str().unwrap_or_default();
        assert!(["FileNotFoundError", "PermissionError"].contains(&said), "{refused}: {}", data[refused]);
    }
    for refused in ["writes beside itself", "writes to the current directory"] {
        let said = data[refused].as_str().unwrap_or_default();
        assert!(["PermissionError", "OSError"].contains(&said), "{refused}: {}", data[refused]);
    }
    assert_eq!(data["has bytecode"], false);
}

#[test]
fn what_is_written_to_the_runtime_directory_comes_into_the_archive() {
    let finished = world(|run| run);
    assert_eq!(data(&finished, "places")["writes to the runtime directory"], Value::Null);
    assert_eq!(finished.archive().text("written.txt"), "größe");
}

#[test]
fn there_is_a_temporary_directory() {
    let finished = world(|run| run);
    let data = data(&finished, "places");
    assert_eq!(data["writes to a temporary directory"], Value::Null);
    assert_eq!(data["temporary directory"], "/tmp");
}

#[test]
fn time_goes_by() {
    let finished = world(|run| run);
    let data = data(&finished, "time");
    let written = fs::metadata(&finished.archive().path).unwrap().modified().unwrap();
    let written = written.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs_f64();
    let now = data["now"].as_f64().unwrap();
    assert!(
        (written - 3600.0..written + 1.0).contains(&now),
        "it was {now}, and the archive is of {written}"
    );
    assert_eq!(data["parsed"], "2026-11-24T02:13:12");
    assert_eq!(data["written"], "Tuesday 24 November 2026");
}

#[test]
fn arguments_that_the_job_left_are_in_sys_argv() {
    // `run.py` takes all arguments for itself.
    let finished = world(|run| run);
    assert_eq!(data(&finished, "arguments"), json!({"site": "none", "rest": []}));
}

#[test]
fn the_run_is_known() {
    let finished = world(|run| run.options(["--job-uid", "nightly-7"]));
    let data = data(&finished, "of_the_run");
    assert_eq!((&data["job name"], &data["uid"]), (&json!("run"), &json!("nightly-7")));
    assert_eq!(data["json"], json!({"a": [1, 2.5, null, "é"]}));
}

/// A component's memory is a snapshot: what is random must not be.
#[test]
fn every_task_draws_its_own_random_numbers() {
    let words = ["world", "inside=\"x\"", "outside=\"x\"", "world", "inside=\"x\"", "outside=\"x\""];
    let finished = run_scripts(&words).run().exits(0);
    let (first, second) = (finished.data("Task-1.World.random"), finished.data("Task-2.World.random"));
    for n in 0..3 {
        assert_ne!(first[n], second[n], "{first} {second}");
    }
}

#[test]
fn there_is_nothing_to_read_from_standard_input() {
    let finished = world(|run| run);
    assert_eq!(finished.node("Task-1.World.input").why(), "there is nothing to read");
}

/// The page says so, and `ps` shows it.
#[test]
fn the_process_of_a_task_is_called_by_taskid_and_testscript() {
    let mut running = run_scripts(&["waits"]).start();
    let pids = running.wait_for_sections(1, "waits");
    let title = easypy_tests::command_line(pids[0]).unwrap();
    assert_eq!(title, format!("easypy task: Task-1 - {}", script("waits").display()));
    running.signal(rustix::process::Signal::TERM);
    let _ = running.wait().exits(143);
}
