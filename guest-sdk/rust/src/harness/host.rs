//! The host as the harness sees it.

use serde_json::Value;

use super::attach::AttachError;
use super::report::{Begin, Kind, LOGGER, Reporter, Verdict};
use super::{ContainerKind, LeafKind};
use crate::bindings::results;
use crate::logging::{self, Level};

#[derive(Debug)]
pub(super) struct Host;

impl Reporter for Host {
    fn begin(&self, section: &Begin<'_>) {
        results::begin(&results::Section {
            kind: kind(section.kind),
            id: section.id.to_owned(),
            name: section.name.map(str::to_owned),
            description: section.description.map(str::to_owned),
            source: section.source.map(|s| source(s.file, s.line)),
            checkpoint: section.checkpoint,
        });
    }

    fn end(&self, verdict: Option<&Verdict>) {
        results::end(verdict.map(wire).as_ref());
    }

    fn panicking(&self, verdict: &Verdict, at: Option<(&str, u32)>) {
        results::panicking(&wire(verdict), at.map(|(file, line)| source(file, line)).as_ref());
    }

    fn keep(&self, state: &str) {
        results::keep(state);
    }

    fn attach(&self, name: &str, media_type: &str, content: &[u8]) -> Result<(), AttachError> {
        Ok(results::attach(name, media_type, content)?)
    }

    fn log(&self, level: Level, message: &str) {
        // What a section prints comes before what is said of it.
        crate::entry::flush();
        logging::write(LOGGER, level, message);
    }
}

fn source(file: &str, line: u32) -> results::Source {
    results::Source { file: file.to_owned(), line, hash: None }
}

fn wire(verdict: &Verdict) -> results::Verdict {
    results::Verdict {
        outcome: verdict.outcome.into(),
        reason: verdict.reason.clone(),
        data: verdict.data.as_ref().map(Value::to_string),
        // The report makes them of the reason.
        details: Vec::new(),
        ignored: false,
    }
}

fn kind(kind: Kind) -> results::SectionKind {
    match kind {
        Kind::Container(ContainerKind::CommonSetup) => results::SectionKind::CommonSetup,
        Kind::Container(ContainerKind::Testcase) => results::SectionKind::Testcase,
        Kind::Container(ContainerKind::CommonCleanup) => results::SectionKind::CommonCleanup,
        Kind::Leaf(LeafKind::Subsection) => results::SectionKind::Subsection,
        Kind::Leaf(LeafKind::Setup) => results::SectionKind::Setup,
        Kind::Leaf(LeafKind::Test) => results::SectionKind::Test,
        Kind::Leaf(LeafKind::Cleanup) => results::SectionKind::Cleanup,
        Kind::Step => results::SectionKind::Step,
    }
}
