//! The sections a guest has open: what a trap must end, and where the script can go on.

use easypy_contract::Outcome;
use easypy_contract::results::{SectionKind, Verdict};

/// An open section.
struct Open {
    kind: SectionKind,
    checkpoint: u32,
    inside: Option<Outcome>,
}

/// What a guest told before it trapped.
#[derive(Default)]
pub(super) struct Reporter {
    open: Vec<Open>,
    common_setup: Option<Outcome>,
    panic: Option<Verdict>,
}

/// What a trap ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unwound {
    /// How many sections are to be ended, innermost first; the last of them is the one with the checkpoint.
    pub(super) sections: usize,
    /// Where the script goes on.
    pub(super) checkpoint: u32,
    pub(super) common_setup_failed: bool,
}

impl Reporter {
    pub(super) fn begin(&mut self, kind: SectionKind, checkpoint: u32) {
        self.open.push(Open { kind, checkpoint, inside: None });
    }

    pub(super) fn end(&mut self, outcome: Option<Outcome>, ignored: bool) {
        let Some(section) = self.open.pop() else { return };
        if ignored {
            return;
        }
        // A section without anything inside and without a verdict is Passed, as aetest has it.
        let outcome = outcome.or(section.inside).unwrap_or(Outcome::Passed);
        let slot = match self.open.last_mut() {
            Some(parent) => &mut parent.inside,
            None if section.kind == SectionKind::CommonSetup => &mut self.common_setup,
            None => return,
        };
        *slot = Some(slot.map_or(outcome, |before| before.and(outcome)));
    }

    pub(super) fn panicking(&mut self, verdict: Verdict) {
        self.panic.get_or_insert(verdict);
    }

    /// Whether the guest has said that it is about to trap.
    pub(super) fn is_panicking(&self) -> bool {
        self.panic.is_some()
    }

    pub(super) fn take_panic(&mut self) -> Option<Verdict> {
        self.panic.take()
    }

    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether the innermost open section has had no section inside: it then has nothing to roll up.
    pub(super) fn is_empty_container(&self) -> bool {
        self.open.last().is_some_and(|section| section.inside.is_none())
    }

    /// Takes the open sections down to the container that holds the one with a checkpoint, and gives that
    /// section the outcome. None where there is none: then the script cannot go on.
    pub(super) fn unwind(&mut self, outcome: Outcome) -> Option<Unwound> {
        let at = self.open.iter().rposition(|section| section.checkpoint > 0)?;
        let (sections, checkpoint) = (self.open.len() - at, self.open[at].checkpoint);
        for _ in 0..sections {
            self.end(Some(outcome), false);
        }
        let in_common_setup =
            self.open.first().filter(|s| s.kind == SectionKind::CommonSetup).and_then(|s| s.inside);
        let common_setup_failed =
            [self.common_setup, in_common_setup].into_iter().flatten().any(Outcome::blocks);
        Some(Unwound { sections, checkpoint, common_setup_failed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trap_in_a_step_ends_step_and_test_and_leaves_the_testcase_open() {
        let mut reporter = Reporter::default();
        reporter.begin(SectionKind::Testcase, 0);
        reporter.begin(SectionKind::Test, 4);
        reporter.begin(SectionKind::Step, 0);
        let unwound = reporter.unwind(Outcome::Errored);
        assert_eq!(unwound, Some(Unwound { sections: 2, checkpoint: 4, common_setup_failed: false }));
        assert!(reporter.is_open() && !reporter.is_empty_container());
    }

    #[test]
    fn a_trap_outside_a_checkpoint_cannot_be_resumed() {
        let mut reporter = Reporter::default();
        reporter.begin(SectionKind::Testcase, 0);
        assert_eq!(reporter.unwind(Outcome::Errored), None);
    }

    #[test]
    fn a_common_setup_that_failed_is_remembered_open_or_ended() {
        let mut reporter = Reporter::default();
        reporter.begin(SectionKind::CommonSetup, 0);
        reporter.begin(SectionKind::Subsection, 1);
        assert!(reporter.unwind(Outcome::Failed).unwrap().common_setup_failed);
        reporter.end(None, false);
        reporter.begin(SectionKind::CommonCleanup, 0);
        reporter.begin(SectionKind::Subsection, 2);
        assert!(reporter.unwind(Outcome::Failed).unwrap().common_setup_failed);
    }
}
