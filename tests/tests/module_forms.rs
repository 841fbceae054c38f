//! The forms that a testscript may have: a component, a core module with a component's type, a plain WASI
//! command as a component or as a core module of Preview 1.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::fs;
use std::path::PathBuf;

use easypy_tests::{Finished, Run, run, step};
use serde_json::json;

/// Runs these bytes as a testscript.
fn run_bytes(module: &[u8]) -> Finished {
    let run = Run::plan(&json!([step(
        "run",
        json!({
            "script": "script.wasm", "taskid": "t", "as": "t", "kwargs": {"vlan": 10},
        })
    )]));
    let directory = run.directory().join("scripts");
    fs::create_dir(&directory).unwrap();
    fs::write(directory.join("script.wasm"), module).unwrap();
    run.current_dir(directory).run()
}

/// A command of Preview 1 that writes a line and exits with a status.
fn preview_1_command(status: i32) -> Vec<u8> {
    wat::parse_str(format!(
        r#"(module
            (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
            (memory (export "memory") 1)
            (data (i32.const 16) "from preview 1\n")
            (func (export "_start")
                (i32.store (i32.const 0) (i32.const 16))
                (i32.store (i32.const 4) (i32.const 15))
                (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
                (call $exit (i32.const {status}))))"#
    ))
    .unwrap()
}

#[test]
fn a_core_module_that_is_a_command_of_preview_1_is_adapted() {
    let finished = run_bytes(&preview_1_command(0)).exits(0);
    assert_eq!(finished.result("t"), "passed");
    let log = finished.task_log("t");
    assert!(log.iter().any(|line| line.tag == "STDOUT" && line.text == "from preview 1"), "{log:#?}");
}

#[test]
fn its_status_decides() {
    let finished = run_bytes(&preview_1_command(3)).exits(1);
    assert_eq!(finished.result("t"), "failed");
    assert!(finished.node("t.script.main").why().contains("exited with status"), "{:?}", finished.tree());
}

#[test]
fn a_core_module_with_the_type_of_a_testscript_is_adapted() {
    let finished = run_bytes(&typed_core_module()).exits(0);
    let lines: Vec<(String, String)> =
        finished.tree().into_iter().map(|node| (node.id.clone(), node.outcome().to_owned())).collect();
    let passed = |id: &str| (id.to_owned(), "passed".to_owned());
    assert_eq!(lines, [passed("t"), passed("t.tc")]);
}

/// A core module as wit-bindgen makes them for `wasm32-wasip1`, written by hand: it reports one testcase.
fn typed_core_module() -> Vec<u8> {
    // `results.begin` takes a section in memory: kind at 0, id at 4, and everything else none or 0. It has more fields
    // than there may be flat parameters.
    let mut module = wat::parse_str(
        r#"(module
            (import "easypy:runtime/results@0.1.0" "begin" (func $begin (param i32)))
            (import "easypy:runtime/results@0.1.0" "end" (func $end
                (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)))
            (memory (export "memory") 1)
            (data (i32.const 64) "tc")
            (data (i32.const 128) "\02\00\00\00\40\00\00\00\02\00\00\00")
            (global $free (mut i32) (i32.const 1024))
            (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
                (global.get $free)
                (global.set $free (i32.and (i32.add (i32.add (global.get $free) (local.get 3)) (i32.const 7)) (i32.const -8))))
            (func (export "easypy:runtime/script@0.1.0#run") (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
                (call $begin (i32.const 128))
                (call $end
                    (i32.const 0) (i32.const 0)
                    (i32.const 0) (i32.const 0) (i32.const 0)
                    (i32.const 0) (i32.const 0) (i32.const 0)
                    (i32.const 0) (i32.const 0) (i32.const 0))
                (i32.const 0)))"#,
    )
    .unwrap();
    let wit = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../guest-sdk/wit");
    let mut resolve = wit_parser::Resolve::default();
    let (package, _) = resolve.push_dir(wit).unwrap();
    let world = resolve.select_world(&[package], Some("testscript")).unwrap();
    let encoding = wit_component::StringEncoding::UTF8;
    wit_component::embed_component_metadata(&mut module, &resolve, world, encoding).unwrap();
    module
}

#[test]
fn parameters_of_a_command_arrive_as_arguments() {
    let kwargs = json!({"vlan": 10, "name": "r 1", "list": [1, 2], "yes": true});
    let finished = Run::plan(&json!([run("command_takes_parameters", "t", kwargs)])).run().exits(0);
    let log = finished.task_log("t");
    let line = log.iter().find_map(|line| line.text.strip_prefix("arguments ")).unwrap();
    let arguments: Vec<String> = serde_json::from_str(line).unwrap();
    let pairs: Vec<(&str, &str)> =
        arguments.chunks(2).map(|pair| (pair[0].as_str(), pair[1].as_str())).collect();
    for pair in [("--vlan", "10"), ("--name", "r 1"), ("--list", "[1,2]"), ("--yes", "true")] {
        assert!(pairs.contains(&pair), "no {pair:?} in {arguments:?}");
    }
    assert_eq!(pairs.len(), 4);
}

#[test]
fn what_a_command_writes_is_in_its_log() {
    let finished = Run::plan(&json!([run("command_prints", "t", json!({}))])).run().exits(0);
    let log = finished.task_log("t");
    for (tag, text) in [
        ("STDOUT", "to standard output"),
        ("STDERR", "to standard error"),
        ("STDOUT", "no newline at the end"),
    ] {
        assert!(
            log.iter().any(|line| line.tag == tag && line.text == text),
            "no {text:?} of {tag}: {log:#?}"
        );
    }
}
