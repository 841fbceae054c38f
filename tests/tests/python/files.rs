//! Where jobfiles and testscripts may be, and how they may be called.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use easypy_tests::Run;

use crate::{programs, run_scripts, said};

/// A copy of `scripts/prints.py` and of `run.py` somewhere else; the path of the job.
fn copies(directory: &Path, job: &str, script: &str) -> PathBuf {
    fs::create_dir_all(directory).unwrap();
    fs::copy(programs().join("scripts/prints.py"), directory.join(script)).unwrap();
    fs::copy(programs().join("run.py"), directory.join(job)).unwrap();
    directory.join(job)
}

#[test]
fn paths_may_have_spaces_and_letters_of_all_languages() {
    let run = Run::bare().with_python();
    let directory = run.directory().join("mein Labor ✓/größe");
    let job = copies(&directory, "mon travail.py", "épreuve n° 1.py");
    let finished = Run::python(&job).argument("épreuve n° 1.py").run().exits(0);
    assert_eq!(finished.report()["name"], "mon travail");
    let said = format!("hello from {}", directory.join("épreuve n° 1.py").display());
    assert!(
        finished.task_log("Task-1").iter().any(|line| line.text == said),
        "{:#?}",
        finished.task_log("Task-1")
    );
}

#[test]
fn a_jobfile_needs_no_ending() {
    let run = Run::bare();
    let job = copies(&run.directory().join("here"), "nightly", "prints.py");
    let finished = Run::python(&job).argument("prints.py").run().exits(0);
    assert_eq!(finished.report()["name"], "nightly");
    assert!(finished.archive().members.contains_key("nightly"), "{:?}", finished.archive().names());
    assert_eq!(said(&finished), ["Passed"]);
}

#[test]
fn a_jobfile_may_be_named_from_where_one_is() {
    let directory = programs();
    let finished = Run::python("run.py").current_dir(&directory).argument("scripts/prints.py").run().exits(0);
    assert_eq!(said(&finished), ["Passed"]);
    let finished = Run::python("../run.py")
        .current_dir(directory.join("jobs"))
        .argument("scripts/prints.py")
        .run()
        .exits(0);
    assert_eq!(said(&finished), ["Passed"]);
}

#[test]
fn a_jobfile_may_be_a_link_to_a_directory_elsewhere() {
    let run = Run::bare();
    let job = copies(&run.directory().join("store"), "run.py", "prints.py");
    let link = run.directory().join("today");
    symlink(job.parent().unwrap(), &link).unwrap();
    let finished = Run::python(link.join("run.py")).argument("prints.py").run().exits(0);
    assert_eq!(said(&finished), ["Passed"]);
}

#[test]
fn line_ends_and_encodings_of_other_systems_are_read() {
    let run = Run::bare();
    let directory = run.directory().join("here");
    let job = copies(&directory, "run.py", "prints.py");
    let text = fs::read_to_string(programs().join("scripts/prints.py")).unwrap();
    fs::write(directory.join("dos.py"), text.replace('\n', "\r\n")).unwrap();
    fs::write(directory.join("marked.py"), format!("\u{feff}{text}")).unwrap();
    let latin = b"# -*- coding: latin-1 -*-\nfrom pyats import aetest\nclass T(aetest.Testcase):\n    @aetest.test\n    \
                  def t(self):\n        self.passed('gr\xf6\xdfe')\n";
    fs::write(directory.join("latin.py"), latin).unwrap();
    let finished = Run::python(&job).arguments(["dos.py", "marked.py", "latin.py"]).run().exits(0);
    assert_eq!(said(&finished), ["Passed", "Passed", "Passed"]);
    assert_eq!(finished.node("Task-3.T.t").why(), "größe");
}

#[test]
fn a_jobfile_is_left_as_it_was_and_nothing_beside_it() {
    let run = Run::bare();
    let directory = run.directory().join("here");
    let job = copies(&directory, "run.py", "prints.py");
    let _ = Run::python(&job).argument("prints.py").run().exits(0);
    let mut names: Vec<_> = fs::read_dir(&directory).unwrap().map(|file| file.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["prints.py", "run.py"]);
}

#[test]
fn a_testscript_that_is_not_there_is_told_with_where_it_was_looked_for() {
    let finished = Run::python(programs().join("run.py")).argument("scripts/nowhere.py").run().exits(1);
    assert_eq!(said(&finished), ["Errored"]);
    let why = finished.task("Task-1")[0].why().to_owned();
    assert!(why.contains(programs().join("scripts/nowhere.py").to_str().unwrap()), "{why}");
}

#[test]
fn a_testscript_without_sections_has_no_result() {
    let finished = run_scripts(&["imports_nothing"]).run().exits(1);
    assert_eq!(finished.result("Task-1"), "none");
}

#[test]
fn without_the_component_that_runs_python_the_message_says_how_to_get_it() {
    let run = Run::file(programs().join("run.py")).env("EASYPY_PYTHON", "/nowhere/python.wasm");
    let finished = run.run();
    let said = format!("{}{}", finished.stdout, finished.stderr);
    assert_ne!(finished.ended, easypy_tests::Ended::Code(0), "{said}");
    for word in ["/nowhere/python.wasm", "EASYPY_PYTHON", "cargo xtask guests"] {
        assert!(said.contains(word), "no {word:?} in {said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn without_the_component_a_rust_job_errors_its_python_testscripts_only() {
    let plan = serde_json::json!([
        easypy_tests::step(
            "run",
            serde_json::json!({"script": programs().join("scripts/prints.py"), "taskid": "python"})
        ),
        easypy_tests::run("passes", "rust", serde_json::json!({})),
    ]);
    let finished = Run::plan(&plan).env("EASYPY_PYTHON", "/nowhere/python.wasm").run().exits(1);
    assert_eq!(finished.result("rust"), "passed");
    let task = &finished.task("python")[0];
    assert_eq!(task.outcome(), "errored");
    assert!(task.why().contains("/nowhere/python.wasm"), "{}", task.why());
}
