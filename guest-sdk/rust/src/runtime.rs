//! The run that a guest is part of.

use std::path::PathBuf;

use crate::bindings::{runtime, task};
use crate::synchro::Synchro;
use crate::task::TaskSummary;
use crate::testbed::{self, Testbed};

/// The run that this guest is part of: what `main(runtime)` is given, and what [`runtime()`] returns
/// anywhere else.
#[derive(Debug)]
pub struct Runtime(());

/// The run that this guest is part of. Testscripts get it here; so do the functions of a job.
pub fn runtime() -> Runtime {
    Runtime(())
}

impl Runtime {
    /// The name of the job as reports show it; the jobfile's stem unless the job changed it.
    pub fn job_name(&self) -> String {
        runtime::job_name()
    }

    /// Gives the job another name for its reports. Only a job may: in a testscript it does nothing but
    /// warn in the TaskLog.
    pub fn set_job_name(&self, name: &str) {
        runtime::set_job_name(name);
    }

    /// The unique id of the run, `<jobfile stem>_<date>_<time>_<microseconds>` (SPEC 3.2).
    pub fn uid(&self) -> String {
        runtime::info().uid
    }

    /// The runinfo directory, writable: files written there come into the archive.
    pub fn directory(&self) -> PathBuf {
        runtime::info().directory.into()
    }

    /// The directory of this guest's own file, read only: `/job` for a jobfile, `/script` for a testscript.
    pub fn home(&self) -> PathBuf {
        runtime::info().home.into()
    }

    /// Where the archive will be on the host; none with `--no-archive`.
    pub fn archive(&self) -> Option<PathBuf> {
        runtime::info().archive.map(PathBuf::from)
    }

    /// Who asked for the run (`--submitter`).
    pub fn submitter(&self) -> String {
        runtime::info().submitter
    }

    /// The user that the host runs as.
    pub fn user(&self) -> String {
        runtime::info().user
    }

    /// The name of the host.
    pub fn host(&self) -> String {
        runtime::info().host
    }

    /// The task this guest is; none in a jobfile.
    pub fn taskid(&self) -> Option<String> {
        runtime::taskid()
    }

    /// The arguments that the host did not use itself, without the program's name.
    pub fn arguments(&self) -> Vec<String> {
        std::env::args().skip(1).collect()
    }

    /// Replaces the arguments that tasks started from now on inherit: what this job has not used itself.
    pub fn set_arguments<A: Into<String>>(&self, arguments: impl IntoIterator<Item = A>) {
        let arguments: Vec<String> = arguments.into_iter().map(Into::into).collect();
        runtime::set_arguments(&arguments);
    }

    /// The job's tasks so far, in the order in which they were set up. For jobs only: a testscript that
    /// calls it cannot be loaded.
    pub fn tasks(&self) -> Vec<TaskSummary> {
        task::all().into_iter().map(TaskSummary::from).collect()
    }

    /// The testbed as this guest's grant shows it.
    ///
    /// # Errors
    /// [`DeviceError::NoTestbed`](crate::testbed::DeviceError::NoTestbed) if the run was given none.
    pub fn testbed(&self) -> testbed::Result<Testbed> {
        Testbed::of_the_run()
    }

    /// Makes shared objects.
    pub fn synchro(&self) -> Synchro {
        Synchro::new()
    }
}
