//! Python and Rust in one job: each runs the other's testscripts, with kwargs and shared objects.

use easypy_tests::{Run, new, step, test_guest};
use serde_json::json;

use crate::{job, said, script};

#[test]
fn a_python_job_runs_testscripts_in_rust_and_in_python_that_share_objects() {
    let rust = |name: &str| test_guest(name).display().to_string();
    let finished = Run::python(job("mixed"))
        .arguments([rust("fills_in"), rust("echoes_parameters"), rust("fails"), rust("command_exits_3")])
        .run()
        .exits(1);
    let said = said(&finished);
    assert_eq!(said[0], "Passed {'testbed_is_sane': True, 'n': 2, 'seen': [True, 1, [0]]} [0, 1] [1, 2, 3]");
    assert_eq!(said[1], "Failed Failed");
    assert_eq!(finished.node("python.Mixed.shares").outcome(), "passed");
    let echoed = json!({"text": "größe", "number": 2.5, "nothing": null, "items": [1, {"a": true}]});
    assert_eq!(finished.data("echoes.tc.t"), echoed, "plain values are plain JSON");
}

#[test]
fn a_rust_job_runs_testscripts_in_python_that_share_objects() {
    let plan = json!([
        new("d", "dict", json!({"found": 1})),
        new("l", "list", json!([])),
        step(
            "run",
            json!({
                "script": script("mixed"),
                "taskid": "python",
                "as": "python",
                "kwargs": {"shared_dict": {"$object": "d"}, "shared_list": {"$object": "l"}, "number": 2.5, "text": "größe"},
            })
        ),
        step("read", json!({"object": "d", "as": "d"})),
        step("read", json!({"object": "l", "as": "l"})),
    ]);
    let finished = Run::plan(&plan).with_python().run().exits(0);
    assert_eq!(finished.node("python.Mixed.shares").why(), "2.5 größe");
    assert_eq!(finished.probe("d")["n"], 1);
    assert_eq!(finished.probe("l"), json!([0]));
}

#[test]
fn python_runs_however_processes_are_made() {
    for spawner in ["fork", "exec"] {
        let finished = crate::run_scripts(&["prints"]).options(["--spawner", spawner]).run().exits(0);
        assert_eq!(said(&finished), ["Passed"], "{spawner}");
    }
}
