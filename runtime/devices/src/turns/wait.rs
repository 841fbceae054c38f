//! Those who wait, and for what.

use std::collections::BTreeSet;

use super::{DeviceId, SessionId};

/// A place in the order in which requests came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ticket(pub(super) u64);

#[derive(Debug)]
pub(super) struct Wait<Who> {
    pub(super) who: Who,
    pub(super) asked: Asked,
    /// Those who came before it, but wait for it: it does not wait behind them.
    pub(super) passes: BTreeSet<Ticket>,
}

#[derive(Clone, Debug)]
pub(super) enum Asked {
    Order(SessionId),
    /// `missing` are those of the devices that it does not hold already.
    Lease {
        all: BTreeSet<DeviceId>,
        missing: Vec<DeviceId>,
    },
}

/// What is wanted of a device.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// The session of this way in.
    Session(u32),
    /// All of it.
    Whole,
}

impl Asked {
    /// Where it is queued.
    pub(super) fn places(&self) -> impl Iterator<Item = (DeviceId, Place)> {
        let (order, missing) = match self {
            Asked::Order(session) => (Some((session.device, Place::Session(session.via))), &[][..]),
            Asked::Lease { missing, .. } => (None, &missing[..]),
        };
        order.into_iter().chain(missing.iter().map(|device| (*device, Place::Whole)))
    }
}
