//! What can go wrong with a device.

use std::time::Duration;

use super::Output;
use crate::bindings::testbed;

pub use crate::bindings::testbed::ConnectFailure;

/// Why a call on a device failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError {
    /// The run was given no testbed.
    #[error("the run was given no testbed; name one with --testbed-file")]
    NoTestbed,
    /// There is no such device, or this guest is not granted it.
    #[error("there is no device `{0}`")]
    UnknownDevice(String),
    /// The device has no such way in.
    #[error("the device `{device}` has no connection `{via}`")]
    UnknownVia { device: String, via: String },
    /// The grant that is missing.
    #[error("denied: {0}")]
    Denied(String),
    /// Connect first.
    #[error("the device `{device}` is not connected via `{via}`")]
    NotConnected { device: String, via: String },
    /// `send` and `expect` need a lease.
    #[error("send and expect are a conversation: lease the device `{0}` first")]
    NotLeased(String),
    /// There is no connection.
    #[error("{message}")]
    Connect { kind: ConnectFailure, message: String },
    /// The device had not answered, or the lease was not free, within the time.
    #[error("the device had not answered after {after:?}")]
    Timeout {
        after: Duration,
        /// what had been said until then
        output: Output,
    },
    /// The device refused a command.
    #[error("the device refused `{command}`: {line}")]
    Command {
        command: String,
        /// the line that says so
        line: String,
        output: Output,
    },
    /// The device closed the connection.
    #[error("the device closed the connection: {why}")]
    Closed {
        why: String,
        /// what had been said until then
        output: Output,
    },
    /// The lease on this device is over.
    #[error("the lease on `{0}` is over")]
    LeaseLost(String),
    /// Guests wait for each other: the names of all of them, the first one again at the end.
    #[error("waiting for each other: {}", .0.join(" -> "))]
    Deadlock(Vec<String>),
    /// An argument is not usable: which, and why.
    #[error("{0}")]
    InvalidArgument(String),
    /// A bound of the host: its name, and its value in the unit that the name implies.
    #[error("the limit `{name}` is {value}")]
    LimitExceeded {
        /// as the documentation names it
        name: String,
        /// bytes, levels or a count
        value: u64,
    },
    /// The run is ending.
    #[error("the run is ending")]
    ShuttingDown,
}

impl From<testbed::DeviceError> for DeviceError {
    fn from(error: testbed::DeviceError) -> DeviceError {
        use testbed::DeviceError as Wit;
        match error {
            Wit::NoTestbed => DeviceError::NoTestbed,
            Wit::UnknownDevice(name) => DeviceError::UnknownDevice(name),
            Wit::UnknownVia(it) => DeviceError::UnknownVia { device: it.device, via: it.via },
            Wit::Denied(grant) => DeviceError::Denied(grant),
            Wit::NotConnected(it) => DeviceError::NotConnected { device: it.device, via: it.via },
            Wit::NotLeased(device) => DeviceError::NotLeased(device),
            Wit::Connect(it) => DeviceError::Connect { kind: it.kind, message: it.message },
            Wit::Timeout(it) => {
                DeviceError::Timeout { after: Duration::from_nanos(it.after), output: it.output.into() }
            }
            Wit::Command(it) => {
                DeviceError::Command { command: it.command, line: it.line, output: it.output.into() }
            }
            Wit::Closed(it) => DeviceError::Closed { why: it.why, output: it.output.into() },
            Wit::LeaseLost(device) => DeviceError::LeaseLost(device),
            Wit::Deadlock(names) => DeviceError::Deadlock(names),
            Wit::InvalidArgument(why) => DeviceError::InvalidArgument(why),
            Wit::LimitExceeded(limit) => DeviceError::LimitExceeded { name: limit.name, value: limit.value },
            Wit::ShuttingDown => DeviceError::ShuttingDown,
        }
    }
}
