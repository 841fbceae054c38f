//! The `testbed` capability: the topology, and what is asked of devices. Sessions live in the host.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::limits::LimitHit;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// The testbed as the grant shows it.
    Topology,
    /// Exclusive use of all these devices at once.
    Lease {
        devices: Vec<String>,
        timeout: Option<Duration>,
    },
    Release {
        devices: Vec<String>,
    },
    /// `device` is a name or an alias; without `via` it is the device's default way in.
    On {
        device: String,
        via: Option<String>,
        op: Op,
    },
}

/// What is asked of one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Op {
    /// Opens the session, or takes part in the one that is open.
    Connect {
        timeout: Option<Duration>,
    },
    /// Begins to open the session; nobody waits for it.
    Prepare {
        timeout: Option<Duration>,
    },
    Execute {
        commands: Vec<String>,
        options: Exchange,
    },
    /// Sends lines in configuration mode and goes back.
    Configure {
        lines: Vec<String>,
        options: Exchange,
    },
    /// Sends a text as it is. Needs a lease.
    Send {
        text: String,
    },
    /// Waits until what the device says fits one of the patterns. Needs a lease.
    Expect {
        patterns: Vec<String>,
        timeout: Option<Duration>,
    },
    /// Whether this guest takes part in the session and it is open.
    IsConnected,
    /// The mode that the session is in.
    Mode,
    /// Takes no part any more; the session is closed when nobody does.
    Disconnect,
}

/// How commands and their answers are exchanged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// For each command. None: the connection's setting.
    pub timeout: Option<Duration>,
    /// Whether an answer that fits one of the platform's error patterns is [`Error::Command`].
    pub raise: bool,
    /// Error patterns (regular expressions, each for a line) instead of the platform's.
    pub errors: Option<Vec<String>>,
    pub replies: Vec<ReplyTo>,
    /// Bytes of an answer that are kept: its beginning. None: as much as may cross.
    pub output_limit: Option<u64>,
}

/// What to answer when a command asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyTo {
    /// Regular expression that fits the end of what the device said.
    pub pattern: String,
    /// What is sent; a line end follows unless `raw`.
    pub answer: String,
    pub raw: bool,
    /// Whether it is answered any number of times; else once.
    pub again: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    Done,
    /// JSON; none if the run has no testbed.
    Topology(Option<String>),
    /// The lease's fencing number, which grows from lease to lease.
    Leased(u64),
    Connected(Connected),
    /// One for each command.
    Executed(Vec<Output>),
    Configured {
        output: Output,
        mode: String,
    },
    Matched(Matched),
    Flag(bool),
    Mode(String),
}

/// A session as it is after connecting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connected {
    pub via: String,
    /// `exec`, `enable`, `config` …, as the platform names it
    pub mode: String,
    /// as the device's prompt has it
    pub hostname: String,
    /// Whether it was opened by this request.
    pub new: bool,
}

/// What a device said to a command: without the echo and the prompt, line ends as `\n`, no escape codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    pub text: String,
    /// How many bytes there were beyond the limit; 0 if it is whole.
    pub cut: u64,
}

/// What `expect` found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    /// Which of the patterns, from 0.
    pub index: u32,
    /// What the device said before.
    pub before: Output,
    /// The match, and its groups; none for one that took no part.
    pub groups: Vec<Option<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Error {
    #[error("the run was given no testbed; name one with --testbed-file")]
    NoTestbed,
    /// Or one that is not granted: a guest is not told which.
    #[error("there is no device `{0}`")]
    UnknownDevice(String),
    #[error("the device `{device}` has no connection `{via}`")]
    UnknownVia { device: String, via: String },
    #[error("denied: {0}")]
    Denied(String),
    #[error("the device `{device}` is not connected via `{via}`; connect first")]
    NotConnected { device: String, via: String },
    #[error("send and expect are a conversation: lease the device `{0}` first")]
    NotLeased(String),
    #[error("{message}")]
    Connect { kind: ConnectFailure, message: String },
    /// The session is brought back before it is used again.
    #[error("the device had not answered after {after:?}")]
    Timeout { after: Duration, output: Output },
    #[error("the device refused `{command}`: {line}")]
    Command { command: String, line: String, output: Output },
    #[error("the device closed the connection{}", behind_colon(.why))]
    Closed { why: String, output: Output },
    /// The lease that this guest had is not its own any more.
    #[error("the lease on `{0}` is over")]
    LeaseLost(String),
    #[error("waiting for each other: {}", .0.join(" -> "))]
    Deadlock(Vec<String>),
    #[error("{0}")]
    InvalidArgument(String),
    #[error(transparent)]
    LimitExceeded(#[from] LimitHit),
    #[error("the run is ending")]
    ShuttingDown,
}

/// Why a connection could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConnectFailure {
    /// Nothing listens there.
    Refused,
    /// No way there, or no such name.
    Unreachable,
    /// No answer within the time.
    Timeout,
    /// The login was refused, or there is none to try.
    Authentication,
    /// The server's key is unknown, or not the one that is known.
    HostKey,
    /// It answered, but the login's dialog did not end at a prompt.
    Dialog,
    /// The device closed the connection.
    Closed,
    /// A program of this machine could not be started.
    Command,
    /// The testbed asks for what this program cannot do.
    Unsupported,
}

fn behind_colon(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(": {text}") }
}
