//! Steps on tasks.

use std::time::Duration;

use easypy::prelude::*;
use easypy::{ExitStatus, TaskError};
use serde_json::{Value as Json, json};

use crate::State;
use crate::plan::{Script, TaskStep};

impl State {
    pub(crate) fn task(&mut self, step: TaskStep) -> easypy::Result<Json> {
        Ok(match step {
            TaskStep::Run(script) => {
                let script = self.script(script)?;
                said(run(script).map(result))
            }
            TaskStep::Create { task, script } => {
                let script = self.script(script)?;
                said(Task::new(script).map(|made| self.keep_task(task, made)))
            }
            TaskStep::Launch { task, script } => {
                let mut made = Task::new(self.script(script)?)?;
                let started = made.start();
                self.keep_task(task, made);
                said(started.map(|()| Json::Null))
            }
            TaskStep::Start { task } => said(self.named(&task)?.start().map(|()| Json::Null)),
            TaskStep::Join { task, timeout } => {
                said(self.named(&task)?.join(seconds(timeout)).map(Json::Bool))
            }
            TaskStep::Wait { task, max_runtime } => {
                said(self.named(&task)?.wait(seconds(max_runtime)).map(|()| Json::Null))
            }
            TaskStep::Terminate { task } => said(self.named(&task)?.terminate().map(|()| Json::Null)),
            TaskStep::State { task } => state(self.named(&task)?),
            TaskStep::Tasks => easypy::runtime()
                .tasks()
                .into_iter()
                .map(|task| {
                    json!({
                        "taskid": task.taskid, "testscript": task.testscript, "started": task.started,
                        "alive": task.alive, "result": task.result.to_string(),
                    })
                })
                .collect(),
        })
    }

    /// Keeps a task under the plan's name for it; its unique name.
    fn keep_task(&mut self, name: String, task: Task) -> Json {
        let taskid = task.taskid();
        self.tasks.insert(name, task);
        Json::String(taskid)
    }

    fn named(&mut self, name: &str) -> easypy::Result<&mut Task> {
        match self.tasks.get_mut(name) {
            Some(task) => Ok(task),
            None => errored!("the plan has no task {name}"),
        }
    }

    fn script(&self, script: Script) -> easypy::Result<Testscript> {
        let mut made = Testscript::new(&script.script);
        if let Some(taskid) = script.taskid {
            made = made.taskid(taskid);
        }
        made = made.exclusive(script.exclusive);
        if let Some(grant) = script.grant {
            made = made.grant(grant);
        }
        if let Some(limit) = seconds(script.max_runtime) {
            made = made.max_runtime(limit);
        }
        for (name, value) in script.kwargs {
            made = made.kwarg(name, self.resolve(value)?);
        }
        if let Some(bytes) = script.big {
            made = made.kwarg("big", "x".repeat(bytes));
        }
        if let Some(depth) = script.deep {
            made = made.kwarg("deep", (0..depth).fold(Json::Null, |inner, _| json!([inner])));
        }
        Ok(made)
    }
}

/// Seconds as a plan gives them; what is too long for a duration is the longest.
pub(crate) fn seconds(seconds: Option<f64>) -> Option<Duration> {
    seconds.map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
}

/// What came of a call on a task.
pub(crate) fn said(result: Result<Json, TaskError>) -> Json {
    match result {
        Ok(value) => value,
        Err(error) => json!({"error": kind(&error), "text": error.to_string()}),
    }
}

fn kind(error: &TaskError) -> &'static str {
    match error {
        TaskError::Timeout(_) => "timeout",
        TaskError::NotStarted => "not-started",
        TaskError::AlreadyStarted => "already-started",
        TaskError::Denied(_) => "denied",
        TaskError::InvalidArgument(_) => "invalid-argument",
        TaskError::LimitExceeded { .. } => "limit-exceeded",
        TaskError::SpawnFailed(_) => "spawn-failed",
        TaskError::Deadlock(_) => "deadlock",
        TaskError::ShuttingDown => "shutting-down",
    }
}

fn result(result: TaskResult) -> Json {
    json!({"result": result.to_string(), "truthy": result.is_truthy()})
}

fn state(task: &Task) -> Json {
    let exit = task.exit_status().map(|status| match status {
        ExitStatus::Code(code) => json!({"code": code}),
        ExitStatus::Signal(signal) => json!({"signal": signal}),
    });
    json!({
        "taskid": task.taskid(),
        "name": task.name(),
        "testscript": task.testscript(),
        "kwargs": task.kwargs(),
        "alive": task.is_alive(),
        "pid": task.pid(),
        "result": task.result().to_string(),
        "truthy": task.result().is_truthy(),
        "error": task.error(),
        "exit": exit,
    })
}
