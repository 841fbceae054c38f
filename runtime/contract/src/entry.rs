//! How a child begins and ends: the one frame that the host sends unasked, and the last that a child sends.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::log::Level;
use crate::network::Network;

/// Everything a child needs to run its guest: the first frame on its socket, from the host.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Start {
    pub role: Role,
    /// The jobfile's or testscript's path on the host, for messages.
    pub file: PathBuf,
    /// The same as the guest sees it; for an interpreter the program that it is to run.
    pub program: String,
    pub info: RunInfo,
    pub job_name: String,
    /// What `std::env::args` has after the program's name.
    pub arguments: Vec<String>,
    /// What `std::env::vars` has: the names the grant lists.
    pub environment: Vec<(String, String)>,
    pub directories: Vec<Directory>,
    /// Where it may connect to ([`crate::network::permits`]).
    pub addresses: Vec<Vec<Network>>,
    /// Levels by logger; the root logger's name is empty.
    pub levels: Vec<(String, Level)>,
    pub log: LogSettings,
    pub limits: Limits,
}

/// What kind of guest this is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Role {
    Job,
    Task {
        taskid: String,
        /// JSON object
        kwargs: String,
    },
}

/// The unchanging part of `runtime`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunInfo {
    pub uid: String,
    /// guest path
    pub directory: String,
    /// guest path
    pub home: String,
    pub archive: Option<String>,
    pub submitter: String,
    pub user: String,
    pub host: String,
}

/// A directory of the host that the guest sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    pub host: PathBuf,
    pub guest: String,
    pub writable: bool,
}

/// How log lines are written (SPEC 3.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogSettings {
    /// The number of the first line.
    pub first_line: u64,
    /// The process name in each line: the taskid, or `MainProcess`.
    pub process: String,
    /// Bytes after which the guest is ended, Errored.
    pub limit: u64,
    /// The local time zone's offset from UTC when the run started, in seconds.
    pub utc_offset: i32,
}

/// What the child itself keeps its guest to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of linear memory, all memories of the guest together.
    pub memory: u64,
}

/// How the guest ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ended {
    /// It returned. Its outcome is the roll-up of its sections.
    Returned,
    /// It could not run, or did not come to its end.
    Failed {
        kind: Failure,
        /// What the report says: in one line, or with a traceback that ends with it.
        message: String,
        /// More for the log: a backtrace, what was expected.
        detail: Option<String>,
    },
}

/// Why a guest did not come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// It could not be loaded: an import that does not exist, an export that is missing.
    Load,
    /// It returned an error of its own.
    Returned,
    /// It trapped; a panic is a trap.
    Trap,
    /// It called `exit`: the status.
    Exit(i32),
    /// It was interrupted by its own doing.
    Interrupted,
    /// It met a limit.
    Limit,
    /// The sandbox itself failed.
    Internal,
}
