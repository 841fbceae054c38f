//! The demo: the main job on real input, as the README runs it.

use std::fs;

use easypy_tests::{Finished, Run, guests};
use serde_json::json;

/// The node is this outcome for this reason.
fn node_is(finished: &Finished, id: &str, outcome: &str, why: &str) {
    let node = finished.node(id);
    assert_eq!((node.outcome(), node.why()), (outcome, why), "{id}");
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
fn a_good_site_is_accepted() {
    let finished = Run::job("demo").run().exits(0);
    let report = finished.report();
    assert_eq!(report["name"], "paris-acceptance");
    assert_eq!(report["result"]["value"], "passx");
    let summary = &report["summary"];
    assert_eq!(
        ["passed", "passx", "skipped", "failed", "total"].map(|key| summary[key].clone()),
        [20, 1, 1, 0, 22].map(|n| json!(n))
    );
    assert_eq!(summary["success_rate"], 100.0);

    let tasks: Vec<String> =
        finished.tree().into_iter().filter(|node| node.kind == "Task").map(|n| n.id).collect();
    assert_eq!(tasks.len(), 5);
    assert_eq!(tasks[4], "whole-site", "it starts when the others have ended");
    for (task, outcome) in [
        ("par-core-1", "passed"),
        ("par-edge-1", "passx"),
        ("par-acc-1", "passed"),
        ("secrets", "passed"),
        ("whole-site", "passed"),
    ] {
        assert_eq!(finished.result(task), outcome, "{task}");
    }
    node_is(&finished, "par-core-1.Software.runs_the_release_of_the_site", "passed", "it runs 17.9.4a");
    node_is(&finished, "par-core-1.Bgp.sessions_are_established.STEP 1", "passed", "214 prefixes");
    node_is(
        &finished,
        "par-edge-1.Clock.is_synchronised",
        "passx",
        "to the backup server: 198.51.100.1 does not answer",
    );
    node_is(
        &finished,
        "par-acc-1.Bgp.sessions_are_established",
        "skipped",
        "par-acc-1 is to have no BGP neighbours",
    );
    node_is(&finished, "whole-site.Consistency.no_address_is_used_twice", "passed", "10 addresses");
    node_is(&finished, "secrets.secrets.main", "passed", "");
    assert!(
        finished.task_log("secrets").iter().any(|line| line.tag == "STDOUT" && line.text == "no weak secret")
    );

    printed(
        &finished,
        &[
            "router         release   interfaces up    prefixes",
            "par-core-1     17.9.4a               4         302",
            "in all                              11         516",
            "To see what a fault looks like, run it again with --break.",
        ],
    );
}

#[test]
fn what_a_task_attaches_is_in_the_archive() {
    let finished = Run::job("demo").run().exits(0);
    let archive = finished.archive();
    for router in ["par-core-1", "par-edge-1", "par-acc-1"] {
        let capture = fs::read(guests().join(format!("jobs/data/paris/{router}.txt"))).unwrap();
        assert!(archive.bytes(&format!("{router}.session.txt")) == capture, "{router}");
    }
    let table = archive.text("whole-site.site.csv");
    assert_eq!(table.lines().next(), Some("router,release,interfaces up,sessions,prefixes"));
    assert!(table.contains("par-core-1,17.9.4a,4,2,302"), "{table}");
}

#[test]
fn a_fault_is_found_and_shown() {
    let finished = Run::job("demo").argument("--break").run().exits(1);
    assert_eq!(finished.report()["result"]["value"], "failed");
    let why = "it runs 17.3.5 and is to run 17.9.4a";
    node_is(&finished, "par-edge-1.Software.runs_the_release_of_the_site", "failed", why);
    node_is(
        &finished,
        "par-edge-1.Interfaces.none_is_down_unless_shut",
        "failed",
        "down: GigabitEthernet0/0/1",
    );
    assert_eq!(
        finished.data("par-edge-1.Interfaces.none_is_down_unless_shut"),
        json!(["GigabitEthernet0/0/1"])
    );
    node_is(&finished, "par-edge-1.Bgp.sessions_are_established.STEP 2", "failed", "the session is Idle");
    node_is(&finished, "whole-site.Consistency.one_release", "failed", "the routers run 17.3.5 and 17.9.4a");
    assert_eq!(finished.node("secrets.secrets.main").outcome(), "failed");
    assert!(finished.task_log("secrets").iter().any(|line| line.text == "2 weak secrets"));
    for task in ["par-core-1", "par-acc-1"] {
        assert_eq!(finished.result(task), "passed", "{task}");
    }
    let summary = &finished.report()["summary"];
    assert_eq!(
        ["passed", "passx", "failed", "skipped", "total"].map(|key| summary[key].clone()),
        [15, 1, 5, 1, 22].map(|n| json!(n))
    );
    assert_eq!(summary["success_rate"], 77.27);
    printed(
        &finished,
        &["par-edge-1 is FAILED: see TaskLog.par-edge-1", "secrets is FAILED: see TaskLog.secrets"],
    );
}

#[test]
fn another_site_another_result() {
    let finished = Run::job("demo").arguments(["--site", "lyon"]).run().exits(0);
    assert_eq!(finished.report()["name"], "lyon-acceptance");
    assert_eq!(finished.report()["result"]["value"], "passed");
    assert_eq!(finished.node("whole-site.Consistency.no_address_is_used_twice").why(), "6 addresses");
}

#[test]
fn a_site_that_is_not_there_is_told() {
    let finished = Run::job("demo").arguments(["--site", "nowhere"]).run().exits(1);
    assert!(
        finished.stdout.contains("there is no site `nowhere`, but lyon and paris"),
        "{}",
        finished.said()
    );
    assert_eq!(finished.report()["totaltasks"], 0);
}

#[test]
fn a_release_from_the_environment_is_compared_with() {
    let run = || Run::job("demo").env("SITE_RELEASE", "17.12.1");
    let _withheld = run().run().exits(0);
    let finished = run().options(["--env", "SITE_RELEASE"]).run().exits(1);
    let why = "it runs 17.9.4a and is to run 17.12.1";
    node_is(&finished, "par-core-1.Software.runs_the_release_of_the_site", "failed", why);
}
