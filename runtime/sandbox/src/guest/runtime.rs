//! The `runtime` capability.

use easypy_contract::Notice;
use easypy_contract::entry::Role;
use easypy_contract::limits::{ARGUMENT_BYTES, ENVIRONMENT_BYTES, NAME_BYTES};
use easypy_contract::log::Level;
use easypy_contract::runtime;

use super::Guest;
use crate::bindings::easypy::runtime::runtime::{Host, RunInfo};

impl Host for Guest {
    fn info(&mut self) -> wasmtime::Result<RunInfo> {
        let info = self.start.info.clone();
        Ok(RunInfo {
            uid: info.uid,
            directory: info.directory,
            home: info.home,
            archive: info.archive,
            submitter: info.submitter,
            user: info.user,
            host: info.host,
        })
    }

    fn job_name(&mut self) -> wasmtime::Result<String> {
        Ok(self.job_name.clone())
    }

    fn set_job_name(&mut self, mut name: String) -> wasmtime::Result<()> {
        if self.start.role != Role::Job {
            return Ok(self.log().record(
                "pyats.easypy",
                Level::Warning,
                "only a job can set the job's name",
            )?);
        }
        name.truncate(name.floor_char_boundary(NAME_BYTES));
        self.job_name.clone_from(&name);
        self.link.tell(Notice::Runtime(runtime::Notice::SetJobName(name)))
    }

    fn taskid(&mut self) -> wasmtime::Result<Option<String>> {
        Ok(match &self.start.role {
            Role::Job => None,
            Role::Task { taskid, .. } => Some(taskid.clone()),
        })
    }

    fn set_arguments(&mut self, arguments: Vec<String>) -> wasmtime::Result<()> {
        if arguments.iter().map(String::len).sum::<usize>() > ARGUMENT_BYTES {
            wasmtime::bail!("set-arguments: more than {ARGUMENT_BYTES} bytes of arguments");
        }
        self.link.tell(Notice::Runtime(runtime::Notice::SetArguments(arguments)))
    }

    fn set_environment(&mut self, variables: Vec<(String, String)>) -> wasmtime::Result<()> {
        if variables.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > ENVIRONMENT_BYTES {
            wasmtime::bail!("set-environment: more than {ENVIRONMENT_BYTES} bytes of environment");
        }
        self.link.tell(Notice::Runtime(runtime::Notice::SetEnvironment(variables)))
    }

    fn variable_missing(&mut self, name: String) -> wasmtime::Result<()> {
        if name.len() > NAME_BYTES {
            return Ok(());
        }
        self.link.tell(Notice::Runtime(runtime::Notice::VariableMissing(name)))
    }

    fn program(&mut self) -> wasmtime::Result<String> {
        Ok(self.start.program.clone())
    }

    fn process_id(&mut self) -> wasmtime::Result<u32> {
        Ok(std::process::id())
    }
}
