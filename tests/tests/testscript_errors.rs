//! Testscripts that cannot be run: their task is Errored with what is wrong and what to do, and the job goes on.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;
use std::path::Path;

use easypy_tests::{Finished, Run, run, step, test_guest};
use serde_json::json;

/// Runs this file of the current directory as a testscript, with a task after it. `fill` fills that directory.
fn run_script(name: &str, fill: impl FnOnce(&Path)) -> Finished {
    let plan = json!([
        step("run", json!({"script": name, "taskid": "bad", "as": "bad"})),
        run("passes", "after", json!({})),
    ]);
    let run = Run::plan(&plan);
    let directory = run.directory().join("scripts");
    fs::create_dir(&directory).unwrap();
    fill(&directory);
    run.current_dir(directory).run()
}

/// The task is Errored with all of this in its reason; the run goes on and tells.
fn errored(finished: &Finished, says: &[&str]) {
    assert_eq!(finished.probe("bad"), json!({"result": "ERRORED", "truthy": false}));
    let task = finished.node("bad");
    assert_eq!(task.outcome(), "errored");
    let report = finished.report().to_string();
    for text in says {
        let told = task.why().contains(text) || report.contains(text);
        assert!(told, "no {text:?} in {:?}\n{}", task.why(), finished.said());
    }
    assert_eq!(finished.result("after"), "passed");
    assert!(finished.stdout.contains("(1 failed to run)"), "{}", finished.said());
    assert!(finished.stdout.contains("Exception in Task - bad"), "{}", finished.said());
}

fn errored_file(name: &str, content: &[u8], says: &[&str]) {
    let finished = run_script(name, |directory| fs::write(directory.join(name), content).unwrap()).exits(1);
    errored(&finished, says);
}

fn component(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap()
}

#[test]
fn one_that_is_missing() {
    errored(&run_script("missing.wasm", |_| {}).exits(1), &["missing.wasm"]);
}

#[test]
fn one_that_is_a_directory() {
    let finished =
        run_script("deep.wasm", |directory| fs::create_dir(directory.join("deep.wasm")).unwrap()).exits(1);
    errored(&finished, &["deep.wasm", "is a directory"]);
}

#[test]
fn one_that_is_not_wasm() {
    errored_file("script.wasm", b"not a module", &["script.wasm", "is not WebAssembly"]);
}

#[test]
fn one_that_is_empty() {
    errored_file("script.wasm", b"", &["script.wasm", "an empty file"]);
}

#[test]
fn one_that_was_cut_off() {
    let whole = fs::read(test_guest("passes")).unwrap();
    errored_file("script.wasm", &whole[..whole.len() - 100], &["script.wasm"]);
}

#[test]
fn one_for_another_version_of_the_contract() {
    let other = component(r#"(component (import "easypy:runtime/log@0.2.0" (instance)))"#);
    errored_file("script.wasm", &other, &["script.wasm", "0.2.0", "0.1.0"]);
}

#[test]
fn one_that_imports_what_nobody_has() {
    let other = component(r#"(component (import "acme:db/query@1.0.0" (instance)))"#);
    errored_file("script.wasm", &other, &["script.wasm", "acme:db/query@1.0.0"]);
}

#[test]
fn one_that_wants_to_start_tasks() {
    let greedy = component(r#"(component (import "easypy:runtime/task@0.1.0" (instance)))"#);
    errored_file("script.wasm", &greedy, &["script.wasm", "easypy:runtime/task"]);
}

#[test]
fn one_that_is_a_jobfile() {
    let finished = run_script("script.wasm", |directory| {
        fs::copy(test_guest("driver"), directory.join("script.wasm")).unwrap();
    })
    .exits(1);
    errored(&finished, &["script.wasm"]);
}

#[test]
fn one_that_exports_nothing() {
    errored_file("script.wasm", &component("(component)"), &["script.wasm", "expected a testscript"]);
    errored_file("core.wasm", &component("(module)"), &["core.wasm", "core module"]);
}

/// It has the right name, but not the right type: that shows only when it is linked.
#[test]
fn one_whose_export_is_something_else() {
    let fake = component(r#"(component (instance $i) (export "easypy:runtime/script@0.1.0" (instance $i)))"#);
    errored_file("fake.wasm", &fake, &["fake.wasm"]);
}

/// It imports a function of the contract that does not exist.
#[test]
fn one_that_imports_an_unknown_function_of_the_contract() {
    let text = r#"(component
        (import "easypy:runtime/log@0.1.0" (instance (export "shred" (func))))
        (instance $i) (export "easypy:runtime/script@0.1.0" (instance $i)))"#;
    errored_file("shreds.wasm", &component(text), &["shreds.wasm"]);
}

#[test]
fn several_tasks_of_one_bad_file_are_all_told() {
    let plan = json!([
        step("run", json!({"script": "bad.wasm", "taskid": "one"})),
        step("run", json!({"script": "bad.wasm", "taskid": "two"})),
    ]);
    let run = Run::plan(&plan);
    let directory = run.directory().join("scripts");
    fs::create_dir(&directory).unwrap();
    fs::write(directory.join("bad.wasm"), "x").unwrap();
    let finished = run.current_dir(directory).run().exits(1);
    for task in ["one", "two"] {
        assert!(finished.node(task).why().contains("is not WebAssembly"), "{:?}", finished.node(task));
    }
    assert!(finished.stdout.contains("(2 failed to run)"), "{}", finished.said());
}
