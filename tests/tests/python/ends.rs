//! How Python jobs and testscripts end: exits, interrupts, crashes.

use easypy_tests::{Finished, Run};

use crate::{job, line_of, run_scripts, said};

fn exits(how: &str) -> Finished {
    run_scripts(&["exits", &format!("how=\"{how}\"")]).run().exits(1)
}

/// The outcome and the reason of each section.
fn sections(finished: &Finished) -> Vec<String> {
    let nodes = finished.task("Task-1");
    let lines = nodes.iter().map(|node| {
        let id = node.id.trim_start_matches("Task-1").trim_start_matches(".Exits").trim_start_matches('.');
        format!("{id} {} {}", node.outcome(), node.why()).trim().to_owned()
    });
    lines.collect()
}

#[test]
fn sys_exit_aborts_the_section_and_the_script_with_the_status_as_reason() {
    for (how, why) in [("sys", "sys.exit(7)"), ("none", "sys.exit(0)"), ("text", "sys.exit('no licence')")] {
        let finished = exits(how);
        let nodes = finished.task("Task-1");
        assert_eq!(nodes[0].outcome(), "aborted", "{how}: {:?}", sections(&finished));
        let now = finished.node("Task-1.Exits.now");
        assert_eq!(now.outcome(), "aborted", "{how}");
        assert_eq!(now.why(), why, "{how}");
        assert_eq!(finished.node("Task-1.Exits.before").outcome(), "passed");
    }
}

#[test]
fn an_interrupt_aborts_the_script() {
    let finished = exits("interrupt");
    let why = "Caught keyboard interrupt (ctrl+c): aborting script run immediately.";
    let expected = ["aborted", "aborted", "before passed", &format!("now aborted {why}")];
    assert_eq!(sections(&finished), expected);
}

#[test]
fn a_recursion_without_end_is_an_error_of_its_test_alone() {
    let finished = exits("deep");
    assert_eq!(finished.node("Task-1.Exits.now").outcome(), "errored");
    assert_eq!(finished.node("Task-1.Exits.after").outcome(), "passed");
    assert_eq!(finished.node("Task-1.Exits.cleanup").outcome(), "passed");
}

#[test]
fn os_exit_and_abort_end_the_task_at_once() {
    for how in ["os", "abort"] {
        let finished = exits(how);
        let task = &finished.task("Task-1")[0];
        let why = if how == "os" { "os._exit(7)" } else { "os.abort()" };
        assert_eq!(task.outcome(), "errored", "{how}: {:?}", sections(&finished));
        assert!(task.why().contains(why), "{how}: {}", task.why());
        assert_eq!(finished.node("Task-1.Exits.before").outcome(), "passed", "what was reported is kept");
        assert!(finished.tree().iter().all(|node| node.id != "Task-1.Exits.after"), "{how}");
    }
}

#[test]
fn a_job_that_exits_ends_the_run_with_its_status_and_leaves_report_and_archive() {
    for (how, code) in [("5", 5), ("0", 0), ("text", 1)] {
        let finished = Run::python(job("exits")).argument(how).run().exits(code);
        assert_eq!(finished.result("before"), "passed", "{how}");
    }
}

#[test]
fn a_job_that_exits_with_a_text_prints_it() {
    let finished = Run::python(job("exits")).argument("text").run().exits(1);
    let said = format!("{}{}", finished.stdout, finished.stderr);
    assert!(said.contains("no licence"), "{}", finished.said());
}

#[test]
fn an_interrupted_job_says_so_and_its_tasks_keep_their_results() {
    let finished = Run::python(job("exits")).argument("interrupt").run().exits(1);
    assert_eq!(finished.result("before"), "passed");
    assert!(finished.stdout.contains("Execution Interrupted"), "{}", finished.said());
}

/// What ends a process ends the job, at the line that does it, and `except Exception` does not keep it from that.
#[test]
fn a_job_that_sends_itself_a_signal_or_aborts_fails_with_that_as_reason() {
    let file = job("ends_itself");
    for (how, mark, why) in [
        ("15", "kill", "SIGTERM, which it sent to itself"),
        ("9", "kill", "SIGKILL, which it sent to itself"),
        ("raise", "raise", "SIGTERM, which it sent to itself"),
        ("abort", "abort", "os.abort()"),
    ] {
        let finished = Run::python(&file).argument(how).run().exits(1);
        assert_eq!(finished.result("before"), "passed", "{how}");
        assert_eq!(said(&finished), [] as [&str; 0], "{how}");
        let report = finished.results()["report"]["result"].to_string() + &finished.stdout;
        let place = format!("line {}, in main", line_of(&file, mark));
        for part in [&format!("The job ended itself by {why}."), &place] {
            assert!(report.contains(part), "{how}: no {part:?}: {}", finished.said());
        }
        assert!(!finished.stdout.contains("wasm trap"), "{how}: {}", finished.said());
    }
}

#[test]
fn a_job_that_interrupts_itself_is_interrupted() {
    let finished = Run::python(job("ends_itself")).argument("2").run().exits(1);
    assert!(finished.stdout.contains("Execution Interrupted"), "{}", finished.said());
}
