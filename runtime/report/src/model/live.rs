//! A task whose end has not been read yet: its open sections.

use easypy_contract::limits::bounded_text;
use easypy_contract::results::{self, LogPosition};
use easypy_contract::{OpenSections, Outcome};
use jiff::Timestamp;

use super::names::Names;
use super::{Section, Task};

/// How deep sections are shown. What is deeper counts, and is in the journal only: many readers of JSON stop at
/// 128 levels, and a section in `results.json` takes two.
const DEPTH: usize = 56;
/// The reason of a section that was open when its task ended for no reason of its own (SPEC 4.4).
const STOPPED: &str = "Stopping context";

/// The sections that a task has open.
#[derive(Debug, Default)]
pub(super) struct Live {
    open: Vec<Section>,
    outcomes: OpenSections,
    /// The last place in its log that is known.
    at: LogPosition,
}

/// How a section ends.
#[derive(Debug, Default)]
pub(super) struct SectionEnd {
    pub(super) outcome: Option<Outcome>,
    pub(super) reason: Option<Box<str>>,
    pub(super) data: Option<Box<str>>,
    pub(super) data_left_out: Option<usize>,
    pub(super) details: Box<[Box<str>]>,
    pub(super) ignored: bool,
    pub(super) at: LogPosition,
}

impl Live {
    pub(super) fn begin(
        &mut self,
        section: results::Section,
        time: Timestamp,
        at: LogPosition,
        names: &mut Names,
    ) {
        self.outcomes.begin();
        self.at = at;
        if self.outcomes.depth() > DEPTH {
            return;
        }
        let results::Section { kind, id, name, description, source } = section;
        let name = name.filter(|name| *name != id).map(|name| bounded_text(name).into());
        let description = description.map(|description| bounded_text(description).into());
        let mut begun = Section {
            kind,
            outcome: Outcome::Passed,
            ignored: false,
            id: bounded_text(id).into(),
            start: time,
            stop: time,
            begin: at,
            end: at,
            source: source.as_ref().map(|source| (names.share(&source.file), source.line)),
            more: None,
            sections: Vec::new(),
        };
        let source_hash = source.and_then(|source| source.hash).map(|hash| bounded_text(hash).into());
        if name.is_some() || description.is_some() || source_hash.is_some() {
            let more = begun.more_mut();
            (more.name, more.description, more.source_hash) = (name, description, source_hash);
        }
        self.open.push(begun);
    }

    /// Ends the innermost open section. Nothing happens if none is open.
    pub(super) fn end(&mut self, task: &mut Task, time: Timestamp, end: SectionEnd) {
        let depth = self.outcomes.depth();
        self.at = end.at;
        let Some(outcome) = self.outcomes.end_with(end.outcome, end.ignored) else { return };
        if depth > DEPTH {
            return;
        }
        let Some(mut section) = self.open.pop() else { return };
        section.outcome = outcome;
        section.ignored = end.ignored;
        section.stop = time.max(section.start);
        section.end = end.at;
        if end.reason.is_some()
            || end.data.is_some()
            || end.data_left_out.is_some()
            || !end.details.is_empty()
        {
            let more = section.more_mut();
            (more.reason, more.data, more.data_left_out) = (end.reason, end.data, end.data_left_out);
            more.details = end.details;
        }
        section.sections.shrink_to_fit();
        match self.open.last_mut() {
            Some(around) => around.sections.push(section),
            None => task.sections.push(section),
        }
    }

    /// Ends all that is open as Errored; the roll-up of all sections of the task.
    pub(super) fn end_all(mut self, task: &mut Task, time: Timestamp, at: LogPosition) -> Option<Outcome> {
        while self.outcomes.depth() > 0 {
            let reason = task.reason.clone().unwrap_or_else(|| STOPPED.into());
            let end = SectionEnd {
                outcome: Some(Outcome::Errored),
                reason: Some(reason),
                at,
                ..Default::default()
            };
            self.end(task, time, end);
        }
        self.outcomes.outcome()
    }

    /// Where its log ended, as far as is known.
    pub(super) fn last_position(&self) -> LogPosition {
        self.at
    }

    /// The full id of the innermost open section; the taskid if none is open.
    pub(super) fn full_id(&self, taskid: &str) -> Box<str> {
        let mut full = taskid.to_owned();
        for section in &self.open {
            full.push('.');
            full.push_str(&section.id);
        }
        full.into()
    }
}
