//! The fold over a journal's records.
//!
//! It believes every record and never fails: what makes no sense (a section of a task that does not run, an
//! end without a beginning) is passed over, and what is missing at the end of the journal of a run that was
//! killed is put in.

use std::collections::HashMap;
use std::mem;

use easypy_contract::limits::bounded_text;
use easypy_contract::results::LogPosition;
use easypy_contract::task::ExitStatus;
use easypy_contract::{Outcome, TaskId};
use jiff::{SignedDuration, Timestamp};

use super::live::{Live, SectionEnd};
use super::names::Names;
use super::{Attachment, NotStarted, Run, Script, Task};
use crate::journal::{Event, JobFailure, Record, RunStarted, TaskEnded, Usage};

/// The largest data of one section that is kept, bytes. The journal has all.
const DATA_BYTES: usize = 1024 * 1024;
/// What the data of all sections together may take, bytes.
const ALL_DATA_BYTES: usize = 64 * 1024 * 1024;
/// How many files one task may attach; the host allows no more.
const ATTACHMENTS: usize = 1000;
/// Why a task is over whose end is not in the journal.
const KILLED: &str = "the host was killed";

/// Makes a [`Run`] of records, one at a time.
#[derive(Debug)]
pub struct Fold {
    started: Option<Box<RunStarted>>,
    start: Timestamp,
    /// The time of the last record.
    last: Timestamp,
    name: Option<Box<str>>,
    tasks: Vec<Task>,
    /// How far each of `tasks` is.
    phases: Vec<Phase>,
    /// Where a task of a number is in `tasks`.
    numbers: HashMap<u32, usize>,
    /// The tasks that were started, or should have been, in that order.
    order: Vec<usize>,
    live: HashMap<usize, Live>,
    names: Names,
    /// What may still be kept of data, bytes.
    data_left: usize,
    warnings: Vec<Box<str>>,
    failure: Option<JobFailure>,
    exit: Option<ExitStatus>,
    usage: Usage,
    interrupted: Option<Box<str>>,
    complete: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Created,
    Begun,
    Ended,
}

impl Default for Fold {
    fn default() -> Fold {
        Fold {
            started: None,
            start: Timestamp::UNIX_EPOCH,
            last: Timestamp::MIN,
            name: None,
            tasks: Vec::new(),
            phases: Vec::new(),
            numbers: HashMap::new(),
            order: Vec::new(),
            live: HashMap::new(),
            names: Names::default(),
            data_left: ALL_DATA_BYTES,
            warnings: Vec::new(),
            failure: None,
            exit: None,
            usage: Usage::default(),
            interrupted: None,
            complete: false,
        }
    }
}

/// The run that the records tell of; none if they do not have its start.
///
/// # Errors
/// The first error among the records.
pub fn fold<E>(records: impl IntoIterator<Item = Result<Record, E>>) -> Result<Option<Run>, E> {
    let mut fold = Fold::default();
    for record in records {
        fold.push(record?);
    }
    Ok(fold.end())
}

impl Fold {
    pub fn push(&mut self, record: Record) {
        let Record { time, event } = record;
        self.last = self.last.max(time);
        match event {
            Event::RunStarted(started) => {
                if self.started.is_none() {
                    self.started = Some(started);
                    self.start = time;
                }
            }
            Event::JobNamed { name } => self.name = Some(bounded_text(name).into()),
            Event::JobStarted { .. } => {}
            Event::TaskCreated { task, taskid, testscript } => self.created(task, taskid, &testscript),
            Event::TaskStarted { task, pid, testscript, hash, log } => {
                if let Some(index) = self.begin(task, time)
                    && let Some(task) = self.tasks.get_mut(index)
                {
                    let (file, hash) = (self.names.share(&testscript), self.names.share(&hash));
                    task.script = Some(Script { file, hash });
                    task.pid = Some(pid);
                    task.log = log.into();
                    self.live.insert(index, Live::default());
                }
            }
            Event::SectionBegun { task, section, at } => {
                if let Some(index) = self.numbers.get(&task)
                    && let Some(live) = self.live.get_mut(index)
                {
                    live.begin(section, time, at, &mut self.names);
                }
            }
            Event::SectionEnded { task, outcome, reason, data, details, ignored, at } => {
                let details = self.details(details);
                let end = SectionEnd { details, ignored, ..self.section_end(outcome, reason, data, at) };
                if let Some((task, live)) = self.task_mut(task)
                    && let Some(live) = live
                {
                    live.end(task, time, end);
                }
            }
            Event::Attached { task, file, name, media_type, bytes } => {
                if let Some((task, live)) = self.task_mut(task) {
                    let section = live.map_or_else(|| task.taskid.clone(), |live| live.full_id(&task.taskid));
                    let (file, name, media_type) = (file.into(), name.into(), media_type.into());
                    attach(task, Attachment { file, name, media_type, bytes, section });
                }
            }
            Event::TaskEnded(ended) => self.ended(ended, time),
            Event::Warning { text } => self.warnings.push(bounded_text(text).into()),
            Event::Dangling { tasks } => {
                for task in tasks {
                    if let Some((task, _)) = self.task_mut(task) {
                        task.dangling = true;
                    }
                }
            }
            Event::JobEnded { failure, exit, usage } => {
                (self.failure, self.exit, self.usage) = (failure, exit, usage);
            }
            Event::Interrupted { signal } => {
                self.interrupted.get_or_insert(signal.into());
            }
            Event::RunEnded {} => self.complete = true,
            // What a person should know of it is said by warnings.
            Event::SessionOpened { .. }
            | Event::SessionClosed { .. }
            | Event::SessionRestored { .. }
            | Event::LeaseTaken { .. }
            | Event::LeaseEnded { .. } => {}
        }
    }

    /// The run; none if its start was not among the records.
    pub fn end(mut self) -> Option<Run> {
        let started = self.started.take()?;
        for (index, live) in mem::take(&mut self.live) {
            let Some(task) = self.tasks.get_mut(index) else { continue };
            task.reason = Some(KILLED.into());
            let at = live.last_position();
            live.end_all(task, self.last, at);
            task.outcome = Some(Outcome::Errored);
            task.stop = self.last.max(task.start);
        }
        if !self.complete {
            self.miss_the_end();
        }

        let mut tasks: Vec<Option<Task>> = self.tasks.into_iter().map(Some).collect();
        let begun: Vec<Task> =
            self.order.into_iter().filter_map(|index| tasks.get_mut(index).and_then(Option::take)).collect();
        let not_started = tasks.into_iter().flatten();
        Some(Run {
            name: self.name.unwrap_or_else(|| started.job.as_str().into()),
            start: self.start,
            stop: self.last.max(self.start),
            tasks: begun,
            not_started: not_started.map(|t| NotStarted { taskid: t.taskid, testscript: t.asked }).collect(),
            warnings: self.warnings,
            failure: self.failure,
            exit: self.exit,
            usage: self.usage,
            interrupted: self.interrupted,
            complete: self.complete,
            started,
        })
    }

    /// The run's host was killed.
    fn miss_the_end(&mut self) {
        const MESSAGE: &str = "the run did not come to its end: the host was killed";
        match self.failure {
            // What went wrong before says more.
            Some(_) => self.warnings.push(MESSAGE.into()),
            None => {
                self.failure = Some(JobFailure { message: MESSAGE.to_owned(), ..JobFailure::default() });
            }
        }
    }

    fn created(&mut self, number: u32, taskid: String, testscript: &str) {
        if self.numbers.contains_key(&number) {
            return;
        }
        self.numbers.insert(number, self.tasks.len());
        self.phases.push(Phase::Created);
        self.tasks.push(Task {
            log: log_of(&taskid),
            taskid: taskid.into(),
            asked: self.names.share(testscript),
            script: None,
            pid: None,
            start: Timestamp::UNIX_EPOCH,
            stop: Timestamp::UNIX_EPOCH,
            outcome: None,
            reason: None,
            detail: None,
            exit: None,
            usage: Usage::default(),
            sections: Vec::new(),
            attachments: Vec::new(),
            failed_to_run: false,
            dangling: false,
        });
    }

    fn task_mut(&mut self, number: u32) -> Option<(&mut Task, Option<&mut Live>)> {
        let index = self.numbers.get(&number)?;
        Some((self.tasks.get_mut(*index)?, self.live.get_mut(index)))
    }

    /// Marks the beginning of a task that has not begun; where it is in `tasks`.
    fn begin(&mut self, number: u32, time: Timestamp) -> Option<usize> {
        let index = *self.numbers.get(&number)?;
        let phase = self.phases.get_mut(index).filter(|phase| **phase == Phase::Created)?;
        *phase = Phase::Begun;
        let task = self.tasks.get_mut(index)?;
        (task.start, task.stop) = (time, time);
        self.order.push(index);
        Some(index)
    }

    fn section_end(
        &mut self,
        outcome: Option<Outcome>,
        reason: Option<String>,
        data: Option<String>,
        at: LogPosition,
    ) -> SectionEnd {
        let mut end = SectionEnd { outcome, at, ..SectionEnd::default() };
        end.reason = reason.map(|reason| bounded_text(reason).into());
        match data {
            Some(data) if data.len() > DATA_BYTES || data.len() > self.data_left => {
                end.data_left_out = Some(data.len());
            }
            Some(data) => {
                self.data_left -= data.len();
                end.data = Some(data.into());
            }
            None => {}
        }
        end
    }

    /// The texts of a verdict, as far as there is room.
    fn details(&mut self, details: Vec<String>) -> Box<[Box<str>]> {
        let mut kept = Vec::new();
        for text in details {
            let Some(left) = self.data_left.checked_sub(text.len()) else { break };
            self.data_left = left;
            kept.push(bounded_text(text).into());
        }
        kept.into()
    }

    fn ended(&mut self, ended: TaskEnded, time: Timestamp) {
        let wall = SignedDuration::from_micros(i64::try_from(ended.usage.wall_us).unwrap_or(i64::MAX));
        // A task that never had a process began when it was asked for.
        let asked = time.checked_sub(wall).unwrap_or(time).max(self.start);
        self.begin(ended.task, asked);
        let Some(&index) = self.numbers.get(&ended.task) else { return };
        // A task ends once.
        match self.phases.get_mut(index) {
            Some(phase) if *phase == Phase::Begun => *phase = Phase::Ended,
            _ => return,
        }
        let live = self.live.remove(&index);
        let Some(task) = self.tasks.get_mut(index) else { return };
        task.reason = ended.reason.map(|reason| bounded_text(reason).into());
        task.detail = ended.detail.map(|detail| bounded_text(detail).into());
        let rolled_up = live.and_then(|live| live.end_all(task, time, ended.at));
        task.outcome = ended.outcome.or(rolled_up);
        task.failed_to_run = ended.failed_to_run;
        task.exit = ended.exit;
        task.usage = ended.usage;
        task.stop = time.max(task.start);
        task.sections.shrink_to_fit();
        task.attachments.shrink_to_fit();
    }
}

/// Puts an attachment beside the others; one of the same name takes the place of the first.
fn attach(task: &mut Task, attachment: Attachment) {
    let attachments = &mut task.attachments;
    match attachments.iter().position(|other| other.file == attachment.file) {
        Some(at) => attachments[at] = attachment,
        None if attachments.len() < ATTACHMENTS => attachments.push(attachment),
        None => {}
    }
}

/// The log that a task has, should its start not say so.
fn log_of(taskid: &str) -> Box<str> {
    let stem = TaskId::new(taskid).map_or_else(|_| taskid.to_owned(), |taskid| taskid.file_stem());
    format!("TaskLog.{stem}").into()
}
