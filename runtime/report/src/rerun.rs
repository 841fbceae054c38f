//! `rerun.results`: for each task its testscript and what came of its parts, as YAML (SPEC 3.3).
//!
//! Tasks are in the order of their ids. A task that reported no sections is listed without testcases.

use std::collections::BTreeMap;
use std::io::{self, Write};

use easypy_contract::results::SectionKind;
use serde::Serialize;

use crate::model::{Run, Section, Task};

const HEADER: &str = "\
# rerun.results file that contains the information of each task and their
# testcases.
";

/// # Errors
/// The output cannot be written.
pub fn write(mut out: impl Write, run: &Run) -> io::Result<()> {
    out.write_all(HEADER.as_bytes())?;
    let tasks: BTreeMap<&str, &Task> = run.tasks.iter().map(|task| (&*task.taskid, task)).collect();
    if tasks.is_empty() {
        return out.write_all(b"{}\n");
    }
    for (taskid, task) in tasks {
        // One at a time: together they are one mapping.
        let entry = BTreeMap::from([(taskid, Entry::of(task))]);
        serde_yaml_ng::to_writer(&mut out, &entry).map_err(io::Error::other)?;
    }
    Ok(())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    common_cleanup: Option<Part<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    common_setup: Option<Part<'a>>,
    testcases: Vec<Part<'a>>,
    testscript: &'a str,
}

#[derive(Serialize)]
struct Part<'a> {
    name: &'a str,
    result: &'static str,
}

impl<'a> Entry<'a> {
    fn of(task: &'a Task) -> Entry<'a> {
        let first = |kind| task.sections.iter().find(|section| section.kind == kind).map(Part::of);
        let common = |section: &&Section| {
            matches!(section.kind, SectionKind::CommonSetup | SectionKind::CommonCleanup)
        };
        Entry {
            common_cleanup: first(SectionKind::CommonCleanup),
            common_setup: first(SectionKind::CommonSetup),
            testcases: task.sections.iter().filter(|section| !common(section)).map(Part::of).collect(),
            testscript: task.testscript(),
        }
    }
}

impl<'a> Part<'a> {
    fn of(section: &'a Section) -> Part<'a> {
        Part { name: &section.id, result: section.outcome.as_upper() }
    }
}
