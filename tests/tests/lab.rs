//! The jobs that talk to devices, in the lab of `examples/testbeds/lab.yaml`: as the README runs them, in Rust and in
//! Python.

use std::path::{Path, PathBuf};

use easypy_peers::Lab;
use easypy_tests::{Finished, Run};
use serde_json::Value;

/// A file of the repository.
fn file(path: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    file.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// A run that is given the lab.
fn in_the(lab: &Lab, run: Run) -> Run {
    let run = run.option("--testbed-file").option(file("examples/testbeds/lab.yaml"));
    lab.environment().iter().fold(run, |run, (name, value)| run.env(name, value))
}

fn with_policy(run: Run) -> Run {
    run.option("--policy").option(file("examples/policies/lab.toml"))
}

fn python() -> Run {
    Run::python(file("jobs/devices.py"))
}

/// The node is this outcome for this reason.
fn node_is(finished: &Finished, id: &str, outcome: &str, why: &str) {
    let node = finished.node(id);
    assert_eq!((node.outcome(), node.why()), (outcome, why), "{id}: {}", finished.said());
}

/// Everything passed, and is what both jobs are to report.
fn all_is_well(finished: &Finished) {
    node_is(finished, "check-R1.Software.is_the_one_of_the_testbed", "passed", "17.9.4a");
    node_is(finished, "check-N1.Software.is_the_one_of_the_testbed", "passed", "10.3(4a)");
    node_is(finished, "check-S1.Software.is_the_one_of_the_testbed", "passed", "Linux");
    for device in ["R1", "N1", "S1"] {
        let refused = finished.node(&format!("check-{device}.Policy.lets_this_task_only_look"));
        assert_eq!(refused.outcome(), "passed", "{}", finished.said());
        assert!(refused.why().contains("fits `terminal monitor`"), "{}", refused.why());
    }
    node_is(finished, "describe.Uplink.is_described", "passed", "GigabitEthernet1 is the uplink");
}

/// The archive has all that was said, without what nobody is to know.
fn is_kept(finished: &Finished) {
    let archive = finished.archive();
    let router = archive.text("R1-cli.log");
    for said in ["show version", "interface GigabitEthernet1", "description uplink"] {
        assert!(router.contains(said), "{said}: {router}");
    }
    assert!(!router.contains("terminal monitor"), "{router}");
    assert!(archive.text("S1-cli.log").contains("uname -sr"));
    for name in archive.names() {
        let text = String::from_utf8_lossy(archive.bytes(name));
        for secret in ["cisco123", "en123", "fra-Lab_42"] {
            assert!(!text.contains(secret), "{name} has {secret}");
        }
    }
    let read = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    let audit: Vec<Value> = archive.text("audit.ndjson").lines().map(read).collect();
    let of = |task: &str, text: &str| {
        let found = audit.iter().find(|line| line["task"] == task && line["text"] == text);
        found.unwrap_or_else(|| panic!("{task}, {text}: {audit:#?}"))["allowed"].clone()
    };
    assert_eq!(of("check-R1", "show version"), true);
    assert_eq!(of("check-S1", "terminal monitor"), false);
    assert_eq!(of("describe", "description uplink"), true);
}

#[test]
fn the_jobs_run_in_the_lab() {
    for run in [Run::job("devices"), python()] {
        // Each its own, in which nobody has described anything.
        let lab = Lab::start();
        let finished = with_policy(in_the(&lab, run)).run().exits(0);
        all_is_well(&finished);
        is_kept(&finished);
    }
}

#[test]
fn without_a_policy_they_say_that_nothing_keeps_them_from_more() {
    let lab = Lab::start();
    for run in [Run::job("devices"), python()] {
        let finished = in_the(&lab, run).run().exits(0);
        let why = "nothing keeps it from more: run it with --policy";
        for device in ["R1", "N1", "S1"] {
            node_is(&finished, &format!("check-{device}.Policy.lets_this_task_only_look"), "skipped", why);
        }
        node_is(&finished, "describe.Uplink.is_described", "passed", "GigabitEthernet1 is the uplink");
    }
}
