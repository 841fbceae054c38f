//! What is to be shown of a run: a pure function of its journal, with no terminal in it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use easypy_contract::log::Level;
use easypy_contract::results::{Section, SectionKind};
use easypy_contract::task::ExitStatus;
use easypy_contract::{OpenSections, Outcome};
use easypy_report::journal::{Event, JobFailure, Record, RunStarted, TaskEnded};
use jiff::Timestamp;

use super::line::Line;
use crate::args::Verbosity;
use crate::text::{shortened, visible};

/// How much may wait to be shown; what is more is left out and counted.
const PENDING_BYTES: usize = 4 << 20;
/// How much data is looked at for a traceback, bytes.
const DATA_BYTES: usize = 64 << 10;
/// How much of a reason is shown, characters.
const REASON: usize = 1_000;
/// How much of a name is shown, characters.
const NAME: usize = 120;

/// The state of the screen.
pub(crate) struct State {
    verbosity: Verbosity,
    /// Tasks that have not ended, by number.
    tasks: BTreeMap<u32, Task>,
    running: usize,
    counts: BTreeMap<Outcome, usize>,
    /// Tasks that ended and reported nothing.
    without_result: usize,
    stopping: bool,
    pending: Vec<Item>,
    pending_bytes: usize,
    left_out: usize,
}

struct Task {
    taskid: Box<str>,
    /// Its stem
    testscript: Box<str>,
    /// None before its start
    live: Option<LiveTask>,
}

struct LiveTask {
    since: Timestamp,
    sections: OpenSections,
    /// The names of the open sections, outermost first.
    names: Vec<Box<str>>,
}

/// Something for the painter, in order.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Line(Line),
    /// A log is written from now on, by the process of this name.
    Follow {
        log: Log,
        file: String,
        process: String,
    },
    /// A log had this many bytes: they come before what is behind this.
    UpTo(Log, u64),
    /// It is not written any more: what is left of it comes before what is behind this.
    Unfollow(Log),
}

/// A log that is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Log {
    Job,
    Task(u32),
}

/// What is running, for the live lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Snapshot {
    /// Those that have run longest.
    pub(super) tasks: Vec<RunningTask>,
    /// How many more are running.
    pub(super) more: usize,
    /// Set up and not started.
    pub(super) waiting: usize,
    /// How many tasks ended with each result.
    pub(super) counts: Vec<(Outcome, usize)>,
    pub(super) without_result: usize,
    pub(super) stopping: bool,
}

/// A running task, for its live line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RunningTask {
    /// `<taskid>: <testscript>`
    pub(super) name: String,
    /// The open sections, e.g. `tc_one.test_a`
    pub(super) section: String,
    pub(super) since: Timestamp,
}

impl State {
    pub(super) fn new(verbosity: Verbosity) -> State {
        State {
            verbosity,
            tasks: BTreeMap::new(),
            running: 0,
            counts: BTreeMap::new(),
            without_result: 0,
            stopping: false,
            pending: Vec::new(),
            pending_bytes: 0,
            left_out: 0,
        }
    }

    /// Takes a record of the journal. Records that make no sense are passed over.
    pub(super) fn apply(&mut self, record: &Record) {
        let time = record.time;
        match &record.event {
            Event::RunStarted(run) => self.run_started(time, run),
            Event::JobNamed { .. } | Event::JobStarted { .. } | Event::Attached { .. } => {}
            Event::TaskCreated { task, taskid, testscript } => self.task_created(*task, taskid, testscript),
            Event::TaskStarted { task, pid, testscript, log, .. } => {
                self.task_started(time, *task, *pid, testscript, log);
            }
            Event::SectionBegun { task, section, .. } => self.section_begun(*task, section),
            Event::SectionEnded { task, outcome, reason, data, .. } => {
                let reason = reason.as_deref().map(|reason| with_exception(reason, data.as_deref()));
                self.section_ended(time, *task, *outcome, reason.as_deref());
            }
            Event::TaskEnded(ended) => self.task_ended(time, ended),
            Event::Warning { text } => self.say(Line::new(time, Level::Warning, shortened(text, REASON))),
            Event::SessionOpened { device, via, .. } => {
                let text = format!("Connected to {} via {}", visible(device), visible(via));
                self.say(Line::new(time, Level::Info, text));
            }
            // What a person should know of these is said by warnings.
            Event::SessionClosed { .. }
            | Event::SessionRestored { .. }
            | Event::LeaseTaken { .. }
            | Event::LeaseEnded { .. } => {}
            Event::Dangling { tasks } => self.dangling(time, tasks),
            Event::JobEnded { failure, .. } => self.job_ended(time, failure.as_ref()),
            // Whoever sent the signal was told at once.
            Event::Interrupted { .. } => self.stopping = true,
            Event::RunEnded {} => {
                self.say(Line::new(time, Level::Info, "The job is over, writing its reports"))
            }
        }
    }

    /// Shows a line, if lines of its level are shown.
    pub(super) fn say(&mut self, line: Line) {
        let shown = match line.level {
            Level::Debug | Level::Info => self.verbosity.shows_progress(),
            Level::Warning => self.verbosity.shows_warnings(),
            Level::Error | Level::Critical => self.verbosity.shows_failures(),
        };
        if !shown {
            return;
        }
        let size = line.size();
        if self.pending_bytes + size > PENDING_BYTES {
            self.left_out += 1;
            return;
        }
        self.pending_bytes += size;
        self.pending.push(Item::Line(line));
    }

    /// How many things wait to be shown.
    pub(super) fn pending(&self) -> usize {
        self.pending.len()
    }

    /// The job's log had this many bytes when what waits at this place was decided.
    pub(super) fn job_log_was(&mut self, bytes: u64, place: usize) {
        self.pending.insert(place.min(self.pending.len()), Item::UpTo(Log::Job, bytes));
    }

    /// What is to be shown, in order, and how many lines were left out behind it.
    pub(super) fn take(&mut self) -> (Vec<Item>, usize) {
        self.pending_bytes = 0;
        (std::mem::take(&mut self.pending), std::mem::take(&mut self.left_out))
    }

    /// What is running, with at most this many tasks.
    pub(super) fn snapshot(&self, tasks: usize) -> Snapshot {
        let running = self.tasks.values().filter_map(|task| Some((task, task.live.as_ref()?)));
        let shown: Vec<_> = running
            .take(tasks)
            .map(|(task, live)| RunningTask {
                name: task.name(),
                section: shortened(&live.names.join("."), NAME).into_owned(),
                since: live.since,
            })
            .collect();
        Snapshot {
            more: self.running - shown.len(),
            tasks: shown,
            waiting: self.tasks.len() - self.running,
            counts: self.counts.iter().map(|(outcome, count)| (*outcome, *count)).collect(),
            without_result: self.without_result,
            stopping: self.stopping,
        }
    }

    fn run_started(&mut self, time: Timestamp, run: &RunStarted) {
        self.say(Line::new(time, Level::Info, format!("Starting job run: {}", run.uid)));
        self.say(Line::new(time, Level::Info, format!("Runinfo directory: {}", run.runinfo)));
        self.pending.push(Item::Follow {
            log: Log::Job,
            file: format!("JobLog.{}", run.job),
            process: "MainProcess".to_owned(),
        });
    }

    fn task_created(&mut self, number: u32, taskid: &str, testscript: &str) {
        let task = Task {
            taskid: shortened(&visible(taskid), NAME).into(),
            testscript: stem(testscript),
            live: None,
        };
        self.tasks.insert(number, task);
    }

    fn task_started(&mut self, time: Timestamp, number: u32, pid: u32, testscript: &str, log: &str) {
        let Some(task) = self.tasks.get_mut(&number) else { return };
        let live = LiveTask { since: time, sections: OpenSections::default(), names: Vec::new() };
        if task.live.replace(live).is_none() {
            self.running += 1;
        }
        task.testscript = stem(testscript);
        let taskid = task.taskid.to_string();
        let of_process =
            if self.verbosity.shows_usage() { format!(" (process {pid})") } else { String::new() };
        let text = format!(
            "Starting task execution: {taskid}{of_process}\n    testscript   = {}",
            one_line(testscript)
        );
        self.say(Line::new(time, Level::Info, text));
        if self.verbosity.shows_task_logs() {
            let file = log.to_owned();
            self.pending.push(Item::Follow { log: Log::Task(number), file, process: taskid });
        }
    }

    fn section_begun(&mut self, number: u32, section: &Section) {
        let Some(live) = self.tasks.get_mut(&number).and_then(|task| task.live.as_mut()) else { return };
        live.sections.begin();
        let name = match section.kind {
            SectionKind::Step => section.name.as_deref().unwrap_or(&section.id),
            _ => &section.id,
        };
        live.names.push(shortened(name, NAME).into());
    }

    fn section_ended(
        &mut self,
        time: Timestamp,
        number: u32,
        verdict: Option<Outcome>,
        reason: Option<&str>,
    ) {
        // The lines of the TaskLog say it too.
        let quiet = self.verbosity.shows_task_logs();
        let Some(task) = self.tasks.get_mut(&number) else { return };
        let Some(live) = task.live.as_mut() else { return };
        let outcome = live.sections.end(verdict);
        let path = live.names.join(".");
        live.names.pop();
        if let (Some(outcome), Some(reason)) = (outcome, reason)
            && outcome.blocks()
            && !quiet
        {
            let text = format!("{}: {} => ", task.taskid, shortened(&path, NAME));
            self.say(Line {
                outcome: Some(outcome),
                rest: format!(": {}", one_line(reason)),
                ..Line::new(time, level_of(outcome), text)
            });
        }
    }

    fn task_ended(&mut self, time: Timestamp, ended: &TaskEnded) {
        let Some(mut task) = self.tasks.remove(&ended.task) else { return };
        let mut rolled_up = None;
        if let Some(live) = &mut task.live {
            self.running -= 1;
            live.sections.end_all(Outcome::Errored);
            rolled_up = live.sections.outcome();
            if self.verbosity.shows_task_logs() {
                self.pending.push(Item::Unfollow(Log::Task(ended.task)));
            }
        }
        let outcome = ended.outcome.or(rolled_up);
        match outcome {
            Some(outcome) => *self.counts.entry(outcome).or_default() += 1,
            None => self.without_result += 1,
        }
        let mut rest = if outcome.is_none() { "NONE".to_owned() } else { String::new() };
        if let Some(reason) = &ended.reason {
            rest.push_str(": ");
            rest.push_str(&one_line(reason));
        }
        self.say(Line {
            outcome,
            rest,
            ..Line::new(
                time,
                outcome.map_or(Level::Info, level_of),
                format!("The result of task {} is => ", task.name()),
            )
        });
        if self.verbosity.shows_usage() {
            self.say(Line::new(time, Level::Info, format!("    {}: {}", task.taskid, usage(ended))));
        }
    }

    fn dangling(&mut self, time: Timestamp, numbers: &[u32]) {
        const SHOWN: usize = 20;
        let mut text = "The following tasks still run, and are terminated:".to_owned();
        let names = numbers.iter().filter_map(|number| self.tasks.get(number).map(Task::name));
        for name in names.take(SHOWN) {
            text.push_str("\n    - ");
            text.push_str(&one_line(&name));
        }
        if numbers.len() > SHOWN {
            text.push_str(&format!("\n    and {} more", numbers.len() - SHOWN));
        }
        text.push_str("\nDid you forget to wait for them?");
        self.say(Line::new(time, Level::Error, text));
    }

    fn job_ended(&mut self, time: Timestamp, failure: Option<&JobFailure>) {
        self.pending.push(Item::Unfollow(Log::Job));
        if let Some(failure) = failure {
            let text = match failure.message.contains('\n') {
                // A traceback says so itself.
                true => shortened(&failure.message, REASON).into_owned(),
                false => format!("The job failed: {}", shortened(&failure.message, REASON)),
            };
            self.say(Line::new(time, Level::Error, text));
        }
    }
}

/// The reason of a section with the last line of its traceback, if its data has one: what was raised.
fn with_exception<'a>(reason: &'a str, data: Option<&str>) -> Cow<'a, str> {
    let traceback = data
        .filter(|data| data.len() <= DATA_BYTES && data.contains("traceback"))
        .and_then(|data| serde_json::from_str::<serde_json::Value>(data).ok());
    let raised = traceback
        .as_ref()
        .and_then(|data| data.get("traceback")?.as_str()?.trim_end().lines().last())
        .map(str::trim)
        .filter(|raised| !raised.is_empty() && !reason.contains(raised));
    raised.map_or(Cow::Borrowed(reason), |raised| Cow::Owned(format!("{reason}: {raised}")))
}

impl Task {
    fn name(&self) -> String {
        format!("{}: {}", self.taskid, self.testscript)
    }
}

/// How loud a result is said.
fn level_of(outcome: Outcome) -> Level {
    match outcome {
        Outcome::Passed | Outcome::Passx | Outcome::Skipped => Level::Info,
        Outcome::Blocked => Level::Warning,
        Outcome::Failed | Outcome::Errored | Outcome::Aborted => Level::Error,
    }
}

fn stem(testscript: &str) -> Box<str> {
    let stem = Path::new(testscript).file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    shortened(&stem, NAME).into()
}

/// The first lines of a text as one.
fn one_line(text: &str) -> String {
    let joined = text.lines().take(20).collect::<Vec<_>>().join(" / ");
    shortened(&joined, REASON).into_owned()
}

fn usage(ended: &TaskEnded) -> String {
    let exit = match ended.exit {
        Some(ExitStatus::Code(code)) => format!("exit status {code}"),
        Some(ExitStatus::Signal(signal)) => format!("ended by signal {signal}"),
        None => "no process".to_owned(),
    };
    let usage = &ended.usage;
    let ms = |us: u64| format!("{}.{:03} ms", us / 1000, us % 1000);
    format!(
        "{exit}, {} from start to end, {} of CPU, {} KiB",
        ms(usage.wall_us),
        ms(usage.cpu_us),
        usage.peak_kib
    )
}

#[cfg(test)]
mod tests;
