//! The broker: it takes what happened and says what is to be done.
//!
//! It holds the whole state of a run and does no input or output but to append to the journal's buffer, so
//! it can be tested without a process. What it decides is in order: events in the journal, effects in a list
//! that the dispatcher carries out after the journal is on disk.

mod effect;
mod job;
#[cfg(test)]
mod tests;
mod timers;

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::rc::Rc;
use std::time::{Duration, Instant};

use easypy_contract::limits::LimitHit;
use easypy_contract::{FromChild, Notice, Reply, Request, synchro};
use easypy_devices::turns::Todo;
use easypy_policy::Policy;
use easypy_report::journal::Event;

pub(crate) use effect::{
    Attached, Effect, Ending, Launch, LineOrigin, LogLine, NotStarted, Started, TaskLaunch,
};
use timers::{Timer, Timers};

use crate::child::ChildId;
use crate::devices::{Devices, Lab};
use crate::log::LevelsState;
use crate::runtime::RuntimeState;
use crate::settings::StopSignal;
use crate::synchro::{Answer, Changes, Synchro, Woken};
use crate::task::{Tasks, Then};
use crate::{Settings, TaskFilter};
use job::Job;

/// How long a run waits for sessions to be brought back when all guests are gone.
const SETTLING: Duration = Duration::from_secs(3);

/// Where events go: stamped, buffered, and shown to whoever looks on.
pub(crate) trait Journal {
    fn append(&mut self, event: Event);
}

/// What a child is waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Waiting {
    /// a shared object, which knows what it gets
    Synchro,
    /// the start of a task
    Start {
        task: easypy_contract::task::TaskNumber,
        /// whether it was set up by the same request
        is_new: bool,
    },
    /// a device, or its answer
    Device,
    /// the end of a task
    End(easypy_contract::task::TaskNumber, Then),
}

/// A child did what no honest child does: it is ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Violation {
    Protocol(String),
    Limit(LimitHit),
}

impl Violation {
    pub(crate) fn protocol(what: impl Into<String>) -> Violation {
        Violation::Protocol(what.into())
    }
}

/// The state of a run.
pub(crate) struct Broker {
    journal: Box<dyn Journal>,
    effects: Vec<Effect>,
    timers: Timers,
    waiting: HashMap<ChildId, (Waiting, Option<Instant>)>,
    job: Job,
    stopped_by: Option<StopSignal>,
    pub(crate) finished: bool,
    /// Whether the run waits for its sessions alone.
    is_settling: bool,
    pub(crate) runtime: RuntimeState,
    pub(crate) levels: LevelsState,
    pub(crate) tasks: Tasks,
    pub(crate) synchro: Synchro,
    pub(crate) devices: Devices,
}

/// What a broker is made with.
pub(crate) struct Terms {
    pub(crate) job_name: String,
    pub(crate) arguments: Vec<String>,
    pub(crate) withheld: Vec<String>,
    pub(crate) changes: Rc<dyn Changes>,
    pub(crate) levels: Vec<(String, easypy_contract::log::Level)>,
    pub(crate) parallel: Option<NonZeroUsize>,
    pub(crate) task_uids: Option<TaskFilter>,
    pub(crate) lab: Option<Rc<Lab>>,
    pub(crate) policy: Option<Policy>,
}

impl Terms {
    pub(crate) fn of(settings: &Settings, changes: Rc<dyn Changes>) -> Terms {
        Terms {
            changes,
            job_name: settings.run.job.clone(),
            arguments: settings.arguments.clone(),
            withheld: settings.withheld.clone(),
            levels: settings.levels.clone(),
            parallel: settings.parallel,
            task_uids: settings.task_uids.clone(),
            lab: settings.lab.clone(),
            policy: settings.policy.clone(),
        }
    }
}

impl Broker {
    pub(crate) fn new(terms: Terms, journal: Box<dyn Journal>) -> Broker {
        Broker {
            journal,
            effects: Vec::new(),
            timers: Timers::default(),
            waiting: HashMap::new(),
            job: Job::default(),
            stopped_by: None,
            finished: false,
            is_settling: false,
            runtime: RuntimeState::new(terms.job_name, terms.arguments, terms.withheld),
            levels: LevelsState::new(terms.levels),
            tasks: Tasks::new(terms.parallel, terms.task_uids),
            synchro: Synchro::new(terms.changes),
            devices: Devices::new(terms.lab, terms.policy),
        }
    }

    /// What is to be done, in order.
    pub(crate) fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// When [`Broker::expire`] is to be called next.
    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        self.timers.next()
    }

    /// A frame from a child.
    pub(crate) fn frame(&mut self, child: ChildId, frame: FromChild, now: Instant) {
        if let Err(violation) = self.take_frame(child, frame, now) {
            self.violation(child, violation, now);
        }
    }

    fn take_frame(&mut self, child: ChildId, frame: FromChild, now: Instant) -> Result<(), Violation> {
        if !self.is_talking(child) {
            // Its last words, after it was told to end: of no interest.
            return Ok(());
        }
        match frame {
            FromChild::Ask(_) if self.waiting.contains_key(&child) => {
                Err(Violation::protocol("a second request before the answer to the first"))
            }
            FromChild::Ask(Request::Task(request)) => self.ask_task(child, request, now),
            FromChild::Ask(Request::Synchro(request)) => {
                self.ask_synchro(child, request, now);
                Ok(())
            }
            FromChild::Ask(Request::Testbed(request)) => {
                self.ask_testbed(child, request, now);
                Ok(())
            }
            FromChild::Ask(Request::Results(request)) => self.ask_results(child, request),
            FromChild::Tell(Notice::Runtime(notice)) => self.tell_runtime(child, notice),
            FromChild::Tell(Notice::Log(notice)) => self.tell_log(child, notice),
            FromChild::Tell(Notice::Results(notice)) => self.tell_results(child, notice),
            FromChild::Tell(Notice::Synchro(notice)) => self.tell_synchro(child, notice, now),
            FromChild::Ended(ended) => {
                match child.task() {
                    None => self.job.said = Some(ended),
                    Some(task) => self.task_said(task, ended),
                }
                Ok(())
            }
        }
    }

    /// Whether what a child sends counts: it was started, has not said its last word and was not ended.
    fn is_talking(&self, child: ChildId) -> bool {
        match child.task() {
            None => self.job.is_talking(),
            Some(task) => self.tasks.is_talking(task),
        }
    }

    /// A child sent what cannot be read, or broke a rule.
    pub(crate) fn violation(&mut self, child: ChildId, violation: Violation, now: Instant) {
        match child.task() {
            None => self.job_violation(violation),
            Some(task) => self.task_violation(task, violation, now),
        }
    }

    /// A child runs.
    pub(crate) fn started(&mut self, child: ChildId, started: &Started, now: Instant) {
        match child.task() {
            None => self.job_started(started.pid),
            Some(task) => self.task_started(task, started, now),
        }
    }

    /// A child could not be made.
    pub(crate) fn not_started(&mut self, child: ChildId, why: &NotStarted, now: Instant) {
        self.devices_child_ended(child);
        match child.task() {
            None => self.job_not_started(why, now),
            Some(task) => self.task_not_started(task, why, now),
        }
    }

    /// A child is gone, and all it sent has been taken.
    pub(crate) fn ended(&mut self, child: ChildId, ending: &Ending, now: Instant) {
        self.stop_waiting(child);
        let mut woken = Woken::new();
        self.synchro.child_ended(child, &mut woken);
        self.wake(woken);
        self.devices_child_ended(child);
        match child.task() {
            None => self.job_ended(ending, now),
            Some(task) => self.task_ended(task, ending, now),
        }
        self.finish_if_over(now);
    }

    /// Somebody wants the run to end: all guests are ended, and what they did is kept.
    pub(crate) fn stop(&mut self, signal: StopSignal, now: Instant) {
        if self.stopped_by.is_some() || self.finished {
            return;
        }
        self.stopped_by = Some(signal);
        self.event(Event::Interrupted { signal: signal.name().to_owned() });
        // Who waits is ended below; what is asked until then is refused.
        self.synchro.shut_down(&mut Woken::new());
        self.devices_shut_down();
        self.end_all_tasks(crate::task::Termination::Stopped(signal), now);
        self.job_stopped();
    }

    /// Time has passed.
    pub(crate) fn expire(&mut self, now: Instant) {
        while let Some(timer) = self.timers.take_due(now) {
            match timer {
                Timer::Wait(child) => self.wait_expired(child, now),
                Timer::Kill(child) => self.effects.push(Effect::Signal(child, libc::SIGKILL)),
                Timer::Settle => {
                    self.devices.give_up_settling();
                    self.finish_if_over(now);
                }
            }
        }
    }

    fn wait_expired(&mut self, child: ChildId, now: Instant) {
        match self.waiting.get(&child) {
            Some((Waiting::Synchro, _)) => {
                let mut woken = Woken::new();
                self.synchro.expire(child, &mut woken);
                self.wake(woken);
            }
            Some((Waiting::End(task, then), _)) => {
                let (task, then) = (*task, *then);
                self.task_wait_expired(child, task, then, now);
            }
            Some((Waiting::Device, _)) => self.device_wait_expired(child),
            Some((Waiting::Start { .. }, _)) | None => {}
        }
    }

    // -- what the capabilities use --------------------------------------------------------------------------

    pub(crate) fn event(&mut self, event: Event) {
        self.journal.append(event);
    }

    pub(crate) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Answers a child's request; it does not wait any more.
    pub(crate) fn reply(&mut self, child: ChildId, reply: Reply) {
        self.stop_waiting(child);
        self.effects.push(Effect::Reply(child, reply));
    }

    /// The child's request will be answered later. `deadline` is when to look at it again.
    pub(crate) fn wait(&mut self, child: ChildId, waiting: Waiting, deadline: Option<Instant>) {
        if let Some(deadline) = deadline {
            self.timers.set(deadline, Timer::Wait(child));
        }
        self.waiting.insert(child, (waiting, deadline));
        if waiting != Waiting::Device {
            self.look_for_cycle(child);
        }
    }

    /// A circle of guests that wait for each other, from one that has begun to.
    pub(crate) fn cycle(&mut self, start: ChildId, todos: &mut Vec<Todo<ChildId>>) -> Option<Vec<ChildId>> {
        let (waiting, synchro) = (&self.waiting, &self.synchro);
        let others = |child| match waiting.get(&child) {
            Some((Waiting::Synchro, None)) => synchro.holder_awaited_by(child).into_iter().collect(),
            Some((Waiting::Start { task, .. } | Waiting::End(task, _), None)) => vec![ChildId::of(*task)],
            // Others come to an end by themselves.
            _ => Vec::new(),
        };
        self.devices.cycle(start, others, todos)
    }

    /// What a child waits for.
    pub(crate) fn waits_for(&self, child: ChildId) -> Option<Waiting> {
        self.waiting.get(&child).map(|(waiting, _)| *waiting)
    }

    fn stop_waiting(&mut self, child: ChildId) {
        if let Some((_, Some(deadline))) = self.waiting.remove(&child) {
            self.timers.clear(deadline, Timer::Wait(child));
        }
    }

    pub(crate) fn kill_at(&mut self, when: Instant, child: ChildId) {
        self.timers.set(when, Timer::Kill(child));
    }

    /// Something a person should know.
    pub(crate) fn warn(&mut self, text: String) {
        self.effect(Effect::Log(LogLine::warning(text.clone())));
        self.event(Event::Warning { text });
    }

    /// Whether somebody wants the run to end.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped_by.is_some()
    }

    /// Whether no more tasks are started.
    pub(crate) fn is_shutting_down(&self) -> bool {
        self.stopped_by.is_some() || self.job.has_ended()
    }

    fn ask_synchro(&mut self, child: ChildId, request: easypy_contract::synchro::Request, now: Instant) {
        let mut woken = Woken::new();
        match self.synchro.request(child, request, now, &mut woken) {
            Answer::Now(answer) => self.reply(child, Reply::Synchro(answer)),
            Answer::Later { deadline } => self.wait(child, Waiting::Synchro, deadline),
        }
        self.wake(woken);
    }

    /// A write that its guest does not wait for. What it is about it has checked itself, so that only the room for it
    /// can be wanting.
    fn tell_synchro(
        &mut self,
        child: ChildId,
        notice: easypy_contract::synchro::Notice,
        now: Instant,
    ) -> Result<(), Violation> {
        if !notice.op.is_told() || self.waiting.contains_key(&child) {
            return Err(Violation::protocol("it told what is to be asked"));
        }
        let request = easypy_contract::synchro::Request::On { object: notice.object, op: notice.op };
        let mut woken = Woken::new();
        let answer = self.synchro.request(child, request, now, &mut woken);
        self.wake(woken);
        match answer {
            Answer::Now(Ok(_) | Err(synchro::Error::ShuttingDown)) => Ok(()),
            Answer::Now(Err(synchro::Error::LimitExceeded(limit))) => Err(Violation::Limit(limit)),
            Answer::Now(Err(error)) => Err(Violation::protocol(format!("a write that cannot be: {error}"))),
            Answer::Later { .. } => Err(Violation::protocol("it told what waits")),
        }
    }

    fn wake(&mut self, woken: Woken) {
        for (child, answer) in woken {
            self.reply(child, Reply::Synchro(answer));
        }
    }

    /// The run is over when the job and all tasks are.
    pub(crate) fn finish_if_over(&mut self, now: Instant) {
        if self.finished || !self.job.has_ended() || self.tasks.alive() > 0 {
            return;
        }
        if self.devices.are_settling() {
            // A device that says nothing does not hold up the end.
            if !std::mem::replace(&mut self.is_settling, true) {
                self.timers.set(now + SETTLING, Timer::Settle);
            }
            return;
        }
        self.event(Event::RunEnded {});
        self.finished = true;
    }
}

impl<F: FnMut(Event)> Journal for F {
    fn append(&mut self, event: Event) {
        self(event);
    }
}
