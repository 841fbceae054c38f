//! Testbed files of the tests, and runs with them.

use std::fs;

use easypy_tests::{Finished, Run, launch, run, step};
use serde_json::{Value, json};

/// What all devices have.
pub(crate) const CREDENTIALS: &str = "\
testbed:
  name: lab
  credentials:
    default: {username: admin, password: cisco123}
    enable: {password: en123}
";

/// A testbed file with devices, each `(name, os, connection)`; the connection is a YAML map.
pub(crate) fn testbed(devices: &[(&str, &str, String)]) -> String {
    let mut yaml = format!("{CREDENTIALS}devices:\n");
    for (name, os, connection) in devices {
        yaml.push_str(&format!(
            "  {name}:\n    os: {os}\n    type: router\n    connections:\n      cli: {connection}\n"
        ));
    }
    yaml
}

/// A way in by telnet.
pub(crate) fn telnet(port: u16) -> String {
    format!("{{protocol: telnet, ip: 127.0.0.1, port: {port}}}")
}

/// The same, with a time after which a device is given up.
pub(crate) fn telnet_within(port: u16, seconds: f64) -> String {
    format!("{{protocol: telnet, ip: 127.0.0.1, port: {port}, settings: {{connect_timeout: {seconds}}}}}")
}

/// A run of a plan with this testbed.
pub(crate) fn with_testbed(plan: &[Value], yaml: &str) -> Run {
    let run = Run::plan(&json!(plan));
    let file = run.directory().join("lab.yaml");
    fs::write(&file, yaml).unwrap();
    run.option("--testbed-file").option(file)
}

/// The same with a policy.
pub(crate) fn with_policy(plan: &[Value], yaml: &str, policy: &str) -> Run {
    let run = with_testbed(plan, yaml);
    let file = run.directory().join("policy.toml");
    fs::write(&file, policy).unwrap();
    run.option("--policy").option(file)
}

/// Runs a task that talks to devices.
pub(crate) fn talk(taskid: &str, plan: &[Value]) -> Value {
    run("talks", taskid, json!({"plan": plan}))
}

/// Starts one.
pub(crate) fn launch_talk(taskid: &str, plan: &[Value]) -> Value {
    launch("talks", taskid, json!({"plan": plan}))
}

/// A step on devices.
pub(crate) fn on(what: &str, mut with: Value) -> Value {
    with["on"] = json!(what);
    with
}

pub(crate) fn connect(device: &str) -> Value {
    on("connect", json!({"device": device, "as": format!("connect {device}")}))
}

/// One command; its label is the command.
pub(crate) fn execute(device: &str, command: &str) -> Value {
    on("execute", json!({"device": device, "commands": [command], "as": command}))
}

pub(crate) fn lease(devices: &[&str]) -> Value {
    on("lease", json!({"devices": devices, "as": "lease"}))
}

pub(crate) fn put(queue: &str, value: &str) -> Value {
    json!({"do": "put", "queue": {"$object": queue}, "value": value})
}

pub(crate) fn get(queue: &str) -> Value {
    json!({"do": "get", "queue": {"$object": queue}})
}

pub(crate) fn sleep() -> Value {
    json!({"do": "sleep"})
}

pub(crate) fn wait(task: &str) -> Value {
    step("wait", json!({"task": task}))
}

/// What a task said of a step.
pub(crate) fn said(finished: &Finished, taskid: &str, label: &str) -> Value {
    let start = format!("probe {label}: ");
    let log = finished.task_log(taskid);
    let said = log.iter().find_map(|line| line.text.strip_prefix(&start));
    let said =
        said.unwrap_or_else(|| panic!("{taskid} did not come to {label}: {log:#?}\n{}", finished.said()));
    serde_json::from_str(said).unwrap()
}

/// The kind of the error that a step ended with.
pub(crate) fn error(finished: &Finished, taskid: &str, label: &str) -> String {
    let said = said(finished, taskid, label);
    said["error"].as_str().unwrap_or_else(|| panic!("{taskid}, {label}: {said}")).to_owned()
}

/// The one answer to a command.
pub(crate) fn answer(finished: &Finished, taskid: &str, command: &str) -> String {
    let said = said(finished, taskid, command);
    said["ok"][0].as_str().unwrap_or_else(|| panic!("{taskid}, {command}: {said}")).to_owned()
}

/// Whether the report warns of something with these words in it.
pub(crate) fn warns(finished: &Finished, words: &[&str]) -> bool {
    finished.journal().iter().any(|event| {
        event["event"] == "warning"
            && words.iter().all(|word| event["text"].as_str().unwrap_or_default().contains(word))
    })
}
