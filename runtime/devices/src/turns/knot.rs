//! Who waits for whom, and waits that would never end.
//!
//! Who waits for a device that is held waits for its holder: nothing can be done about that but giving up. Who waits
//! behind another in a queue waits for it only because that came first, and that can be changed. So if children wait
//! for each other, those of them whom another one needs, by what they hold, go before the others; what is left is a
//! deadlock.
//!
//! An order that runs, and a session that is restored, end by themselves: nobody waits for their child.

use std::collections::{HashMap, HashSet, VecDeque};

use super::wait::{Place, Ticket, Wait};
use super::{DeviceId, Name, Todo, Turns};

impl<Who: Name> Turns<Who> {
    /// Whom a child waits for: the holders of the devices it asked for, then those who are before it in a queue, as
    /// they came.
    pub fn waits_for(&self, who: Who) -> Vec<Who> {
        let Some((ticket, wait)) = self.wait_of(who) else { return Vec::new() };
        let mut before: Vec<Ticket> = self.tickets_before(ticket, wait).collect();
        before.sort_unstable();
        let before = before.iter().filter_map(|other| self.waits.get(other)).map(|other| other.who);
        let mut found: Vec<Who> = self.holders(wait).chain(before).collect();
        let mut seen = HashSet::new();
        found.retain(|other| seen.insert(*other));
        found
    }

    /// A child has begun to wait, here or elsewhere. `extra` says whom one waits for that waits elsewhere; who waits
    /// here waits nowhere else.
    ///
    /// To be asked each time, else children may wait for each other for ever. Gives the deadlock that came of it, if any, as a way from this child back to itself, so
    /// that it is the first and the last; then this child is to give up. Otherwise those who hold what others wait
    /// for may go before these now, and may begin at once.
    pub fn cycle(
        &mut self,
        start: Who,
        extra: impl Fn(Who) -> Vec<Who>,
        out: &mut Vec<Todo<Who>>,
    ) -> Option<Vec<Who>> {
        if self.leased == 0 && self.waits(start) {
            // Queues alone are in the order in which their members came.
            return None;
        }
        let held_up_by = |who: Who| {
            let holders = self.wait_of(who).into_iter().flat_map(|(_, wait)| self.holders(wait));
            holders.chain(extra(who)).collect::<Vec<Who>>()
        };
        if let Some(cycle) = way_back(start, held_up_by) {
            return Some(cycle);
        }
        let knot = Knot::around(start, held_up_by, |who| self.queued_next_before(who));
        for who in knot.needed {
            let Some((ticket, wait)) = self.wait_of(who) else { continue };
            let members = &knot.members;
            let behind: Vec<Ticket> = self
                .tickets_before(ticket, wait)
                .filter(|other| self.waits.get(other).is_some_and(|other| members.contains(&other.who)))
                .collect();
            if let Some(wait) = self.waits.get_mut(&ticket)
                && !behind.is_empty()
            {
                wait.passes.extend(behind);
                self.passing.insert(ticket);
            }
        }
        self.settle(&[], out);
        None
    }

    fn holders<'a>(&'a self, wait: &'a Wait<Who>) -> impl Iterator<Item = Who> + 'a {
        let devices = wait.asked.places().filter_map(|(id, _)| self.devices.get(&id));
        devices.filter_map(|device| device.holder()).filter(|holder| *holder != wait.who)
    }

    /// Those who came before and are to go first.
    fn tickets_before<'a>(
        &'a self,
        ticket: Ticket,
        wait: &'a Wait<Who>,
    ) -> impl Iterator<Item = Ticket> + 'a {
        self.shared_places(wait).flat_map(move |(id, place)| {
            self.devices.get(&id).into_iter().flat_map(move |device| Self::ahead(device, place, ticket, wait))
        })
    }

    /// Where it is queued; not where it is the holder, who is behind nobody.
    fn shared_places<'a>(&'a self, wait: &'a Wait<Who>) -> impl Iterator<Item = (DeviceId, Place)> + 'a {
        wait.asked.places().filter(|(id, _)| !self.holds(wait.who, *id))
    }

    /// As many of those before it as all the others are before in turn: long queues are walked through once.
    fn queued_next_before(&self, who: Who) -> Vec<Who> {
        let Some((ticket, wait)) = self.wait_of(who) else { return Vec::new() };
        let mut found = Vec::new();
        for (id, place) in self.shared_places(wait) {
            let Some(device) = self.devices.get(&id) else { continue };
            for queue in device.queues_before(place) {
                for other in queue.range(..ticket).rev().filter(|other| !wait.passes.contains(other)) {
                    let Some(other) = self.waits.get(other) else { continue };
                    found.push(other.who);
                    // Else it is not behind all of those who came before it.
                    if other.passes.is_empty() && device.holder() != Some(other.who) {
                        break;
                    }
                }
            }
        }
        found
    }
}

/// The shortest way from a child back to itself.
fn way_back<Who: Name>(start: Who, waits_for: impl Fn(Who) -> Vec<Who>) -> Option<Vec<Who>> {
    let mut came_from = HashMap::new();
    let mut to_visit = VecDeque::from([start]);
    while let Some(who) = to_visit.pop_front() {
        for other in waits_for(who) {
            if other == start {
                let mut way = vec![start];
                let mut at = who;
                while at != start {
                    way.push(at);
                    at = *came_from.get(&at)?;
                }
                way.push(start);
                way.reverse();
                return Some(way);
            }
            came_from.entry(other).or_insert_with(|| {
                to_visit.push_back(other);
                who
            });
        }
    }
    None
}

/// All those whom a child waits for and who wait for it, however indirectly; the child alone if there are none.
struct Knot<Who> {
    members: HashSet<Who>,
    /// Those of them whom another one needs, as they were found.
    needed: Vec<Who>,
}

impl<Who: Name> Knot<Who> {
    fn around(
        start: Who,
        held_up_by: impl Fn(Who) -> Vec<Who>,
        queued_behind: impl Fn(Who) -> Vec<Who>,
    ) -> Knot<Who> {
        // Who waits for it, and whether for something that it holds; for all that are waited for by `start`.
        let mut waiters: HashMap<Who, Vec<(Who, bool)>> = HashMap::from([(start, Vec::new())]);
        let mut to_visit = vec![start];
        while let Some(who) = to_visit.pop() {
            let holders = held_up_by(who).into_iter().map(|other| (other, true));
            let queued = queued_behind(who).into_iter().map(|other| (other, false));
            for (other, is_needed) in holders.chain(queued) {
                let of_other = waiters.entry(other).or_insert_with(|| {
                    to_visit.push(other);
                    Vec::new()
                });
                of_other.push((who, is_needed));
            }
        }
        let mut members = HashSet::from([start]);
        let mut needed = Vec::new();
        to_visit.push(start);
        while let Some(who) = to_visit.pop() {
            let Some(of_who) = waiters.get(&who) else { continue };
            if of_who.iter().any(|(_, is_needed)| *is_needed) {
                needed.push(who);
            }
            for (other, _) in of_who {
                if members.insert(*other) {
                    to_visit.push(*other);
                }
            }
        }
        Knot { members, needed }
    }
}
