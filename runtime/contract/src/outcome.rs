//! Outcomes and their roll-up (SPEC 1.2).

use std::fmt;

use serde::{Deserialize, Serialize};

/// The result of a section, a task or a job.
///
/// The order of the variants is the order of roll-up, least first: what is greater wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Skipped,
    Passed,
    Passx,
    Blocked,
    Failed,
    Errored,
    Aborted,
}

impl Outcome {
    /// All outcomes, in the order of roll-up.
    pub const ALL: [Outcome; 7] = [
        Outcome::Skipped,
        Outcome::Passed,
        Outcome::Passx,
        Outcome::Blocked,
        Outcome::Failed,
        Outcome::Errored,
        Outcome::Aborted,
    ];

    /// The lower-case word, as `results.json` has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Skipped => "skipped",
            Outcome::Passed => "passed",
            Outcome::Passx => "passx",
            Outcome::Blocked => "blocked",
            Outcome::Failed => "failed",
            Outcome::Errored => "errored",
            Outcome::Aborted => "aborted",
        }
    }

    /// The upper-case word, as reports have it.
    pub fn as_upper(self) -> &'static str {
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

    /// Whether `if task.result:` goes on: Passed and Passx only. Skipped is not truthy.
    pub fn is_truthy(self) -> bool {
        matches!(self, Outcome::Passed | Outcome::Passx)
    }

    /// Whether a common setup or a setup with this outcome keeps what follows from running.
    pub fn blocks(self) -> bool {
        !matches!(self, Outcome::Passed | Outcome::Passx | Outcome::Skipped)
    }

    /// The outcome of two together.
    pub fn and(self, other: Outcome) -> Outcome {
        self.max(other)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The outcome of all of them together; none of none.
pub fn roll_up(outcomes: impl IntoIterator<Item = Outcome>) -> Option<Outcome> {
    outcomes.into_iter().reduce(Outcome::and)
}

#[cfg(test)]
mod tests {
    use super::Outcome::{self, *};
    use super::roll_up;
    use proptest::prelude::*;

    /// SPEC 1.2, the table as pyATS was observed to compute it.
    const TABLE: [(Outcome, [Outcome; 7]); 7] = [
        (Passed, [Passed, Passx, Failed, Errored, Aborted, Blocked, Passed]),
        (Passx, [Passx, Passx, Failed, Errored, Aborted, Blocked, Passx]),
        (Failed, [Failed, Failed, Failed, Errored, Aborted, Failed, Failed]),
        (Errored, [Errored, Errored, Errored, Errored, Aborted, Errored, Errored]),
        (Aborted, [Aborted, Aborted, Aborted, Aborted, Aborted, Aborted, Aborted]),
        (Blocked, [Blocked, Blocked, Failed, Errored, Aborted, Blocked, Blocked]),
        (Skipped, [Passed, Passx, Failed, Errored, Aborted, Blocked, Skipped]),
    ];

    fn any_outcome() -> impl Strategy<Value = Outcome> {
        prop::sample::select(&Outcome::ALL[..])
    }

    #[test]
    fn roll_up_is_the_observed_table() {
        let columns = [Passed, Passx, Failed, Errored, Aborted, Blocked, Skipped];
        for (row, expected) in TABLE {
            for (column, expected) in columns.into_iter().zip(expected) {
                assert_eq!(row.and(column), expected, "{row} + {column}");
            }
        }
    }

    proptest! {
        #[test]
        fn roll_up_ignores_order_and_grouping(mut all in prop::collection::vec(any_outcome(), 0..20), cut in 0usize..20) {
            let whole = roll_up(all.iter().copied());
            let cut = cut.min(all.len());
            let (left, right) = all.split_at(cut);
            let parts = roll_up([roll_up(left.iter().copied()), roll_up(right.iter().copied())].into_iter().flatten());
            prop_assert_eq!(whole, parts);
            all.reverse();
            prop_assert_eq!(whole, roll_up(all.iter().copied()));
        }

        #[test]
        fn a_roll_up_is_one_of_its_parts_and_truthy_only_if_nothing_went_wrong(all in prop::collection::vec(any_outcome(), 1..20)) {
            let whole = roll_up(all.iter().copied()).unwrap();
            prop_assert!(all.contains(&whole));
            let wrong = all.iter().any(|o| o.blocks());
            let good = all.iter().any(|o| o.is_truthy());
            prop_assert_eq!(whole.is_truthy(), good && !wrong);
        }
    }

    #[test]
    fn nothing_rolls_up_to_nothing() {
        assert_eq!(roll_up([]), None);
    }
}
