//! How many of what outcome (SPEC 1.3).

use std::iter::Sum;

use easypy_contract::Outcome;

/// Outcomes by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([u64; Outcome::ALL.len()]);

impl Counts {
    pub fn of(outcomes: impl IntoIterator<Item = Outcome>) -> Counts {
        let mut counts = Counts::default();
        for outcome in outcomes {
            counts.add(outcome);
        }
        counts
    }

    pub fn add(&mut self, outcome: Outcome) {
        for (count, counted) in self.0.iter_mut().zip(Outcome::ALL) {
            *count += u64::from(counted == outcome);
        }
    }

    pub fn get(&self, outcome: Outcome) -> u64 {
        self.0
            .iter()
            .zip(Outcome::ALL)
            .find(|(_, counted)| *counted == outcome)
            .map_or(0, |(count, _)| *count)
    }

    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Passed, Passx and Skipped: what does not lower the success rate.
    fn good(&self) -> u64 {
        [Outcome::Passed, Outcome::Passx, Outcome::Skipped].map(|outcome| self.get(outcome)).iter().sum()
    }

    /// Whether there is something, and all of it is good: a success rate of exactly 100.
    pub fn is_perfect(&self) -> bool {
        self.total() > 0 && self.good() == self.total()
    }

    /// In per cent, with two decimals; 0 of nothing. It is 100 only if it is exactly that: one failure in a
    /// hundred thousand makes it 99.99.
    pub fn success_rate(&self) -> f64 {
        if self.total() == 0 {
            return 0.0;
        }
        let rate = (100.0 * 100.0 * self.good() as f64 / self.total() as f64).round() / 100.0;
        if self.is_perfect() { rate } else { rate.min(99.99) }
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Counts>>(all: I) -> Counts {
        all.fold(Counts::default(), |Counts(mut sum), Counts(counts)| {
            for (sum, count) in sum.iter_mut().zip(counts) {
                *sum += count;
            }
            Counts(sum)
        })
    }
}

#[cfg(test)]
mod tests {
    use easypy_contract::Outcome::{Failed, Passed, Passx, Skipped};

    use super::Counts;

    #[test]
    fn skipped_and_passx_do_not_lower_the_success_rate() {
        let counts = Counts::of([Passed, Passx, Skipped]);
        assert_eq!((counts.total(), counts.success_rate(), counts.is_perfect()), (3, 100.0, true));
        let counts: Counts = [counts, Counts::of([Failed, Failed])].into_iter().sum();
        assert_eq!((counts.get(Failed), counts.success_rate(), counts.is_perfect()), (2, 60.0, false));
        assert_eq!(Counts::of([Passed, Failed, Passed]).success_rate(), 66.67);
    }

    #[test]
    fn nothing_has_no_success() {
        assert_eq!((Counts::default().success_rate(), Counts::default().is_perfect()), (0.0, false));
    }

    #[test]
    fn a_rate_is_not_rounded_up_to_success() {
        let mut counts = Counts::of(std::iter::repeat_n(Passed, 1_000_000));
        counts.add(Failed);
        assert_eq!(counts.success_rate(), 99.99);
    }
}
