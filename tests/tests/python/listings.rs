//! The eight listings of pyATS' page on jobs in Python, as they are in `jobs`: each runs and does what the page says.

use std::path::{Path, PathBuf};

use easypy_tests::{Finished, Node, Run};

pub(crate) fn jobs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../jobs")
}

fn listing(name: &str) -> Run {
    Run::python(jobs().canonicalize().unwrap().join(format!("{name}.py")))
}

/// The sections of `script_one.py` (its testcase is `tc_one`) and `script_two.py` (`tc_two`).
fn sections(task: &str, testcase: &str) -> Vec<String> {
    let lines = [
        "CommonSetup common_setup".to_owned(),
        "Subsection common_setup.sub_one".to_owned(),
        format!("Testcase {testcase}"),
        format!("SetupSection {testcase}.setup"),
        format!("TestSection {testcase}.test_a"),
        format!("TestSection {testcase}.test_b"),
        format!("CleanupSection {testcase}.cleanup"),
        "CommonCleanup common_cleanup".to_owned(),
        "Subsection common_cleanup.clean_one".to_owned(),
    ];
    let below = lines.iter().map(|line| line.replacen(' ', &format!(" {task}."), 1) + " passed");
    std::iter::once(format!("Task {task} passed")).chain(below).collect()
}

fn found(nodes: &[Node]) -> Vec<String> {
    nodes.iter().map(|node| format!("{} {} {}", node.kind, node.id, node.outcome())).collect()
}

/// Both scripts ran as these tasks and passed; there was nothing else.
fn both_scripts(finished: &Finished, first: &str, second: &str) {
    assert_eq!(found(&finished.task(first)), sections(first, "tc_one"));
    assert_eq!(found(&finished.task(second)), sections(second, "tc_two"));
    let report = finished.report();
    assert_eq!(report["totaltasks"], 2);
    assert_eq!(report["result"]["value"], "passed");
    assert_eq!((&report["summary"]["passed"], &report["summary"]["total"]), (&6.into(), &6.into()));
}

/// Whether a log has this record.
fn logged(finished: &Finished, task: &str, tag: &str, level: &str, text: &str) -> bool {
    finished.task_log(task).iter().any(|line| line.tag == tag && line.level == level && line.text == text)
}

/// The first record of the script.
fn first_record(finished: &Finished, task: &str) -> String {
    let log = finished.task_log(task);
    let line = log.into_iter().find(|line| line.text.starts_with("script INFO"));
    line.unwrap_or_else(|| panic!("no record: {}", finished.said())).text
}

#[test]
fn listing_1_simple_runs_two_scripts_and_leaves_a_file() {
    let finished = listing("simple").run().exits(0);
    both_scripts(&finished, "Task-1", "Task-2");
    assert_eq!(finished.report()["name"], "my-job-overwrite-name");
    let archive = finished.archive();
    assert_eq!(archive.text("my_file.txt"), "some content");
    assert!(archive.members.contains_key("my-job-overwrite-name.report"), "{:?}", archive.names());
    assert!(archive.members.contains_key("JobLog.simple"), "the log keeps the file's name");
    let copy = std::fs::read_to_string(jobs().join("simple.py")).unwrap();
    assert_eq!(archive.text("simple.py"), copy);
}

#[test]
fn listing_2_env_sees_a_variable_only_when_it_is_named() {
    let run = || listing("env").env("SCRIPT_ARG_A", "another value");
    let withheld = run().run().exits(0);
    assert_eq!(found(&withheld.task("Task-1")), sections("Task-1", "tc_one"));
    assert_eq!(first_record(&withheld, "Task-2"), "script INFO A=argument value a B=argument value b C=None");
    let named = run().options(["--env", "SCRIPT_*"]).run().exits(0);
    assert_eq!(first_record(&named, "Task-2"), "script INFO A=another value B=argument value b C=None");
}

#[test]
fn listings_3_and_4_run_the_second_script_under_a_name_of_its_own() {
    for name in ["run_api", "task_seq"] {
        let finished = listing(name).run().exits(0);
        both_scripts(&finished, "example_task_1", "example_task_1-2");
        assert!(finished.stdout.contains("'example_task_1' is taken"), "{}", finished.said());
    }
}

#[test]
fn listing_5_task_async_runs_both() {
    let finished = listing("task_async").run().exits(0);
    both_scripts(&finished, "example_task_1", "example_task_1-2");
    assert!(finished.stdout.contains("'example_task_1' is taken"), "{}", finished.said());
}

#[test]
fn listing_6_loglevel_decides_what_its_task_logs() {
    let finished = listing("loglevel").run().exits(0);
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
    let finished = listing("shared").run().exits(0);
    let node = finished.node("Task-2.tc_shared.t_shared");
    assert_eq!((node.outcome(), node.why()), ("passed", "the testbed is sane, says script_one was here"));
    let before = "BEFORE keys ['testbed_is_sane', 'n'], list ['script_one was here']";
    assert!(logged(&finished, "Task-2", "SCRIPT", "INFO", before), "{:#?}", finished.task_log("Task-2"));
    let after = "n = 2, list = ['script_one was here', 'script_two was here']";
    assert!(finished.job_log().iter().any(|line| line.text == after), "{:#?}", finished.job_log());
}

#[test]
fn listing_8_custom_args_parses_its_own_and_leaves_the_rest() {
    let finished = listing("custom_args").arguments(["--my_custom_arg=value", "--more", "x"]).run().exits(0);
    assert_eq!(first_record(&finished, "Task-1"), "script INFO A=None B=None C=value");
    let left = "arguments that the job has left: ['--more', 'x']";
    assert!(logged(&finished, "Task-1", "SCRIPT", "INFO", left), "{:#?}", finished.task_log("Task-1"));
}

#[test]
fn listing_8_custom_args_that_lacks_a_value_ends_as_argparse_says() {
    let finished = listing("custom_args").argument("--my_custom_arg").run().exits(2);
    let said = format!("{}{}", finished.stdout, finished.stderr);
    assert!(said.contains("error: argument --my_custom_arg: expected one argument"), "{}", finished.said());
    assert_eq!(finished.report()["totaltasks"], 0);
}
