//! The journals in `tests/journals`, read, and journals made of a few words.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use easypy_contract::Outcome;
use easypy_contract::results::{LogPosition, Section, SectionKind};
use easypy_contract::task::ExitStatus;
use easypy_report::journal::{Event, JobFailure, Reader, Record, RunStarted, TaskEnded, Usage};
use easypy_report::model::{Fold, Run, fold};
use jiff::Timestamp;

pub(crate) fn path(journal: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journals").join(journal).with_extension("ndjson")
}

/// The run of a journal.
pub(crate) fn run(journal: &str) -> Run {
    fold(Reader::new(File::open(path(journal)).unwrap())).unwrap().unwrap()
}

/// What a report writes.
pub(crate) fn written(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// A run, told event by event, a second each.
#[derive(Default)]
pub(crate) struct Story {
    fold: Fold,
    time: i64,
    tasks: u32,
}

pub(crate) const AT: LogPosition = LogPosition { bytes: 0, lines: 0 };

impl Story {
    /// A run that has started.
    pub(crate) fn begin() -> Story {
        let started = RunStarted { schema: 1, job: "story".to_owned(), ..RunStarted::default() };
        Story::default().then(Event::RunStarted(Box::new(started)))
    }

    pub(crate) fn then(mut self, event: Event) -> Story {
        self.time += 1;
        self.fold.push(Record { time: Timestamp::from_second(self.time).unwrap(), event });
        self
    }

    /// A task that has a process.
    pub(crate) fn task(mut self) -> Story {
        let task = self.tasks;
        self.tasks += 1;
        let taskid = format!("task-{task}");
        self.then(Event::TaskCreated { task, taskid: taskid.clone(), testscript: "script.wasm".to_owned() })
            .then(Event::TaskStarted {
                task,
                pid: 1,
                testscript: "/scripts/script.wasm".to_owned(),
                hash: String::new(),
                log: format!("TaskLog.{taskid}"),
            })
    }

    /// Begins a section of the last task.
    pub(crate) fn section(self, kind: SectionKind, id: &str) -> Story {
        let section = Section { kind, id: id.to_owned(), name: None, description: None, source: None };
        let task = self.tasks - 1;
        self.then(Event::SectionBegun { task, section, at: AT })
    }

    /// Ends a section of the last task.
    pub(crate) fn ended(self, outcome: impl Into<Option<Outcome>>) -> Story {
        let (task, outcome) = (self.tasks - 1, outcome.into());
        self.then(Event::SectionEnded {
            task,
            outcome,
            reason: None,
            data: None,
            details: Vec::new(),
            ignored: false,
            at: AT,
        })
    }

    /// Ends the last task by itself.
    pub(crate) fn task_ended(self) -> Story {
        let ended = TaskEnded { task: self.tasks - 1, ..TaskEnded::default() };
        self.then(Event::TaskEnded(ended))
    }

    /// A task with a testcase for each of these outcomes.
    pub(crate) fn task_of(self, outcomes: &[Outcome]) -> Story {
        let cases = |story: Story, (number, outcome): (usize, &Outcome)| {
            story.section(SectionKind::Testcase, &format!("tc{number}")).ended(*outcome)
        };
        outcomes.iter().enumerate().fold(self.task(), cases).task_ended()
    }

    /// The run, whose `main` failed or did not.
    pub(crate) fn end(self, failure: Option<JobFailure>) -> Run {
        let exit = Some(ExitStatus::Code(0));
        let ended = Event::JobEnded { failure, exit, usage: Usage::default() };
        self.then(ended).then(Event::RunEnded {}).so_far()
    }

    /// The run as its journal tells it now.
    pub(crate) fn so_far(self) -> Run {
        self.fold.end().unwrap()
    }
}
