//! What a task runs, and with what.

use std::path::Path;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{TaskError, nanoseconds};
use crate::bindings::task::Options;

/// A testscript to run, and what to run it with. [`run`](crate::run) and [`Task::new`](crate::Task::new) take
/// it, or just the path.
///
/// ```
/// # use easypy::prelude::*;
/// let script = Testscript::new("path/to/script_two.wasm")
///     .taskid("two")
///     .kwarg("argument_A", "a value")
///     .kwarg("vlans", [10, 20])
///     .max_runtime(Duration::from_secs(300));
/// ```
#[derive(Clone, Debug)]
pub struct Testscript {
    path: String,
    taskid: Option<String>,
    kwargs: Map<String, Value>,
    max_runtime: Option<Duration>,
    exclusive: Vec<String>,
    grant: Option<Value>,
    /// The first thing that was wrong: told when the task is set up, so that a chain of calls needs no `?`.
    problem: Option<String>,
}

impl Testscript {
    /// A testscript by its path: relative to the jobfile's directory, then to the host's current directory.
    pub fn new(path: impl AsRef<Path>) -> Testscript {
        let path = path.as_ref();
        let problem = path.to_str().is_none().then(|| format!("testscript: {} is not UTF-8", path.display()));
        Testscript {
            path: path.to_string_lossy().into_owned(),
            taskid: None,
            kwargs: Map::new(),
            max_runtime: None,
            exclusive: Vec::new(),
            grant: None,
            problem,
        }
    }

    /// The task's unique name; `Task-<n>` unless given. `/` becomes `_`.
    pub fn taskid(mut self, taskid: impl Into<String>) -> Testscript {
        self.taskid = Some(taskid.into());
        self
    }

    /// A parameter of the script: anything that can be written as JSON, shared objects among it.
    pub fn kwarg(mut self, name: impl Into<String>, value: impl Serialize) -> Testscript {
        let name = name.into();
        match serde_json::to_value(value) {
            Ok(value) => drop(self.kwargs.insert(name, value)),
            Err(error) => self.note(format!("kwarg `{name}`: {error}")),
        }
        self
    }

    /// Several parameters at once: the fields of a struct, or the entries of a map.
    pub fn kwargs(mut self, kwargs: impl Serialize) -> Testscript {
        match serde_json::to_value(kwargs) {
            Ok(Value::Object(members)) => self.kwargs.extend(members),
            Ok(other) => self.note(format!("kwargs: {other} has no names: give a struct or a map")),
            Err(error) => self.note(format!("kwargs: {error}")),
        }
        self
    }

    /// How long [`run`](crate::run) or [`Task::wait`](crate::Task::wait) wait before they terminate the task; no
    /// limit unless given. As in pyATS the time counts from that call: a task that is only joined has no limit.
    pub fn max_runtime(mut self, max_runtime: Duration) -> Testscript {
        self.max_runtime = Some(max_runtime);
        self
    }

    /// Devices that the task has to itself, from before it starts until it has ended: their names or aliases.
    pub fn exclusive<D: Into<String>>(mut self, devices: impl IntoIterator<Item = D>) -> Testscript {
        self.exclusive.extend(devices.into_iter().map(Into::into));
        self
    }

    /// What is left to the task of what the policy grants it: an object as a grant of the policy's file. It can only
    /// take away.
    pub fn grant(mut self, grant: impl Serialize) -> Testscript {
        match serde_json::to_value(grant) {
            Ok(grant @ Value::Object(_)) => self.grant = Some(grant),
            Ok(other) => self.note(format!("grant: {other} has no names: give a struct or a map")),
            Err(error) => self.note(format!("grant: {error}")),
        }
        self
    }

    fn note(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    pub(super) fn max_runtime_nanoseconds(&self) -> Option<u64> {
        self.max_runtime.map(nanoseconds)
    }

    pub(super) fn into_options(self) -> Result<Options, TaskError> {
        if let Some(problem) = self.problem {
            return Err(TaskError::InvalidArgument(problem));
        }
        let kwargs = Value::Object(self.kwargs).to_string();
        Ok(Options {
            testscript: self.path,
            taskid: self.taskid,
            kwargs,
            exclusive: self.exclusive,
            grant: self.grant.map(|grant| grant.to_string()),
        })
    }
}

impl<P: AsRef<Path>> From<P> for Testscript {
    fn from(path: P) -> Testscript {
        Testscript::new(path)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    use super::Testscript;
    use crate::TaskError;

    #[derive(Serialize)]
    struct Kwargs {
        vlan: u32,
        name: Option<&'static str>,
    }

    #[test]
    fn kwargs_become_one_json_object() {
        let script = Testscript::new("a.wasm").kwarg("x", [1, 2]).kwargs(Kwargs { vlan: 7, name: None });
        let options = script.into_options().unwrap();
        assert_eq!(options.kwargs, r#"{"name":null,"vlan":7,"x":[1,2]}"#);
    }

    #[test]
    fn a_value_that_is_not_json_is_told_when_the_task_is_set_up() {
        let by_pair = BTreeMap::from([((1, 2), 3)]);
        let script = Testscript::new("a.wasm").kwarg("table", by_pair).kwarg("later", 1);
        let error = script.into_options().unwrap_err();
        assert_eq!(error, TaskError::InvalidArgument("kwarg `table`: key must be a string".into()));
        let error = Testscript::new("a.wasm").kwargs([1]).into_options().unwrap_err();
        assert!(error.to_string().contains("give a struct or a map"), "{error}");
    }
}
