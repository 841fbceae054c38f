//! Stopping a run: Ctrl-C and SIGTERM once, twice, and a host that is killed.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use easypy_tests::{
    Archive, DEADLINE, Ended, Finished, Process, Run, Running, children_of, crowd_of, run, tree_of,
};
use rustix::process::Signal;
use serde_json::{Value, json};

/// A run with a task that has passed and two that sleep, and all its processes but the host.
fn under_way(options: &[&str]) -> (Running, Vec<Process>) {
    let mut plan = vec![run("passes", "done", json!({}))];
    plan.extend(crowd_of(2));
    let mut running = Run::plan(&json!(plan)).options(options).start();
    let tasks = running.wait_for_sections(2, "t_sleep");
    let mut pids = children_of(running.pid());
    // Tasks are the host's own children, whoever forked them.
    assert!(tasks.iter().all(|pid| pids.contains(pid)), "tasks {tasks:?} of {pids:?}");
    pids.dedup();
    let processes = pids.into_iter().filter_map(Process::open).collect();
    (running, processes)
}

/// No process of the run is left.
fn all_gone(processes: &[Process]) {
    for process in processes {
        assert!(process.ends_within(DEADLINE), "process {} outlived its host", process.pid());
    }
}

/// The tasks that were stopped are Errored, what had ended keeps its result.
fn stopped_well(finished: &Finished) {
    assert_eq!(finished.result("done"), "passed");
    for task in ["sleeper-1", "sleeper-2"] {
        assert_eq!(finished.result(task), "errored");
        assert_eq!(finished.node(&format!("{task}.tc_sleep.t_before")).outcome(), "passed");
        assert_eq!(finished.node(&format!("{task}.tc_sleep.t_sleep")).outcome(), "errored");
    }
    assert!(finished.stdout.contains("Execution Interrupted"), "{}", finished.said());
    assert!(!finished.stdout.contains("Dangling"), "{}", finished.said());
    assert!(finished.archive().members.contains_key("TaskLog.sleeper-1"));
    assert_eq!(finished.runinfo(), None, "it is in the archive");
}

#[test]
fn ctrl_c_stops_the_tasks_and_keeps_the_results() {
    for spawner in ["fork", "exec"] {
        let (running, processes) = under_way(&["--spawner", spawner]);
        running.signal(Signal::INT);
        let finished = running.wait();
        assert_eq!(finished.ended, Ended::Code(130), "{spawner}: {}", finished.said());
        stopped_well(&finished);
        all_gone(&processes);
        assert_eq!(finished.events("interrupted")[0]["signal"], "SIGINT");
    }
}

#[test]
fn sigterm_stops_the_tasks_and_keeps_the_results() {
    let (running, processes) = under_way(&[]);
    running.signal(Signal::TERM);
    let finished = running.wait();
    assert_eq!(finished.ended, Ended::Code(143), "{}", finished.said());
    stopped_well(&finished);
    all_gone(&processes);
}

/// `timeout` sends its signal to the program, and then to the group that it is in.
#[test]
fn a_signal_that_comes_doubled_is_one() {
    let (running, processes) = under_way(&[]);
    running.signal(Signal::TERM);
    running.signal(Signal::TERM);
    let finished = running.wait();
    assert_eq!(finished.ended, Ended::Code(143), "{}", finished.said());
    stopped_well(&finished);
    all_gone(&processes);
}

/// The task is stopped, so that it takes no SIGTERM and the first Ctrl-C has to wait for it.
#[test]
fn ctrl_c_twice_leaves_at_once() {
    let (running, processes) = under_way(&[]);
    for process in &processes {
        process.stop();
    }
    let host = running.process();
    running.signal(Signal::INT);
    let running = {
        let mut running = running;
        running.wait_for("interruption", 1, |event| event["event"] == "interrupted");
        running
    };
    // One that comes at once belongs to the first.
    while !host.ends_within(Duration::from_millis(50)) {
        running.signal(Signal::INT);
    }
    let finished = running.wait();
    assert_eq!(finished.ended, Ended::Code(130), "{}", finished.said());
    assert!(finished.stderr.contains("left at once"), "{}", finished.said());
    assert!(!finished.has_archive());
    all_gone(&processes);
}

/// The host is killed: all its processes end, and `recover` makes of what it left what the run would have made.
fn killed(options: &[&str]) {
    let (running, processes) = under_way(options);
    let runinfo = running.runinfo().unwrap();
    running.signal(Signal::KILL);
    let finished = running.wait();
    assert_eq!(finished.ended, Ended::Signal(9));
    all_gone(&processes);
    assert!(!finished.has_archive());

    let again = finish(&runinfo);
    let archive = Archive::below(&finished.directory().join("archive")).unwrap();
    let results: Value = serde_json::from_str(archive.text("results.json")).unwrap();
    let tree = tree_of(&results["report"]);
    let outcome = |id: &str| tree.iter().find(|node| node.id == id).map(|node| node.outcome().to_owned());
    assert_eq!(outcome("done").as_deref(), Some("passed"));
    assert_eq!(outcome("done.tc.t").as_deref(), Some("passed"));
    assert_eq!(outcome("sleeper-1").as_deref(), Some("errored"));
    assert_eq!(outcome("sleeper-1.tc_sleep.t_before").as_deref(), Some("passed"));
    assert_eq!(outcome("sleeper-1.tc_sleep.t_sleep").as_deref(), Some("errored"));
    for name in
        ["TaskLog.done", "TaskLog.sleeper-1", "JobLog.driver", "journal.ndjson", "driver.report", "env.txt"]
    {
        assert!(archive.members.contains_key(name), "no {name} in {:?}", archive.names());
    }
    assert!(again.stdout.contains("killed"), "the report does not tell: {}", again.said());
    assert!(!runinfo.exists(), "it is in the archive");
}

fn finish(runinfo: &PathBuf) -> Finished {
    let finished = Run::bare().without_places().option("recover").option(runinfo).run();
    assert_eq!(finished.ended, Ended::Code(1), "{}", finished.said());
    finished
}

#[test]
fn no_task_outlives_a_host_that_is_killed_and_its_results_can_be_archived() {
    killed(&[]);
}

#[test]
fn no_task_outlives_a_host_that_is_killed_with_the_portable_spawner() {
    killed(&["--spawner", "exec"]);
}

#[test]
fn recover_leaves_a_run_alone_that_still_runs() {
    let (running, _processes) = under_way(&[]);
    let runinfo = running.runinfo().unwrap();
    let finished = Run::bare().without_places().option("recover").option(&runinfo).run();
    assert_eq!(finished.ended, Ended::Code(2), "{}", finished.said());
    assert!(finished.stderr.contains("run"), "{}", finished.said());
    running.signal(Signal::INT);
    let finished = running.wait();
    assert_eq!(finished.ended, Ended::Code(130), "{}", finished.said());
    stopped_well(&finished);
}

/// A journal may end anywhere: what is whole counts.
#[test]
fn a_journal_that_was_cut_off_is_finished_with_what_is_whole() {
    let (running, processes) = under_way(&[]);
    let runinfo = running.runinfo().unwrap();
    running.signal(Signal::KILL);
    let finished = running.wait();
    all_gone(&processes);
    let journal = runinfo.join("journal.ndjson");
    let mut text = fs::read_to_string(&journal).unwrap();
    text.push_str("{\"time\":\"2026-01-01T00:00:00Z\",\"event\":\"sec");
    fs::write(&journal, text).unwrap();
    let _ = finish(&runinfo);
    let archive = Archive::below(&finished.directory().join("archive")).unwrap();
    assert!(archive.text("results.json").contains("\"done\""));
}

#[test]
fn a_job_that_does_not_end_is_stopped_too() {
    for end in ["spin", "sleep"] {
        let last =
            if end == "spin" { json!({"do": "spin"}) } else { json!({"do": "get", "object": "never"}) };
        let plan = json!([
            {"do": "new", "object": "never", "kind": "queue"},
            run("passes", "done", json!({})),
            last,
        ]);
        let mut running = Run::plan(&plan).start();
        running.wait_for("end of the task", 1, |event| event["event"] == "task-ended");
        let processes: Vec<Process> =
            children_of(running.pid()).into_iter().filter_map(Process::open).collect();
        running.signal(Signal::INT);
        let finished = running.wait();
        assert_eq!(finished.ended, Ended::Code(130), "{end}: {}", finished.said());
        assert_eq!(finished.result("done"), "passed");
        all_gone(&processes);
    }
}

/// What reads the screen may go away: the run goes on.
#[test]
fn a_screen_that_is_gone_does_not_end_the_run() {
    let finished = Run::plan(&json!([run("steps", "one", json!({})), run("passes", "two", json!({})),]))
        .before("exec >&- 2>&-")
        .run()
        .exits(1);
    assert_eq!(finished.result("two"), "passed");
}
