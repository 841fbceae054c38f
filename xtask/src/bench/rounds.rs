//! Rounds: measuring one thing and its yardstick by turns, so that a machine that gets slower or busier does so
//! for both.

use std::time::{Duration, Instant};

use anyhow::Result;

/// How often something is measured, and how long that may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rounds {
    /// This often,
    count: usize,
    /// but no round is begun after this time. The first one always is.
    time: Duration,
}

impl Rounds {
    pub(super) fn new(count: usize, time: Duration) -> Rounds {
        Rounds { count: count.max(1), time }
    }

    /// Measures round by round.
    ///
    /// # Errors
    /// The first error of a round.
    pub(super) fn measure<T>(self, mut round: impl FnMut() -> Result<T>) -> Result<Vec<T>> {
        let begin = Instant::now();
        let mut measured = Vec::with_capacity(self.count);
        while measured.len() < self.count && (measured.is_empty() || begin.elapsed() < self.time) {
            measured.push(round()?);
        }
        Ok(measured)
    }
}

/// One round: what was measured, and its yardstick, in the same unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) value: f64,
    pub(super) against: f64,
}

/// The median; not a number when there is nothing.
pub(super) fn median(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.into_iter().collect();
    numbers.sort_by(f64::total_cmp);
    match numbers.len() {
        0 => f64::NAN,
        odd if odd % 2 == 1 => numbers[odd / 2],
        even => f64::midpoint(numbers[even / 2 - 1], numbers[even / 2]),
    }
}

/// The least and the greatest; none when there are less than two.
pub(super) fn spread(numbers: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    let numbers: Vec<f64> = numbers.into_iter().collect();
    let least = numbers.iter().copied().reduce(f64::min)?;
    let greatest = numbers.iter().copied().reduce(f64::max)?;
    (numbers.len() > 1).then_some((least, greatest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_or_between_the_two() {
        assert_eq!(median([3.0, 100.0, 1.0]), 3.0);
        assert_eq!(median([4.0, 1.0, 2.0, 100.0]), 3.0);
        assert!(median([]).is_nan());
    }

    #[test]
    fn one_round_has_no_spread() {
        assert_eq!(spread([1.0]), None);
        assert_eq!(spread([2.0, 1.0, 3.0]), Some((1.0, 3.0)));
    }

    #[test]
    fn the_first_round_is_always_measured_and_time_ends_the_others() {
        let measured = |count, time| Rounds::new(count, time).measure(|| Ok(())).unwrap().len();
        assert_eq!(measured(3, Duration::from_secs(3600)), 3);
        assert_eq!(measured(3, Duration::ZERO), 1);
        assert_eq!(measured(0, Duration::ZERO), 1);
    }
}
