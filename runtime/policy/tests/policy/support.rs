//! Policies from texts, and a testbed for them.

use std::path::Path;
use std::sync::OnceLock;

use easypy_contract::TaskId;
use easypy_policy::{Action, Decision, Grant, Policy, Subject};
use easypy_testbed::model::{Device, Testbed};
use easypy_testbed::{Answer, Argument, AskError, Asker, Question, load};

struct Nobody;

impl Asker for Nobody {
    fn environment(&self, _: &str) -> Option<String> {
        None
    }
    fn argument(&self, _: &str) -> Option<Argument> {
        None
    }
    fn ask(&self, _: &Question<'_>) -> Result<Answer, AskError> {
        Err(AskError("nobody is there".to_owned()))
    }
}

const LAB: &str = r#"
devices:
  R1: {alias: uut, type: router, os: iosxe, connections: {ssh: {}, console: {}}, custom: {site: fra, rack: 12}}
  R2: {type: router, os: nxos, connections: {ssh: {}}, custom: {site: muc, roles: [pe, rr]}}
  S1: {type: switch, os: eos, connections: {ssh: {}}}
  H1: {type: linux, os: linux, connections: {ssh: {}}}
"#;

/// The testbed of all tests.
pub(crate) fn lab() -> &'static Testbed {
    static TESTBED: OnceLock<Testbed> = OnceLock::new();
    TESTBED.get_or_init(|| {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lab.yaml");
        std::fs::write(&path, LAB).unwrap();
        load(&path, &Nobody).unwrap().0
    })
}

pub(crate) fn device(name: &str) -> &'static Device {
    lab().device(name).unwrap()
}

pub(crate) fn policy(text: &str) -> Policy {
    match Policy::parse(Path::new("lab/policy.toml"), text) {
        Ok((policy, _)) => policy,
        Err(mistakes) => panic!("{mistakes}"),
    }
}

/// What is said of a text as a policy.
pub(crate) fn said(text: &str) -> String {
    match Policy::parse(Path::new("policy.toml"), text) {
        Err(mistakes) => mistakes.render(false),
        Ok((_, warnings)) => warnings.iter().map(|warning| warning.render(false) + "\n").collect(),
    }
}

/// The grant of a task.
pub(crate) fn of_task(policy: &Policy, taskid: &str) -> Grant {
    policy.grant(Subject::Task(&TaskId::new(taskid).unwrap()))
}

/// A grant with one entry of `devices`.
pub(crate) fn with_devices(entry: &str) -> Grant {
    of_task(&policy(&format!("[[grant]]\ntasks = \"*\"\n[[grant.devices]]\n{entry}\n")), "t")
}

pub(crate) fn separators() -> Vec<String> {
    [";", "&&"].map(str::to_owned).to_vec()
}

pub(crate) fn execute(grant: &Grant, name: &str, command: &str) -> Decision {
    let separators = separators();
    grant.decide(device(name), &Action::Execute { via: "ssh", command, separators: &separators })
}

pub(crate) fn is_allowed(grant: &Grant, name: &str, command: &str) -> bool {
    execute(grant, name, command).is_allowed()
}

/// What is missing.
pub(crate) fn missing(decision: Decision) -> String {
    match decision {
        Decision::Denied { missing, .. } => missing,
        Decision::Allowed { by } => panic!("allowed by {by}"),
    }
}
