//! Python jobs and testscripts: what they see, what they can do, and what they are told of what they cannot.
//!
//! The programs are in `tests/python`, one small file for each behaviour: testscripts in `scripts`, jobs in `jobs`, and
//! `run.py`, which runs the testscripts that its arguments name. What is the same as in pyATS is in `conformance`.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

mod absent;
mod attacks;
mod connecting;
mod demo;
mod devices;
mod ends;
mod environment;
mod files;
mod guards;
mod guide;
mod imports;
mod installed;
mod listings;
mod logs;
mod mixed;
mod testbeds;
mod tracebacks;
mod values;
mod watchers;
mod world;

use std::fs;
use std::path::{Path, PathBuf};

use easypy_tests::{Finished, Run};

/// The directory of the programs.
fn programs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("python")
}

/// A testscript, by its name.
fn script(name: &str) -> PathBuf {
    programs().join(format!("scripts/{name}.py"))
}

/// A job, by its name.
fn job(name: &str) -> PathBuf {
    let path = programs().join(format!("jobs/{name}.py"));
    assert!(path.is_file(), "{} is not there", path.display());
    path
}

/// Runs testscripts: words are names of scripts, or `NAME=JSON` for a kwarg of the script before it.
fn run_scripts(words: &[&str]) -> Run {
    let run = Run::python(programs().join("run.py"));
    words.iter().fold(run, |run, word| {
        if word.contains('=') || word.contains('/') {
            run.argument(word)
        } else {
            assert!(script(word).is_file(), "there is no {word}");
            run.argument(format!("scripts/{word}.py"))
        }
    })
}

/// What a job printed behind `PROBE`, a line each.
fn said(finished: &Finished) -> Vec<String> {
    let log = finished.job_log();
    let lines = log.iter().filter(|line| line.tag == "STDOUT");
    lines.filter_map(|line| line.text.strip_prefix("PROBE ").map(str::to_owned)).collect()
}

/// The number of the line that ends with `# <mark>`.
fn line_of(file: &Path, mark: &str) -> usize {
    let text = fs::read_to_string(file).unwrap();
    let at = text.lines().position(|line| line.ends_with(&format!("# {mark}")));
    at.unwrap_or_else(|| panic!("no line of {} is marked {mark}", file.display())) + 1
}

/// Every testscript and job is used: what is not is no test.
#[test]
fn every_program_is_run_by_a_test() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python");
    let rust = fs::read_dir(tests).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    let mut texts: Vec<String> = rust.collect();
    for directory in ["scripts", "jobs"] {
        for file in fs::read_dir(programs().join(directory)).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "py") {
                texts.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    for directory in ["scripts", "jobs"] {
        for file in fs::read_dir(programs().join(directory)).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "py") {
                continue;
            }
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let quoted = [format!("\"{name}\""), format!("'{name}.py'"), format!("import {name}\n")];
            let used = texts.iter().any(|text| quoted.iter().any(|quoted| text.contains(quoted)));
            assert!(used, "nothing runs {}", path.display());
        }
    }
}
