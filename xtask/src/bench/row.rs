//! One row of the table.

use anyhow::Error;

use super::goal::{Goal, Standing};
use super::rounds::{Pair, median, spread};

/// What was measured, and how it compares.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: String,
    /// None when it could not be measured: the note says why.
    pub(super) value: Option<f64>,
    pub(super) unit: &'static str,
    pub(super) against: Option<Against>,
    /// The value over the yardstick's: the median of the rounds' ratios.
    pub(super) ratio: Option<f64>,
    /// The least and the greatest of what the rounds gave: of the ratio if there is one, else of the value.
    pub(super) spread: Option<(f64, f64)>,
    pub(super) goal: Option<Goal>,
    pub(super) note: String,
}

/// A yardstick, measured in the same run.
#[derive(Debug)]
pub(super) struct Against {
    pub(super) name: String,
    /// In the unit of the row.
    pub(super) value: f64,
}

impl Row {
    /// A value that stands alone: the median of the rounds.
    pub(super) fn alone(name: &str, unit: &'static str, rounds: &[f64]) -> Row {
        Row {
            name: name.to_owned(),
            value: Some(median(rounds.iter().copied())),
            unit,
            against: None,
            ratio: None,
            spread: spread(rounds.iter().copied()),
            goal: None,
            note: String::new(),
        }
    }

    /// A value beside its yardstick, each pair from one round.
    pub(super) fn compared(name: &str, unit: &'static str, against: &str, rounds: &[Pair]) -> Row {
        let ratios = || rounds.iter().map(|pair| pair.value / pair.against);
        Row {
            value: Some(median(rounds.iter().map(|pair| pair.value))),
            against: Some(Against {
                name: against.to_owned(),
                value: median(rounds.iter().map(|pair| pair.against)),
            }),
            ratio: Some(median(ratios())),
            spread: spread(ratios()),
            ..Row::alone(name, unit, &[])
        }
    }

    /// What could not be measured, and why.
    pub(super) fn unmeasured(name: &str, error: &Error) -> Row {
        Row { value: None, ..Row::alone(name, "", &[]) }.note(format!("not measured: {error:#}"))
    }

    pub(super) fn goal(self, goal: Goal) -> Row {
        Row { goal: Some(goal), ..self }
    }

    pub(super) fn note(self, note: impl Into<String>) -> Row {
        Row { note: note.into(), ..self }
    }

    /// How it stands to its goal; none without one, or when it could not be measured.
    pub(super) fn standing(&self) -> Option<Standing> {
        self.goal?.standing(self.value, self.ratio)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_that_of_each_round_and_not_of_the_medians() {
        // The machine was three times slower in the second round.
        let rounds = [(1.0, 2.0), (3.0, 6.0), (1.2, 2.0)].map(|(value, against)| Pair { value, against });
        let row = Row::compared("x", "ms", "y", &rounds).goal(Goal::ratio_at_most(1.0));
        assert_eq!((row.value, row.ratio, row.spread), (Some(1.2), Some(0.5), Some((0.5, 0.6))));
        assert_eq!(row.standing(), Some(Standing::Met));
    }

    #[test]
    fn what_was_not_measured_says_why_and_meets_nothing() {
        let row = Row::unmeasured("x", &Error::msg("no /proc here")).goal(Goal::value_at_most(1.0, "s"));
        assert_eq!(row.value, None);
        assert_eq!(row.standing(), None);
        assert!(row.note.contains("no /proc here"));
    }
}
