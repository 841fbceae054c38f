//! One device: who holds it, what its sessions are doing, and who waits there.

use std::collections::{BTreeMap, BTreeSet};

use super::Fence;
use super::wait::{Place, Ticket};

#[derive(Debug)]
pub(super) struct Device<Who> {
    pub(super) lease: Option<Lease<Who>>,
    /// By their way in.
    pub(super) sessions: BTreeMap<u32, Session<Who>>,
    /// Those who wait for a lease.
    pub(super) leases: BTreeSet<Ticket>,
}

#[derive(Debug)]
pub(super) struct Lease<Who> {
    pub(super) holder: Who,
    pub(super) fence: Fence,
    /// How often its holder has leased it.
    pub(super) times: u64,
}

#[derive(Debug)]
pub(super) struct Session<Who> {
    pub(super) state: State<Who>,
    /// Whether it is to be restored when the lease of its device ends.
    pub(super) is_away: bool,
    /// Those who wait with an order.
    pub(super) orders: BTreeSet<Ticket>,
}

#[derive(Debug)]
pub(super) enum State<Who> {
    Rests,
    Runs { who: Who, fence: Fence },
    Restores,
}

impl<Who> Default for Device<Who> {
    fn default() -> Device<Who> {
        Device { lease: None, sessions: BTreeMap::new(), leases: BTreeSet::new() }
    }
}

impl<Who> Default for Session<Who> {
    fn default() -> Session<Who> {
        Session { state: State::Rests, is_away: false, orders: BTreeSet::new() }
    }
}

impl<Who> Session<Who> {
    fn rests(&self) -> bool {
        matches!(self.state, State::Rests)
    }
}

impl<Who: Copy> Device<Who> {
    pub(super) fn session(&mut self, via: u32) -> &mut Session<Who> {
        self.sessions.entry(via).or_default()
    }

    pub(super) fn holder(&self) -> Option<Who> {
        self.lease.as_ref().map(|lease| lease.holder)
    }

    /// Whether what is wanted could be had if nobody held the device and nobody were before.
    pub(super) fn rests(&self, place: Place) -> bool {
        match place {
            Place::Session(via) => self.sessions.get(&via).is_none_or(Session::rests),
            Place::Whole => self.sessions.values().all(Session::rests),
        }
    }

    /// The queue that a request for it is in.
    pub(super) fn queue(&mut self, place: Place) -> &mut BTreeSet<Ticket> {
        match place {
            Place::Session(via) => &mut self.session(via).orders,
            Place::Whole => &mut self.leases,
        }
    }

    /// The queues whose members stand in the way of those who want it and came later.
    pub(super) fn queues_before(&self, place: Place) -> impl Iterator<Item = &BTreeSet<Ticket>> {
        let orders = self.sessions.iter().filter(move |(via, _)| match place {
            Place::Session(wanted) => wanted == **via,
            Place::Whole => true,
        });
        orders.map(|(_, session)| &session.orders).chain([&self.leases])
    }

    /// The first of each queue.
    pub(super) fn fronts(&self) -> impl Iterator<Item = Ticket> {
        self.queues_before(Place::Whole).filter_map(|queue| queue.first().copied())
    }
}
