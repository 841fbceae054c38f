//! The `runtime` capability: what a job may change of its run. What cannot change is in the first frame.

use std::collections::HashSet;
use std::sync::Arc;

use easypy_contract::limits::{ARGUMENT_BYTES, ENVIRONMENT_BYTES, JOB_NAMES, LimitHit};
use easypy_contract::runtime::Notice;
use easypy_contract::visible;
use easypy_report::journal::Event;

use crate::broker::{Broker, Effect, LogLine, Violation};
use crate::child::ChildId;

/// The state that tasks inherit when they start.
pub(crate) struct RuntimeState {
    pub(crate) job_name: String,
    /// What the job has left of the command line's arguments.
    pub(crate) arguments: Arc<[String]>,
    /// The variables that tasks have, if the job has said so; else those that the run passes on.
    pub(crate) environment: Option<Arc<[(String, String)]>>,
    /// Names of variables that the host has and does not pass on, until a guest has looked for them.
    withheld: HashSet<String>,
    /// how often the job has given itself a name
    renamed: u64,
}

impl RuntimeState {
    pub(crate) fn new(
        job_name: String,
        arguments: Vec<String>,
        withheld: impl IntoIterator<Item = String>,
    ) -> RuntimeState {
        RuntimeState {
            job_name,
            arguments: arguments.into(),
            environment: None,
            withheld: withheld.into_iter().collect(),
            renamed: 0,
        }
    }
}

impl Broker {
    pub(crate) fn tell_runtime(&mut self, child: ChildId, notice: Notice) -> Result<(), Violation> {
        if let Notice::VariableMissing(name) = notice {
            self.hint_at_variable(child, &name);
            return Ok(());
        }
        if child != ChildId::JOB {
            // `set-arguments` in a testscript has nobody to inherit them; the sandbox refuses names itself.
            return Ok(());
        }
        match notice {
            Notice::SetJobName(name) => {
                self.runtime.renamed += 1;
                if self.runtime.renamed > JOB_NAMES {
                    return Err(Violation::Limit(LimitHit::new("job-names", JOB_NAMES)));
                }
                self.runtime.job_name.clone_from(&name);
                self.event(Event::JobNamed { name });
            }
            Notice::SetArguments(arguments) => {
                if arguments.iter().map(String::len).sum::<usize>() > ARGUMENT_BYTES {
                    return Err(Violation::Limit(LimitHit::new("argument-size", ARGUMENT_BYTES)));
                }
                self.runtime.arguments = arguments.into();
            }
            Notice::SetEnvironment(variables) => {
                let bytes: usize = variables.iter().map(|(name, value)| name.len() + value.len()).sum();
                if bytes > ENVIRONMENT_BYTES {
                    return Err(Violation::Limit(LimitHit::new("environment-size", ENVIRONMENT_BYTES)));
                }
                self.runtime.environment = Some(variables.into());
            }
            Notice::VariableMissing(_) => {}
        }
        Ok(())
    }

    /// Says once in the JobLog that a variable is there and not passed on. The guest is not told.
    fn hint_at_variable(&mut self, child: ChildId, name: &str) {
        if self.runtime.withheld.remove(name) {
            let who = match child.task() {
                None => "the job".to_owned(),
                Some(task) => format!("task {}", visible(&self.tasks.describe_id(task))),
            };
            self.effect(Effect::Log(LogLine::info(format!(
                "{who} looked for the environment variable {name}, which is not passed on to guests; \
                 hint: --env {name}"
            ))));
        }
    }
}
