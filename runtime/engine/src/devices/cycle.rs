//! Guests that wait for each other.
//!
//! A guest may wait for devices that another has leased, for a lock that another holds, and a job for the end of a task. When
//! that goes round in a circle nobody gets on any more, so one of those that wait for a device is told instead.

use std::time::Instant;

use easypy_contract::Reply as AnyReply;
use easypy_contract::testbed::Error;
use easypy_devices::turns::Todo;

use super::request::timeout_of;
use super::{Devices, Pending};
use crate::broker::{Broker, NotStarted};
use crate::child::ChildId;

impl Broker {
    /// A guest has begun to wait: if that closes a circle, one of it is told. Guests that wait for a device are in each,
    /// since no other circle is looked for.
    pub(crate) fn look_for_cycle(&mut self, start: ChildId) {
        if self.devices.pending.is_empty() {
            return;
        }
        let mut todos = Vec::new();
        let cycle = self.cycle(start, &mut todos);
        self.follow(todos);
        let Some(cycle) = cycle else { return };
        // Who waits for a time only lets the others go on when it is over.
        let gives_up = |child: &ChildId| match self.devices.pending.get(child) {
            Some(Pending::Lease { timeout }) => timeout.is_some(),
            Some(Pending::Order { op, .. }) => timeout_of(op).is_some(),
            Some(Pending::Exclusive { .. }) | None => false,
        };
        if cycle.iter().any(gives_up) {
            return;
        }
        let names: Vec<String> = cycle.iter().map(|child| self.described(*child)).collect();
        let waits = |child: &&ChildId| self.devices.turns.waits(**child);
        let Some(victim) = cycle.iter().find(waits).copied() else { return };
        self.warn(format!("deadlock, so {} is told: {}", self.described(victim), names.join(" -> ")));
        let pending = self.devices.pending.remove(&victim);
        let mut todos = Vec::new();
        self.devices.turns.give_up(victim, &mut todos);
        match pending {
            Some(Pending::Exclusive { task, .. }) => {
                self.devices.turns.ended(victim, &mut todos);
                let reason = format!("it would wait for its devices for ever: {}", names.join(" -> "));
                let why = NotStarted::Unusable { reason, detail: None, told: None };
                self.task_not_started(task, &why, Instant::now());
            }
            Some(Pending::Order { .. } | Pending::Lease { .. }) => {
                self.reply(victim, AnyReply::Testbed(Err(Error::Deadlock(names))));
            }
            None => {}
        }
        self.follow(todos);
    }
}

impl Devices {
    /// `others`: the guests that a guest waits for in other ways than for a device.
    pub(crate) fn cycle(
        &mut self,
        start: ChildId,
        others: impl Fn(ChildId) -> Vec<ChildId>,
        todos: &mut Vec<Todo<ChildId>>,
    ) -> Option<Vec<ChildId>> {
        self.turns.cycle(start, others, todos)
    }
}
