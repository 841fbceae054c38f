//! The `task` capability: the tasks of a job, from their construction to their end.

mod ids;
mod lifecycle;
mod request;
mod termination;
mod verdict;

use std::collections::{HashMap, VecDeque};
use std::num::NonZeroUsize;
use std::rc::Rc;
use std::time::{Duration, Instant};

use easypy_contract::entry::Ended;
use easypy_contract::results::LogPosition;
use easypy_contract::task::{ExitStatus, State, Summary, TaskNumber};
use easypy_contract::{OpenSections, Outcome, TaskId};
use easypy_policy::Grant;

use crate::TaskFilter;
use ids::TaskIds;
pub(crate) use termination::{Termination, exit_text};

/// The tasks of a run, by number.
pub(crate) struct Tasks {
    all: Vec<Task>,
    /// bytes of their kwargs and testscripts
    bytes: u64,
    /// attached files, and whose they are
    pub(crate) attachments: HashMap<String, TaskNumber>,
    ids: TaskIds,
    alive: usize,
    /// started by the job, waiting for one of `parallel` places
    queued: VecDeque<TaskNumber>,
    parallel: usize,
    filter: Option<TaskFilter>,
}

/// One task. There can be a million: what only a running one needs is in [`Live`].
struct Task {
    taskid: TaskId,
    /// as it was asked for
    testscript: Box<str>,
    /// JSON object
    kwargs: Box<str>,
    /// devices that it has to itself
    exclusive: Box<[String]>,
    grant: Rc<Grant>,
    phase: Phase,
}

enum Phase {
    Created,
    /// Left out by `--task-uids`: Passed for the job, and in no report.
    LeftOut,
    Queued,
    Alive(Box<Live>),
    Ended(Box<Final>),
}

/// A task whose child is being made or runs.
pub(crate) struct Live {
    /// none while the child is being made
    pid: Option<u32>,
    asked: Instant,
    pub(crate) sections: OpenSections,
    /// how many it has begun
    pub(crate) begun: u64,
    /// bytes of names, reasons and data that it has reported
    pub(crate) reported: u64,
    /// the end of its log, as far as it was told
    pub(crate) at: LogPosition,
    /// how many files it has attached
    pub(crate) attached: usize,
    /// its last frame
    said: Option<Ended>,
    /// why it is being ended
    termination: Option<Termination>,
}

/// What came of a task.
#[derive(Default)]
struct Final {
    result: Option<Outcome>,
    error: Option<Box<str>>,
    pid: Option<u32>,
    exit: Option<ExitStatus>,
    /// it was ended because it took longer than its caller allowed
    timed_out: Option<Duration>,
}

/// Which call waits for a task's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    Join,
    Wait { max_runtime: Option<Duration> },
    Run { max_runtime: Option<Duration> },
}

impl Tasks {
    pub(crate) fn new(parallel: Option<NonZeroUsize>, filter: Option<TaskFilter>) -> Tasks {
        Tasks {
            all: Vec::new(),
            bytes: 0,
            attachments: HashMap::new(),
            ids: TaskIds::default(),
            alive: 0,
            queued: VecDeque::new(),
            parallel: parallel.map_or(usize::MAX, NonZeroUsize::get),
            filter,
        }
    }

    /// How many children of tasks are being made or run.
    pub(crate) fn alive(&self) -> usize {
        self.alive
    }

    fn get(&self, task: TaskNumber) -> Option<&Task> {
        self.all.get(task.0 as usize)
    }

    fn get_mut(&mut self, task: TaskNumber) -> Option<&mut Task> {
        self.all.get_mut(task.0 as usize)
    }

    pub(crate) fn live_mut(&mut self, task: TaskNumber) -> Option<&mut Live> {
        match self.get_mut(task) {
            Some(Task { phase: Phase::Alive(live), .. }) => Some(live),
            _ => None,
        }
    }

    /// The taskid as a part of file names.
    pub(crate) fn file_stem(&self, task: TaskNumber) -> String {
        self.get(task).map_or_else(String::new, |task| task.taskid.file_stem())
    }

    pub(crate) fn is_talking(&self, task: TaskNumber) -> bool {
        match self.get(task) {
            Some(Task { phase: Phase::Alive(live), .. }) => {
                let broke_a_rule = matches!(live.termination, Some(Termination::Violation(_)));
                live.pid.is_some() && live.said.is_none() && !broke_a_rule
            }
            _ => false,
        }
    }

    /// The numbers of the tasks whose children are being made or run.
    pub(crate) fn alive_numbers(&self) -> Vec<TaskNumber> {
        let is_alive = |(_, task): &(u32, &Task)| matches!(task.phase, Phase::Alive(_));
        (0..).zip(&self.all).filter(is_alive).map(|(number, _)| TaskNumber(number)).collect()
    }

    /// A task in words: `taskid: testscript`.
    pub(crate) fn describe(&self, task: TaskNumber) -> String {
        self.get(task).map_or_else(String::new, |task| format!("{}: {}", task.taskid, task.testscript))
    }

    /// Its taskid.
    pub(crate) fn describe_id(&self, task: TaskNumber) -> String {
        self.get(task).map_or_else(String::new, |task| task.taskid.to_string())
    }

    /// What it may do.
    pub(crate) fn grant(&self, task: TaskNumber) -> Option<Rc<Grant>> {
        self.get(task).map(|task| Rc::clone(&task.grant))
    }

    /// Why a task is being ended, in the words of reports.
    fn why_terminated(&self, task: TaskNumber) -> String {
        match self.get(task) {
            Some(Task { phase: Phase::Alive(live), taskid, .. }) => {
                live.termination.as_ref().map_or_else(String::new, |why| why.reason(taskid))
            }
            _ => String::new(),
        }
    }

    fn summaries(&self) -> Vec<Summary> {
        self.all.iter().map(Task::summary).collect()
    }
}

impl Task {
    fn is_alive(&self) -> bool {
        matches!(self.phase, Phase::Alive(_))
    }

    fn state(&self) -> State {
        match &self.phase {
            Phase::Created | Phase::LeftOut | Phase::Queued => State::default(),
            Phase::Alive(live) => State { alive: true, pid: live.pid, ..State::default() },
            Phase::Ended(end) => State {
                alive: false,
                result: end.result,
                error: end.error.as_deref().map(str::to_owned),
                pid: end.pid,
                exit: end.exit,
            },
        }
    }

    fn summary(&self) -> Summary {
        let state = self.state();
        Summary {
            taskid: self.taskid.as_str().to_owned(),
            testscript: self.testscript.clone().into(),
            started: !matches!(self.phase, Phase::Created | Phase::LeftOut),
            alive: state.alive,
            result: state.result,
        }
    }
}

impl Live {
    fn new(asked: Instant) -> Live {
        Live {
            pid: None,
            asked,
            sections: OpenSections::default(),
            begun: 0,
            reported: 0,
            at: LogPosition::default(),
            attached: 0,
            said: None,
            termination: None,
        }
    }
}
