//! Attempts to get out of the sandbox that need more than one guest or a run of their own. What one guest can try
//! alone is in `behaviours` (world, raw).

use std::fs;

use easypy_tests::{Finished, Run, run, step, test_guest};
use serde_json::{Value, json};

fn run_script(script: &str, label: &str) -> Value {
    step("run", json!({"script": script, "taskid": label, "as": label}))
}

/// The task was not run: Errored, with this in its reason, and without a section.
fn refused(finished: &Finished, task: &str) {
    let nodes = finished.task(task);
    assert_eq!(nodes[0].outcome(), "errored", "{nodes:?}\n{}", finished.said());
    assert_eq!(nodes.len(), 1, "it ran: {nodes:?}");
}

/// What a guest wrote is not run: its directory is one that guests can change while the host looks at it.
#[test]
fn a_module_that_a_guest_wrote_is_not_run_by_any_path() {
    let plan = json!([
        step("make-directory", json!({"path": "/runtime/d"})),
        step("copy", json!({"from": "/job/passes.wasm", "to": "/runtime/d/x.wasm", "as": "copy"})),
        step("link", json!({"path": "/runtime/link", "target": "d"})),
        run_script("/runtime/d/x.wasm", "direct"),
        run_script("/runtime/../runtime/d/x.wasm", "round about"),
        run_script("/runtime/link/x.wasm", "by a link"),
        run("passes", "after", json!({})),
    ]);
    let finished = Run::plan(&plan).run().exits(1);
    assert_eq!(finished.probe("copy"), Value::Null);
    for task in ["direct", "round about", "by a link"] {
        refused(&finished, task);
    }
    assert_eq!(finished.result("after"), "passed");
}

/// The same, where the guest has guessed the path on the host.
#[test]
fn a_module_that_a_guest_wrote_is_not_run_by_the_hosts_path() {
    let empty = Run::bare();
    let runinfo = empty.directory().join("runs");
    let inside = runinfo.join("KNOWN/runtime/x.wasm").to_string_lossy().into_owned();
    let plan = json!([
        step("copy", json!({"from": "/job/passes.wasm", "to": "/runtime/x.wasm", "as": "copy"})),
        run_script(&inside, "guessed"),
        run_script(&format!("/proc/self/root{inside}"), "by proc"),
    ]);
    let archive = empty.directory().join("archives");
    let places = [("--runinfo-dir", runinfo.as_path()), ("--archive-dir", &archive)];
    let mut attempt = Run::plan(&plan).without_places().options(["--job-uid", "KNOWN"]);
    for (option, path) in places {
        attempt = attempt.option(option).option(path);
    }
    let finished = attempt.option("--cache-dir").option(easypy_tests::cache_directory()).run();
    let archive = easypy_tests::Archive::below(&archive).unwrap_or_else(|| panic!("{}", finished.said()));
    let results: Value = serde_json::from_str(archive.text("results.json")).unwrap();
    let tree = easypy_tests::tree_of(&results["report"]);
    assert_eq!(tree.len(), 2, "{tree:?}");
    for node in tree {
        assert_eq!((node.kind.as_str(), node.outcome()), ("Task", "errored"), "{node:?}");
    }
}

/// A directory of the host must not become a guest's `/script` because somebody else may read it.
#[test]
fn a_link_of_a_guest_is_no_way_to_a_directory_of_the_host() {
    let finished = Run::plan(&json!([
        step(
            "link",
            json!({"path": "/runtime/etc", "target": "../../../../../../../../../../etc", "as": "link"})
        ),
        step("read-file", json!({"path": "/runtime/etc/passwd", "as": "through the link"})),
        run_script("/runtime/etc/passwd", "as a script"),
        step("copy", json!({"from": "/job/passes.wasm", "to": "/runtime/etc/easypy-was-here", "as": "copy"})),
    ]))
    .run()
    .exits(1);
    assert!(finished.probe("through the link")["error"].is_string());
    assert!(finished.probe("copy")["error"].is_string());
    assert!(!std::path::Path::new("/etc/easypy-was-here").exists());
    refused(&finished, "as a script");
    for (name, bytes) in &finished.archive().members {
        assert!(!String::from_utf8_lossy(bytes).contains("root:x:0:0"), "/etc/passwd is in {name}");
    }
}

/// A testscript sees the directory that it is in: not what is above it, not what is beside it.
#[test]
fn a_script_sees_its_own_directory_only() {
    let attempt = Run::plan(&json!([
        step("run", json!({"script": "inner/script.wasm", "taskid": "t", "as": "t"})),
        step("run", json!({"script": "inner/reads.wasm", "taskid": "reads", "as": "reads"})),
    ]));
    let directory = attempt.directory().join("scripts");
    fs::create_dir_all(directory.join("inner")).unwrap();
    fs::write(directory.join("secret.txt"), "above").unwrap();
    fs::copy(test_guest("opens_etc_passwd"), directory.join("inner/script.wasm")).unwrap();
    fs::copy(test_guest("reads_arguments"), directory.join("inner/reads.wasm")).unwrap();
    let finished = attempt.current_dir(&directory).run().exits(0);
    assert_eq!(finished.result("t"), "passed");
    let data = finished.data("reads.reads_arguments.reads_arguments");
    assert_eq!(data["roots"], json!(["/job", "/script", "/runtime", "/tmp"]));
}

/// The job's own directory may hold links of its user: they lead nowhere for a guest.
#[test]
fn a_link_beside_the_job_does_not_lead_a_guest_out() {
    let attempt = Run::bare();
    let directory = attempt.directory().join("job");
    fs::create_dir(&directory).unwrap();
    fs::copy(test_guest("driver"), directory.join("driver.wasm")).unwrap();
    std::os::unix::fs::symlink("/etc", directory.join("etc")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", directory.join("passwd")).unwrap();
    let plan = json!([
        step("read-file", json!({"path": "/job/etc/passwd", "as": "directory"})),
        step("read-file", json!({"path": "/job/passwd", "as": "file"})),
    ]);
    let finished =
        Run::file(directory.join("driver.wasm")).argument("--plan").argument(plan.to_string()).run();
    assert!(finished.probe("directory")["error"].is_string(), "{}", finished.probe("directory"));
    assert!(finished.probe("file")["error"].is_string(), "{}", finished.probe("file"));
}

/// Somebody listens, and nobody comes.
#[test]
fn a_guest_does_not_reach_a_port_that_is_open() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    // It can be reached from here.
    drop(std::net::TcpStream::connect(&address).unwrap());
    assert!(easypy_tests::eventually("connection", || listener.accept().ok()).1.ip().is_loopback());
    let plan = json!([run("opens_a_socket", "t", json!({"address": address}))]);
    let finished = Run::plan(&plan).run().exits(0);
    assert_eq!(finished.result("t"), "passed");
    let nobody = listener.accept().map(|_| ()).map_err(|error| error.kind());
    assert_eq!(nobody, Err(std::io::ErrorKind::WouldBlock), "somebody came");
}
