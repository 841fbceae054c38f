//! Many tasks in one job, one after the other and all at once.

use easypy_tests::{Run, step};
use serde_json::json;

#[test]
fn two_thousand_tasks_in_one_job() {
    let plan =
        json!([step("many", json!({"count": 2000, "alive": 4, "script": "passes.wasm", "as": "many"}))]);
    let finished = Run::plan(&plan).run().exits(0);
    assert_eq!(finished.probe("many"), json!({"PASSED": 2000}));
    let report = finished.report();
    assert_eq!(report["totaltasks"], 2000);
    assert_eq!(report["tasks"].as_array().map(Vec::len), Some(2000));
    assert_eq!((&report["summary"]["passed"], &report["summary"]["total"]), (&json!(2000), &json!(2000)));
    let logs = finished.archive().names().into_iter().filter(|name| name.starts_with("TaskLog.")).count();
    assert_eq!(logs, 2000);
}

#[test]
fn three_hundred_tasks_alive_at_once() {
    let finished = Run::plan(&json!([step("crowd", json!({"count": 300, "as": "crowd"}))])).run().exits(0);
    assert_eq!(finished.probe("crowd"), json!({"alive": 300, "passed": 300}));
}
