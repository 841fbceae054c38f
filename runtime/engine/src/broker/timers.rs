//! What is to be done when time has passed.

use std::collections::BTreeSet;
use std::time::Instant;

use crate::child::ChildId;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Timer {
    /// The time that a child's request may take is over.
    Wait(ChildId),
    /// A child that was asked to end has had its time.
    Kill(ChildId),
    /// Sessions that are still being brought back when nobody is left to use them have had their time.
    Settle,
}

#[derive(Debug, Default)]
pub(super) struct Timers(BTreeSet<(Instant, Timer)>);

impl Timers {
    pub(super) fn set(&mut self, when: Instant, timer: Timer) {
        self.0.insert((when, timer));
    }

    pub(super) fn clear(&mut self, when: Instant, timer: Timer) {
        self.0.remove(&(when, timer));
    }

    pub(super) fn next(&self) -> Option<Instant> {
        self.0.first().map(|(when, _)| *when)
    }

    pub(super) fn take_due(&mut self, now: Instant) -> Option<Timer> {
        if self.next()? > now {
            return None;
        }
        self.0.pop_first().map(|(_, timer)| timer)
    }
}
