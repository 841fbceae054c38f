//! Between the generated types of `testbed` and the messages of the contract.

use std::time::Duration;

use easypy_contract::limits::bounded_text;
use easypy_contract::testbed as contract;

use crate::bindings::easypy::runtime::testbed as wit;
use crate::guest::convert::{limit, nanoseconds};

impl From<contract::Output> for wit::Output {
    fn from(output: contract::Output) -> wit::Output {
        wit::Output { text: output.text, cut: output.cut }
    }
}

impl From<contract::Connected> for wit::Connected {
    fn from(connected: contract::Connected) -> wit::Connected {
        wit::Connected {
            via: connected.via,
            mode: connected.mode,
            hostname: connected.hostname,
            new: connected.new,
        }
    }
}

impl From<contract::Matched> for wit::Matched {
    fn from(matched: contract::Matched) -> wit::Matched {
        wit::Matched { index: matched.index, before: matched.before.into(), groups: matched.groups }
    }
}

impl From<wit::Exchange> for contract::Exchange {
    fn from(exchange: wit::Exchange) -> contract::Exchange {
        contract::Exchange {
            timeout: exchange.timeout.map(Duration::from_nanos),
            raise: exchange.raise,
            errors: exchange.errors,
            replies: exchange.replies.into_iter().map(Into::into).collect(),
            output_limit: exchange.output_limit,
        }
    }
}

impl From<wit::Reply> for contract::ReplyTo {
    fn from(reply: wit::Reply) -> contract::ReplyTo {
        contract::ReplyTo { pattern: reply.pattern, answer: reply.answer, raw: reply.raw, again: reply.again }
    }
}

impl From<contract::ConnectFailure> for wit::ConnectFailure {
    fn from(kind: contract::ConnectFailure) -> wit::ConnectFailure {
        use contract::ConnectFailure;
        match kind {
            ConnectFailure::Refused => wit::ConnectFailure::Refused,
            ConnectFailure::Unreachable => wit::ConnectFailure::Unreachable,
            ConnectFailure::Timeout => wit::ConnectFailure::Timeout,
            ConnectFailure::Authentication => wit::ConnectFailure::Authentication,
            ConnectFailure::HostKey => wit::ConnectFailure::HostKey,
            ConnectFailure::Dialog => wit::ConnectFailure::Dialog,
            ConnectFailure::Closed => wit::ConnectFailure::Closed,
            ConnectFailure::Command => wit::ConnectFailure::Command,
            ConnectFailure::Unsupported => wit::ConnectFailure::Unsupported,
        }
    }
}

impl From<contract::Error> for wit::DeviceError {
    fn from(error: contract::Error) -> wit::DeviceError {
        use contract::Error;
        match error {
            Error::NoTestbed => wit::DeviceError::NoTestbed,
            Error::UnknownDevice(name) => wit::DeviceError::UnknownDevice(name),
            Error::UnknownVia { device, via } => wit::DeviceError::UnknownVia(wit::ViaError { device, via }),
            Error::Denied(grant) => wit::DeviceError::Denied(grant),
            Error::NotConnected { device, via } => {
                wit::DeviceError::NotConnected(wit::ViaError { device, via })
            }
            Error::NotLeased(device) => wit::DeviceError::NotLeased(device),
            Error::Connect { kind, message } => wit::DeviceError::Connect(wit::ConnectError {
                kind: kind.into(),
                message: bounded_text(message),
            }),
            Error::Timeout { after, output } => wit::DeviceError::Timeout(wit::TimeoutError {
                after: nanoseconds(after),
                output: output.into(),
            }),
            Error::Command { command, line, output } => {
                wit::DeviceError::Command(wit::CommandError { command, line, output: output.into() })
            }
            Error::Closed { why, output } => {
                wit::DeviceError::Closed(wit::ClosedError { why, output: output.into() })
            }
            Error::LeaseLost(device) => wit::DeviceError::LeaseLost(device),
            Error::Deadlock(names) => wit::DeviceError::Deadlock(names),
            Error::InvalidArgument(why) => wit::DeviceError::InvalidArgument(why),
            Error::LimitExceeded(hit) => wit::DeviceError::LimitExceeded(limit(hit)),
            Error::ShuttingDown => wit::DeviceError::ShuttingDown,
        }
    }
}
