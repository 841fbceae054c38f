//! Outcomes, and how they roll up (SPEC 1.2).

use std::fmt;

use crate::bindings::types;

/// The result of a section, a task or a job.
///
/// Variants are in the order of the roll-up: of several, the greatest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Left out on purpose.
    Skipped,
    /// As it should be.
    Passed,
    /// Passed in spite of a known problem, or on a later try.
    Passx,
    /// Not run, because something it needs did not pass.
    Blocked,
    /// What was tested is not as it should be.
    Failed,
    /// The test itself went wrong.
    Errored,
    /// Ended before its time.
    Aborted,
}

impl Outcome {
    /// The upper-case word of reports and logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Skipped => "SKIPPED",
            Outcome::Passed => "PASSED",
            Outcome::Passx => "PASSX",
            Outcome::Blocked => "BLOCKED",
            Outcome::Failed => "FAILED",
            Outcome::Errored => "ERRORED",
            Outcome::Aborted => "ABORTED",
        }
    }

    /// The word as `Passed reason: …` has it.
    pub(crate) fn capitalised(self) -> &'static str {
        match self {
            Outcome::Skipped => "Skipped",
            Outcome::Passed => "Passed",
            Outcome::Passx => "Passx",
            Outcome::Blocked => "Blocked",
            Outcome::Failed => "Failed",
            Outcome::Errored => "Errored",
            Outcome::Aborted => "Aborted",
        }
    }

    /// Whether a job may take it for a pass: Passed and Passx only.
    pub fn is_truthy(self) -> bool {
        matches!(self, Outcome::Passed | Outcome::Passx)
    }

    /// Whether what depends on it is Blocked: all but Passed, Passx and Skipped (SPEC 8, gates).
    pub fn blocks(self) -> bool {
        self >= Outcome::Blocked
    }

    /// The outcome of the two together.
    ///
    /// ```
    /// use easypy::Outcome;
    /// assert_eq!(Outcome::Passed.roll_up(Outcome::Failed), Outcome::Failed);
    /// assert_eq!(Outcome::Skipped.roll_up(Outcome::Passed), Outcome::Passed);
    /// ```
    pub fn roll_up(self, other: Outcome) -> Outcome {
        self.max(other)
    }

    pub(crate) fn from_str(word: &str) -> Option<Outcome> {
        use Outcome::*;
        [Skipped, Passed, Passx, Blocked, Failed, Errored, Aborted].into_iter().find(|o| o.as_str() == word)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<types::Outcome> for Outcome {
    fn from(outcome: types::Outcome) -> Outcome {
        match outcome {
            types::Outcome::Passed => Outcome::Passed,
            types::Outcome::Passx => Outcome::Passx,
            types::Outcome::Failed => Outcome::Failed,
            types::Outcome::Errored => Outcome::Errored,
            types::Outcome::Aborted => Outcome::Aborted,
            types::Outcome::Blocked => Outcome::Blocked,
            types::Outcome::Skipped => Outcome::Skipped,
        }
    }
}

impl From<Outcome> for types::Outcome {
    fn from(outcome: Outcome) -> types::Outcome {
        match outcome {
            Outcome::Passed => types::Outcome::Passed,
            Outcome::Passx => types::Outcome::Passx,
            Outcome::Failed => types::Outcome::Failed,
            Outcome::Errored => types::Outcome::Errored,
            Outcome::Aborted => types::Outcome::Aborted,
            Outcome::Blocked => types::Outcome::Blocked,
            Outcome::Skipped => types::Outcome::Skipped,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Outcome::{self, *};

    #[test]
    fn the_roll_up_is_the_table_of_the_specification() {
        let order = [Aborted, Errored, Failed, Blocked, Passx, Passed, Skipped];
        for (i, a) in order.into_iter().enumerate() {
            for (j, b) in order.into_iter().enumerate() {
                assert_eq!(a.roll_up(b), order[i.min(j)], "{a} + {b}");
            }
            assert_eq!(Outcome::from_str(a.as_str()), Some(a));
        }
    }

    #[test]
    fn only_passes_are_truthy_and_skips_block_nothing() {
        let order = [Aborted, Errored, Failed, Blocked, Passx, Passed, Skipped];
        assert_eq!(order.map(Outcome::is_truthy), [false, false, false, false, true, true, false]);
        assert_eq!(order.map(Outcome::blocks), [true, true, true, true, false, false, false]);
    }
}
