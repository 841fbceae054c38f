//! Why a task was ended, in the words of reports.

use std::fmt;
use std::time::Duration;

use easypy_contract::task::ExitStatus;

use crate::broker::Violation;
use crate::settings::StopSignal;

/// How long a task has between SIGTERM and SIGKILL.
pub(super) const GRACE: Duration = Duration::from_secs(1);

/// Why a task was ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Termination {
    /// It took longer than its caller allowed.
    MaxRuntime(Duration),
    /// The job called `terminate`.
    ByJob,
    /// The job called `kill`.
    KilledByJob,
    /// It still ran when `main` was over.
    Dangling,
    /// Somebody stopped the run.
    Stopped(StopSignal),
    Violation(Violation),
}

impl Termination {
    /// Whether the task has no time to end by itself.
    pub(super) fn is_at_once(&self) -> bool {
        matches!(self, Termination::Violation(_) | Termination::KilledByJob)
    }

    /// The reason in a report; SPEC 4.4 has the first one's words.
    pub(super) fn reason(&self, taskid: impl fmt::Display) -> String {
        match self {
            Termination::MaxRuntime(time) => format!(
                "Task '{taskid}' has exceeded its max runtime of '{}' seconds. It has been terminated forcefully.",
                time.as_secs_f64()
            ),
            Termination::ByJob => "the job terminated it".to_owned(),
            Termination::KilledByJob => "the job killed it".to_owned(),
            Termination::Dangling => "it still ran when main() was over, and was terminated".to_owned(),
            Termination::Stopped(signal) => format!("the run was stopped by {}", signal.name()),
            Termination::Violation(Violation::Protocol(what)) => {
                format!("its process broke the protocol and was killed: {what}")
            }
            Termination::Violation(Violation::Limit(limit)) => format!("it was killed: {limit}"),
        }
    }
}

/// How a process ended, as a verb: `exited with status 3`, `was ended by SIGKILL`.
pub(crate) fn exit_text(status: ExitStatus) -> String {
    match status {
        ExitStatus::Code(code) => format!("exited with status {code}"),
        ExitStatus::Signal(signal) => match signal_name(signal) {
            Some(name) => format!("was ended by {name}"),
            None => format!("was ended by signal {signal}"),
        },
    }
}

fn signal_name(signal: i32) -> Option<&'static str> {
    Some(match signal {
        libc::SIGHUP => "SIGHUP",
        libc::SIGINT => "SIGINT",
        libc::SIGQUIT => "SIGQUIT",
        libc::SIGILL => "SIGILL",
        libc::SIGTRAP => "SIGTRAP",
        libc::SIGABRT => "SIGABRT",
        libc::SIGBUS => "SIGBUS",
        libc::SIGFPE => "SIGFPE",
        libc::SIGKILL => "SIGKILL",
        libc::SIGSEGV => "SIGSEGV",
        libc::SIGPIPE => "SIGPIPE",
        libc::SIGTERM => "SIGTERM",
        libc::SIGXCPU => "SIGXCPU",
        libc::SIGXFSZ => "SIGXFSZ",
        libc::SIGSYS => "SIGSYS",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_limits_are_told_in_the_words_of_pyats() {
        let said = |time| Termination::MaxRuntime(time).reason("slow");
        let words =
            "Task 'slow' has exceeded its max runtime of '3' seconds. It has been terminated forcefully.";
        assert_eq!(said(Duration::from_secs(3)), words);
        assert!(said(Duration::from_millis(500)).contains("'0.5' seconds"));
    }

    #[test]
    fn signals_are_named() {
        assert_eq!(exit_text(ExitStatus::Signal(9)), "was ended by SIGKILL");
        assert_eq!(exit_text(ExitStatus::Signal(40)), "was ended by signal 40");
        assert_eq!(exit_text(ExitStatus::Code(3)), "exited with status 3");
    }
}
