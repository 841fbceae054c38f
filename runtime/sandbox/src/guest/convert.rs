//! Between the generated types of the WIT package and the messages of the contract.

use std::time::Duration;

use easypy_contract as contract;
use easypy_contract::limits::{DETAILS, LimitHit, bounded_text};

use crate::bindings::easypy::runtime::{log, results, synchro, task, types};

/// A duration in nanoseconds; what does not fit is the longest one.
pub(super) fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

pub(super) fn limit(hit: LimitHit) -> types::Limit {
    types::Limit { name: hit.name, value: hit.value }
}

impl From<contract::Outcome> for types::Outcome {
    fn from(outcome: contract::Outcome) -> types::Outcome {
        match outcome {
            contract::Outcome::Passed => types::Outcome::Passed,
            contract::Outcome::Passx => types::Outcome::Passx,
            contract::Outcome::Failed => types::Outcome::Failed,
            contract::Outcome::Errored => types::Outcome::Errored,
            contract::Outcome::Aborted => types::Outcome::Aborted,
            contract::Outcome::Blocked => types::Outcome::Blocked,
            contract::Outcome::Skipped => types::Outcome::Skipped,
        }
    }
}

impl From<types::Outcome> for contract::Outcome {
    fn from(outcome: types::Outcome) -> contract::Outcome {
        match outcome {
            types::Outcome::Passed => contract::Outcome::Passed,
            types::Outcome::Passx => contract::Outcome::Passx,
            types::Outcome::Failed => contract::Outcome::Failed,
            types::Outcome::Errored => contract::Outcome::Errored,
            types::Outcome::Aborted => contract::Outcome::Aborted,
            types::Outcome::Blocked => contract::Outcome::Blocked,
            types::Outcome::Skipped => contract::Outcome::Skipped,
        }
    }
}

impl From<log::Level> for contract::log::Level {
    fn from(level: log::Level) -> contract::log::Level {
        match level {
            log::Level::Debug => contract::log::Level::Debug,
            log::Level::Info => contract::log::Level::Info,
            log::Level::Warning => contract::log::Level::Warning,
            log::Level::Error => contract::log::Level::Error,
            log::Level::Critical => contract::log::Level::Critical,
        }
    }
}

impl From<contract::log::Level> for log::Level {
    fn from(level: contract::log::Level) -> log::Level {
        match level {
            contract::log::Level::Debug => log::Level::Debug,
            contract::log::Level::Info => log::Level::Info,
            contract::log::Level::Warning => log::Level::Warning,
            contract::log::Level::Error => log::Level::Error,
            contract::log::Level::Critical => log::Level::Critical,
        }
    }
}

impl From<contract::task::Error> for task::TaskError {
    fn from(error: contract::task::Error) -> task::TaskError {
        use contract::task::Error;
        match error {
            Error::Timeout(after) => task::TaskError::Timeout(nanoseconds(after)),
            Error::NotStarted => task::TaskError::NotStarted,
            Error::AlreadyStarted => task::TaskError::AlreadyStarted,
            Error::Denied(grant) => task::TaskError::Denied(grant),
            Error::InvalidArgument(why) => task::TaskError::InvalidArgument(why),
            Error::LimitExceeded(hit) => task::TaskError::LimitExceeded(limit(hit)),
            Error::Deadlock(names) => task::TaskError::Deadlock(names),
            Error::SpawnFailed(why) => task::TaskError::SpawnFailed(why),
            Error::ShuttingDown => task::TaskError::ShuttingDown,
        }
    }
}

impl From<contract::task::ExitStatus> for task::ExitStatus {
    fn from(status: contract::task::ExitStatus) -> task::ExitStatus {
        match status {
            contract::task::ExitStatus::Code(code) => task::ExitStatus::Code(code),
            contract::task::ExitStatus::Signal(signal) => task::ExitStatus::Signal(signal),
        }
    }
}

impl From<task::Options> for contract::task::Options {
    fn from(options: task::Options) -> contract::task::Options {
        contract::task::Options {
            testscript: options.testscript,
            taskid: options.taskid,
            kwargs: options.kwargs,
            exclusive: options.exclusive,
            grant: options.grant,
        }
    }
}

impl From<contract::task::Summary> for task::Summary {
    fn from(summary: contract::task::Summary) -> task::Summary {
        task::Summary {
            taskid: summary.taskid,
            testscript: summary.testscript,
            started: summary.started,
            alive: summary.alive,
            result: summary.result.map(Into::into),
        }
    }
}

impl From<contract::synchro::Kind> for synchro::Kind {
    fn from(kind: contract::synchro::Kind) -> synchro::Kind {
        use contract::synchro::Kind;
        match kind {
            Kind::Dict => synchro::Kind::Dict,
            Kind::List => synchro::Kind::List,
            Kind::Queue => synchro::Kind::Queue,
            Kind::Value => synchro::Kind::Value,
            Kind::Lock => synchro::Kind::Lock,
            Kind::Event => synchro::Kind::Event,
            Kind::Semaphore => synchro::Kind::Semaphore,
            Kind::Barrier => synchro::Kind::Barrier,
        }
    }
}

impl From<contract::synchro::Error> for synchro::SynchroError {
    fn from(error: contract::synchro::Error) -> synchro::SynchroError {
        use contract::synchro::Error;
        match error {
            Error::UnknownObject(id) => synchro::SynchroError::UnknownObject(id),
            Error::WrongKind(kind) => synchro::SynchroError::WrongKind(kind.into()),
            Error::Timeout => synchro::SynchroError::Timeout,
            Error::MissingKey(key) => synchro::SynchroError::MissingKey(key),
            Error::OutOfRange { index, length } => synchro::SynchroError::OutOfRange((index, length)),
            Error::InvalidArgument(why) => synchro::SynchroError::InvalidArgument(why),
            Error::NotOwner => synchro::SynchroError::NotOwner,
            Error::BrokenBarrier => synchro::SynchroError::BrokenBarrier,
            Error::LimitExceeded(hit) => synchro::SynchroError::LimitExceeded(limit(hit)),
            Error::Full => synchro::SynchroError::Full,
            Error::Empty => synchro::SynchroError::Empty,
            Error::ShuttingDown => synchro::SynchroError::ShuttingDown,
        }
    }
}

impl From<results::SectionKind> for contract::results::SectionKind {
    fn from(kind: results::SectionKind) -> contract::results::SectionKind {
        use contract::results::SectionKind;
        match kind {
            results::SectionKind::CommonSetup => SectionKind::CommonSetup,
            results::SectionKind::Subsection => SectionKind::Subsection,
            results::SectionKind::Testcase => SectionKind::Testcase,
            results::SectionKind::Setup => SectionKind::Setup,
            results::SectionKind::Test => SectionKind::Test,
            results::SectionKind::Cleanup => SectionKind::Cleanup,
            results::SectionKind::Step => SectionKind::Step,
            results::SectionKind::CommonCleanup => SectionKind::CommonCleanup,
            results::SectionKind::Section => SectionKind::Section,
        }
    }
}

impl From<results::Verdict> for contract::results::Verdict {
    fn from(verdict: results::Verdict) -> contract::results::Verdict {
        contract::results::Verdict {
            outcome: verdict.outcome.into(),
            reason: verdict.reason.map(bounded_text),
            data: verdict.data,
            ignored: verdict.ignored,
            details: verdict.details.into_iter().take(DETAILS).map(bounded_text).collect(),
        }
    }
}

impl From<contract::results::Error> for results::AttachError {
    fn from(error: contract::results::Error) -> results::AttachError {
        use contract::results::Error;
        match error {
            Error::InvalidName(name) => results::AttachError::InvalidName(name),
            Error::TooLarge(limit) => results::AttachError::TooLarge(limit),
            Error::NotWritten(why) => results::AttachError::NotWritten(why),
        }
    }
}
