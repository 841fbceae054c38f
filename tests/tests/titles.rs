//! Process titles: what `ps` shows of a task is `easypy task: <taskid> - <testscript>`.

use easypy_tests::{Process, Run, command_line, crowd_of};
use rustix::process::Signal;
use serde_json::json;

fn titles(spawner: &str, taskids: &[&str]) -> Vec<String> {
    let mut plan: Vec<_> =
        taskids.iter().map(|taskid| easypy_tests::launch("sleeps", taskid, json!({}))).collect();
    plan.push(json!({"do": "wait", "task": taskids[0]}));
    let mut running = Run::plan(&json!(plan)).options(["--spawner", spawner]).start();
    let pids = running.wait_for_sections(taskids.len(), "t_sleep");
    let mut titles: Vec<String> = pids.iter().filter_map(|pid| command_line(*pid)).collect();
    for pid in pids {
        if let Some(task) = Process::open(pid) {
            task.signal(Signal::TERM);
        }
    }
    let _ = running.wait();
    titles.sort();
    titles
}

#[test]
fn a_task_shows_its_id_and_its_testscript() {
    for spawner in ["fork", "exec"] {
        let expected = ["easypy task: one - sleeps.wasm", "easypy task: with space - sleeps.wasm"];
        assert_eq!(titles(spawner, &["one", "with space"]), expected, "{spawner}");
    }
}

#[test]
fn a_long_title_is_whole_where_there_is_room() {
    let long = "long-".repeat(40);
    for spawner in ["fork", "exec"] {
        let shown = titles(spawner, &[&long]);
        assert!(shown[0].starts_with(&format!("easypy task: {}", &long[..100])), "{spawner}: {shown:?}");
    }
}

#[test]
fn the_job_shows_that_it_is_one() {
    let mut running = Run::plan(&json!(crowd_of(1))).start();
    running.wait_for_sections(1, "t_sleep");
    let started = running.wait_for("job-started", 1, |event| event["event"] == "job-started");
    let pid = u32::try_from(started[0]["pid"].as_u64().unwrap()).unwrap();
    let title = command_line(pid).unwrap();
    assert!(title.starts_with("easypy job: ") && title.contains("driver"), "{title}");
    running.signal(Signal::TERM);
    let _ = running.wait();
}
