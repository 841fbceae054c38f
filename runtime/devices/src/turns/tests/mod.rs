//! Turns as a caller sees them: requests and news in, what is to be done out.

mod cycles;
mod deaths;
mod leases;
mod model;
mod orders;

use proptest::prelude::*;

use super::{DeviceId, Fence, Left, Refused, SessionId, Todo, Turn, Turns};

const A: DeviceId = DeviceId(0);
const B: DeviceId = DeviceId(1);
const C: DeviceId = DeviceId(2);

/// Two ways into a device.
const SSH: u32 = 0;
const CONSOLE: u32 = 1;

fn on(device: DeviceId, via: u32) -> SessionId {
    SessionId { device, via }
}

/// What has come of it, numbers aside.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Event {
    Started(u32, SessionId),
    Leased(u32, Vec<DeviceId>),
    Restores(SessionId, u32),
}
use Event::{Leased, Restores, Started};

/// A run whose children are numbers. It keeps the numbers of what is under way.
#[derive(Default)]
struct Run {
    turns: Turns<u32>,
    out: Vec<Todo<u32>>,
    /// By session, the order that began there last.
    started: std::collections::BTreeMap<SessionId, Fence>,
    /// By device, its last lease.
    leased: std::collections::BTreeMap<DeviceId, Fence>,
    last: Option<Fence>,
}

impl Run {
    fn new() -> Run {
        Run::default()
    }

    /// What is to be done since this was last asked. Numbers are checked: the greatest of each is new.
    fn todo(&mut self) -> Vec<Event> {
        let todo = std::mem::take(&mut self.out);
        todo.into_iter().map(|todo| self.event(todo)).collect()
    }

    fn event(&mut self, todo: Todo<u32>) -> Event {
        match todo {
            Todo::Start { who, session, fence } => {
                assert!(self.last < Some(fence), "{fence} is not new");
                self.last = Some(fence);
                self.started.insert(session, fence);
                Started(who, session)
            }
            Todo::Leased { who, fences } => {
                for (device, fence) in &fences {
                    if self.leased.get(device) != Some(fence) {
                        assert!(self.leased.get(device) < Some(fence), "{fence} is not new");
                        self.last = self.last.max(Some(*fence));
                        self.leased.insert(*device, *fence);
                    }
                }
                Leased(who, fences.into_iter().map(|(device, _)| device).collect())
            }
            Todo::Restore { session, left_by } => Restores(session, left_by),
        }
    }

    fn order(&mut self, who: u32, session: SessionId) -> Result<Turn, Refused> {
        self.turns.order(who, session, &mut self.out)
    }

    fn lease(&mut self, who: u32, devices: &[DeviceId]) -> Result<Turn, Refused> {
        self.turns.lease(who, devices, &mut self.out)
    }

    fn release(&mut self, who: u32, devices: &[DeviceId]) -> Result<(), Refused> {
        self.turns.release(who, devices, &mut self.out)
    }

    /// Begins at once, and nothing else does.
    fn starts(&mut self, who: u32, session: SessionId) {
        assert_eq!(self.order(who, session), Ok(Turn::Now));
        assert_eq!(self.todo(), [Started(who, session)]);
    }

    fn takes(&mut self, who: u32, devices: &[DeviceId]) {
        assert_eq!(self.lease(who, devices), Ok(Turn::Now));
        assert_eq!(self.todo(), [Leased(who, devices.to_vec())]);
    }

    fn waits_to_order(&mut self, who: u32, session: SessionId) {
        assert_eq!(self.order(who, session), Ok(Turn::Waits));
        assert_eq!(self.todo(), []);
    }

    fn waits_to_lease(&mut self, who: u32, devices: &[DeviceId]) {
        assert_eq!(self.lease(who, devices), Ok(Turn::Waits));
        assert_eq!(self.todo(), []);
    }

    /// The order that began last on this session ends.
    fn done(&mut self, session: SessionId, left: Left) -> Vec<Event> {
        let fence = self.started[&session];
        assert!(self.turns.is_current(session, fence));
        assert!(self.turns.done(session, fence, left, &mut self.out));
        assert!(!self.turns.is_current(session, fence));
        self.todo()
    }

    fn restored(&mut self, session: SessionId) -> Vec<Event> {
        assert!(self.turns.restored(session, &mut self.out));
        self.todo()
    }

    fn releases(&mut self, who: u32, devices: &[DeviceId]) -> Vec<Event> {
        assert_eq!(self.release(who, devices), Ok(()));
        self.todo()
    }

    fn gives_up(&mut self, who: u32) -> Vec<Event> {
        assert!(self.turns.give_up(who, &mut self.out));
        self.todo()
    }

    fn ends(&mut self, who: u32) -> Vec<Event> {
        self.turns.ended(who, &mut self.out);
        self.todo()
    }

    fn cycle(&mut self, who: u32) -> Option<Vec<u32>> {
        self.cycle_with(who, &[])
    }

    /// `extra`: who waits for whom elsewhere.
    fn cycle_with(&mut self, who: u32, extra: &[(u32, u32)]) -> Option<Vec<u32>> {
        let extra =
            |from| extra.iter().filter(move |(who, _)| *who == from).map(|(_, other)| *other).collect();
        self.turns.cycle(who, extra, &mut self.out)
    }
}
