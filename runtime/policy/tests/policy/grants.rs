//! Whose grant it is, and what is in it beside devices.

use std::net::SocketAddr;
use std::path::PathBuf;

use easypy_policy::{Action, Grant, Limits, Policy, Subject};

use crate::support::{device, execute, is_allowed, missing, of_task, policy};

const POLICY: &str = r#"
[job]
environment = "JOB_*"

[[grant]]
tasks = ["smoke-1", "a/*"]
environment = ["ONE"]
limits = { memory = "512M", log = 1048576 }

[[grant]]
tasks = ["smoke-*"]
environment = ["LAB_*", "HOME"]
directories = { read = ["/data/configs/", "/data//configs/site"], write = "/var/tmp/results" }
addresses = ["10.0.0.0/8:443"]
[[grant.devices]]
name = "R*"
"#;

#[test]
fn the_first_grant_that_fits_is_the_tasks() {
    let policy = policy(POLICY);
    for (taskid, one, lab) in [
        ("smoke-1", true, false),
        ("smoke-2", false, true),
        ("smoke-1-2", false, true),
        ("a/b", true, false),
        ("other", false, false),
    ] {
        let grant = of_task(&policy, taskid);
        assert_eq!(grant.environment("ONE"), one, "{taskid}");
        assert_eq!(grant.environment("LAB_USER"), lab, "{taskid}");
        assert_eq!(grant.sees(device("R1")), lab, "{taskid}");
    }
}

#[test]
fn the_job_has_its_own_grant_and_none_of_its_tasks() {
    let policy = policy(POLICY);
    let job = policy.grant(Subject::Job);
    assert!(job.environment("JOB_A"));
    assert!(!job.environment("LAB_A"));
    assert!(!job.sees(device("R1")));
}

#[test]
fn who_is_not_named_has_nothing() {
    let policy = policy("[[grant]]\ntasks = 'x'\n");
    let grant = of_task(&policy, "y");
    assert!(!grant.environment("A"));
    assert!(grant.directories().read.is_empty() && grant.directories().write.is_empty());
    assert!(grant.addresses().is_empty());
    assert_eq!(
        missing(execute(&grant, "R1", "show version")),
        "no grant of policy.toml has `tasks` that fit `y`"
    );
    let job = policy.grant(Subject::Job);
    assert_eq!(
        missing(execute(&job, "R1", "show version")),
        "policy.toml has no `[job]`: nothing is granted to the job itself"
    );
}

#[test]
fn directories_addresses_and_limits_are_as_the_grant_says() {
    let policy = policy(POLICY);
    let grant = of_task(&policy, "smoke-2");
    assert_eq!(grant.directories().read, [PathBuf::from("/data/configs")]);
    assert_eq!(grant.directories().write, [PathBuf::from("/var/tmp/results")]);
    let permits = |address: &str| grant.addresses().permits(address.parse::<SocketAddr>().unwrap());
    assert!(permits("10.1.1.1:443"));
    assert!(!permits("10.1.1.1:80"));
    assert_eq!(grant.limits(), Limits::default());
    let limits = of_task(&policy, "smoke-1").limits();
    assert_eq!(limits, Limits { memory: Some(512 << 20), log: Some(1 << 20) });
}

#[test]
fn without_a_policy_there_is_the_testbed_and_nothing_else() {
    let grant = Grant::unlimited();
    assert!(grant.sees(device("R1")) && grant.environment("ANY"));
    assert!(is_allowed(&grant, "R1", "reload\n"));
    assert!(grant.decide(device("R1"), &Action::Lease).is_allowed());
    assert!(grant.directories().read.is_empty() && grant.directories().write.is_empty());
    assert!(grant.addresses().is_empty());
    assert!(!grant.addresses().permits("127.0.0.1:80".parse().unwrap()));
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("policy.toml");
    let said = |path: &std::path::Path| Policy::load(path).unwrap_err().render(false);
    assert!(said(&path).contains("No such file"), "{}", said(&path));
    std::fs::write(&path, b"# x\n\xff").unwrap();
    assert!(said(&path).contains("it is not UTF-8, in line 2"), "{}", said(&path));
    std::fs::write(&path, vec![b'#'; (1 << 20) + 1]).unwrap();
    assert!(said(&path).contains("larger than 1 MiB"), "{}", said(&path));
    std::fs::write(&path, POLICY).unwrap();
    assert_eq!(Policy::load(&path).unwrap().1, []);
}
