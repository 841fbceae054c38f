//! What a hostile Python job tries: to see what is none of its business, by naming it as a testscript or by asking for it;
//! and what a hostile testscript tries: to have its code run in the job.

use std::fs;

use easypy_tests::Run;
use serde_json::{Value, json};

use crate::{job, said};

/// A job that asks the host itself to run this file, past all that the SDK would say; the tasks that were started, and what
/// the report says.
fn names(testscript: &str) -> (Vec<Value>, String) {
    let run = Run::bare();
    let job = run.directory().join("hostile.py");
    fs::write(
        &job,
        format!(
            r#"
from easypy_runner import host

def main(runtime):
    task = host.Task.create({testscript:?}, 't', '{{}}')
    task.start()
    task.join()
    assert task.result() == 'errored', task.result()
"#
        ),
    )
    .unwrap();
    let finished = Run::python(&job).run().exits(1);
    drop(run);
    (finished.events("task-started"), finished.stdout.clone())
}

#[test]
fn no_file_of_the_system_is_a_testscript_whose_directory_is_shown() {
    for testscript in ["/etc/passwd", "/proc/self/comm", "/proc/version"] {
        let (started, said) = names(testscript);
        assert!(started.is_empty(), "{testscript}: {started:?}");
        assert!(said.contains("a task would see all that is in there"), "{testscript}: {said}");
    }
}

#[test]
fn a_file_without_the_name_of_a_python_file_is_none_wherever_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("notes");
    fs::write(&file, "x = 1\n").unwrap();
    let (started, said) = names(file.to_str().unwrap());
    assert!(started.is_empty(), "{started:?}");
    assert!(said.contains("is not WebAssembly"), "{said}");
}

#[test]
fn what_is_not_handed_to_a_guest_is_not_there() {
    let run = Run::bare();
    let job = run.directory().join("looks.py");
    fs::write(
        &job,
        r#"
import json, os

def tried(what):
    try:
        return str(what())
    except Exception as error:
        return type(error).__name__

def main(runtime):
    print('probe passwd: ' + json.dumps(tried(lambda: open('/etc/passwd').read())))
    print('probe up: ' + json.dumps(tried(lambda: os.listdir(os.path.join(os.path.dirname(__file__), '..')))))
    print('probe environ: ' + json.dumps(tried(lambda: open('/proc/self/environ').read())))
    print('probe home: ' + json.dumps(tried(lambda: os.listdir('/root'))))
    print('probe beside: ' + json.dumps(tried(lambda: open(__file__, 'a'))))
    os.symlink('../journal.ndjson', os.path.join(runtime.directory, 'link'))
    print('probe link: ' + json.dumps(tried(lambda: open(os.path.join(runtime.directory, 'link')).read())))
"#,
    )
    .unwrap();
    let finished = Run::python(&job).run();
    for probe in ["passwd", "up", "environ", "home", "beside", "link"] {
        let said = finished.probe(probe);
        let refusals = ["FileNotFoundError", "PermissionError", "OSError"];
        assert!(refusals.contains(&said.as_str().unwrap()), "{probe}: {said}");
    }
    drop(run);
}

/// A pickle is a program that its reader runs, and every guest that has a shared object can write one into it.
#[test]
fn code_in_the_values_and_keys_of_shared_objects_is_not_run_by_the_job_that_reads_them() {
    let finished = Run::python(job("reads_what_was_planted")).run().exits(0);
    let kinds = ["exec", "eval", "state", "yaml", "template", "old", "object"];
    assert_eq!(
        finished.data("plants.Plants.armed"),
        json!([kinds, {}]),
        "they run where nothing is in the way"
    );
    let said = said(&finished);
    assert_eq!(said.last().unwrap(), "ran []");
    let reads: Vec<&String> = said.iter().filter(|line| line.contains(": ")).collect();
    // All kinds, in a value and deep inside one, by all three ways to ask for one, and so on.
    assert!(reads.len() > 3 * 2 * kinds.len(), "{said:#?}");
    for read in reads {
        assert!(read.ends_with(": UnpicklingError") || read == "facts == {}: False", "{read}");
    }
}

/// A job decides over its tasks: its parameters' pickles are run by them, and by nobody else.
#[test]
fn code_in_the_parameters_of_a_task_is_run_by_the_task_and_not_by_its_job() {
    let finished = Run::python(job("reads_what_was_planted")).run().exits(0);
    assert_eq!(finished.data("plants.Plants.parameter"), "ran");
    let said = said(&finished);
    assert_eq!(said.first().unwrap(), "passed Marker", "the job has its own object");
    assert_eq!(said.last().unwrap(), "ran []");
}
