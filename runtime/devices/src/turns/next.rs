//! Who is next: the queues, and what leaves them.

use std::collections::BTreeSet;

use super::device::{Device, Lease, State};
use super::wait::{Asked, Place, Ticket, Wait};
use super::{DeviceId, Name, Todo, Turn, Turns};

impl<Who: Name> Turns<Who> {
    pub(super) fn queue(&mut self, who: Who, asked: Asked, out: &mut Vec<Todo<Who>>) -> Turn {
        self.last_ticket.0 += 1;
        let ticket = self.last_ticket;
        let mut touched = Vec::new();
        for (device, place) in asked.places() {
            self.devices.entry(device).or_default().queue(place).insert(ticket);
            touched.push(device);
        }
        self.children.entry(who).or_default().waits = Some(ticket);
        self.waits.insert(ticket, Wait { who, asked, passes: BTreeSet::new() });
        self.settle(&touched, out);
        if self.waits.contains_key(&ticket) { Turn::Waits } else { Turn::Now }
    }

    /// Takes a request out of all its queues; which devices that touches. The child is the caller's to put right.
    pub(super) fn withdraw(&mut self, ticket: Ticket) -> Vec<DeviceId> {
        self.passing.remove(&ticket);
        let Some(wait) = self.waits.remove(&ticket) else { return Vec::new() };
        self.leave_queues(ticket, &wait.asked)
    }

    fn leave_queues(&mut self, ticket: Ticket, asked: &Asked) -> Vec<DeviceId> {
        let mut touched = Vec::new();
        for (device, place) in asked.places() {
            self.devices.entry(device).or_default().queue(place).remove(&ticket);
            touched.push(device);
        }
        touched
    }

    /// Lets begin what can, after something has changed at these devices.
    pub(super) fn settle(&mut self, touched: &[DeviceId], out: &mut Vec<Todo<Who>>) {
        // What begins takes and never frees, so nothing at other devices becomes possible by it.
        while let Some(ticket) = self.next(touched) {
            self.begin(ticket, out);
        }
    }

    /// The first who can begin.
    fn next(&self, touched: &[DeviceId]) -> Option<Ticket> {
        let devices = touched.iter().filter_map(|id| self.devices.get(id));
        let candidates = devices.flat_map(|device| {
            let holder = device.holder().and_then(|holder| self.wait_of(holder));
            holder.map(|(ticket, _)| ticket).into_iter().chain(device.fronts())
        });
        candidates.chain(self.passing.iter().copied()).filter(|ticket| self.may_begin(*ticket)).min()
    }

    fn may_begin(&self, ticket: Ticket) -> bool {
        let Some(wait) = self.waits.get(&ticket) else { return false };
        wait.asked.places().all(|(id, place)| {
            self.devices.get(&id).is_none_or(|device| {
                device.rests(place)
                    && match device.holder() {
                        Some(holder) => holder == wait.who,
                        None => Self::ahead(device, place, ticket, wait).next().is_none(),
                    }
            })
        })
    }

    /// Those whom it has to let go first at a device that nobody holds.
    pub(super) fn ahead<'a>(
        device: &'a Device<Who>,
        place: Place,
        ticket: Ticket,
        wait: &'a Wait<Who>,
    ) -> impl Iterator<Item = Ticket> + 'a {
        let before = device.queues_before(place).flat_map(move |queue| queue.range(..ticket));
        before.copied().filter(|other| !wait.passes.contains(other))
    }

    fn begin(&mut self, ticket: Ticket, out: &mut Vec<Todo<Who>>) {
        self.passing.remove(&ticket);
        let Some(wait) = self.waits.remove(&ticket) else { return };
        self.leave_queues(ticket, &wait.asked);
        let who = wait.who;
        let child = self.children.entry(who).or_default();
        child.waits = None;
        match wait.asked {
            Asked::Lease { all, .. } => self.grant(who, &all, out),
            Asked::Order(session) => {
                child.runs = Some(session);
                let fence = self.next_fence();
                let place = self.devices.entry(session.device).or_default().session(session.via);
                place.state = State::Runs { who, fence };
                out.push(Todo::Start { who, session, fence });
            }
        }
    }

    /// Gives a lease on devices that are free, or held by this child.
    pub(super) fn grant(&mut self, who: Who, devices: &BTreeSet<DeviceId>, out: &mut Vec<Todo<Who>>) {
        let mut fences = Vec::new();
        let mut new = None;
        for id in devices {
            if let Some(lease) = self.devices.get_mut(id).and_then(|device| device.lease.as_mut()) {
                lease.times += 1;
                fences.push((*id, lease.fence));
                continue;
            }
            let fence = match new {
                Some(fence) => fence,
                None => *new.insert(self.next_fence()),
            };
            self.devices.entry(*id).or_default().lease = Some(Lease { holder: who, fence, times: 1 });
            self.leased += 1;
            self.children.entry(who).or_default().holds.insert(*id);
            fences.push((*id, fence));
        }
        out.push(Todo::Leased { who, fences });
    }
}
