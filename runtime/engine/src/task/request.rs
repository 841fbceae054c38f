//! What a job asks of its tasks.

use std::time::{Duration, Instant};

use easypy_contract::limits::{LimitHit, TASK_BYTES, TASKS, TEXT_BYTES};
use easypy_contract::task::{Error, Op, Options, Reply, Request, TaskNumber};
use easypy_contract::{Outcome, Reply as AnyReply, TaskId, value, visible};
use easypy_report::journal::Event;

use super::{Final, Phase, Task, Termination, Then};
use crate::broker::{Broker, Violation, Waiting};
use crate::child::ChildId;

impl Broker {
    pub(crate) fn ask_task(
        &mut self,
        child: ChildId,
        request: Request,
        now: Instant,
    ) -> Result<(), Violation> {
        if child != ChildId::JOB {
            return Err(Violation::protocol("a testscript asked for a task"));
        }
        let answer = match request {
            Request::Create(options) => self.create_task(options).map(|task| Some(Reply::Created { task })),
            Request::Spawn(options) => self.spawn_task(child, options, now),
            Request::Run { options, max_runtime } => self.run_task(child, options, max_runtime, now),
            Request::All => Ok(Some(Reply::All(self.tasks.summaries()))),
            Request::On { task, op } => self.on_task(child, task, op, now),
        };
        // Without an answer the job waits.
        if let Some(answer) = answer.transpose() {
            self.reply(child, AnyReply::Task(answer));
        }
        Ok(())
    }

    fn create_task(&mut self, options: Options) -> Result<TaskNumber, Error> {
        if self.is_shutting_down() {
            return Err(Error::ShuttingDown);
        }
        if self.tasks.all.len() as u64 >= TASKS {
            return Err(LimitHit::new("tasks", TASKS).into());
        }
        if options.testscript.is_empty() {
            return Err(Error::InvalidArgument("testscript: it is empty".into()));
        }
        if options.testscript.len() > TEXT_BYTES {
            return Err(LimitHit::new("testscript", TEXT_BYTES).into());
        }
        check_kwargs(&options.kwargs)?;
        let bytes = self.tasks.bytes + size(&options);
        if bytes > TASK_BYTES {
            return Err(LimitHit::new("task-size", TASK_BYTES).into());
        }
        let number = u32::try_from(self.tasks.all.len()).map_err(|_| LimitHit::new("tasks", TASKS))?;
        let asked = options.taskid.filter(|taskid| !taskid.is_empty());
        let asked = asked.unwrap_or_else(|| format!("Task-{}", u64::from(number) + 1));
        let asked =
            TaskId::new(&asked).map_err(|error| Error::InvalidArgument(format!("taskid: {error}")))?;
        self.synchro
            .hand_over(ChildId::JOB, ChildId::of(TaskNumber(number)), &options.kwargs)
            .map_err(|error| Error::InvalidArgument(format!("kwargs: {error}")))?;

        // What is wrong with it is told before a name is taken.
        let likely = self.devices.grant_for(&asked, options.grant.as_deref())?;
        self.check_exclusive(&options.exclusive, &likely)?;
        let left_out = self.tasks.filter.as_ref().is_some_and(|filter| !filter.matches(asked.as_str()));
        let taskid = self.tasks.ids.take(&asked);
        let grant = self.devices.grant_for(&taskid, options.grant.as_deref())?;
        if !left_out {
            self.event(Event::TaskCreated {
                task: number,
                taskid: taskid.as_str().to_owned(),
                testscript: options.testscript.clone(),
            });
            if taskid != asked {
                let (asked, taskid) = (visible(asked.as_str()), visible(taskid.as_str()));
                self.warn(format!("the taskid '{asked}' is taken: this task is '{taskid}'"));
            }
        }
        self.tasks.bytes = bytes;
        self.tasks.all.push(Task {
            taskid,
            testscript: options.testscript.into(),
            kwargs: options.kwargs.into(),
            exclusive: options.exclusive.into(),
            grant,
            phase: if left_out { Phase::LeftOut } else { Phase::Created },
        });
        Ok(TaskNumber(number))
    }

    /// Sets a task up and starts it. No reply until it has been started.
    fn spawn_task(&mut self, child: ChildId, options: Options, now: Instant) -> Result<Option<Reply>, Error> {
        let task = self.create_task(options)?;
        self.start_task(task, now)?;
        Ok(self.wait_for_start(child, task, Reply::Created { task }))
    }

    /// Starts a task and waits for its end. No reply when the job waits.
    fn run_task(
        &mut self,
        child: ChildId,
        options: Options,
        max_runtime: Option<Duration>,
        now: Instant,
    ) -> Result<Option<Reply>, Error> {
        let task = self.create_task(options)?;
        self.start_task(task, now)?;
        Ok(self.wait_for_end(child, task, Then::Run { max_runtime }, now))
    }

    fn on_task(
        &mut self,
        child: ChildId,
        task: TaskNumber,
        op: Op,
        now: Instant,
    ) -> Result<Option<Reply>, Error> {
        let Some(it) = self.tasks.get(task) else {
            return Err(Error::InvalidArgument(format!("there is no task {}", task.0)));
        };
        let started = matches!(it.phase, Phase::Alive(_) | Phase::Ended(_));
        let then = match op {
            Op::Start => {
                self.start_task(task, now)?;
                return Ok(self.wait_for_start(child, task, Reply::Done));
            }
            Op::State => return Ok(Some(Reply::State(it.state()))),
            Op::Taskid => return Ok(Some(Reply::Text(it.taskid.as_str().to_owned()))),
            Op::Testscript => return Ok(Some(Reply::Text(it.testscript.clone().into()))),
            Op::Kwargs => return Ok(Some(Reply::Text(it.kwargs.clone().into()))),
            _ if !started => return Err(Error::NotStarted),
            Op::Terminate => {
                self.terminate(task, Termination::ByJob, now);
                return Ok(Some(Reply::Done));
            }
            Op::Kill => {
                self.terminate(task, Termination::KilledByJob, now);
                return Ok(Some(Reply::Done));
            }
            Op::Join { timeout } => return Ok(self.join(child, task, timeout, now)),
            Op::Wait { max_runtime } => Then::Wait { max_runtime },
        };
        Ok(self.wait_for_end(child, task, then, now))
    }

    /// `then` is the reply when it has been started: that it is done, or which task it is.
    fn wait_for_start(&mut self, child: ChildId, task: TaskNumber, then: Reply) -> Option<Reply> {
        match self.tasks.get(task).map(|task| &task.phase) {
            Some(Phase::Ended(_)) => Some(then),
            _ => {
                let is_new = matches!(then, Reply::Created { .. });
                self.wait(child, Waiting::Start { task, is_new }, None);
                None
            }
        }
    }

    fn join(
        &mut self,
        child: ChildId,
        task: TaskNumber,
        timeout: Option<Duration>,
        now: Instant,
    ) -> Option<Reply> {
        let ended = self.tasks.get(task).filter(|task| !task.is_alive()).map(Task::state);
        if ended.is_some() || timeout.is_some_and(|timeout| timeout.is_zero()) {
            return Some(Reply::Ended(ended));
        }
        self.wait(child, Waiting::End(task, Then::Join), deadline(now, timeout));
        None
    }

    fn wait_for_end(&mut self, child: ChildId, task: TaskNumber, then: Then, now: Instant) -> Option<Reply> {
        let (Then::Wait { max_runtime } | Then::Run { max_runtime }) = then else { return None };
        if let Some(Phase::Ended(end)) = self.tasks.get(task).map(|task| &task.phase) {
            return Some(match then {
                Then::Run { .. } => Reply::Ran(end.result),
                _ => Reply::Done,
            });
        }
        // The time of a task that is not there yet, because its testscript is being compiled or it waits for a
        // place, begins when its process does.
        let runs = self.tasks.live_mut(task).is_some_and(|live| live.pid.is_some());
        let deadline = if runs { deadline(now, max_runtime) } else { None };
        self.wait(child, Waiting::End(task, then), deadline);
        None
    }

    /// The time of a task that somebody waits for begins.
    pub(super) fn begin_time_limit(&mut self, task: TaskNumber, now: Instant) {
        let waiter = ChildId::JOB;
        if let Some(waiting @ Waiting::End(awaited, Then::Run { max_runtime })) = self.waits_for(waiter)
            && awaited == task
        {
            self.wait(waiter, waiting, deadline(now, max_runtime));
        }
    }

    /// Tells who waits for the end of a task that it has come.
    pub(super) fn tell_end(&mut self, task: TaskNumber) {
        let waiter = ChildId::JOB;
        let Some(Waiting::End(awaited, then)) = self.waits_for(waiter) else { return };
        let Some(it) = self.tasks.get(task).filter(|_| awaited == task) else { return };
        let Phase::Ended(end) = &it.phase else { return };
        let answer = match (then, end.timed_out) {
            (Then::Join, _) => Ok(Reply::Ended(Some(it.state()))),
            (Then::Wait { .. } | Then::Run { .. }, Some(after)) => Err(Error::Timeout(after)),
            (Then::Wait { .. }, None) => Ok(Reply::Done),
            (Then::Run { .. }, None) => Ok(Reply::Ran(end.result)),
        };
        self.reply(waiter, AnyReply::Task(answer));
    }

    /// Tells who waits for the start of a task what came of it.
    pub(super) fn tell_start(&mut self, task: TaskNumber, answer: Result<(), Error>) {
        let waiter = ChildId::JOB;
        let started = match self.waits_for(waiter) {
            Some(Waiting::Start { task: awaited, is_new }) if awaited == task => {
                Some(if is_new { Reply::Created { task } } else { Reply::Done })
            }
            _ => None,
        };
        let runs = matches!(self.waits_for(waiter), Some(Waiting::End(awaited, Then::Run { .. })) if awaited == task);
        match (answer, started) {
            (Ok(()), Some(reply)) => self.reply(waiter, AnyReply::Task(Ok(reply))),
            (Err(error), started) if started.is_some() || runs => {
                self.reply(waiter, AnyReply::Task(Err(error)))
            }
            _ => {}
        }
    }

    /// The time that `join`, `wait` or `run` may take is over.
    pub(crate) fn task_wait_expired(&mut self, child: ChildId, task: TaskNumber, then: Then, now: Instant) {
        match then {
            Then::Join => self.reply(child, AnyReply::Task(Ok(Reply::Ended(None)))),
            Then::Wait { max_runtime } | Then::Run { max_runtime } => {
                // The answer follows when the task is gone.
                let after = max_runtime.unwrap_or_default();
                self.terminate(task, Termination::MaxRuntime(after), now);
            }
        }
    }
}

/// What a task that `--task-uids` leaves out tells the job (SPEC 6).
pub(super) fn left_out() -> Final {
    Final { result: Some(Outcome::Passed), ..Final::default() }
}

/// What of it is kept, in bytes.
fn size(options: &Options) -> u64 {
    let exclusive: usize = options.exclusive.iter().map(String::len).sum();
    let grant = options.grant.as_ref().map_or(0, String::len);
    (options.kwargs.len() + options.testscript.len() + exclusive + grant) as u64
}

fn check_kwargs(kwargs: &str) -> Result<(), Error> {
    if kwargs == "{}" {
        return Ok(());
    }
    value::check(kwargs).map_err(|error| match error {
        value::InvalidValue::Limit(limit) => Error::LimitExceeded(limit),
        error @ value::InvalidValue::NotJson(_) => Error::InvalidArgument(format!("kwargs: {error}")),
    })?;
    if kwargs.trim_start().starts_with('{') {
        Ok(())
    } else {
        Err(Error::InvalidArgument("kwargs: they are no JSON object".into()))
    }
}

/// When a time that begins now is over; never for one that no clock reaches.
fn deadline(now: Instant, time: Option<Duration>) -> Option<Instant> {
    now.checked_add(time?)
}
