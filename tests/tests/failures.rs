//! The failure table: each event that goes wrong, and what becomes of it. What a testscript does to itself is
//! in `behaviours`.

use easypy_tests::{Finished, Run, children_of, eventually, launch, run, step};
use rustix::process::Signal;
use serde_json::{Value, json};

/// A job that passes a task and then ends like this.
fn job_that(end: Value) -> Run {
    Run::plan(&json!([run("passes", "before", json!({})), end]))
}

/// The job is Errored with this reason, the task before it keeps its result, report and archive are there.
fn job_failed(finished: &Finished, reason: &str) {
    assert_eq!(finished.result("before"), "passed");
    assert!(finished.stdout.contains("Exception Occurred"), "no banner: {}", finished.said());
    assert!(finished.stdout.contains(reason), "no {reason:?}: {}", finished.said());
    assert_eq!(finished.report()["result"]["value"], "errored");
    let ended = finished.events("job-ended");
    let message = ended[0]["failure"]["message"].as_str().unwrap_or_default();
    assert!(message.contains(reason), "the failure is {message:?}, not {reason:?}");
    let logged = finished.job_log().iter().any(|line| line.level == "ERROR" && line.text.contains(reason));
    assert!(logged, "the JobLog does not tell: {:#?}", finished.job_log());
}

#[test]
fn a_job_that_panics_is_errored_and_its_tasks_keep_their_results() {
    let finished = job_that(step("panic", json!({"message": "main blew up"}))).run().exits(1);
    job_failed(&finished, "the job panicked: main blew up (at ");
}

#[test]
fn a_job_that_traps_is_errored_with_a_backtrace() {
    let finished = job_that(step("trap", json!({}))).run().exits(1);
    job_failed(&finished, "unreachable");
    assert!(finished.stdout.contains("backtrace"), "no backtrace: {}", finished.said());
}

#[test]
fn a_job_that_returns_an_error_is_errored_with_it() {
    let finished = job_that(step("fail", json!({"message": "no inventory"}))).run().exits(1);
    job_failed(&finished, "no inventory");
}

#[test]
fn a_job_that_overflows_its_stack_is_errored() {
    let finished = job_that(step("overflow", json!({}))).run().exits(1);
    job_failed(&finished, "call stack exhausted");
}

#[test]
fn a_job_that_eats_memory_is_errored_with_the_limit() {
    let finished = job_that(step("eat", json!({}))).options(["--memory", "64MiB"]).run().exits(1);
    job_failed(&finished, "the memory limit of 67108864 bytes was reached");
}

#[test]
fn a_job_that_exits_with_a_status_is_no_success() {
    // WASI 0.2 tells success from failure only: any status but 0 arrives as 1.
    let finished = job_that(step("exit", json!({"status": 5}))).run().exits(1);
    assert_eq!(finished.result("before"), "passed");
    assert!(finished.stdout.contains("main() exited with status 1"), "{}", finished.said());
}

#[test]
fn a_job_that_exits_with_0_ends_as_if_it_had_returned() {
    let finished = job_that(step("exit", json!({"status": 0}))).run().exits(0);
    assert_eq!(finished.result("before"), "passed");
}

#[test]
fn a_job_without_tasks_is_no_success() {
    let finished = Run::plan(&json!([])).run().exits(1);
    assert!(finished.report().get("result").is_none(), "{}", finished.report());
    assert_eq!(finished.report()["totaltasks"], 0);
    assert!(finished.stdout.contains("NONE"), "{}", finished.said());
}

#[test]
fn tasks_that_nobody_waits_for_are_terminated_and_told() {
    let finished = Run::plan(&json!([
        run("passes", "before", json!({})),
        launch("sleeps", "dangle", json!({})),
        launch("spins", "swing", json!({})),
    ]))
    .run()
    .exits(1);
    for task in ["dangle", "swing"] {
        assert_eq!(finished.result(task), "errored");
        assert!(finished.stdout.contains(task), "{}", finished.said());
    }
    assert!(finished.stdout.contains("Dangling Tasks Detected"), "{}", finished.said());
    assert!(finished.stdout.contains("forcefully"), "spelt wrong: {}", finished.said());
    assert_eq!(finished.result("before"), "passed");
    assert_eq!(finished.events("dangling").len(), 1);
}

#[test]
fn a_dangling_task_that_does_not_take_sigterm_is_killed() {
    let mut running = Run::plan(&json!([
        launch("sleeps", "stopped", json!({})),
        launch("sleeps", "gate", json!({})),
        step("wait", json!({"task": "gate"})),
    ]))
    .start();
    let pids = running.wait_for_sections(2, "t_sleep");
    let [first, second] = pids[..] else { panic!("{pids:?}") };
    let journal = running.journal();
    let first_started = journal.iter().find(|event| event["event"] == "task-started").unwrap();
    let stopped = u32::try_from(first_started["pid"].as_u64().unwrap()).unwrap();
    let gate = if stopped == first { second } else { first };
    easypy_tests::Process::open(stopped).unwrap().stop();
    easypy_tests::Process::open(gate).unwrap().signal(Signal::TERM);
    let finished = running.wait().exits(1);
    assert_eq!(finished.result("stopped"), "errored");
    assert!(
        easypy_tests::Process::open(stopped)
            .is_none_or(|process| process.ends_within(std::time::Duration::ZERO))
    );
}

/// A file system that takes no more, as far as one user can make one: no file may grow beyond this.
#[test]
fn a_disk_that_is_full_ends_the_task_that_fills_it_and_nothing_else() {
    // So that nothing is compiled under the limit.
    let plan = json!([
        run("passes", "before", json!({})),
        run("floods_the_log", "fills", json!({})),
        run("passes", "after", json!({})),
    ]);
    let _ = Run::plan(&plan).options(["--log-size", "64KiB"]).run().exits(1);
    let finished = Run::plan(&plan).before("ulimit -f 2000").run().exits(1);
    assert_eq!(finished.result("before"), "passed");
    assert_eq!(finished.result("after"), "passed");
    let fills = finished.task("fills");
    assert_eq!(fills[0].outcome(), "errored");
    let why = format!("{fills:?}");
    assert!(why.contains("too large") || why.contains("log cannot be written"), "{why}");
    assert_eq!(finished.node("fills.tc_before.t").outcome(), "passed");
}

/// The journal itself cannot be kept: the run is broken off, and what was reported until then can be archived.
#[test]
fn a_disk_with_no_room_for_the_journal_breaks_the_run_off_and_recover_keeps_what_is_there() {
    let plan = json!([run("passes", "before", json!({})), run("reports_without_end", "fills", json!({})),]);
    // So that nothing is compiled under the limit: the time of a task begins with its process.
    let mut stopped = plan.clone();
    stopped[1]["max_runtime"] = json!(0);
    let _ = Run::plan(&stopped).run().exits(1);
    // The jobfile's copy has room, the journal of all these testcases has not. Units of 512 bytes.
    let finished = Run::plan(&plan).before("ulimit -f 4000").run().exits(4);
    assert!(finished.stderr.contains("easypy-wasm recover "), "{}", finished.said());
    assert!(!finished.stderr.contains("this is a bug"), "{}", finished.said());
    let runinfo = finished.runinfo().expect("the runinfo directory is kept");
    let _ = Run::bare().without_places().option("recover").option(&runinfo).run().exits(1);
    let archive = easypy_tests::Archive::below(&finished.directory().join("archive")).expect("an archive");
    let results: Value = serde_json::from_str(archive.text("results.json")).expect("JSON");
    let tree = easypy_tests::tree_of(&results["report"]);
    let outcome = |id: &str| tree.iter().find(|node| node.id == id).map(|node| node.outcome().to_owned());
    assert_eq!(outcome("before.tc.t").as_deref(), Some("passed"));
    assert_eq!(outcome("fills").as_deref(), Some("errored"));
    assert_eq!(outcome("fills.tc_100").as_deref(), Some("passed"));
}

#[test]
fn a_log_quota_is_told_with_its_value() {
    let plan = json!([run("floods_the_log", "floods", json!({}))]);
    let finished = Run::plan(&plan).options(["--log-size", "1MiB"]).run().exits(1);
    assert!(finished.node("floods.tc_floods.without_end").why().contains("1048576"));
    let log = finished.archive().bytes("TaskLog.floods").len();
    // The host adds a line that tells of it.
    assert!((900 << 10..=(1 << 20) + 1024).contains(&log), "{log} bytes");
}

#[test]
fn a_memory_limit_is_told_with_its_value() {
    let plan = json!([run("eats_memory", "eats", json!({}))]);
    let finished = Run::plan(&plan).options(["--memory", "100MB"]).run().exits(1);
    let why = finished.node("eats.tc_eats.all_of_it").why().to_owned();
    assert!(why.contains("100000000"), "{why}");
}

#[test]
fn a_line_of_100_megabytes_is_kept_whole_in_bounded_memory() {
    let bytes = 100 << 20;
    let finished = Run::plan(&json!([run("long_line", "long", json!({"bytes": bytes}))])).run().exits(0);
    let log = finished.archive().text("TaskLog.long");
    let lines = log.lines().filter(|line| line.contains(": %STDOUT-6-INFO: "));
    let written: usize = lines.map(|line| line.bytes().filter(|byte| *byte == b'x').count()).sum();
    assert_eq!(written, bytes);
    let ended = finished.events("task-ended");
    let peak = ended[0]["usage"]["peak_kib"].as_u64().unwrap();
    assert!(peak < 200 << 10, "the task's process took {peak} KiB");
}

#[test]
fn a_run_does_not_end_with_its_fork_server() {
    let mut running = Run::plan(&json!([
        launch("sleeps", "gate", json!({})),
        step("wait", json!({"task": "gate"})),
        run("passes", "after", json!({})),
        run("fails", "last", json!({})),
    ]))
    .start();
    let gate = running.wait_for_sections(1, "t_sleep")[0];
    let name_of = |pid: &u32| std::fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    let server = children_of(running.pid()).into_iter().find(|pid| name_of(pid).trim() == "easypy-fork");
    let server = easypy_tests::Process::open(server.expect("no fork server")).unwrap();
    server.signal(Signal::KILL);
    assert!(server.ends_within(easypy_tests::DEADLINE));
    // What runs already runs on.
    assert!(eventually("state of the task", || easypy_tests::command_line(gate)).contains("gate"));
    easypy_tests::Process::open(gate).unwrap().signal(Signal::TERM);
    let finished = running.wait().exits(1);
    assert_eq!(finished.result("after"), "passed");
    assert_eq!(finished.result("last"), "failed");
}

#[test]
fn sections_nested_too_deep_end_the_task_with_the_limit() {
    let finished = Run::plan(&json!([run("deep_steps", "deep", json!({"depth": 200}))])).run().exits(1);
    let nodes = finished.task("deep");
    assert_eq!(nodes[0].outcome(), "errored");
    assert!(nodes[0].why().contains("the limit `section-depth` is 64"), "{:?}", nodes[0]);
}

#[test]
fn a_thousand_steps_are_all_reported() {
    let finished = Run::plan(&json!([run("many_steps", "many", json!({"count": 1000}))])).run().exits(0);
    let steps: Vec<_> = finished.task("many").into_iter().filter(|node| node.kind == "Step").collect();
    assert_eq!(steps.len(), 1000);
    assert_eq!(steps[999].id, "many.tc.t.STEP 1000");
}
