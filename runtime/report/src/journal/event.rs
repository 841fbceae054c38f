//! What happens in a run, one event a line of `journal.ndjson`, in the order the host decided it.
//!
//! The schema is versioned by [`SCHEMA`] and documented in `docs/journal.md`: other people's tools may read
//! it. A reader must ignore events and members that it does not know.

use std::collections::BTreeMap;

use easypy_contract::Outcome;
use easypy_contract::results::{LogPosition, Section};
use easypy_contract::task::ExitStatus;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The version of the journal's schema: raised when a member changes its meaning or goes away.
pub const SCHEMA: u32 = 1;

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// When the host decided it (RFC 3339, UTC, microseconds).
    pub time: Timestamp,
    #[serde(flatten)]
    pub event: Event,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The first event.
    RunStarted(Box<RunStarted>),
    /// The job gave itself another name.
    JobNamed { name: String },
    /// The jobfile's child process runs.
    JobStarted { pid: u32 },
    /// A task was set up. `task` is its number, from 0; `taskid` its unique name.
    TaskCreated { task: u32, taskid: String, testscript: String },
    /// A task's child process runs. `testscript` is the file on the host; `hash` the SHA-256 of its bytes.
    TaskStarted { task: u32, pid: u32, testscript: String, hash: String, log: String },
    SectionBegun {
        task: u32,
        #[serde(flatten)]
        section: Section,
        at: LogPosition,
    },
    /// The innermost open section of the task ended. Without an outcome it is the roll-up of what is inside.
    SectionEnded {
        task: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<Outcome>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// JSON text
        #[serde(default, skip_serializing_if = "Option::is_none")]
        data: Option<String>,
        /// Texts that belong to the result: warnings, errors, tracebacks.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        details: Vec<String>,
        /// Whether it counts for nothing around it: a try that was followed by another.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        ignored: bool,
        at: LogPosition,
    },
    /// A file was put beside the logs: its name in the archive.
    Attached { task: u32, file: String, name: String, media_type: String, bytes: u64 },
    /// A task is over. Open sections are Errored by this event.
    TaskEnded(TaskEnded),
    /// Something a person should know that is nobody's failure, as shown in the JobLog.
    Warning { text: String },
    /// A session of a device was opened. `task` is the task that asked for it; none for the job.
    SessionOpened {
        device: String,
        via: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<u32>,
    },
    /// It was closed, by a guest or by the device.
    SessionClosed {
        device: String,
        via: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<u32>,
    },
    /// A guest left a session in another mode, or in the middle of a command: the host brought it back to its mode
    /// (`mode`), opened it again (`reopened`), or could do neither (`lost`).
    SessionRestored {
        device: String,
        via: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<u32>,
        how: String,
    },
    /// A guest has devices to itself. The number is the lease's own, and grows from lease to lease.
    LeaseTaken {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<u32>,
        devices: Vec<String>,
        number: u64,
    },
    /// These devices are free again.
    LeaseEnded {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        task: Option<u32>,
        devices: Vec<String>,
    },
    /// These tasks (numbers) still ran when `main` had returned, and were terminated.
    Dangling { tasks: Vec<u32> },
    /// `main` returned, failed or was not reached.
    JobEnded {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        failure: Option<JobFailure>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        exit: Option<ExitStatus>,
        usage: Usage,
    },
    /// Somebody stopped the run: the signal's name (`SIGINT`, `SIGTERM`).
    Interrupted { signal: String },
    /// The last event of a run that came to its end.
    RunEnded {},
}

impl Event {
    /// The words of all events, as the member `event` of a line has them.
    pub const NAMES: [&'static str; 19] = [
        "run-started",
        "job-named",
        "job-started",
        "task-created",
        "task-started",
        "section-begun",
        "section-ended",
        "attached",
        "task-ended",
        "warning",
        "session-opened",
        "session-closed",
        "session-restored",
        "lease-taken",
        "lease-ended",
        "dangling",
        "job-ended",
        "interrupted",
        "run-ended",
    ];

    /// Its word.
    pub fn name(&self) -> &'static str {
        let [
            run_started,
            job_named,
            job_started,
            task_created,
            task_started,
            section_begun,
            section_ended,
            attached,
            task_ended,
            warning,
            session_opened,
            session_closed,
            session_restored,
            lease_taken,
            lease_ended,
            dangling,
            job_ended,
            interrupted,
            run_ended,
        ] = Event::NAMES;
        match self {
            Event::RunStarted(_) => run_started,
            Event::JobNamed { .. } => job_named,
            Event::JobStarted { .. } => job_started,
            Event::TaskCreated { .. } => task_created,
            Event::TaskStarted { .. } => task_started,
            Event::SectionBegun { .. } => section_begun,
            Event::SectionEnded { .. } => section_ended,
            Event::Attached { .. } => attached,
            Event::TaskEnded(_) => task_ended,
            Event::Warning { .. } => warning,
            Event::SessionOpened { .. } => session_opened,
            Event::SessionClosed { .. } => session_closed,
            Event::SessionRestored { .. } => session_restored,
            Event::LeaseTaken { .. } => lease_taken,
            Event::LeaseEnded { .. } => lease_ended,
            Event::Dangling { .. } => dangling,
            Event::JobEnded { .. } => job_ended,
            Event::Interrupted { .. } => interrupted,
            Event::RunEnded {} => run_ended,
        }
    }
}

/// What is known when a run starts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RunStarted {
    pub schema: u32,
    /// easypy-wasm's version
    pub version: String,
    /// `<stem>_<YYYY><Mon><DD>_<HH>_<MM>_<SS>_<microseconds>`, or `--job-uid`
    pub uid: String,
    /// the jobfile's stem; the job's name until it gives itself another
    pub job: String,
    /// `--suite-name`, else the stem
    pub suite_name: String,
    pub jobfile: String,
    /// SHA-256 of the jobfile's bytes, hexadecimal; empty when it could not be read
    pub jobfile_hash: String,
    /// the command line, quoted for a shell
    pub command: String,
    /// where easypy-wasm is installed: the directory of its binary
    pub instance: String,
    pub user: String,
    pub submitter: String,
    pub host: String,
    /// e.g. `Debian GNU/Linux 12 bookworm (x86_64)`
    pub os: String,
    pub runinfo: String,
    /// where the archive will be
    pub archive: Option<String>,
    /// `--image`, `--release`, `--branch`, `--meta` … as given
    pub labels: BTreeMap<String, String>,
    /// the IANA name of the time zone in which reports show times
    pub time_zone: String,
    /// `--no-xml-report`
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_xml_report: bool,
    /// `--xunit`: `xunit.xml` is written
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub xunit: bool,
    /// `--xunit=DIR`: and there as well; absolute
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub xunit_directory: Option<String>,
}

/// How a task ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskEnded {
    pub task: u32,
    /// The outcome if it is not the roll-up of the sections: a task that failed to run, crashed, was killed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Why it has that outcome, in one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// More for the report's exception banner: a backtrace, what was expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Whether it counts as failed to run: it never got to its sections, or was ended by a time limit.
    #[serde(default)]
    pub failed_to_run: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit: Option<ExitStatus>,
    pub usage: Usage,
    /// The end of its log.
    pub at: LogPosition,
}

/// What a child process used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// user and system time, microseconds
    pub cpu_us: u64,
    /// from the request to start to the end, microseconds
    pub wall_us: u64,
    /// peak resident memory, KiB
    pub peak_kib: u64,
}

/// Why the job itself failed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobFailure {
    /// In one line, or a traceback that ends with it.
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The exit status that `main` gave itself, not 0: easypy-wasm's own is the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<i32>,
    /// Whether `main` was interrupted by its own doing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub interrupted: bool,
}
