//! How the end of a task's child becomes the end of the task: the failure table.

use easypy_contract::Outcome;
use easypy_contract::entry::{Ended, Failure};
use easypy_contract::task::ExitStatus;

use super::{Termination, exit_text};

/// What the end of a child means for its task.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// The outcome, where it is not the roll-up of the sections.
    pub(super) outcome: Option<Outcome>,
    pub(super) reason: Option<String>,
    pub(super) detail: Option<String>,
    pub(super) failed_to_run: bool,
}

impl Verdict {
    fn errored(reason: String) -> Verdict {
        Verdict { outcome: Some(Outcome::Errored), reason: Some(reason), ..Verdict::default() }
    }
}

/// `began`: whether it has begun any section.
pub(super) fn verdict(
    said: Option<Ended>,
    termination: Option<&Termination>,
    status: ExitStatus,
    began: bool,
    taskid: &str,
) -> Verdict {
    let broke_a_rule = matches!(termination, Some(Termination::Violation(_)));
    match (said, termination) {
        // It came to its end before the signal reached it; what it did wrong until then stays wrong.
        (Some(Ended::Returned), _) if status == ExitStatus::Code(0) && !broke_a_rule => Verdict::default(),
        (said, Some(termination)) if !matches!(said, Some(Ended::Failed { .. })) => Verdict {
            failed_to_run: matches!(termination, Termination::MaxRuntime(_)),
            ..Verdict::errored(termination.reason(taskid))
        },
        (Some(Ended::Failed { kind, message, detail }), _) => failed(kind, message, detail, began),
        (Some(Ended::Returned) | None, _) => Verdict {
            failed_to_run: !began,
            ..Verdict::errored(format!("its process {} before the testscript had ended", exit_text(status)))
        },
    }
}

fn failed(kind: Failure, message: String, detail: Option<String>, began: bool) -> Verdict {
    match kind {
        // The section that called `exit` is Aborted, which the roll-up shows.
        Failure::Exit(_) if began => {
            Verdict { outcome: Some(Outcome::Aborted), reason: Some(message), ..Verdict::default() }
        }
        // A script that says itself that it could not run has not run, whatever it reported until then.
        _ => {
            let failed_to_run = !began || kind == Failure::Returned;
            Verdict { detail, failed_to_run, ..Verdict::errored(message) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::Violation;
    use std::time::Duration;

    const ZERO: ExitStatus = ExitStatus::Code(0);
    const KILLED: ExitStatus = ExitStatus::Signal(9);

    fn said(kind: Failure) -> Option<Ended> {
        Some(Ended::Failed { kind, message: "m".into(), detail: None })
    }

    #[test]
    fn a_script_that_says_it_could_not_run_has_not_run() {
        for began in [false, true] {
            assert!(verdict(said(Failure::Returned), None, ZERO, began, "t").failed_to_run);
            assert_eq!(verdict(said(Failure::Trap), None, ZERO, began, "t").failed_to_run, !began);
        }
    }

    #[test]
    fn a_task_that_came_to_its_end_keeps_its_results_whatever_was_sent_to_it() {
        let late = Termination::MaxRuntime(Duration::from_secs(1));
        assert_eq!(verdict(Some(Ended::Returned), None, ZERO, true, "t"), Verdict::default());
        assert_eq!(verdict(Some(Ended::Returned), Some(&late), ZERO, true, "t"), Verdict::default());
    }

    #[test]
    fn a_rule_that_was_broken_counts_however_fast_the_task_ended() {
        let broken = Termination::Violation(Violation::protocol("x"));
        let verdict = verdict(Some(Ended::Returned), Some(&broken), ZERO, true, "t");
        assert_eq!(verdict.outcome, Some(Outcome::Errored));
    }

    #[test]
    fn a_crash_is_errored_with_what_happened() {
        let crash = verdict(None, None, KILLED, true, "t");
        assert_eq!(crash.outcome, Some(Outcome::Errored));
        assert_eq!(
            crash.reason.as_deref(),
            Some("its process was ended by SIGKILL before the testscript had ended")
        );
        assert!(!crash.failed_to_run);
        assert!(verdict(None, None, KILLED, false, "t").failed_to_run);
    }

    #[test]
    fn only_a_time_limit_makes_a_task_that_had_begun_one_that_failed_to_run() {
        let late = Termination::MaxRuntime(Duration::from_secs(1));
        assert!(verdict(None, Some(&late), KILLED, true, "t").failed_to_run);
        assert!(!verdict(None, Some(&Termination::ByJob), KILLED, true, "t").failed_to_run);
    }

    #[test]
    fn an_exit_in_a_section_is_aborted_and_outside_of_one_errored() {
        let status = ExitStatus::Code(4);
        assert_eq!(verdict(said(Failure::Exit(4)), None, status, true, "t").outcome, Some(Outcome::Aborted));
        let outside = verdict(said(Failure::Exit(4)), None, status, false, "t");
        assert_eq!((outside.outcome, outside.failed_to_run), (Some(Outcome::Errored), true));
    }

    #[test]
    fn traps_limits_and_loading_are_errored_with_their_own_words() {
        for kind in [Failure::Trap, Failure::Limit, Failure::Load, Failure::Returned, Failure::Internal] {
            let verdict = verdict(said(kind), None, ExitStatus::Code(1), true, "t");
            assert_eq!((verdict.outcome, verdict.reason.as_deref()), (Some(Outcome::Errored), Some("m")));
        }
    }
}
