//! What the broker has done, and what it is told of it.

use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use easypy_contract::Reply;
use easypy_contract::log::Level;
use easypy_contract::results;
use easypy_contract::task::ExitStatus;
use easypy_devices::turns::SessionId;
use easypy_policy::Grant;
use easypy_report::journal::Usage;

use crate::child::ChildId;
use crate::devices::{AuditRecord, SessionOrder};

/// Something that the dispatcher does.
#[derive(Debug)]
pub(crate) enum Effect {
    Reply(ChildId, Reply),
    Launch(Box<Launch>),
    Signal(ChildId, i32),
    Log(LogLine),
    /// Tell a session of a device something.
    Session(SessionId, SessionOrder),
    /// Write a line of the audit.
    Audit(Box<AuditRecord>),
    /// Write a file beside the logs, then answer the child.
    Attach {
        child: ChildId,
        file: String,
        content: Vec<u8>,
        event: easypy_report::journal::Event,
    },
}

/// A child to be made.
#[derive(Debug)]
pub(crate) struct Launch {
    pub(crate) child: ChildId,
    /// None for the job.
    pub(crate) task: Option<TaskLaunch>,
    pub(crate) job_name: String,
    pub(crate) arguments: Arc<[String]>,
    /// Its variables, if the job has said so; else those that the run passes on.
    pub(crate) environment: Option<Arc<[(String, String)]>>,
    pub(crate) levels: Vec<(String, Level)>,
    /// What its guest may do.
    pub(crate) grant: Rc<Grant>,
}

/// What is special to a task's child.
#[derive(Debug)]
pub(crate) struct TaskLaunch {
    pub(crate) taskid: String,
    /// The taskid as a part of file names.
    pub(crate) file_stem: String,
    /// The testscript as it was asked for.
    pub(crate) testscript: String,
    /// JSON object
    pub(crate) kwargs: String,
}

/// A child that runs.
#[derive(Clone, Debug)]
pub(crate) struct Started {
    pub(crate) pid: u32,
    /// The file that it runs.
    pub(crate) file: PathBuf,
    /// SHA-256 of its bytes.
    pub(crate) sha256: String,
}

/// Why a child could not be made.
#[derive(Clone, Debug)]
pub(crate) enum NotStarted {
    /// Its file is not there or cannot be run: what was found, and what to do about it. A job is not told what a
    /// file is like that is none of its business.
    Unusable { reason: String, detail: Option<String>, told: Option<String> },
    /// The system gave no process.
    System(String),
    /// It was to be ended before it had begun.
    Cancelled,
}

/// How a child ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ending {
    pub(crate) status: ExitStatus,
    pub(crate) cpu: Duration,
    pub(crate) peak_kib: u64,
}

impl Ending {
    /// With the time since it was asked for.
    pub(crate) fn usage(&self, wall: Duration) -> Usage {
        let microseconds = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
        Usage { cpu_us: microseconds(self.cpu), wall_us: microseconds(wall), peak_kib: self.peak_kib }
    }
}

/// What the host writes into a log.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LogLine {
    /// The task whose log it goes to, as a part of the file's name; none for the JobLog.
    pub(crate) task: Option<String>,
    /// Whose line it is; none for the host.
    pub(crate) origin: Option<LineOrigin>,
    pub(crate) level: Level,
    pub(crate) text: String,
}

/// A task's process whose first lines the host writes for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LineOrigin {
    pub(crate) taskid: String,
    pub(crate) pid: u32,
}

impl LogLine {
    pub(crate) fn info(text: impl Into<String>) -> LogLine {
        LogLine { task: None, origin: None, level: Level::Info, text: text.into() }
    }

    pub(crate) fn warning(text: impl Into<String>) -> LogLine {
        LogLine { level: Level::Warning, ..LogLine::info(text) }
    }

    pub(crate) fn error(text: impl Into<String>) -> LogLine {
        LogLine { level: Level::Error, ..LogLine::info(text) }
    }

    /// The same in a task's log.
    pub(crate) fn of_task(self, file_stem: impl Into<String>) -> LogLine {
        LogLine { task: Some(file_stem.into()), ..self }
    }
}

/// What became of an attachment.
pub(crate) type Attached = Result<(), results::Error>;
