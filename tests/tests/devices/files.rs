//! Testbed files of runs: read before anything runs, and what of them is left in the archive.

use std::fs;

use easypy_peers::FaultyServer;
use easypy_tests::Run;
use serde_json::json;

use crate::lab::{connect, execute, on, talk, telnet, testbed, with_testbed};

#[test]
fn a_testbed_with_mistakes_runs_nothing() {
    let yaml = "devices:\n  R1:\n    os: iosxe\n    conections: {}\nfoo: 1\n";
    let finished = with_testbed(&[connect("R1")], yaml).run().exits(3);
    assert!(finished.stderr.contains("lab.yaml:4:5"), "{}", finished.said());
    assert!(finished.stderr.contains("lab.yaml:5:1"), "all at once: {}", finished.said());
    assert!(finished.stderr.contains("testbed validate"), "{}", finished.said());
    assert!(!finished.has_archive());
    assert!(finished.runinfo().is_none());
}

#[test]
fn a_testbed_that_is_not_there_runs_nothing() {
    let finished = Run::plan(&json!([])).option("--testbed-file").option("nowhere.yaml").run().exits(3);
    assert!(
        finished.stderr.contains("testbed file") && finished.stderr.contains("nowhere.yaml"),
        "{}",
        finished.said()
    );
    assert!(!finished.has_archive());
}

#[test]
fn a_device_of_an_unknown_kind_is_an_error_of_who_connects_to_it() {
    let server = FaultyServer::start();
    let yaml = testbed(&[("R1", "iosxx", telnet(server.port()))]);
    let finished = with_testbed(&[talk("t", &[connect("R1")])], &yaml).run().exits(0);
    let said = crate::lab::said(&finished, "t", "connect R1");
    assert_eq!(said["kind"], "Unsupported", "{said}");
    assert!(said["message"].as_str().unwrap().contains("iosxe"), "{said}");
}

#[test]
fn a_run_without_a_testbed_says_how_to_give_one() {
    let finished = Run::plan(&json!([connect("R1")])).run();
    let said = finished.probe("connect R1");
    assert_eq!(said["error"], "NoTestbed");
    assert!(said["message"].as_str().unwrap().contains("--testbed-file"), "{said}");
}

#[test]
fn the_archive_has_the_testbed_and_transcripts_without_their_secrets() {
    let server = FaultyServer::builder().greeting(easypy_peers::Greeting::Login).start();
    let yaml = testbed(&[("R1", "iosxe", telnet(server.port()))]);
    let plan = [talk(
        "one",
        &[
            connect("R1"),
            execute("R1", "show version"),
            // A device that shows a password again.
            execute("R1", "echo cisco123"),
            on("configure", json!({"device": "R1", "lines": ["hostname R1"], "as": "configure"})),
        ],
    )];
    let finished = with_testbed(&plan, &yaml).run().exits(0);
    let archive = finished.archive();
    let testbed = archive.text("testbed.static.yaml");
    assert!(testbed.contains("R1") && testbed.contains("admin"), "{testbed}");
    let transcript = archive.text("R1-cli.log");
    assert!(transcript.contains("show version") && transcript.contains("one"), "{transcript}");
    for name in archive.names() {
        // The others hold what the test itself typed: its arguments, and its commands.
        let text = String::from_utf8_lossy(archive.bytes(name)).into_owned();
        if name.starts_with("testbed") || name.ends_with("-cli.log") {
            assert!(!text.contains("cisco123"), "{name}: {text}");
        }
    }
    let said = crate::lab::said(&finished, "one", "echo cisco123");
    assert_eq!(said["ok"], json!(["***"]));
}

#[test]
fn markup_is_filled_in_from_the_environment_and_the_jobs_arguments() {
    let server = FaultyServer::start();
    let yaml =
        testbed(&[("R1", "iosxe", "{protocol: telnet, ip: 127.0.0.1, port: '%CLI{port}'}".to_owned())])
            .replace("cisco123", "'%ENV{LAB_PASSWORD}'");
    let finished = with_testbed(&[connect("R1")], &yaml)
        .env("LAB_PASSWORD", "x-secret-x")
        .arguments(["--port", &server.port().to_string()])
        .run();
    assert_eq!(finished.probe("connect R1")["ok"]["new"], true, "{}", finished.said());
    assert!(!finished.stdout.contains("x-secret-x"));
}

#[test]
fn a_testbed_beside_the_job_that_holds_passwords_gets_a_warning() {
    let server = FaultyServer::start();
    let yaml = testbed(&[("R1", "iosxe", telnet(server.port()))]);
    let directory = tempfile::tempdir().unwrap();
    let job = directory.path().join("driver.wasm");
    fs::copy(easypy_tests::test_guest("driver"), &job).unwrap();
    let file = directory.path().join("lab.yaml");
    fs::write(&file, &yaml).unwrap();
    let finished = Run::file(&job).option("--testbed-file").option(&file).run();
    assert!(
        finished.stderr.contains("guests can read") && finished.stderr.contains("lab.yaml"),
        "{}",
        finished.said()
    );
}
