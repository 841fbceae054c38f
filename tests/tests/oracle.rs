//! What real pyATS 26.9 was observed to do, and what easypy-wasm does of the same.
//!
//! `oracle/cases.json` holds the observations; each case says where easypy-wasm departs from them (`here`) and
//! why (`because`: a row of the table of differences in the user guide). Tasks that run at once are compared as
//! a set.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use easypy_tests::{Finished, Node, Run, launch, run, step};
use serde_json::{Value, json};

/// How a case is run here.
fn job_of(case: &str) -> Option<Run> {
    let once =
        |guest: &str| Some(Run::plan(&json!([step("run", json!({"script": format!("{guest}.wasm")}))])));
    let state = |task: &str| step("state", json!({"task": task}));
    let slow = |taskid: &str, guest: &str, limit: f64| {
        let mut slow = run(guest, taskid, json!({"secs": 600}));
        slow["max_runtime"] = json!(limit);
        slow
    };
    let plan = match case {
        "fixed_F1_simple" => return Some(Run::job("simple")),
        "fixed_F2_env" => return Some(Run::job("env")),
        "fixed_F2_env_envset" => {
            let run = Run::job("env").env("SCRIPT_ARG_A", "a").env("SCRIPT_ARG_B", "b");
            return Some(run.options(["--env", "SCRIPT_*"]));
        }
        "fixed_F3_run_api" => return Some(Run::job("run_api")),
        "fixed_F4_task_seq" => return Some(Run::job("task_seq")),
        "fixed_F5_task_async" => return Some(Run::job("task_async")),
        "fixed_F6_loglevel" => return Some(Run::job("loglevel")),
        "fixed_F7_shared" => return Some(Run::job("shared")),
        "fixed_F8_custom_args" => {
            return Some(Run::job("custom_args").arguments([
                "--my_custom_arg",
                "value",
                "--unknown",
                "xyz",
                "pos",
            ]));
        }
        "e_only_s_pass" => return once("passes"),
        "e_only_s_passx" => return once("passes_in_spite"),
        "e_only_s_fail" => return once("fails"),
        "e_only_s_error" => return once("errors"),
        "e_only_s_skip" => return once("skips"),
        "e_only_s_block" => return once("blocks"),
        "e_only_s_abort" => return once("aborts_its_test"),
        "e_only_s_none" => return once("no_sections"),
        "e_missing_script" => json!([step("run", json!({"script": "/does/not/exist.wasm"}))]),
        "e_mix_pass_skip" => {
            json!([
                step("run", json!({"script": "passes.wasm"})),
                step("run", json!({"script": "skips.wasm"}))
            ])
        }
        "e_mix_pass_notstarted" => json!([
            step("run", json!({"script": "passes.wasm"})),
            step("create", json!({"task": "t", "script": "passes.wasm"})),
        ]),
        "e_dangling_notstarted" => json!([
            step("create", json!({"task": "t", "script": "passes.wasm", "taskid": "never_started"})),
            state("t"),
        ]),
        "e_main_empty" => json!([]),
        "e_main_raise" => json!([step("fail", json!({"message": "main blew up"}))]),
        "e_main_raise_after_fail" => json!([
            step("run", json!({"script": "fails.wasm"})),
            step("fail", json!({"message": "main blew up"})),
        ]),
        "e_main_sysexit" => {
            json!([step("run", json!({"script": "passes.wasm"})), step("exit", json!({"status": 5}))])
        }
        "e_crash_sysexit4" => json!([step("run", json!({"script": "exits.wasm", "kwargs": {"status": 4}}))]),
        "e_run_maxruntime" => json!([slow("slow", "sleeps", 2.0), run("passes", "next", json!({}))]),
        "e_run_maxruntime_busy" => json!([slow("busy", "spins", 2.0)]),
        "e_terminate" => json!([
            launch("sleeps", "term", json!({})),
            // Until it is where it sleeps, as far as a job can know.
            step("join", json!({"task": "term", "timeout": 2.0})),
            step("terminate", json!({"task": "term"})),
            step("join", json!({"task": "term"})),
            state("term"),
            step("terminate", json!({"task": "term"})),
        ]),
        "e_dangling" => json!([
            launch("sleeps", "dangle", json!({})),
            step("join", json!({"task": "dangle", "timeout": 2.0})),
        ]),
        "e_wait_timeout" => json!([
            launch("sleeps", "slow", json!({})),
            step("wait", json!({"task": "slow", "max_runtime": 2.0})),
        ]),
        "a_mustpass" => json!([run("must_pass", "a_mustpass", json!({}))]),
        "a_steps" => json!([run("steps", "a_steps", json!({}))]),
        _ => return None,
    };
    Some(Run::plan(&plan))
}

/// The cases with their names.
fn cases() -> Vec<(String, Value)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/cases.json");
    let cases: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    cases.as_object().unwrap().iter().map(|(name, case)| (name.clone(), case.clone())).collect()
}

/// What is expected here: what was observed, with the departures over it.
fn expected(case: &Value) -> Value {
    let mut expected = case["pyats"].clone();
    for (key, value) in case["here"].as_object().into_iter().flatten() {
        expected[key] = value.clone();
    }
    expected
}

/// A line of a tree, to compare: reasons only where the observed one is a script's own words.
fn line(kind: &str, id: &str, result: Option<&str>, reason: Option<&str>) -> String {
    let machine = |reason: &str| {
        ["Caught an ", "Stopping context", "Task '", "failure to load"]
            .iter()
            .any(|start| reason.starts_with(start))
    };
    let own = reason.filter(|reason| !machine(reason)).unwrap_or_default();
    format!("{kind} {id} {} {own}", result.unwrap_or("none"))
}

fn compare(name: &str, case: &Value) -> Result<(), String> {
    let run = job_of(name).ok_or_else(|| format!("{name} has no job here"))?;
    let (finished, expected) = (run.run(), expected(case));
    let code = expected["rc"].as_i64().and_then(|code| i32::try_from(code).ok()).unwrap_or_default();
    if finished.ended != easypy_tests::Ended::Code(code) {
        return Err(format!("{name}: not exit code {code}: {}", finished.said()));
    }
    if expected["tree"].is_null() {
        return Ok(());
    }
    let report = finished.report();
    for (what, found) in [
        ("result", &report["result"]["value"]),
        ("totaltasks", &report["totaltasks"]),
        ("success_rate", &report["summary"]["success_rate"]),
    ] {
        if expected.get(what).is_none() {
            continue;
        }
        let same = match (found.as_f64(), expected[what].as_f64()) {
            (Some(found), Some(expected)) => (found - expected).abs() < 0.01,
            _ => *found == expected[what],
        };
        if !same {
            return Err(format!("{name}: {what} is {found}, expected {}", expected[what]));
        }
    }
    compare_trees(name, &finished, &expected)
}

fn compare_trees(name: &str, finished: &Finished, expected: &Value) -> Result<(), String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let wanted: Vec<String> = expected["tree"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| {
            line(
                &text(&row[0]).unwrap_or_default(),
                &text(&row[1]).unwrap_or_default(),
                text(&row[2]).as_deref(),
                text(&row[3]).as_deref(),
            )
        })
        .collect();
    let own_words = |node: &Node| {
        // Where pyATS has words of the machine, easypy-wasm has others; where it has none, there is nothing to
        // compare.
        let row = expected["tree"].as_array().into_iter().flatten().find(|row| row[1] == node.id.as_str());
        let observed = row.and_then(|row| text(&row[3]));
        observed.filter(|reason| line("", "", None, Some(reason)) != line("", "", None, None)).is_some()
    };
    let found: Vec<String> = finished
        .tree()
        .iter()
        .map(|node| {
            let reason = node.reason.as_deref().filter(|_| own_words(node));
            line(&node.kind, &node.id, node.result.as_deref(), reason)
        })
        .collect();
    let same = if name == "fixed_F5_task_async" {
        wanted.iter().collect::<BTreeSet<_>>() == found.iter().collect::<BTreeSet<_>>()
    } else {
        wanted == found
    };
    if same {
        Ok(())
    } else {
        Err(format!("{name}: found\n{}\nexpected\n{}", found.join("\n"), wanted.join("\n")))
    }
}

#[test]
fn everything_observed_holds_here_or_departs_on_purpose() {
    let cases = cases();
    assert!(cases.len() >= 30, "only {} cases", cases.len());
    let failures: Vec<String> = cases.iter().filter_map(|(name, case)| compare(name, case).err()).collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n\n"));
}

#[test]
fn every_departure_says_why() {
    for (name, case) in cases() {
        let departs = case["here"].as_object().is_some_and(|here| !here.is_empty());
        assert_eq!(departs, case["because"].is_string(), "{name}");
    }
}
