//! The `task` capability, for jobs.

use std::time::Duration;

use easypy_contract::entry::Role;
use easypy_contract::limits::{LimitHit, VALUE_BYTES};
use easypy_contract::task::{Error, Op, Reply, Request, State, TaskNumber};
use easypy_contract::{Reply as AnyReply, Request as AnyRequest};
use wasmtime::component::Resource;

use super::{Guest, Stop, TaskHandle};
use crate::bindings::easypy::runtime::task::{ExitStatus, Host, HostTask, Options, Summary, TaskError};
use crate::bindings::easypy::runtime::types::Outcome;

type Answer<T> = wasmtime::Result<Result<T, TaskError>>;

impl Guest {
    fn ask_task(&mut self, request: Request) -> wasmtime::Result<Result<Reply, Error>> {
        // An interpreter imports `task` whatever it runs.
        if self.start.role != Role::Job {
            return Ok(Err(Error::Denied("only a job starts tasks".to_owned())));
        }
        match self.link.ask(AnyRequest::Task(request))? {
            AnyReply::Task(answer) => Ok(answer),
            other => Err(unexpected(&other)),
        }
    }

    fn ask_of(&mut self, task: &Resource<TaskHandle>, op: Op) -> wasmtime::Result<Result<Reply, Error>> {
        self.ask_task(Request::On { task: TaskNumber(task.rep()), op })
    }

    fn new_task(
        &mut self,
        options: Options,
        request: impl FnOnce(easypy_contract::task::Options) -> Request,
    ) -> Answer<Resource<TaskHandle>> {
        if let Some(error) = too_large(&options) {
            return Ok(Err(error));
        }
        match self.ask_task(request(options.into()))? {
            Ok(Reply::Created { task }) => Ok(Ok(Resource::new_own(task.0))),
            Ok(other) => Err(unexpected(&other)),
            Err(error) => Ok(Err(error.into())),
        }
    }

    fn state(&mut self, task: &Resource<TaskHandle>) -> wasmtime::Result<State> {
        if let Some((_, state)) = self.joined.as_ref().filter(|(joined, _)| joined.0 == task.rep()) {
            return Ok(state.clone());
        }
        match self.ask_of(task, Op::State)? {
            Ok(Reply::State(state)) => Ok(state),
            other => Err(unexpected(&other)),
        }
    }

    fn text(&mut self, task: &Resource<TaskHandle>, op: Op) -> wasmtime::Result<String> {
        match self.ask_of(task, op)? {
            Ok(Reply::Text(text)) => Ok(text),
            other => Err(unexpected(&other)),
        }
    }
}

pub(super) fn unexpected(reply: &impl std::fmt::Debug) -> wasmtime::Error {
    Stop::Protocol(format!("unexpected reply {reply:?}")).into()
}

fn too_large(options: &Options) -> Option<TaskError> {
    let optional = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let names: usize = options.exclusive.iter().map(String::len).sum();
    let size = options.kwargs.len()
        + options.testscript.len()
        + optional(&options.taskid)
        + optional(&options.grant)
        + names;
    (size > VALUE_BYTES).then(|| Error::from(LimitHit::new("value-size", VALUE_BYTES)).into())
}

impl HostTask for Guest {
    fn create(&mut self, options: Options) -> Answer<Resource<TaskHandle>> {
        self.new_task(options, Request::Create)
    }

    fn spawn(&mut self, options: Options) -> Answer<Resource<TaskHandle>> {
        self.new_task(options, Request::Spawn)
    }

    fn start(&mut self, task: Resource<TaskHandle>) -> Answer<()> {
        Ok(self.ask_of(&task, Op::Start)?.map(drop).map_err(Into::into))
    }

    fn join(&mut self, task: Resource<TaskHandle>, timeout: Option<u64>) -> Answer<bool> {
        match self.ask_of(&task, Op::Join { timeout: timeout.map(Duration::from_nanos) })? {
            Ok(Reply::Ended(ended)) => {
                let has_ended = ended.is_some();
                if let Some(state) = ended {
                    self.joined = Some((TaskNumber(task.rep()), state));
                }
                Ok(Ok(has_ended))
            }
            Ok(other) => Err(unexpected(&other)),
            Err(error) => Ok(Err(error.into())),
        }
    }

    fn wait(&mut self, task: Resource<TaskHandle>, max_runtime: Option<u64>) -> Answer<()> {
        let op = Op::Wait { max_runtime: max_runtime.map(Duration::from_nanos) };
        Ok(self.ask_of(&task, op)?.map(drop).map_err(Into::into))
    }

    fn is_alive(&mut self, task: Resource<TaskHandle>) -> wasmtime::Result<bool> {
        Ok(self.state(&task)?.alive)
    }

    fn terminate(&mut self, task: Resource<TaskHandle>) -> Answer<()> {
        Ok(self.ask_of(&task, Op::Terminate)?.map(drop).map_err(Into::into))
    }

    fn kill(&mut self, task: Resource<TaskHandle>) -> Answer<()> {
        Ok(self.ask_of(&task, Op::Kill)?.map(drop).map_err(Into::into))
    }

    fn result(&mut self, task: Resource<TaskHandle>) -> wasmtime::Result<Option<Outcome>> {
        Ok(self.state(&task)?.result.map(Into::into))
    }

    fn error(&mut self, task: Resource<TaskHandle>) -> wasmtime::Result<Option<String>> {
        Ok(self.state(&task)?.error)
    }

    fn pid(&mut self, task: Resource<TaskHandle>) -> wasmtime::Result<Option<u32>> {
        Ok(self.state(&task)?.pid)
    }

    fn exit_status(&mut self, task: Resource<TaskHandle>) -> wasmtime::Result<Option<ExitStatus>> {
        Ok(self.state(&task)?.exit.map(Into::into))
    }

    fn taskid(&mut self, task: Resource<TaskHandle>) -> wasmtime::Result<String> {
        self.text(&task, Op::Taskid)
    }

    fn testscript(&mut self, task: Resource<TaskHandle>) -> wasmtime::Result<String> {
        self.text(&task, Op::Testscript)
    }

    fn kwargs(&mut self, task: Resource<TaskHandle>) -> wasmtime::Result<String> {
        self.text(&task, Op::Kwargs)
    }

    fn drop(&mut self, _task: Resource<TaskHandle>) -> wasmtime::Result<()> {
        // Tasks belong to the run: one whose handle is gone goes on, and dangles if nobody waits for it.
        Ok(())
    }
}

impl Host for Guest {
    fn all(&mut self) -> wasmtime::Result<Vec<Summary>> {
        match self.ask_task(Request::All)? {
            Ok(Reply::All(tasks)) => Ok(tasks.into_iter().map(Into::into).collect()),
            Err(Error::Denied(_)) => Ok(Vec::new()),
            other => Err(unexpected(&other)),
        }
    }

    fn run(&mut self, options: Options, max_runtime: Option<u64>) -> Answer<Option<Outcome>> {
        if let Some(error) = too_large(&options) {
            return Ok(Err(error));
        }
        let max_runtime = max_runtime.map(Duration::from_nanos);
        match self.ask_task(Request::Run { options: options.into(), max_runtime })? {
            Ok(Reply::Ran(outcome)) => Ok(Ok(outcome.map(Into::into))),
            Ok(other) => Err(unexpected(&other)),
            Err(error) => Ok(Err(error.into())),
        }
    }
}
