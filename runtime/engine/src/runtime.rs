//! The `runtime` capability: what a job may change of its run. What cannot change is in the first frame.

use std::sync::Arc;

use easypy_contract::limits::{ARGUMENT_BYTES, JOB_NAMES, LimitHit};
use easypy_contract::runtime::Notice;
use easypy_report::journal::Event;

use crate::broker::{Broker, Violation};
use crate::child::ChildId;

/// The state that tasks inherit when they start.
pub(crate) struct RuntimeState {
    pub(crate) job_name: String,
    /// What the job has left of the command line's arguments.
    pub(crate) arguments: Arc<[String]>,
    /// how often the job has given itself a name
    renamed: u64,
}

impl RuntimeState {
    pub(crate) fn new(job_name: String, arguments: Vec<String>) -> RuntimeState {
        RuntimeState { job_name, arguments: arguments.into(), renamed: 0 }
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
        }
        Ok(())
    }
}
