//! The shared queue.

use std::collections::VecDeque;

use super::*;

fn put(value: impl ToString, timeout: Option<Duration>) -> Op {
    Op::QueuePut { value: value.to_string(), timeout }
}

fn get(timeout: Option<Duration>) -> Op {
    Op::QueueGet { timeout }
}

#[test]
fn values_come_out_as_they_went_in() {
    let (mut run, queue) = Run::with(New::Queue { maximum: 0 });
    for value in 0..3 {
        assert_eq!(run.on(0, queue, put(value, NOT)), Ok(Reply::Done));
    }
    assert_eq!(run.on(1, queue, Op::QueueLength), Ok(Reply::Number(3)));
    for value in 0..3 {
        assert_eq!(run.on(1, queue, get(NOT)), json(value));
    }
    assert_eq!(run.on(1, queue, get(NOT)), Err(Error::Empty));
}

#[test]
fn a_queue_that_holds_its_maximum_lets_putters_wait() {
    let (mut run, queue) = Run::with(New::Queue { maximum: 1 });
    run.on(0, queue, put(0, EVER)).unwrap();
    assert_eq!(run.on(1, queue, put(1, NOT)), Err(Error::Full));
    assert_eq!(run.waits(1, queue, put(1, SOME)), SOME);
    assert_eq!(run.waits(2, queue, put(2, EVER)), None);
    assert_eq!(run.on(0, queue, Op::QueueLength), Ok(Reply::Number(1)));
    assert_eq!(run.on(0, queue, get(EVER)), json(0));
    assert_eq!(run.woken(), [(1, Ok(Reply::Done))]);
    assert_eq!(run.on(3, queue, put(3, NOT)), Err(Error::Full));
    assert_eq!(run.on(0, queue, get(NOT)), json(1));
    assert_eq!(run.woken(), [(2, Ok(Reply::Done))]);
    assert_eq!(run.on(0, queue, get(NOT)), json(2));
    assert_eq!(run.woken(), []);
}

#[test]
fn getters_are_served_in_the_order_they_came() {
    let (mut run, queue) = Run::with(New::Queue { maximum: 1 });
    run.waits(3, queue, get(SOME));
    run.waits(1, queue, get(EVER));
    for value in [7, 8] {
        assert_eq!(run.on(0, queue, put(value, NOT)), Ok(Reply::Done));
    }
    assert_eq!(run.woken(), [(3, json(7)), (1, json(8))]);
    assert_eq!(run.on(0, queue, Op::QueueLength), Ok(Reply::Number(0)));
    assert_eq!(run.held_bytes(), 0);
}

#[test]
fn a_wait_that_is_over_leaves_nothing_behind() {
    let (mut run, queue) = Run::with(New::Queue { maximum: 1 });
    run.waits(1, queue, get(SOME));
    run.expire(1);
    assert_eq!(run.woken(), [(1, Err(Error::Timeout))]);
    run.on(0, queue, put(0, NOT)).unwrap();
    run.waits(1, queue, put(1, SOME));
    run.expire(1);
    run.expire(1);
    assert_eq!(run.woken(), [(1, Err(Error::Timeout))]);
    assert_eq!(run.on(0, queue, get(NOT)), json(0));
    assert_eq!(run.on(0, queue, get(NOT)), Err(Error::Empty));
    assert_eq!(run.held_bytes(), 0);
}

#[test]
fn the_value_of_a_putter_that_ended_waiting_is_never_put() {
    let (mut run, queue) = Run::with(New::Queue { maximum: 1 });
    run.on(0, queue, put(0, NOT)).unwrap();
    run.waits(1, queue, put(1, EVER));
    run.waits(2, queue, put(2, EVER));
    run.end(1);
    assert_eq!(run.on(0, queue, get(NOT)), json(0));
    assert_eq!(run.woken(), [(2, Ok(Reply::Done))]);
    assert_eq!(run.on(0, queue, get(NOT)), json(2));
    run.waits(3, queue, get(EVER));
    run.end(3);
    run.on(0, queue, put(3, NOT)).unwrap();
    assert_eq!(run.on(0, queue, get(NOT)), json(3));
    assert_eq!(run.woken(), []);
}

#[derive(Clone, Debug)]
enum Step {
    Put(u32, Option<Duration>),
    Get(u32, Option<Duration>),
    Expire(u32),
    End(u32),
}

fn any_step() -> impl Strategy<Value = Step> {
    let guest = || 1u32..5;
    let timeout = || prop_oneof![Just(NOT), Just(SOME), Just(EVER)];
    prop_oneof![
        4 => (guest(), timeout()).prop_map(|(guest, timeout)| Step::Put(guest, timeout)),
        4 => (guest(), timeout()).prop_map(|(guest, timeout)| Step::Get(guest, timeout)),
        1 => guest().prop_map(Step::Expire),
        1 => guest().prop_map(Step::End),
    ]
}

/// A line of values, each with the guest that put it; those beyond the maximum are not in the queue yet.
struct Model {
    maximum: usize,
    line: VecDeque<(u32, u32)>,
    getters: VecDeque<u32>,
}

impl Model {
    fn is_in(&self, place: usize) -> bool {
        self.maximum == 0 || place < self.maximum
    }

    /// The answer; none if the guest waits. And who is woken.
    fn put(
        &mut self,
        guest: u32,
        value: u32,
        timeout: Option<Duration>,
    ) -> (Option<Outcome>, Vec<(u32, Outcome)>) {
        if let Some(getter) = self.getters.pop_front() {
            return (Some(Ok(Reply::Done)), vec![(getter, json(value))]);
        }
        let is_in = self.is_in(self.line.len());
        if !is_in && timeout == NOT {
            return (Some(Err(Error::Full)), vec![]);
        }
        self.line.push_back((guest, value));
        (is_in.then_some(Ok(Reply::Done)), vec![])
    }

    fn get(&mut self, guest: u32, timeout: Option<Duration>) -> (Option<Outcome>, Vec<(u32, Outcome)>) {
        let Some((_, value)) = self.line.pop_front() else {
            if timeout == NOT {
                return (Some(Err(Error::Empty)), vec![]);
            }
            self.getters.push_back(guest);
            return (None, vec![]);
        };
        let moved_in = self.maximum.checked_sub(1).and_then(|last| self.line.get(last));
        let woken = moved_in.map(|(putter, _)| (*putter, Ok(Reply::Done)));
        (Some(json(value)), woken.into_iter().collect())
    }

    /// Whether the guest waited.
    fn leave(&mut self, guest: u32) -> bool {
        let before = (self.line.len(), self.getters.len());
        let in_queue = if self.maximum == 0 { usize::MAX } else { self.maximum };
        let mut place = 0;
        self.line.retain(|(putter, _)| {
            place += 1;
            place <= in_queue || *putter != guest
        });
        self.getters.retain(|getter| *getter != guest);
        before != (self.line.len(), self.getters.len())
    }

    fn waiting(&self) -> Vec<u32> {
        let putters = self.line.iter().enumerate().filter(|(place, _)| !self.is_in(*place));
        let mut waiting: Vec<u32> = putters.map(|(_, (putter, _))| *putter).collect();
        waiting.extend(&self.getters);
        waiting.sort_unstable();
        waiting
    }
}

proptest! {
    #[test]
    fn whatever_guests_do_every_value_comes_out_once_and_in_order(
        maximum in 0u32..3,
        steps in prop::collection::vec(any_step(), 0..80),
    ) {
        let (mut run, queue) = Run::with(New::Queue { maximum });
        let mut model =
            Model { maximum: maximum as usize, line: VecDeque::new(), getters: VecDeque::new() };
        for (value, step) in (0..).zip(steps) {
            let (op, guest, (answer, woken)) = match step {
                Step::Put(guest, _) | Step::Get(guest, _) if model.waiting().contains(&guest) => continue,
                Step::Put(guest, timeout) => (put(value, timeout), guest, model.put(guest, value, timeout)),
                Step::Get(guest, timeout) => (get(timeout), guest, model.get(guest, timeout)),
                Step::Expire(guest) => {
                    let waited = model.leave(guest);
                    run.expire(guest);
                    let expected = if waited { vec![(guest, Err(Error::Timeout))] } else { vec![] };
                    prop_assert_eq!(run.woken(), expected);
                    continue;
                }
                Step::End(guest) => {
                    model.leave(guest);
                    run.end(guest);
                    run.hand_over(0, guest, &reference(queue)).unwrap();
                    prop_assert_eq!(run.woken(), vec![]);
                    continue;
                }
            };
            match (run.ask(guest, queue, op), answer) {
                (Answer::Now(found), Some(expected)) => prop_assert_eq!(found, expected),
                (Answer::Later { .. }, None) => {}
                (found, expected) => prop_assert!(false, "{:?} {:?}", found, expected),
            }
            prop_assert_eq!(run.woken(), woken);
            prop_assert_eq!(run.guests_that_wait(), model.waiting());
        }
        while let Some((_, value)) = model.line.front().copied() {
            let (_, woken) = model.get(0, NOT);
            prop_assert_eq!(run.on(0, queue, get(NOT)), json(value));
            prop_assert_eq!(run.woken(), woken);
        }
        prop_assert_eq!(run.on(0, queue, get(NOT)), Err(Error::Empty));
        prop_assert_eq!(run.held_bytes(), 0);
    }
}
