//! What a run is started with.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use easypy_contract::log::Level;
use easypy_policy::{Grant, Policy};
use easypy_report::journal::RunStarted;
use easypy_sandbox::module::{Language, Module};

use crate::{Lab, Python, TaskFilter};

/// What a run is started with. The command line makes it; nothing in here is asked of a guest.
pub struct Settings {
    /// The journal's first event: names, paths, labels.
    pub run: RunStarted,
    /// The jobfile, absolute.
    pub jobfile: PathBuf,
    /// What it is written in.
    pub language: Language,
    /// The module that is run: the jobfile's own, or that of its interpreter. [`easypy_sandbox::module::ModuleInfo::as_job`]
    /// accepts it.
    pub module: Arc<Module>,
    /// What Python programs are run with.
    pub python: Python,
    /// The runinfo directory of this run, absolute. It exists, and nothing but `env.txt` and copies of the
    /// user's files is in it.
    pub runinfo: PathBuf,
    /// The host's current directory: relative testscripts are looked for here after the jobfile's directory.
    pub current_dir: PathBuf,
    /// The user's home directory: no testscript is run from there, for its task would see all of it.
    pub home: Option<PathBuf>,
    /// The arguments that the command line did not use itself.
    pub arguments: Vec<String>,
    /// The environment that guests see.
    pub environment: Vec<(String, String)>,
    /// The names of the host's variables that guests do not see.
    pub withheld: Vec<String>,
    /// Levels of loggers before the job sets any; the root logger's name is empty.
    pub levels: Vec<(String, Level)>,
    /// How many tasks run at once at the most; as many as are started when `None`.
    pub parallel: Option<NonZeroUsize>,
    /// Which tasks run; all when `None`.
    pub task_uids: Option<TaskFilter>,
    pub limits: GuestLimits,
    /// The testbed, if the run has one.
    pub lab: Option<Rc<Lab>>,
    /// What the job and its tasks may do; without one all that the run has.
    pub policy: Option<Policy>,
    /// The local time zone's offset from UTC, seconds: log lines show local time.
    pub utc_offset: i32,
}

/// What each guest, the job and every task, is kept to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuestLimits {
    /// Bytes of linear memory.
    pub memory: u64,
    /// Bytes of its log.
    pub log: u64,
}

impl GuestLimits {
    /// The lower ones of these and of those of a grant.
    pub(crate) fn within(self, grant: &Grant) -> GuestLimits {
        let granted = grant.limits();
        GuestLimits {
            memory: granted.memory.map_or(self.memory, |memory| memory.min(self.memory)),
            log: granted.log.map_or(self.log, |log| log.min(self.log)),
        }
    }
}

impl Default for GuestLimits {
    fn default() -> GuestLimits {
        GuestLimits { memory: 2 << 30, log: 1 << 30 }
    }
}

/// Somebody wants the run to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopSignal {
    /// SIGINT: Ctrl-C
    Interrupt,
    /// SIGTERM
    Terminate,
}

impl StopSignal {
    /// Its name, as the journal has it.
    pub fn name(self) -> &'static str {
        match self {
            StopSignal::Interrupt => "SIGINT",
            StopSignal::Terminate => "SIGTERM",
        }
    }
}
