//! What a run came to: the tree of its tasks and sections, made by folding over the journal's records.
//!
//! It is what all reports are made of. It is kept small, since a job may have very many tasks: no text is
//! kept twice, and what few sections have is apart. It must not know any report's format.

mod counts;
mod fold;
mod live;
mod names;

use std::path::Path;
use std::sync::Arc;

use easypy_contract::results::{LogPosition, SectionKind};
use easypy_contract::task::ExitStatus;
use easypy_contract::{Outcome, roll_up};
use jiff::Timestamp;

use crate::journal::{JobFailure, RunStarted, Usage};
use crate::time::Clock;
pub use counts::Counts;
pub use fold::{Fold, fold};

/// A run, as far as its journal goes.
#[derive(Clone, Debug)]
pub struct Run {
    pub started: Box<RunStarted>,
    /// The job's name: the jobfile's stem unless the job gave itself another.
    pub name: Box<str>,
    pub start: Timestamp,
    /// When it ended; of a run that did not come to its end, the time of the last record.
    pub stop: Timestamp,
    /// The tasks that were started, or should have been, in the order of their start.
    pub tasks: Vec<Task>,
    /// The tasks that were set up and never started. They count nowhere.
    pub not_started: Vec<NotStarted>,
    /// What a person should know that is nobody's failure.
    pub warnings: Vec<Box<str>>,
    /// Why the job itself failed: its `main`, or the run as a whole.
    pub failure: Option<JobFailure>,
    /// How the jobfile's process ended.
    pub exit: Option<ExitStatus>,
    /// What the jobfile's process used.
    pub usage: Usage,
    /// The signal that stopped the run.
    pub interrupted: Option<Box<str>>,
    /// Whether the run came to its end: false when its host was killed.
    pub complete: bool,
}

impl Run {
    /// The roll-up of the tasks' outcomes; Errored goes in when the job itself failed. None when nothing was
    /// reported.
    pub fn outcome(&self) -> Option<Outcome> {
        let failure = self.failure.as_ref().map(|_| Outcome::Errored);
        roll_up([self.tasks_outcome(), failure].into_iter().flatten())
    }

    /// The roll-up of the tasks' outcomes alone.
    pub fn tasks_outcome(&self) -> Option<Outcome> {
        roll_up(self.tasks.iter().filter_map(|task| task.outcome))
    }

    /// The counters of all tasks: common setups, testcases and common cleanups (SPEC 1.3).
    pub fn counts(&self) -> Counts {
        self.tasks.iter().map(Task::counts).sum()
    }

    /// The counters of the sections within those.
    pub fn section_counts(&self) -> Counts {
        self.tasks.iter().map(Task::section_counts).sum()
    }

    /// How many tasks failed to run: they never got to their sections, or were ended by a time limit.
    pub fn failed_to_run(&self) -> usize {
        self.tasks.iter().filter(|task| task.failed_to_run).count()
    }

    pub(crate) fn clock(&self) -> Clock {
        Clock::of(&self.started.time_zone)
    }

    /// A label of the command line; the empty text if it was not given.
    pub(crate) fn label(&self, name: &str) -> &str {
        self.started.labels.get(name).map_or("", String::as_str)
    }
}

/// A task that was set up and never started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotStarted {
    pub taskid: Box<str>,
    /// The testscript as it was asked for.
    pub testscript: Arc<str>,
}

/// A task that was started, or should have been.
#[derive(Clone, Debug)]
pub struct Task {
    pub taskid: Box<str>,
    /// The testscript as it was asked for.
    pub asked: Arc<str>,
    /// What was run; none when the testscript could not be found, read or compiled.
    pub script: Option<Script>,
    /// The name of its log.
    pub log: Box<str>,
    /// None when it had no process.
    pub pid: Option<u32>,
    pub start: Timestamp,
    pub stop: Timestamp,
    /// None when it reported nothing.
    pub outcome: Option<Outcome>,
    /// Why it has that outcome, where that is not the roll-up of its sections.
    pub reason: Option<Box<str>>,
    /// More about it: a backtrace, what was expected.
    pub detail: Option<Box<str>>,
    /// How its process ended; none when it had none, or when nobody was there to see it.
    pub exit: Option<ExitStatus>,
    pub usage: Usage,
    pub sections: Vec<Section>,
    pub attachments: Vec<Attachment>,
    /// It never got to its sections, or was ended by a time limit.
    pub failed_to_run: bool,
    /// It still ran when `main` was over.
    pub dangling: bool,
}

/// A testscript that was run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The file on the host.
    pub file: Arc<str>,
    /// The SHA-256 of its bytes, hexadecimal.
    pub hash: Arc<str>,
}

impl Task {
    /// The testscript's stem; of one that was never loaded, the taskid (SPEC 5).
    pub fn name(&self) -> &str {
        let stem = self.script.as_ref().and_then(|script| Path::new(&*script.file).file_stem()?.to_str());
        stem.unwrap_or(&self.taskid)
    }

    /// The file that was run or, of one that was never loaded, the testscript as it was asked for.
    pub fn testscript(&self) -> &str {
        self.script.as_ref().map_or(&self.asked, |script| &script.file)
    }

    /// The reason and what more there is to it; none for a task that has none.
    pub fn explanation(&self) -> Option<String> {
        let reason = self.reason.as_deref()?;
        Some(match &self.detail {
            Some(detail) => format!("{reason}\n{detail}"),
            None => reason.to_owned(),
        })
    }

    /// Its common setup, testcases and common cleanup by outcome (SPEC 1.3). A task that failed to run
    /// counts as one that is Errored, whatever its sections; one that has an outcome and no sections counts as
    /// that.
    pub fn counts(&self) -> Counts {
        if self.failed_to_run {
            Counts::of([Outcome::Errored])
        } else if self.sections.is_empty() {
            Counts::of(self.outcome)
        } else {
            Counts::of(self.sections.iter().filter(|section| !section.ignored).map(|section| section.outcome))
        }
    }

    /// Its subsections, setups, tests and cleanups by outcome. Steps are not counted.
    pub fn section_counts(&self) -> Counts {
        let mut counts = Counts::default();
        for section in &self.sections {
            section.count_leaves(&mut counts);
        }
        counts
    }
}

/// A section that is over: a container, a part of one, or a step.
#[derive(Clone, Debug)]
pub struct Section {
    pub kind: SectionKind,
    pub outcome: Outcome,
    /// It counts for nothing around it: a try that was followed by another.
    pub ignored: bool,
    pub id: Box<str>,
    pub start: Timestamp,
    pub stop: Timestamp,
    /// Where its part of the task's log begins and ends.
    pub begin: LogPosition,
    pub end: LogPosition,
    /// Where it is written: file and line.
    pub source: Option<(Arc<str>, u32)>,
    pub(crate) more: Option<Box<More>>,
    /// The sections in it.
    pub sections: Vec<Section>,
}

/// What few sections have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct More {
    pub(crate) name: Option<Box<str>>,
    pub(crate) description: Option<Box<str>>,
    pub(crate) reason: Option<Box<str>>,
    /// JSON text
    pub(crate) data: Option<Box<str>>,
    /// The bytes of data that was left out because it is too large.
    pub(crate) data_left_out: Option<usize>,
    /// Texts that the testscript gave with the outcome.
    pub(crate) details: Box<[Box<str>]>,
    /// SHA-256 of its source text, hexadecimal.
    pub(crate) source_hash: Option<Box<str>>,
}

impl Section {
    /// What is shown to people: the id unless it has a name of its own.
    pub fn name(&self) -> &str {
        self.more.as_ref().and_then(|more| more.name.as_deref()).unwrap_or(&self.id)
    }

    pub fn description(&self) -> Option<&str> {
        self.more.as_ref()?.description.as_deref()
    }

    pub fn reason(&self) -> Option<&str> {
        self.more.as_ref()?.reason.as_deref()
    }

    /// JSON text that the testscript gave with the outcome. Very large data is left out of the model.
    pub fn data(&self) -> Option<&str> {
        self.more.as_ref()?.data.as_deref()
    }

    /// The bytes of data that was left out because it is too large.
    pub(crate) fn data_left_out(&self) -> Option<usize> {
        self.more.as_ref()?.data_left_out
    }

    /// Texts that the testscript gave with the outcome: warnings, errors, tracebacks.
    pub fn details(&self) -> &[Box<str>] {
        self.more.as_ref().map_or(&[], |more| &more.details)
    }

    /// The SHA-256 of its source text, where that was at hand.
    pub fn source_hash(&self) -> Option<&str> {
        self.more.as_ref()?.source_hash.as_deref()
    }

    fn more_mut(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }

    fn count_leaves(&self, counts: &mut Counts) {
        if self.kind != SectionKind::Step && !self.kind.is_container() {
            counts.add(self.outcome);
        }
        for section in &self.sections {
            section.count_leaves(counts);
        }
    }
}

/// A file that a task put beside the logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name in the archive.
    pub file: Box<str>,
    /// The name the task gave it.
    pub name: Box<str>,
    pub media_type: Box<str>,
    pub bytes: u64,
    /// The full id of the section that was open; the taskid if none was.
    pub section: Box<str>,
}
