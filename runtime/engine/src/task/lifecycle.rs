//! A task's way: started, running, ended, and ended by others.

use std::rc::Rc;
use std::time::Instant;

use easypy_contract::entry::Ended;
use easypy_contract::limits::bounded_text;
use easypy_contract::task::{Error, TaskNumber};
use easypy_contract::{Outcome, entry, visible};
use easypy_report::journal::{Event, TaskEnded, Usage};

use super::request::left_out;
use super::termination::GRACE;
use super::verdict::verdict;
use super::{Final, Live, Phase, Termination};
use crate::broker::{
    Broker, Effect, Ending, Launch, LineOrigin, LogLine, NotStarted, Started, TaskLaunch, Violation,
};
use crate::child::ChildId;

impl Broker {
    /// Starts a task, or puts it in the queue when as many run as may.
    pub(super) fn start_task(&mut self, task: TaskNumber, now: Instant) -> Result<(), Error> {
        if self.is_shutting_down() {
            return Err(Error::ShuttingDown);
        }
        let full = self.tasks.alive >= self.tasks.parallel;
        let Some(it) = self.tasks.get_mut(task) else { return Ok(()) };
        match it.phase {
            Phase::Created if full => {
                it.phase = Phase::Queued;
                self.tasks.queued.push_back(task);
            }
            Phase::Created => self.launch_task(task, now),
            Phase::LeftOut => it.phase = Phase::Ended(Box::new(left_out())),
            Phase::Queued | Phase::Alive(_) | Phase::Ended(_) => return Err(Error::AlreadyStarted),
        }
        Ok(())
    }

    fn launch_task(&mut self, task: TaskNumber, now: Instant) {
        let Some(it) = self.tasks.get_mut(task) else { return };
        it.phase = Phase::Alive(Box::new(Live::new(now)));
        let launch = TaskLaunch {
            taskid: it.taskid.as_str().to_owned(),
            file_stem: it.taskid.file_stem(),
            testscript: it.testscript.clone().into(),
            kwargs: it.kwargs.clone().into(),
        };
        let (exclusive, grant) = (it.exclusive.clone(), Rc::clone(&it.grant));
        self.tasks.alive += 1;
        let launch = Box::new(Launch {
            child: ChildId::of(task),
            task: Some(launch),
            job_name: self.runtime.job_name.clone(),
            arguments: self.runtime.arguments.clone(),
            environment: self.runtime.environment.clone(),
            levels: self.levels.own(),
            grant,
        });
        if exclusive.is_empty() {
            return self.effect(Effect::Launch(launch));
        }
        if let Err(reason) = self.launch_exclusively(task, &exclusive, launch) {
            let why = NotStarted::Unusable { reason, detail: None, told: None };
            self.task_not_started(task, &why, now);
        }
    }

    pub(crate) fn task_started(&mut self, task: TaskNumber, started: &Started, now: Instant) {
        let Some(it) = self.tasks.get_mut(task) else { return };
        let (taskid, log) = (it.taskid.as_str().to_owned(), format!("TaskLog.{}", it.taskid.file_stem()));
        let Phase::Alive(live) = &mut it.phase else { return };
        live.pid = Some(started.pid);
        let terminated = live.termination.is_some();
        let testscript = started.file.to_string_lossy().into_owned();
        // The first three lines of a task go to the JobLog (SPEC 3.5); its TaskLog goes on behind them.
        let origin = LineOrigin { taskid: taskid.clone(), pid: started.pid };
        self.effect(Effect::Log(LogLine {
            origin: Some(origin),
            ..LogLine::info(format!(
                "Starting task execution: {}\n    test harness = easypy-wasm\n    testscript   = {}",
                visible(&taskid),
                visible(&testscript)
            ))
        }));
        self.event(Event::TaskStarted {
            task: task.0,
            pid: started.pid,
            testscript,
            hash: started.sha256.clone(),
            log,
        });
        self.tell_start(task, Ok(()));
        self.begin_time_limit(task, now);
        if terminated {
            self.effect(Effect::Signal(ChildId::of(task), libc::SIGTERM));
        }
    }

    pub(crate) fn task_not_started(&mut self, task: TaskNumber, why: &NotStarted, now: Instant) {
        let (reason, detail, told, error) = match why {
            NotStarted::Unusable { reason, detail, told } => {
                (reason.clone(), detail.clone(), told.clone().unwrap_or_else(|| reason.clone()), None)
            }
            NotStarted::System(why) => {
                let reason = format!("no process could be made for it: {why}");
                (reason.clone(), None, reason, Some(Error::SpawnFailed(why.clone())))
            }
            NotStarted::Cancelled => {
                let reason = self.tasks.why_terminated(task);
                (reason.clone(), None, reason, None)
            }
        };
        let log = LogLine::error(match &detail {
            Some(detail) => format!("{reason}\n{detail}"),
            None => reason.clone(),
        });
        self.effect(Effect::Log(log.of_task(self.tasks.file_stem(task))));
        let Some(live) = self.take_live(task) else { return };
        let ended = TaskEnded {
            task: task.0,
            outcome: Some(Outcome::Errored),
            reason: Some(reason),
            detail,
            failed_to_run: true,
            exit: None,
            usage: Usage {
                wall_us: now.saturating_duration_since(live.asked).as_micros().try_into().unwrap_or(u64::MAX),
                ..Usage::default()
            },
            at: live.at,
        };
        let timed_out = timed_out(&live);
        let end =
            Final { result: Some(Outcome::Errored), error: Some(told.into()), timed_out, ..Final::default() };
        self.task_over(task, ended, end, error, now);
    }

    /// Its last frame.
    pub(crate) fn task_said(&mut self, task: TaskNumber, said: Ended) {
        if let Some(live) = self.tasks.live_mut(task) {
            live.said = Some(said);
        }
    }

    pub(crate) fn task_ended(&mut self, task: TaskNumber, ending: &Ending, now: Instant) {
        let taskid = self.tasks.get(task).map_or_else(String::new, |task| task.taskid.to_string());
        let Some(mut live) = self.take_live(task) else { return };
        let began = live.begun > 0;
        let said = live.said.take();
        let last_words = matches!(&said, Some(Ended::Failed { kind: entry::Failure::Trap, .. }));
        let verdict = verdict(said, live.termination.as_ref(), ending.status, began, &taskid);
        live.sections.end_all(Outcome::Errored);
        let result = verdict.outcome.or(live.sections.outcome());
        if let Some(reason) = &verdict.reason {
            let text = match &verdict.detail {
                Some(detail) if last_words => format!("{reason}\n{detail}"),
                _ => reason.clone(),
            };
            self.effect(Effect::Log(LogLine::error(text).of_task(self.tasks.file_stem(task))));
        }
        let ended = TaskEnded {
            task: task.0,
            outcome: verdict.outcome,
            reason: verdict.reason.clone().map(bounded_text),
            detail: verdict.detail.map(bounded_text),
            failed_to_run: verdict.failed_to_run,
            exit: Some(ending.status),
            usage: ending.usage(now.saturating_duration_since(live.asked)),
            at: live.at,
        };
        let timed_out = timed_out(&live).filter(|_| verdict.reason.is_some());
        let end = Final {
            result,
            error: verdict.reason.map(Into::into),
            pid: live.pid,
            exit: Some(ending.status),
            timed_out,
        };
        self.task_over(task, ended, end, None, now);
    }

    fn take_live(&mut self, task: TaskNumber) -> Option<Box<Live>> {
        let it = self.tasks.get_mut(task)?;
        match std::mem::replace(&mut it.phase, Phase::Created) {
            Phase::Alive(live) => {
                self.tasks.alive -= 1;
                Some(live)
            }
            other => {
                it.phase = other;
                None
            }
        }
    }

    fn task_over(
        &mut self,
        task: TaskNumber,
        ended: TaskEnded,
        end: Final,
        error: Option<Error>,
        now: Instant,
    ) {
        if let Some(it) = self.tasks.get_mut(task) {
            it.phase = Phase::Ended(Box::new(end));
        }
        self.event(Event::TaskEnded(ended));
        self.tell_start(task, error.map_or(Ok(()), Err));
        self.tell_end(task);
        self.start_queued(now);
        self.finish_if_over(now);
    }

    /// A place is free: the next in the queue takes it.
    fn start_queued(&mut self, now: Instant) {
        while self.tasks.alive < self.tasks.parallel && !self.is_shutting_down() {
            let Some(next) = self.tasks.queued.pop_front() else { return };
            if self.tasks.get(next).is_some_and(|task| matches!(task.phase, Phase::Queued)) {
                self.launch_task(next, now);
            }
        }
    }

    /// Tasks that wait for a place when the run ends never start.
    pub(crate) fn drop_queued_tasks(&mut self) {
        while let Some(task) = self.tasks.queued.pop_front() {
            if let Some(it) = self.tasks.get_mut(task) {
                it.phase = Phase::Created;
            }
        }
    }

    pub(crate) fn end_all_tasks(&mut self, why: Termination, now: Instant) {
        self.drop_queued_tasks();
        for task in self.tasks.alive_numbers() {
            self.terminate(task, why.clone(), now);
        }
    }

    pub(crate) fn task_violation(&mut self, task: TaskNumber, violation: Violation, now: Instant) {
        self.terminate(task, Termination::Violation(violation), now);
    }

    /// Ends a task's child: SIGTERM at once, SIGKILL after the grace period. The first reason counts.
    pub(super) fn terminate(&mut self, task: TaskNumber, why: Termination, now: Instant) {
        let Some(live) = self.tasks.live_mut(task) else { return };
        let at_once = why.is_at_once();
        if live.termination.is_some() && !at_once {
            return;
        }
        live.termination.get_or_insert(why);
        let child = ChildId::of(task);
        if self.give_up_exclusive(task) {
            return self.task_not_started(task, &NotStarted::Cancelled, now);
        }
        // One that is still being made is given up by it.
        self.effect(Effect::Signal(child, if at_once { libc::SIGKILL } else { libc::SIGTERM }));
        self.kill_at(now + GRACE, child);
    }
}

/// The time limit that a task went over, if that is why it was ended.
fn timed_out(live: &Live) -> Option<std::time::Duration> {
    match live.termination {
        Some(Termination::MaxRuntime(after)) => Some(after),
        _ => None,
    }
}
