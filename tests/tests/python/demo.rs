//! The demo in Python: `cargo xtask demo` runs it after the one in Rust.

use easypy_tests::{Finished, Run};
use serde_json::json;

use crate::listings::jobs;

fn demo() -> Run {
    Run::python(jobs().canonicalize().unwrap().join("demo.py"))
}

/// The node is this outcome for this reason.
fn node_is(finished: &Finished, id: &str, outcome: &str, why: &str) {
    let node = finished.node(id);
    assert_eq!((node.outcome(), node.why()), (outcome, why), "{id}");
}

fn counts(finished: &Finished) -> [serde_json::Value; 4] {
    ["passed", "passx", "failed", "total"].map(|key| finished.report()["summary"][key].clone())
}

/// The job has printed these lines, on the screen and in its log.
fn printed(finished: &Finished, lines: &[&str]) {
    let log = finished.job_log();
    for line in lines {
        assert!(log.iter().any(|found| found.text == *line), "no {line:?} in the JobLog: {log:#?}");
        assert!(finished.stdout.contains(line), "no {line:?} on the screen: {}", finished.said());
    }
}

#[test]
fn a_good_upgrade_is_accepted() {
    let finished = demo().run().exits(0);
    assert_eq!(finished.report()["name"], "nantes-upgrade");
    assert_eq!(finished.report()["result"]["value"], "passx");
    assert_eq!(counts(&finished), [17, 2, 0, 19].map(|n| json!(n)));
    for (task, outcome) in
        [("nan-core-1", "passx"), ("nan-edge-1", "passx"), ("nan-acc-1", "passed"), ("whole-site", "passed")]
    {
        assert_eq!(finished.result(task), outcome, "{task}");
    }
    node_is(&finished, "nan-core-1.Software.runs_the_new_release", "passed", "it runs 17.9.4a");
    let counted = "3 input errors since the reload: up to 10 are put up with";
    node_is(&finished, "nan-core-1.Interface GigabitEthernet0/0/1.counts_no_errors", "passx", counted);
    node_is(&finished, "nan-core-1.Interface GigabitEthernet0/0/0.is_as_it_was.STEP 1", "passed", "still up");
    node_is(
        &finished,
        "nan-edge-1.Routing.routes_are_back",
        "passx",
        "1 of 21 routes lost: up to 10% are put up with",
    );
    node_is(
        &finished,
        "nan-acc-1.Routing.neighbours_are_back",
        "skipped",
        "nan-acc-1 had no OSPF neighbours",
    );
    node_is(&finished, "whole-site.Site.one_release", "passed", "all run 17.9.4a");
    let table = finished.archive().text("site.csv");
    assert_eq!(table.lines().next(), Some("router,release,interfaces up,routes"));
    assert!(table.contains("nan-core-1,17.9.4a,3,20"), "{table}");
    printed(
        &finished,
        &[
            "router         release   interfaces up   routes",
            "nan-core-1     17.9.4a               3       20",
            "To see what a fault looks like, run it again with --break.",
        ],
    );
}

#[test]
fn a_fault_is_found_and_shown() {
    let finished = demo().argument("--break").run().exits(1);
    assert_eq!(finished.report()["result"]["value"], "failed");
    assert_eq!(counts(&finished), [13, 1, 5, 19].map(|n| json!(n)));
    let why = "it runs 17.6.5 and is to run 17.9.4a";
    node_is(&finished, "nan-edge-1.Software.runs_the_new_release", "failed", why);
    node_is(
        &finished,
        "nan-edge-1.Software.was_reloaded",
        "blocked",
        "Skipping/blocking due to goto: next_tc",
    );
    node_is(
        &finished,
        "nan-edge-1.Interface GigabitEthernet0/0/1.is_as_it_was.STEP 1",
        "failed",
        "it was up and is down",
    );
    let errors = finished.data("nan-edge-1.Interface GigabitEthernet0/0/0.counts_no_errors");
    assert_eq!(errors, json!({"input_errors": 1240}));
    node_is(&finished, "nan-edge-1.Routing.neighbours_are_back.STEP 1", "failed", "it is EXSTART");
    node_is(&finished, "whole-site.Site.one_release", "failed", "the routers run 17.6.5 and 17.9.4a");
    assert_eq!(finished.result("nan-core-1"), "passx");
    let warned = "nan-edge-1 is FAILED: see TaskLog.nan-edge-1";
    assert!(finished.job_log().iter().any(|line| line.level == "WARNING" && line.text == warned));
}
