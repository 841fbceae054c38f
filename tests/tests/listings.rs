//! The eight listings of the Easypy page, as Rust jobs: each runs and does what the page says.

use easypy_tests::{Finished, Node, Run};

/// The sections of `script_one.wasm` (its testcase is `tc_one`) and `script_two.wasm` (`tc_two`).
fn sections(task: &str, testcase: &str) -> Vec<(String, String, String)> {
    let lines = [
        ("CommonSetup", "common_setup".to_owned()),
        ("Subsection", "common_setup.sub_one".to_owned()),
        ("Testcase", testcase.to_owned()),
        ("SetupSection", format!("{testcase}.setup")),
        ("TestSection", format!("{testcase}.test_a")),
        ("TestSection", format!("{testcase}.test_b")),
        ("CleanupSection", format!("{testcase}.cleanup")),
        ("CommonCleanup", "common_cleanup".to_owned()),
        ("Subsection", "common_cleanup.clean_one".to_owned()),
    ];
    let task_line = ("Task".to_owned(), task.to_owned(), "passed".to_owned());
    let below = lines.map(|(kind, id)| (kind.to_owned(), format!("{task}.{id}"), "passed".to_owned()));
    std::iter::once(task_line).chain(below).collect()
}

fn found(nodes: &[Node]) -> Vec<(String, String, String)> {
    nodes.iter().map(|node| (node.kind.clone(), node.id.clone(), node.outcome().to_owned())).collect()
}

/// Both scripts ran as these tasks and passed; there was nothing else.
fn both_scripts(finished: &Finished, first: &str, second: &str) {
    assert_eq!(found(&finished.task(first)), sections(first, "tc_one"));
    assert_eq!(found(&finished.task(second)), sections(second, "tc_two"));
    assert_eq!(finished.node(&format!("{first}.tc_one.test_b")).why(), "b is good");
    let report = finished.report();
    assert_eq!(report["totaltasks"], 2);
    assert_eq!(report["result"]["value"], "passed");
    assert_eq!((&report["summary"]["passed"], &report["summary"]["total"]), (&6.into(), &6.into()));
    assert_eq!(report["summary"]["success_rate"], 100.0);
}

/// Whether a log has this record.
fn logged(finished: &Finished, task: &str, tag: &str, level: &str, text: &str) -> bool {
    finished.task_log(task).iter().any(|line| line.tag == tag && line.level == level && line.text == text)
}

#[test]
fn listing_1_simple_runs_two_scripts_and_leaves_a_file() {
    let finished = Run::job("simple").run().exits(0);
    both_scripts(&finished, "Task-1", "Task-2");
    assert_eq!(finished.report()["name"], "my-job-overwrite-name");
    let archive = finished.archive();
    assert_eq!(archive.text("my_file.txt"), "some content");
    assert!(archive.members.contains_key("my-job-overwrite-name.report"), "{:?}", archive.names());
    assert!(archive.members.contains_key("JobLog.simple"), "the log keeps the file's name");
    one_after_the_other(&finished);
}

#[test]
fn listing_2_env_takes_arguments_from_the_environment() {
    let finished = Run::job("env").run().exits(0);
    assert_eq!(found(&finished.task("Task-1")), sections("Task-1", "tc_one"));
    assert_eq!(finished.node("Task-2.tc_two.test_params").outcome(), "passed");
    let said = r#"script INFO A=Some("argument value a") B=Some("argument value b") C=None"#;
    assert!(logged(&finished, "Task-2", "SCRIPT", "INFO", said), "{:#?}", finished.task_log("Task-2"));
    assert!(logged(&finished, "Task-2", "SCRIPT", "WARNING", "script WARNING"));
    assert!(logged(&finished, "Task-2", "MYLIBRARY", "INFO", "mylibrary INFO"));
    assert!(logged(&finished, "Task-2", "STDOUT", "INFO", "stdout print from script"));
    assert!(finished.task_log("Task-2").iter().all(|line| line.level != "DEBUG"));
}

#[test]
fn listing_2_env_sees_a_variable_only_when_it_is_named() {
    let with = |run: Run| {
        let finished = run.env("SCRIPT_ARG_A", "another value").run().exits(0);
        let log = finished.task_log("Task-2");
        log.into_iter().find(|line| line.text.starts_with("script INFO")).map(|line| line.text)
    };
    let withheld = with(Run::job("env"));
    assert_eq!(
        withheld.as_deref(),
        Some(r#"script INFO A=Some("argument value a") B=Some("argument value b") C=None"#)
    );
    let named = with(Run::job("env").options(["--env", "SCRIPT_*"]));
    assert_eq!(
        named.as_deref(),
        Some(r#"script INFO A=Some("another value") B=Some("argument value b") C=None"#)
    );
}

#[test]
fn listing_3_run_api_goes_on_when_the_first_task_passed() {
    let finished = Run::job("run_api").run().exits(0);
    both_scripts(&finished, "example_task_1", "example_task_1-2");
    one_after_the_other(&finished);
    told_of_the_taken_id(&finished);
}

#[test]
fn listing_4_task_seq_does_the_same_by_the_task_class() {
    let finished = Run::job("task_seq").run().exits(0);
    both_scripts(&finished, "example_task_1", "example_task_1-2");
    one_after_the_other(&finished);
    told_of_the_taken_id(&finished);
}

#[test]
fn listing_5_task_async_runs_both_at_once() {
    let finished = Run::job("task_async").run().exits(0);
    both_scripts(&finished, "example_task_1", "example_task_1-2");
    told_of_the_taken_id(&finished);
    // Both were asked for before either was known to have ended: that is all that can be said for sure.
    let journal = finished.journal();
    let position = |kind: &str, n: usize| {
        let mut found = journal.iter().enumerate().filter(|(_, event)| event["event"] == kind);
        found.nth(n).map(|(at, _)| at)
    };
    assert!(
        position("task-created", 1) < position("task-started", 0),
        "the second was set up before the first began"
    );
}

#[test]
fn listing_6_loglevel_decides_what_its_task_logs() {
    let finished = Run::job("loglevel").run().exits(0);
    let has = |tag: &str, level: &str, text: &str| logged(&finished, "Task-1", tag, level, text);
    assert!(has("SCRIPT", "INFO", "script INFO A=None B=None C=None"), "{:#?}", finished.task_log("Task-1"));
    assert!(has("SCRIPT", "WARNING", "script WARNING"));
    assert!(has("MYLIBRARY", "DEBUG", "mylibrary DEBUG"));
    assert!(has("MYLIBRARY", "INFO", "mylibrary INFO"));
    assert!(has("OTHERLIBRARY", "DEBUG", "otherlibrary DEBUG"), "the root logger is at DEBUG");
    assert!(has("STDOUT", "INFO", "stdout print from script"));
    assert!(!has("SCRIPT", "DEBUG", "script DEBUG"), "pyats.aetest is at INFO");
}

#[test]
fn listing_7_shared_hands_objects_from_task_to_task() {
    let finished = Run::job("shared").run().exits(0);
    let node = finished.node("Task-2.tc_shared.t_shared");
    assert_eq!((node.outcome(), node.why()), ("passed", "the testbed is sane, says script_one was here"));
    let before = r#"BEFORE keys ["testbed_is_sane", "n"], list ["script_one was here"]"#;
    assert!(logged(&finished, "Task-2", "SCRIPT", "INFO", before), "{:#?}", finished.task_log("Task-2"));
    let after = r#"n = 2, list = ["script_one was here", "script_two was here"]"#;
    assert!(finished.job_log().iter().any(|line| line.text == after), "{:#?}", finished.job_log());
}

#[test]
fn listing_8_custom_args_parses_its_own_and_leaves_the_rest() {
    let finished = Run::job("custom_args").arguments(["--my_custom_arg=value", "--more", "x"]).run().exits(0);
    let has = |text: &str| logged(&finished, "Task-1", "SCRIPT", "INFO", text);
    assert!(has(r#"script INFO A=None B=None C=Some("value")"#), "{:#?}", finished.task_log("Task-1"));
    assert!(has(r#"arguments that the job has left: ["--more", "x"]"#), "{:#?}", finished.task_log("Task-1"));
}

#[test]
fn listing_8_custom_args_without_arguments_has_none() {
    let finished = Run::job("custom_args").run().exits(0);
    assert!(logged(&finished, "Task-1", "SCRIPT", "INFO", "script INFO A=None B=None C=None"));
}

#[test]
fn listing_8_custom_args_fails_when_the_value_is_missing() {
    let finished = Run::job("custom_args").argument("--my_custom_arg").run().exits(1);
    let why = "the '--my_custom_arg' option doesn't have an associated value";
    assert!(finished.stdout.contains(why), "{}", finished.said());
    assert_eq!(finished.report()["totaltasks"], 0);
}

/// The second task was set up after the first had ended.
fn one_after_the_other(finished: &Finished) {
    let order: Vec<String> = finished
        .journal()
        .iter()
        .filter_map(|event| {
            event["event"].as_str().filter(|kind| kind.starts_with("task-")).map(str::to_owned)
        })
        .collect();
    let once = ["task-created", "task-started", "task-ended"];
    assert_eq!(order, [once, once].concat());
}

fn told_of_the_taken_id(finished: &Finished) {
    let log = finished.job_log();
    let warned = log.iter().filter(|line| line.level == "WARNING" && line.text.contains("example_task_1-2"));
    assert_eq!(warned.count(), 1, "{log:#?}");
    assert!(finished.stdout.contains("'example_task_1' is taken"), "not in the report: {}", finished.said());
}
