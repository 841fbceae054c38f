//! A section: common setup, testcase, test, step …

use easypy_contract::results::SectionKind;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::node::{self, Data, Each, Place, Summary, Verdict};
use crate::details;
use crate::model::{Section, Task};
use crate::time::Clock;

pub(super) struct SectionNode<'a> {
    pub(super) task: &'a Task,
    pub(super) section: &'a Section,
    pub(super) around: &'a Place<'a>,
    pub(super) clock: &'a Clock,
}

impl Serialize for SectionNode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let SectionNode { task, section, around, clock } = *self;
        let place = Place::inside(around, &section.id);
        let mut node = serializer.serialize_map(None)?;
        node::begin(&mut node, kind(section.kind), &place)?;
        node.serialize_entry("name", section.name())?;
        if section.kind == SectionKind::Testcase {
            node.serialize_entry("testcase_type", "aetest")?;
            node.serialize_entry("testcase_signature", &signature(task, &section.id))?;
        }
        if let Some(description) = section.description() {
            node.serialize_entry("description", description)?;
        }
        node::times(&mut node, clock, (section.start, section.stop))?;
        node.serialize_entry("xref", &self.xref())?;
        node.serialize_entry("logs", &self.logs())?;
        // The result is an object of its own.
        let data = section.data().map(|text| Data { text, levels: place.levels() + 1 });
        let verdict = Verdict { outcome: section.outcome, reason: section.reason(), data };
        node.serialize_entry("result", &verdict)?;
        node::details(&mut node, &details::of_section(section))?;
        if !section.sections.is_empty() {
            let around = &place;
            let inside = |section| SectionNode { task, section, around, clock };
            node.serialize_entry("sections", &Each { items: section.sections.as_slice(), node: inside })?;
        }
        if section.ignored {
            node.serialize_entry("ignore", &true)?;
        }
        if section.kind == SectionKind::Step {
            node.serialize_entry("extra", &json!({"continue_": null}))?;
        }
        if !section.kind.is_container() {
            node.serialize_entry("health_result", &json!({"value": "passed"}))?;
        }
        node.serialize_entry("health_summary", &Summary::zero())?;
        node.end()
    }
}

impl SectionNode<'_> {
    fn xref(&self) -> serde_json::Value {
        match (&self.section.source, self.section.source_hash()) {
            (Some((file, line)), Some(hash)) => json!({"file": **file, "line": line, "source_hash": hash}),
            (Some((file, line)), None) => json!({"file": **file, "line": line}),
            (None, _) => json!({"file": self.task.testscript()}),
        }
    }

    /// The section's part of the task's log.
    fn logs(&self) -> Logs<'_> {
        let Section { begin, end, .. } = self.section;
        Logs {
            file: &self.task.log,
            begin: begin.bytes,
            begin_lines: begin.lines,
            size: end.bytes.saturating_sub(begin.bytes),
            size_lines: end.lines.saturating_sub(begin.lines),
        }
    }
}

#[derive(serde::Serialize)]
struct Logs<'a> {
    file: &'a str,
    begin: u64,
    begin_lines: u64,
    size: u64,
    size_lines: u64,
}

fn kind(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::CommonSetup => "CommonSetup",
        SectionKind::Subsection => "Subsection",
        SectionKind::Testcase => "Testcase",
        SectionKind::Setup => "SetupSection",
        SectionKind::Test => "TestSection",
        SectionKind::Cleanup => "CleanupSection",
        SectionKind::Step => "Step",
        SectionKind::CommonCleanup => "CommonCleanup",
        SectionKind::Section => "Section",
    }
}

/// What tells a testcase from another, and from itself in another version of its testscript.
fn signature(task: &Task, id: &str) -> String {
    let hash = task.script.as_ref().map_or("", |script| &*script.hash);
    let digest = Sha256::new().chain_update(hash).chain_update([0]).chain_update(id).finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
