//! The roll-up of a task's sections as they begin and end.

use crate::Outcome;

/// The sections that a task has open, outermost first, and what has come of those inside each.
///
/// A section that ends without a verdict has the roll-up of what is inside it, and is Passed when nothing is.
#[derive(Clone, Debug, Default)]
pub struct OpenSections {
    open: Vec<Option<Outcome>>,
    ended: Option<Outcome>,
}

impl OpenSections {
    /// How many are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    pub fn begin(&mut self) {
        self.open.push(None);
    }

    /// Ends the innermost open section; its outcome. None where none is open.
    pub fn end(&mut self, verdict: Option<Outcome>) -> Option<Outcome> {
        self.end_with(verdict, false)
    }

    /// The same for one that may count for nothing around it.
    pub fn end_with(&mut self, verdict: Option<Outcome>, ignored: bool) -> Option<Outcome> {
        let inside = self.open.pop()?;
        let outcome = verdict.or(inside).unwrap_or(Outcome::Passed);
        if ignored {
            return Some(outcome);
        }
        let around = self.open.last_mut().unwrap_or(&mut self.ended);
        *around = Some(around.map_or(outcome, |before| before.and(outcome)));
        Some(outcome)
    }

    /// Ends all that are open with this outcome.
    pub fn end_all(&mut self, outcome: Outcome) {
        while self.end(Some(outcome)).is_some() {}
    }

    /// The roll-up of the outermost sections that have ended: the task's result. None of none.
    pub fn outcome(&self) -> Option<Outcome> {
        self.ended
    }
}

#[cfg(test)]
mod tests {
    use super::OpenSections;
    use crate::Outcome::{Blocked, Errored, Failed, Passed, Passx};

    #[test]
    fn a_section_without_a_verdict_rolls_up_what_is_inside() {
        let mut sections = OpenSections::default();
        sections.begin();
        for verdict in [Passed, Failed, Passx] {
            sections.begin();
            assert_eq!(sections.end(Some(verdict)), Some(verdict));
        }
        assert_eq!(sections.end(None), Some(Failed));
        sections.begin();
        assert_eq!(sections.end(None), Some(Passed));
        assert_eq!(sections.outcome(), Some(Failed));
    }

    #[test]
    fn what_is_ignored_counts_for_nothing_around_it() {
        let mut sections = OpenSections::default();
        sections.begin();
        assert_eq!(sections.end_with(Some(Failed), true), Some(Failed));
        assert_eq!(sections.outcome(), None);
        sections.begin();
        sections.end(Some(Passx));
        assert_eq!(sections.outcome(), Some(Passx));
    }

    #[test]
    fn a_verdict_stands_above_what_is_inside() {
        let mut sections = OpenSections::default();
        sections.begin();
        sections.begin();
        sections.end(Some(Passed));
        assert_eq!(sections.end(Some(Blocked)), Some(Blocked));
    }

    #[test]
    fn what_is_open_at_the_end_is_ended_with_it() {
        let mut sections = OpenSections::default();
        assert_eq!((sections.end(None), sections.outcome()), (None, None));
        sections.begin();
        sections.begin();
        sections.end_all(Errored);
        assert_eq!((sections.depth(), sections.outcome()), (0, Some(Errored)));
    }
}
