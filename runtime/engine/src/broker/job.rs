//! The jobfile's child: how it starts, ends, and is ended.

use std::rc::Rc;
use std::time::{Duration, Instant};

use easypy_contract::entry::{Ended, Failure};
use easypy_contract::task::ExitStatus;
use easypy_report::journal::{Event, JobFailure, Usage};

use super::{Broker, Effect, Ending, Launch, LogLine, NotStarted, Violation};
use crate::child::ChildId;
use crate::task::{Termination, exit_text};

/// What pyATS says before why a job failed.
const HEADING: &str = "Caught error in jobfile";

/// The job's child.
#[derive(Debug, Default)]
pub(super) struct Job {
    phase: Phase,
    asked: Option<Instant>,
    /// Its last frame.
    pub(super) said: Option<Ended>,
    /// Why it was ended.
    killed: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Starting,
    Alive,
    Ended,
}

impl Job {
    pub(super) fn is_talking(&self) -> bool {
        self.phase == Phase::Alive && self.said.is_none() && self.killed.is_none()
    }

    pub(super) fn has_ended(&self) -> bool {
        self.phase == Phase::Ended
    }

    /// Why `main` did not come to its end; none if it did.
    fn failure(&mut self, status: ExitStatus) -> Option<JobFailure> {
        let failure = |message: String| JobFailure { message, ..JobFailure::default() };
        match self.said.take() {
            Some(Ended::Returned) => None,
            Some(Ended::Failed { kind: Failure::Exit(0), .. }) => None,
            Some(Ended::Failed { kind: Failure::Exit(status), .. }) => Some(JobFailure {
                message: format!("main() exited with status {status}"),
                status: Some(status),
                ..JobFailure::default()
            }),
            Some(Ended::Failed { kind: Failure::Interrupted, .. }) => Some(JobFailure {
                message: "Jobfile aborted due to Ctrl+C input".to_owned(),
                interrupted: true,
                ..JobFailure::default()
            }),
            Some(Ended::Failed { message, detail, .. }) => {
                Some(JobFailure { message, detail, ..JobFailure::default() })
            }
            None => Some(failure(self.killed.take().unwrap_or_else(|| {
                format!("the job's process {} before main() had ended", exit_text(status))
            }))),
        }
    }
}

impl Broker {
    /// The first thing that happens.
    pub(crate) fn begin(&mut self, now: Instant) {
        self.job.asked = Some(now);
        self.effect(Effect::Launch(Box::new(Launch {
            child: ChildId::JOB,
            task: None,
            job_name: self.runtime.job_name.clone(),
            arguments: self.runtime.arguments.clone(),
            environment: self.runtime.environment.clone(),
            levels: self.levels.own(),
            grant: Rc::clone(self.devices.job_grant()),
        })));
    }

    pub(super) fn job_started(&mut self, pid: u32) {
        self.job.phase = Phase::Alive;
        self.event(Event::JobStarted { pid });
        if self.job.killed.is_some() {
            self.effect(Effect::Signal(ChildId::JOB, libc::SIGKILL));
        }
    }

    pub(super) fn job_not_started(&mut self, why: &NotStarted, now: Instant) {
        let (message, detail) = match why {
            NotStarted::Unusable { reason, detail, .. } => (reason.clone(), detail.clone()),
            NotStarted::System(why) => (format!("no process could be made for the job: {why}"), None),
            NotStarted::Cancelled => ("the job was stopped before it began".to_owned(), None),
        };
        self.job_over(
            Some(JobFailure { message, detail, ..JobFailure::default() }),
            None,
            Usage::default(),
            now,
        );
        self.finish_if_over(now);
    }

    pub(super) fn job_violation(&mut self, violation: Violation) {
        let why = match violation {
            Violation::Protocol(what) => format!("the job's process broke the protocol: {what}"),
            Violation::Limit(limit) => format!("the job was ended: {limit}"),
        };
        self.job_killed(why);
    }

    pub(super) fn job_stopped(&mut self) {
        if let Some(signal) = self.stopped_by {
            self.job_killed(format!("the run was stopped by {}", signal.name()));
        }
    }

    fn job_killed(&mut self, why: String) {
        if self.job.has_ended() || self.job.said.is_some() {
            return;
        }
        self.job.killed.get_or_insert(why);
        if self.job.phase == Phase::Alive {
            self.effect(Effect::Signal(ChildId::JOB, libc::SIGKILL));
        }
    }

    pub(super) fn job_ended(&mut self, ending: &Ending, now: Instant) {
        let failure = self.job.failure(ending.status);
        let wall = self.job.asked.map_or(Duration::ZERO, |asked| now.saturating_duration_since(asked));
        self.job_over(failure, Some(ending.status), ending.usage(wall), now);
    }

    fn job_over(
        &mut self,
        failure: Option<JobFailure>,
        exit: Option<ExitStatus>,
        usage: Usage,
        now: Instant,
    ) {
        self.job.phase = Phase::Ended;
        if let Some(failure) = &failure {
            let detail = failure.detail.as_ref().map_or_else(String::new, |detail| format!("\n{detail}"));
            // A traceback begins with such a line itself, and a path.
            let heading =
                if failure.message.starts_with(HEADING) { "" } else { "Caught error in jobfile:\n" };
            self.effect(Effect::Log(LogLine::error(format!("{heading}{}{detail}", failure.message))));
        }
        self.event(Event::JobEnded { failure, exit, usage });
        self.end_dangling_tasks(now);
    }

    /// Tasks that still run when `main` is over were forgotten: they are ended, and it is said.
    fn end_dangling_tasks(&mut self, now: Instant) {
        self.drop_queued_tasks();
        let dangling = self.tasks.alive_numbers();
        if dangling.is_empty() || self.stopped_by.is_some() {
            return;
        }
        let names: Vec<String> = dangling.iter().map(|task| self.tasks.describe(*task)).collect();
        self.event(Event::Dangling { tasks: dangling.iter().map(|task| task.0).collect() });
        self.effect(Effect::Log(LogLine::error(format!(
            "The following dangling tasks have been found:\n{}\n\nThese tasks have been forcefully terminated. \
             Did you forget to call task.wait()?",
            names.iter().map(|name| format!("    - {name}")).collect::<Vec<_>>().join("\n"),
        ))));
        self.end_all_tasks(Termination::Dangling, now);
    }
}
