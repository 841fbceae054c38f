//! What a policy grants besides devices: environment, directories, addresses, limits.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;

use easypy_tests::{Run, run};
use serde_json::{Value, json};

fn with(plan: &[Value], policy: &str) -> Run {
    let run = Run::plan(&json!(plan));
    let file = run.directory().join("policy.toml");
    fs::write(&file, policy).unwrap();
    run.option("--policy").option(file)
}

#[test]
fn a_task_sees_the_variables_of_its_grant_only() {
    let policy =
        "[job]\nenvironment = [\"LAB_*\"]\n[[grant]]\ntasks = [\"task\"]\nenvironment = [\"LAB_A\"]\n";
    let plan = [
        json!({"do": "environment", "as": "job"}),
        run("reads_environment", "task", json!({})),
        run("reads_environment", "other", json!({})),
    ];
    let finished = with(&plan, policy)
        .env("LAB_A", "1")
        .env("LAB_B", "2")
        .env("OTHER", "3")
        .options(["--env", "*"])
        .run()
        .exits(0);
    assert_eq!(finished.probe("job"), json!({"LAB_A": "1", "LAB_B": "2"}));
    assert_eq!(finished.data("task.reads_environment.reads_environment"), json!({"LAB_A": "1"}));
    assert_eq!(finished.data("other.reads_environment.reads_environment"), json!({}));
}

/// Answers `pong` to the first line, once.
fn server() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut line = String::new();
        BufReader::new(stream.try_clone().unwrap()).read_line(&mut line).unwrap();
        stream.write_all(b"pong\n").unwrap();
    });
    port
}

#[test]
fn a_task_uses_the_directories_and_addresses_of_its_grant_and_no_others() {
    let lab = tempfile::tempdir().unwrap();
    let place = |name: &str| lab.path().join(name).to_string_lossy().into_owned();
    for name in ["read", "write"] {
        fs::create_dir(place(name)).unwrap();
    }
    fs::write(place("read/file"), "granted").unwrap();
    fs::write(place("secret"), "not granted").unwrap();
    let (granted, other) = (server(), TcpListener::bind("127.0.0.1:0").unwrap());
    let policy = format!(
        "[[grant]]\ntasks = [\"*\"]\ndirectories = {{ read = ['{}'], write = ['{}'] }}\naddresses = [\"127.0.0.1:{granted}\"]\n",
        place("read"),
        place("write"),
    );
    let kwargs = json!({"read": place("read"), "write": place("write"), "address": format!("127.0.0.1:{granted}"),
                        "other": other.local_addr().unwrap().to_string()});
    let finished = with(&[run("uses_what_is_granted", "t", kwargs)], &policy).run();
    assert_eq!(finished.result("t"), "passed", "{}", finished.said());
    assert_eq!(fs::read_to_string(place("write/new")).unwrap(), "written");
}

#[test]
fn a_grants_limits_are_kept() {
    let policy =
        "[[grant]]\ntasks = [\"small\"]\nlimits = { memory = \"32M\" }\n[[grant]]\ntasks = [\"*\"]\n";
    let plan = [run("eats_memory", "small", json!({}))];
    let finished = with(&plan, policy).run();
    assert_eq!(finished.result("small"), "errored");
    let reason = finished.node("small").reason.unwrap_or_default();
    let all = format!("{reason} {}", finished.said());
    assert!(all.contains("33554432"), "{all}");
}
