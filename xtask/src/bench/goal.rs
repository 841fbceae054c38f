//! What is hoped for, and what must hold already.

use std::fmt;

/// A bound on a row's value or ratio.
#[derive(Clone, Copy, Debug)]
pub(super) struct Goal {
    of: Of,
    bound: Bound,
    aim: f64,
    /// What must hold already, where that is less than the aim.
    must: Option<f64>,
    unit: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Of {
    Value,
    Ratio,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Bound {
    AtMost,
    AtLeast,
}

/// How a row stands to its goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Met,
    /// The aim is not met, what must hold is.
    NotYet,
    Missed,
}

impl Goal {
    /// The ratio (the row's value over its yardstick's) is to be at most this.
    pub(super) const fn ratio_at_most(aim: f64) -> Goal {
        Goal { of: Of::Ratio, bound: Bound::AtMost, aim, must: None, unit: "×" }
    }

    /// The ratio is to be at least this.
    pub(super) const fn ratio_at_least(aim: f64) -> Goal {
        Goal { of: Of::Ratio, bound: Bound::AtLeast, aim, must: None, unit: "×" }
    }

    /// The value is to be at most this.
    pub(super) const fn value_at_most(aim: f64, unit: &'static str) -> Goal {
        Goal { of: Of::Value, bound: Bound::AtMost, aim, must: None, unit }
    }

    /// The value is to be at least this.
    pub(super) const fn value_at_least(aim: f64, unit: &'static str) -> Goal {
        Goal { of: Of::Value, bound: Bound::AtLeast, aim, must: None, unit }
    }

    /// The same, with a weaker bound that must hold already.
    pub(super) const fn must(self, must: f64) -> Goal {
        Goal { must: Some(must), ..self }
    }

    /// How a row with this value and ratio stands; none if what the goal is about was not measured.
    pub(super) fn standing(self, value: Option<f64>, ratio: Option<f64>) -> Option<Standing> {
        let number = match self.of {
            Of::Value => value,
            Of::Ratio => ratio,
        }?;
        let within = |bound: f64| match self.bound {
            Bound::AtMost => number <= bound,
            Bound::AtLeast => number >= bound,
        };
        Some(match self.must {
            _ if within(self.aim) => Standing::Met,
            Some(must) if within(must) => Standing::NotYet,
            _ => Standing::Missed,
        })
    }

    fn show(self, bound: f64) -> String {
        if self.of == Of::Ratio && bound < 0.1 {
            return format!("{:.0}× less", 1.0 / bound);
        }
        let sign = match self.bound {
            Bound::AtMost => '≤',
            Bound::AtLeast => '≥',
        };
        let space = if self.of == Of::Ratio { "" } else { " " };
        format!("{sign} {bound}{space}{}", self.unit)
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.show(self.aim))?;
        match self.must {
            Some(must) => write!(f, " (must: {})", self.show(must)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Standing::Met => "yes",
            Standing::NotYet => "not yet",
            Standing::Missed => "NO",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_reads_as_one_says_it() {
        assert_eq!(Goal::ratio_at_most(1.0).must(3.0).to_string(), "≤ 1× (must: ≤ 3×)");
        assert_eq!(Goal::ratio_at_most(1.0 / 300.0).to_string(), "300× less");
        assert_eq!(Goal::value_at_most(30.0, "ms").to_string(), "≤ 30 ms");
    }

    #[test]
    fn between_the_aim_and_what_must_hold_is_not_yet() {
        let goal = Goal::ratio_at_least(1.0).must(0.7);
        let standing = |ratio| goal.standing(Some(0.0), ratio);
        assert_eq!(standing(Some(1.0)), Some(Standing::Met));
        assert_eq!(standing(Some(0.8)), Some(Standing::NotYet));
        assert_eq!(standing(Some(0.6)), Some(Standing::Missed));
        assert_eq!(standing(None), None);
        assert_eq!(Goal::value_at_most(30.0, "ms").standing(Some(31.0), None), Some(Standing::Missed));
    }
}
