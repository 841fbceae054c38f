//! The listings of the guide: they are whole files, and do what the text says.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use easypy_tests::{Finished, Run};
use tempfile::TempDir;

/// The files that a page lists: blocks of Python whose first line is `# NAME.py`, with a word about it or without.
fn listings(page: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guide").join(page);
    let text = fs::read_to_string(path).unwrap();
    let blocks = text.split("```python\n").skip(1).filter_map(|block| block.split("```").next());
    let named = blocks.filter_map(|block| {
        let name = block.strip_prefix("# ")?.split([':', '\n']).next()?;
        name.ends_with(".py").then(|| (name.to_owned(), block.to_owned()))
    });
    named.collect()
}

/// Puts the files of a page beside each other, and runs one of them.
fn run(page: &str, job: &str) -> (Finished, TempDir) {
    let directory = TempDir::new().unwrap();
    for (name, text) in listings(page) {
        fs::write(directory.path().join(name), text).unwrap();
    }
    let path: PathBuf = directory.path().join(job);
    assert!(path.is_file(), "{page} has no {job}");
    (Run::python(path).run(), directory)
}

#[test]
fn the_first_job_does_what_the_page_shows() {
    let (finished, _files) = run("python.md", "nightly.py");
    let finished = finished.exits(1);
    assert_eq!(finished.report()["name"], "nightly-vlans");
    assert_eq!(finished.node("vlan-20.Vlan.is_usable").why(), "VLAN 20 is fine");
    for line in [
        "%EASYPY-INFO: The result of task vlan-20: vlan is => PASSED",
        "%STDOUT-INFO: VLAN 20: passed",
        "%EASYPY-ERROR: vlan-4095: Vlan.is_usable => FAILED: VLAN 4095 is reserved",
        "%EASYPY-ERROR: The result of task vlan-4095: vlan is => FAILED",
        "%STDOUT-INFO: VLAN 4095: failed",
    ] {
        assert!(finished.stdout.contains(line), "no {line:?}: {}", finished.said());
    }
}

#[test]
fn the_job_with_shared_objects_adds_up_what_its_tasks_found() {
    let (finished, _files) = run("python.md", "sites.py");
    let finished = finished.exits(0);
    let said = "21 interfaces are up at lyon, nantes, paris";
    assert!(finished.job_log().iter().any(|line| line.text == said), "{}", finished.said());
}

#[test]
fn the_job_that_is_side_by_side_with_rust_prints_what_the_page_says() {
    let (finished, _files) = run("from-pyats.md", "side.py");
    let finished = finished.exits(0);
    assert_eq!(finished.report()["name"], "nightly");
    let said = "r1 has 2 interfaces up";
    assert!(finished.job_log().iter().any(|line| line.text == said), "{}", finished.said());
}
