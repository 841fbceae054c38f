//! Any run, beside a model that looks through all of it for each question.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

const CHILDREN: u32 = 6;
const DEVICES: [DeviceId; 3] = [A, B, C];
const WAYS: [u32; 2] = [SSH, CONSOLE];

#[derive(Clone, Debug, PartialEq)]
enum Wish {
    Order(SessionId),
    Lease(BTreeSet<DeviceId>),
}

#[derive(Clone, Debug)]
struct Asked {
    who: u32,
    wish: Wish,
    /// Whom it need not let go first, though they came before it.
    passes: BTreeSet<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum At {
    Rest,
    Run(u32),
    Restore,
}

/// The rules, said as plainly as can be.
#[derive(Default)]
struct Model {
    /// As they came.
    waiting: Vec<Asked>,
    held: BTreeMap<DeviceId, (u32, u32)>,
    sessions: BTreeMap<SessionId, At>,
    away: BTreeSet<SessionId>,
    /// Who waits for whose end.
    joins: BTreeMap<u32, u32>,
    events: Vec<Event>,
}

impl Model {
    fn holder(&self, device: DeviceId) -> Option<u32> {
        self.held.get(&device).map(|(holder, _)| *holder)
    }

    fn at(&self, session: SessionId) -> At {
        *self.sessions.get(&session).unwrap_or(&At::Rest)
    }

    fn waits(&self, who: u32) -> bool {
        self.waiting.iter().any(|asked| asked.who == who)
    }

    fn runs(&self, who: u32) -> bool {
        self.sessions.values().any(|at| *at == At::Run(who))
    }

    /// Whether it may ask for something: who waits for another's end asks for nothing.
    fn is_idle(&self, who: u32) -> bool {
        !self.waits(who) && !self.runs(who) && !self.joins.contains_key(&who)
    }

    /// What an order or a lease needs that its child does not hold.
    fn needs(&self, asked: &Asked) -> BTreeSet<SessionId> {
        let all = DEVICES.iter().flat_map(|device| WAYS.map(|via| on(*device, via)));
        all.filter(|session| match &asked.wish {
            Wish::Order(wanted) => wanted == session,
            Wish::Lease(devices) => devices.contains(&session.device),
        })
        .filter(|session| self.holder(session.device) != Some(asked.who))
        .collect()
    }

    fn holders_of_needs(&self, asked: &Asked) -> BTreeSet<u32> {
        self.needs(asked).iter().filter_map(|session| self.holder(session.device)).collect()
    }

    /// Those who came before it and need some of the same.
    fn before(&self, asked: &Asked) -> BTreeSet<u32> {
        let needs = self.needs(asked);
        let earlier = self.waiting.iter().take_while(|other| other.who != asked.who);
        // An order of a device's holder needs its session as well.
        let conflicts = earlier.filter(|other| match &other.wish {
            Wish::Order(session) => needs.contains(session),
            Wish::Lease(_) => !self.needs(other).is_disjoint(&needs),
        });
        conflicts.map(|other| other.who).filter(|other| !asked.passes.contains(other)).collect()
    }

    fn rests(&self, asked: &Asked) -> bool {
        let own = match asked.wish {
            Wish::Order(session) => Some(session),
            Wish::Lease(_) => None,
        };
        self.needs(asked).into_iter().chain(own).all(|session| self.at(session) == At::Rest)
    }

    fn ask(&mut self, who: u32, wish: Wish) -> Turn {
        self.waiting.push(Asked { who, wish, passes: BTreeSet::new() });
        self.settle();
        if self.waits(who) { Turn::Waits } else { Turn::Now }
    }

    fn settle(&mut self) {
        while let Some(index) = self.waiting.iter().position(|asked| {
            self.rests(asked) && self.holders_of_needs(asked).is_empty() && self.before(asked).is_empty()
        }) {
            let Asked { who, wish, .. } = self.waiting.remove(index);
            match wish {
                Wish::Order(session) => {
                    self.sessions.insert(session, At::Run(who));
                    self.events.push(Started(who, session));
                }
                Wish::Lease(devices) => {
                    for device in &devices {
                        self.held.entry(*device).or_insert((who, 0)).1 += 1;
                    }
                    self.events.push(Leased(who, devices.into_iter().collect()));
                }
            }
        }
    }

    fn restore(&mut self, session: SessionId, left_by: u32) {
        self.away.remove(&session);
        self.sessions.insert(session, At::Restore);
        self.events.push(Restores(session, left_by));
    }

    fn end_lease(&mut self, device: DeviceId, who: u32) {
        self.held.remove(&device);
        for session in self.away.clone().into_iter().filter(|session| session.device == device) {
            self.restore(session, who);
        }
    }

    fn release(&mut self, who: u32, devices: &BTreeSet<DeviceId>) -> Result<(), Refused> {
        if self.waits(who) || self.runs(who) {
            return Err(Refused::Busy);
        }
        if let Some(device) = devices.iter().find(|device| self.holder(**device) != Some(who)) {
            return Err(Refused::NotHeld(*device));
        }
        for device in devices {
            let (_, times) = self.held.get_mut(device).unwrap();
            *times -= 1;
            if *times == 0 {
                self.end_lease(*device, who);
            }
        }
        self.settle();
        Ok(())
    }

    fn done(&mut self, session: SessionId, left: Left) {
        let At::Run(who) = self.at(session) else { panic!("nothing runs there") };
        self.away.remove(&session);
        match left {
            Left::Home => drop(self.sessions.insert(session, At::Rest)),
            Left::Away if self.holder(session.device) == Some(who) => {
                self.sessions.insert(session, At::Rest);
                self.away.insert(session);
            }
            Left::Away | Left::Unsettled => self.restore(session, who),
        }
        self.settle();
    }

    fn end(&mut self, who: u32) {
        self.waiting.retain(|asked| asked.who != who);
        let running: Vec<SessionId> = self.sessions_that(At::Run(who));
        for session in running {
            self.restore(session, who);
        }
        for device in DEVICES {
            if self.holder(device) == Some(who) {
                self.end_lease(device, who);
            }
        }
        self.joins.retain(|waits, other| *waits != who && *other != who);
        self.settle();
    }

    fn sessions_that(&self, are: At) -> Vec<SessionId> {
        self.sessions.iter().filter(|(_, at)| **at == are).map(|(session, _)| *session).collect()
    }

    /// Whom each waits for: because of what that holds, or also because it is before it.
    fn edges(&self, queues: bool) -> BTreeSet<(u32, u32)> {
        let mut edges: BTreeSet<(u32, u32)> = self.joins.iter().map(|(who, other)| (*who, *other)).collect();
        for asked in &self.waiting {
            let before = if queues { self.before(asked) } else { BTreeSet::new() };
            edges.extend(self.holders_of_needs(asked).union(&before).map(|other| (asked.who, *other)));
        }
        edges
    }

    fn cycle(&mut self, start: u32) -> bool {
        let needed = self.edges(false);
        if ways(&needed).contains(&(start, start)) {
            return true;
        }
        let ways = ways(&self.edges(true));
        let is_member = |who: u32| ways.contains(&(start, who)) && ways.contains(&(who, start));
        let mut passes = Vec::new();
        for asked in &self.waiting {
            if needed.iter().any(|(who, other)| *other == asked.who && is_member(*who))
                && is_member(asked.who)
            {
                let before = self.before(asked);
                passes.push((asked.who, before.into_iter().filter(|other| is_member(*other))));
            }
        }
        let passes: Vec<(u32, Vec<u32>)> =
            passes.into_iter().map(|(who, over)| (who, over.collect())).collect();
        for (who, over) in passes {
            for other in &over {
                assert!(
                    ways.contains(&(*other, who)),
                    "{other} does not wait for {who}, which goes before it"
                );
            }
            self.waiting
                .iter_mut()
                .filter(|asked| asked.who == who)
                .for_each(|asked| asked.passes.extend(&over));
        }
        self.settle();
        false
    }
}

/// From where to where one comes along edges.
fn ways(edges: &BTreeSet<(u32, u32)>) -> BTreeSet<(u32, u32)> {
    let mut ways = edges.clone();
    for middle in 0..CHILDREN {
        for from in 0..CHILDREN {
            for to in 0..CHILDREN {
                if ways.contains(&(from, middle)) && ways.contains(&(middle, to)) {
                    ways.insert((from, to));
                }
            }
        }
    }
    ways
}

/// `Nth`: of those with whom it can be done, counted round.
type Nth = usize;

#[derive(Clone, Debug)]
enum Step {
    Order(Nth, SessionId),
    Lease(Nth, BTreeSet<DeviceId>),
    Release(Nth, BTreeSet<DeviceId>),
    ReleaseOne(Nth),
    Done(Nth, Left),
    Restored(Nth),
    GiveUp(Nth),
    End(Nth),
    /// Waits elsewhere, for the end of another.
    Join(Nth, u32),
    JoinNoMore(Nth),
    /// Asks for something, whatever it does.
    Intrude(u32),
}

fn any_step() -> impl Strategy<Value = Step> {
    let nth = || 0..12usize;
    let device = || prop::sample::select(&DEVICES[..]);
    let devices = || prop::collection::btree_set(device(), 1..3);
    // Crowded, so that they meet.
    let session = || (device(), prop::sample::select(&[SSH, SSH, CONSOLE][..]));
    let left = prop::sample::select(&[Left::Home, Left::Home, Left::Away, Left::Unsettled][..]);
    prop_oneof![
        8 => (nth(), session()).prop_map(|(who, (device, via))| Step::Order(who, on(device, via))),
        6 => (nth(), devices()).prop_map(|(who, devices)| Step::Lease(who, devices)),
        1 => (nth(), devices()).prop_map(|(who, devices)| Step::Release(who, devices)),
        2 => nth().prop_map(Step::ReleaseOne),
        5 => (nth(), left).prop_map(|(session, left)| Step::Done(session, left)),
        3 => nth().prop_map(Step::Restored),
        1 => nth().prop_map(Step::GiveUp),
        1 => nth().prop_map(Step::End),
        2 => (nth(), 0..CHILDREN).prop_map(|(who, other)| Step::Join(who, other)),
        1 => nth().prop_map(Step::JoinNoMore),
        1 => (0..CHILDREN).prop_map(Step::Intrude),
    ]
}

fn pick<T: Copy>(from: impl IntoIterator<Item = T>, nth: Nth) -> Option<T> {
    let from: Vec<T> = from.into_iter().collect();
    from.get(nth.checked_rem(from.len())?).copied()
}

#[derive(Default)]
struct Both {
    run: Run,
    model: Model,
    /// Of orders and leases that are over.
    old: Vec<(SessionId, Fence)>,
    /// From what came out alone: what runs where.
    running: BTreeMap<SessionId, u32>,
}

impl Both {
    /// Nothing if there is nobody with whom it can be done.
    fn step(&mut self, step: Step) -> Option<()> {
        let Both { run, model, .. } = self;
        let idle = || (0..CHILDREN).filter(|who| model.is_idle(*who));
        match step {
            Step::Order(nth, session) => {
                let who = pick(idle(), nth)?;
                let turn = run.order(who, session);
                assert_eq!(turn, Ok(model.ask(who, Wish::Order(session))));
                self.begins_to_wait(who);
            }
            Step::Lease(nth, devices) => {
                let who = pick(idle(), nth)?;
                let turn = run.lease(who, &Vec::from_iter(devices.iter().copied()));
                assert_eq!(turn, Ok(model.ask(who, Wish::Lease(devices))));
                self.begins_to_wait(who);
            }
            Step::Release(nth, devices) => {
                let who = pick(idle(), nth)?;
                let released = run.release(who, &Vec::from_iter(devices.iter().copied()));
                assert_eq!(released, model.release(who, &devices));
            }
            Step::ReleaseOne(nth) => {
                let held = model.held.iter().map(|(device, (who, _))| (*device, *who));
                let (device, who) = pick(held.filter(|(_, who)| model.is_idle(*who)), nth)?;
                assert_eq!(run.release(who, &[device]), Ok(()));
                assert_eq!(model.release(who, &BTreeSet::from([device])), Ok(()));
            }
            Step::Done(nth, left) => {
                let session = pick(self.running.keys().copied(), nth)?;
                let fence = run.started[&session];
                assert!(run.turns.is_current(session, fence));
                assert!(run.turns.done(session, fence, left, &mut run.out));
                self.running.remove(&session);
                self.old.push((session, fence));
                model.done(session, left);
            }
            Step::Restored(nth) => {
                let session = pick(model.sessions_that(At::Restore), nth)?;
                assert!(run.turns.restored(session, &mut run.out));
                model.sessions.insert(session, At::Rest);
                model.settle();
                assert!(!run.turns.restored(session, &mut Vec::new()));
            }
            Step::GiveUp(nth) => {
                let who = pick(model.waiting.iter().map(|asked| asked.who), nth)?;
                self.gives_up(who);
            }
            Step::End(nth) => self.end(pick(0..CHILDREN, nth)?),
            Step::Join(nth, other) => {
                let who = pick(idle().filter(|who| *who != other), nth)?;
                model.joins.insert(who, other);
                if self.begins_to_wait(who) {
                    self.model.joins.remove(&who);
                }
            }
            Step::JoinNoMore(nth) => {
                let who = pick(model.joins.keys().copied(), nth)?;
                model.joins.remove(&who);
            }
            Step::Intrude(who) => {
                if model.waits(who) || model.runs(who) {
                    assert_eq!(run.order(who, on(A, SSH)), Err(Refused::Busy));
                    assert_eq!(run.lease(who, &[A]), Err(Refused::Busy));
                    assert_eq!(run.release(who, &[A]), Err(Refused::Busy));
                } else {
                    assert!(!run.turns.give_up(who, &mut run.out));
                }
            }
        }
        self.compare();
        Some(())
    }

    fn end(&mut self, who: u32) {
        for session in self.model.sessions_that(At::Run(who)) {
            self.old.push((session, self.run.started[&session]));
            self.running.remove(&session);
        }
        self.run.turns.ended(who, &mut self.run.out);
        self.model.end(who);
    }

    /// Whether that is a deadlock; then it waits no more.
    fn begins_to_wait(&mut self, who: u32) -> bool {
        let edges = self.model.edges(false);
        let joins = self.model.joins.clone();
        let extra = |who| joins.get(&who).copied().into_iter().collect();
        let cycle = self.run.turns.cycle(who, extra, &mut self.run.out);
        assert_eq!(cycle.is_some(), self.model.cycle(who));
        let Some(cycle) = cycle else { return false };
        assert!(cycle.first() == Some(&who) && cycle.last() == Some(&who) && cycle.len() > 1, "{cycle:?}");
        for pair in cycle.windows(2) {
            assert!(edges.contains(&(pair[0], pair[1])), "{pair:?} in {cycle:?}");
        }
        let once: BTreeSet<&u32> = cycle.iter().collect();
        assert_eq!(once.len(), cycle.len() - 1, "{cycle:?}");
        self.gives_up(who);
        true
    }

    fn gives_up(&mut self, who: u32) {
        assert_eq!(self.run.turns.give_up(who, &mut self.run.out), self.model.waits(who));
        self.model.waiting.retain(|asked| asked.who != who);
        self.model.settle();
    }

    fn compare(&mut self) {
        let events = self.run.todo();
        assert_eq!(events, std::mem::take(&mut self.model.events));
        for event in events {
            match event {
                Started(who, session) => {
                    let other = self.running.insert(session, who);
                    assert_eq!(other, None, "two orders run on {session:?}");
                    let holder = self.run.turns.holder(session.device).map(|(holder, _)| holder);
                    assert!(holder.is_none_or(|holder| holder == who), "{who} on what {holder:?} holds");
                }
                Leased(who, devices) => {
                    for device in devices {
                        let others = self
                            .running
                            .iter()
                            .filter(|(session, by)| session.device == device && **by != who);
                        assert_eq!(others.count(), 0, "an order of another runs on {device:?}");
                    }
                }
                Restores(session, _) => assert!(!self.running.contains_key(&session)),
            }
        }
        for (session, fence) in &self.old {
            assert!(!self.run.turns.is_current(*session, *fence));
            assert!(!self.run.turns.done(*session, *fence, Left::Home, &mut self.run.out));
        }
        for device in DEVICES {
            let holder = self.run.turns.holder(device);
            assert_eq!(holder.map(|(who, _)| who), self.model.holder(device));
            assert!(holder.is_none_or(|(_, fence)| self.run.turns.is_lease_current(device, fence)));
        }
        for child in self.run.turns.children.values() {
            assert!(child.is_busy() || !child.holds.is_empty(), "{child:?} is kept");
        }
        let all = self.model.edges(true);
        let without_joins = all.iter().filter(|(who, other)| self.model.joins.get(who) != Some(other));
        let mut waits_for = BTreeSet::new();
        for who in 0..CHILDREN {
            assert_eq!(self.run.turns.waits(who), self.model.waits(who));
            waits_for.extend(self.run.turns.waits_for(who).into_iter().map(|other| (who, other)));
        }
        assert_eq!(waits_for, without_joins.copied().collect());
        for asked in &self.model.waiting {
            let is_free = !all.iter().any(|(who, _)| *who == asked.who) && self.model.rests(asked);
            assert!(!is_free, "{asked:?} waits though all is free");
        }
        let ways = ways(&all);
        assert!((0..CHILDREN).all(|who| !ways.contains(&(who, who))), "they wait for each other: {all:?}");
    }

    /// All orders end, all sessions are restored, and whoever waits for nothing ends: until nobody is left.
    fn drain(&mut self) {
        let mut left: BTreeSet<u32> = (0..CHILDREN).collect();
        while !left.is_empty() {
            let is_moving = !self.running.is_empty() || !self.model.sessions_that(At::Restore).is_empty();
            while self.step(Step::Done(0, Left::Home)).is_some() || self.step(Step::Restored(0)).is_some() {}
            let ends: Vec<u32> = left.iter().copied().filter(|who| self.model.is_idle(*who)).collect();
            assert!(is_moving || !ends.is_empty(), "everybody waits: {:?}", self.model.waiting);
            for who in ends {
                self.end(who);
                self.compare();
                left.remove(&who);
            }
        }
        while self.step(Step::Restored(0)).is_some() {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_run_goes_by_the_rules_and_comes_to_its_end(steps in prop::collection::vec(any_step(), 0..120)) {
        let mut both = Both::default();
        for step in steps {
            both.step(step);
        }
        both.drain();
        let turns = &both.run.turns;
        prop_assert!(turns.children.is_empty() && turns.waits.is_empty() && turns.passing.is_empty());
        prop_assert_eq!(turns.leased, 0);
        both.run.takes(0, &DEVICES);
    }
}
