//! The `runtime` capability: what a job may change of its run. What cannot change is in the first frame.

use std::sync::Arc;

use easypy_contract::runtime::Notice;
use easypy_report::journal::Event;

use crate::broker::{Broker, Violation};
use crate::child::ChildId;

/// The state that tasks inherit when they start.
pub(crate) struct RuntimeState {
    pub(crate) job_name: String,
    /// What the job has left of the command line's arguments.
    pub(crate) arguments: Arc<[String]>,
}

impl RuntimeState {
    pub(crate) fn new(job_name: String, arguments: Vec<String>) -> RuntimeState {
        RuntimeState { job_name, arguments: arguments.into() }
    }
}

impl Broker {
    pub(crate) fn tell_runtime(&mut self, child: ChildId, notice: Notice) -> Result<(), Violation> {
        if child != ChildId::JOB {
            // `set-arguments` in a testscript has nobody to inherit them; the sandbox refuses names itself.
            return Ok(());
        }
        match notice {
            Notice::SetJobName(name) => {
                self.runtime.job_name.clone_from(&name);
                self.event(Event::JobNamed { name });
            }
            Notice::SetArguments(arguments) => self.runtime.arguments = arguments.into(),
        }
        Ok(())
    }
}
