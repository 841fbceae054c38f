//! Whose turn it is on a device: fair queues, leases, fencing numbers, and waits that would never end.
//!
//! A state machine: requests and news go in; what is to be done now comes out, in order, as [`Todo`]. No input or
//! output is done here, nothing waits, and there is no clock: a wait that took too long is ended by its caller.
//!
//! A child asks for one thing at a time: an *order*, that is one use of one session, or a *lease*, the exclusive use
//! of devices with all their sessions. First come, first served:
//!
//! - Orders on a session run one after the other; those on different sessions of a device side by side.
//! - A lease is given on all its devices at once, when nobody is before it at any of them and all their sessions are
//!   at rest. Nothing is held while it is waited for, but what the child held before.
//! - A leased device takes its holder's orders only. Who holds it may lease it again, and releases it as often.
//! - Nobody waits behind one who waits for it: see [`Turns::cycle`].
//!
//! Every lease and every order has a number of its own, greater than all before. What comes late, from a child that
//! has died or an order that is over, is known by its number and refused.

mod device;
mod knot;
mod next;
#[cfg(test)]
mod tests;
mod wait;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::fmt::Debug;
use std::hash::Hash;

use device::{Device, State};
use wait::{Asked, Ticket, Wait};

/// One device of the testbed. The caller numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(pub u32);

/// One way into a device, and the session there. The caller numbers a device's ways in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId {
    pub device: DeviceId,
    pub via: u32,
}

/// The number of a lease or an order, greater than that of any before in this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fence(u64);

impl Fence {
    pub fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Fence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// What is to be done now, in the order given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Todo<Who> {
    /// The order of `who` begins; [`Turns::done`] ends it.
    Start { who: Who, session: SessionId, fence: Fence },
    /// The lease that `who` asked for is given. Devices that it held already keep their number.
    Leased { who: Who, fences: Vec<(DeviceId, Fence)> },
    /// The session is to be brought home or opened again; [`Turns::restored`] ends it, however it went. Nobody gets
    /// the session until then.
    Restore { session: SessionId, left_by: Who },
}

/// Whether a request got through at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is among what is to be done now.
    Now,
    Waits,
}

/// How an order leaves its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Ready for anybody.
    Home,
    /// In another mode, or in conversation. It stays so for the holder of a lease, until that ends.
    Away,
    /// Nobody knows: it is restored before anything else, also for the holder of a lease.
    Unsettled,
}

/// Why a request is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("it has asked for something else already")]
    Busy,
    #[error("no device is named")]
    NoDevices,
    #[error("it does not hold the device")]
    NotHeld(DeviceId),
    #[error("the run is ending")]
    ShuttingDown,
}

/// Names those who ask: the children of a run, also ones that are still to come.
pub trait Name: Copy + Eq + Hash + Ord + Debug {}

impl<T: Copy + Eq + Hash + Ord + Debug> Name for T {}

/// Whose turn it is on each device of a run.
#[derive(Debug)]
pub struct Turns<Who> {
    devices: BTreeMap<DeviceId, Device<Who>>,
    children: HashMap<Who, Child>,
    /// Who waits, as they came.
    waits: BTreeMap<Ticket, Wait<Who>>,
    /// Those of them that go before others who came first.
    passing: BTreeSet<Ticket>,
    /// How many devices are leased.
    leased: usize,
    last_ticket: Ticket,
    last_fence: Fence,
    is_shut_down: bool,
}

/// What a child waits for, runs and holds; one that does none of it is not kept.
#[derive(Debug, Default)]
struct Child {
    waits: Option<Ticket>,
    runs: Option<SessionId>,
    holds: BTreeSet<DeviceId>,
}

impl Child {
    fn is_busy(&self) -> bool {
        self.waits.is_some() || self.runs.is_some()
    }
}

impl<Who> Default for Turns<Who> {
    fn default() -> Turns<Who> {
        Turns {
            devices: BTreeMap::new(),
            children: HashMap::new(),
            waits: BTreeMap::new(),
            passing: BTreeSet::new(),
            leased: 0,
            last_ticket: Ticket::default(),
            last_fence: Fence(0),
            is_shut_down: false,
        }
    }
}

impl<Who: Name> Turns<Who> {
    pub fn new() -> Turns<Who> {
        Turns::default()
    }

    /// One use of a session.
    ///
    /// # Errors
    /// [`Refused::Busy`] while the child waits for or runs something else, [`Refused::ShuttingDown`].
    pub fn order(&mut self, who: Who, session: SessionId, out: &mut Vec<Todo<Who>>) -> Result<Turn, Refused> {
        self.admit(who)?;
        self.devices.entry(session.device).or_default().session(session.via);
        Ok(self.queue(who, Asked::Order(session), out))
    }

    /// The exclusive use of all these devices, by a child or for one that is still to come. Naming a device twice is
    /// naming it once.
    ///
    /// # Errors
    /// [`Refused::NoDevices`], [`Refused::Busy`] while the child waits for or runs something else,
    /// [`Refused::ShuttingDown`].
    pub fn lease(
        &mut self,
        who: Who,
        devices: &[DeviceId],
        out: &mut Vec<Todo<Who>>,
    ) -> Result<Turn, Refused> {
        self.admit(who)?;
        if devices.is_empty() {
            return Err(Refused::NoDevices);
        }
        let all: BTreeSet<DeviceId> = devices.iter().copied().collect();
        for device in &all {
            self.devices.entry(*device).or_default();
        }
        let missing: Vec<DeviceId> = all.iter().copied().filter(|device| !self.holds(who, *device)).collect();
        if missing.is_empty() {
            self.grant(who, &all, out);
            return Ok(Turn::Now);
        }
        Ok(self.queue(who, Asked::Lease { all, missing }, out))
    }

    /// Gives leases back, each once. A device is free after as many releases as it was leased by its holder.
    ///
    /// # Errors
    /// [`Refused::NotHeld`] for the first that the child does not hold, [`Refused::Busy`] while it waits for or runs
    /// something; then nothing is released.
    pub fn release(
        &mut self,
        who: Who,
        devices: &[DeviceId],
        out: &mut Vec<Todo<Who>>,
    ) -> Result<(), Refused> {
        if self.children.get(&who).is_some_and(Child::is_busy) {
            return Err(Refused::Busy);
        }
        if let Some(device) = devices.iter().find(|device| !self.holds(who, **device)) {
            return Err(Refused::NotHeld(*device));
        }
        let devices: BTreeSet<DeviceId> = devices.iter().copied().collect();
        let mut freed = Vec::new();
        for id in devices {
            let lease = self.devices.get_mut(&id).and_then(|device| device.lease.as_mut());
            if let Some(lease) = lease {
                lease.times -= 1;
                if lease.times == 0 {
                    self.end_lease(id, who, out);
                    freed.push(id);
                }
            }
        }
        self.forget_if_idle(who);
        self.settle(&freed, out);
        Ok(())
    }

    /// The order with this number has ended. False if it is not under way: its child has died, or it had ended
    /// before; then nothing happens.
    pub fn done(&mut self, session: SessionId, fence: Fence, left: Left, out: &mut Vec<Todo<Who>>) -> bool {
        let Some(device) = self.devices.get_mut(&session.device) else { return false };
        let holder = device.holder();
        let Some(place) = device.sessions.get_mut(&session.via) else { return false };
        let State::Runs { who, fence: current } = place.state else { return false };
        if fence != current {
            return false;
        }
        let stays = left == Left::Home || (left == Left::Away && holder == Some(who));
        place.is_away = left == Left::Away && stays;
        place.state = if stays { State::Rests } else { State::Restores };
        if !stays {
            out.push(Todo::Restore { session, left_by: who });
        }
        if let Some(child) = self.children.get_mut(&who) {
            child.runs = None;
        }
        self.forget_if_idle(who);
        self.settle(&[session.device], out);
        true
    }

    /// A session has been restored, or is closed and opened by whoever connects next. False if it was not to be.
    pub fn restored(&mut self, session: SessionId, out: &mut Vec<Todo<Who>>) -> bool {
        let device = self.devices.get_mut(&session.device);
        let Some(place) = device.and_then(|device| device.sessions.get_mut(&session.via)) else {
            return false;
        };
        if !matches!(place.state, State::Restores) {
            return false;
        }
        place.state = State::Rests;
        self.settle(&[session.device], out);
        true
    }

    /// A child waits no more for what it asked for. False if it does not wait; an order that runs goes on.
    pub fn give_up(&mut self, who: Who, out: &mut Vec<Todo<Who>>) -> bool {
        let Some(ticket) = self.children.get_mut(&who).and_then(|child| child.waits.take()) else {
            return false;
        };
        let touched = self.withdraw(ticket);
        self.forget_if_idle(who);
        self.settle(&touched, out);
        true
    }

    /// A child is gone, however it ended: it waits no more, its leases are over, and the session that it was using,
    /// or had left away from home, is restored.
    pub fn ended(&mut self, who: Who, out: &mut Vec<Todo<Who>>) {
        let Some(child) = self.children.remove(&who) else { return };
        let mut touched: Vec<DeviceId> = child.holds.iter().copied().collect();
        if let Some(ticket) = child.waits {
            touched.extend(self.withdraw(ticket));
        }
        if let Some(session) = child.runs {
            let place = self.devices.entry(session.device).or_default().session(session.via);
            place.state = State::Restores;
            place.is_away = false;
            out.push(Todo::Restore { session, left_by: who });
        }
        for device in child.holds {
            self.end_lease(device, who, out);
        }
        self.settle(&touched, out);
    }

    /// The run ends: nobody waits any more, and nothing begins. Those who waited are given back, as they came.
    pub fn shut_down(&mut self) -> Vec<Who> {
        self.is_shut_down = true;
        let tickets: Vec<Ticket> = self.waits.keys().copied().collect();
        let mut waited = Vec::new();
        for ticket in tickets {
            if let Some(wait) = self.waits.get(&ticket) {
                let who = wait.who;
                waited.push(who);
                self.withdraw(ticket);
                if let Some(child) = self.children.get_mut(&who) {
                    child.waits = None;
                }
                self.forget_if_idle(who);
            }
        }
        waited
    }

    /// Whether a child waits for what it asked for here.
    pub fn waits(&self, who: Who) -> bool {
        self.wait_of(who).is_some()
    }

    /// Who holds a device, and the number of its lease.
    pub fn holder(&self, device: DeviceId) -> Option<(Who, Fence)> {
        let lease = self.devices.get(&device)?.lease.as_ref()?;
        Some((lease.holder, lease.fence))
    }

    pub fn holds(&self, who: Who, device: DeviceId) -> bool {
        self.holder(device).is_some_and(|(holder, _)| holder == who)
    }

    /// Whether the order with this number is under way. To be asked before anything is sent to the device for it.
    pub fn is_current(&self, session: SessionId, fence: Fence) -> bool {
        let device = self.devices.get(&session.device);
        let place = device.and_then(|device| device.sessions.get(&session.via));
        place.is_some_and(
            |place| matches!(place.state, State::Runs { fence: current, .. } if current == fence),
        )
    }

    /// Whether the device is held by the lease with this number.
    pub fn is_lease_current(&self, device: DeviceId, fence: Fence) -> bool {
        self.holder(device).is_some_and(|(_, current)| current == fence)
    }

    fn admit(&self, who: Who) -> Result<(), Refused> {
        if self.is_shut_down {
            return Err(Refused::ShuttingDown);
        }
        // Else it would be in two queues.
        if self.children.get(&who).is_some_and(Child::is_busy) { Err(Refused::Busy) } else { Ok(()) }
    }

    fn wait_of(&self, who: Who) -> Option<(Ticket, &Wait<Who>)> {
        let ticket = self.children.get(&who)?.waits?;
        Some((ticket, self.waits.get(&ticket)?))
    }

    fn next_fence(&mut self) -> Fence {
        self.last_fence.0 += 1;
        self.last_fence
    }

    /// Ends a lease, whoever asks for it. The child is the caller's to put right.
    fn end_lease(&mut self, id: DeviceId, holder: Who, out: &mut Vec<Todo<Who>>) {
        if let Some(child) = self.children.get_mut(&holder) {
            child.holds.remove(&id);
        }
        let Some(device) = self.devices.get_mut(&id) else { return };
        if device.lease.take().is_some() {
            self.leased -= 1;
        }
        for (via, place) in &mut device.sessions {
            if std::mem::take(&mut place.is_away) {
                place.state = State::Restores;
                out.push(Todo::Restore { session: SessionId { device: id, via: *via }, left_by: holder });
            }
        }
    }

    fn forget_if_idle(&mut self, who: Who) {
        if self.children.get(&who).is_some_and(|child| !child.is_busy() && child.holds.is_empty()) {
            self.children.remove(&who);
        }
    }
}
