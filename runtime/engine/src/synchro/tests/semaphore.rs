//! The shared semaphore.

use std::collections::{BTreeMap, VecDeque};

use super::*;

const RELEASE: Op = Op::SemaphoreRelease;
const YES: Outcome = Ok(Reply::Bool(true));
const NO: Outcome = Ok(Reply::Bool(false));

fn acquire(timeout: Option<Duration>) -> Op {
    Op::SemaphoreAcquire { timeout }
}

fn semaphore(permits: u32, bounded: bool) -> (Run, ObjectId) {
    Run::with(New::Semaphore { permits, bounded })
}

fn free(run: &mut Run, semaphore: ObjectId) -> u64 {
    match run.on(0, semaphore, Op::SemaphorePermits) {
        Ok(Reply::Number(free)) => free,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_permit_goes_to_the_next_in_line() {
    let (mut run, semaphore) = semaphore(2, true);
    assert_eq!(run.on(1, semaphore, acquire(EVER)), YES);
    assert_eq!(run.on(2, semaphore, acquire(NOT)), YES);
    assert_eq!(run.on(3, semaphore, acquire(NOT)), NO);
    assert_eq!(run.waits(4, semaphore, acquire(EVER)), None);
    assert_eq!(run.waits(3, semaphore, acquire(SOME)), SOME);
    run.on(2, semaphore, RELEASE).unwrap();
    assert_eq!(run.woken(), [(4, YES)]);
    assert_eq!(free(&mut run, semaphore), 0);
    run.expire(3);
    assert_eq!(run.woken(), [(3, NO)]);
    run.on(4, semaphore, RELEASE).unwrap();
    assert_eq!(free(&mut run, semaphore), 1);
}

#[test]
fn the_permits_of_a_guest_come_back_when_it_ends() {
    let (mut run, semaphore) = semaphore(3, true);
    for _ in 0..3 {
        run.on(1, semaphore, acquire(EVER)).unwrap();
    }
    run.waits(1, semaphore, acquire(SOME));
    run.waits(2, semaphore, acquire(EVER));
    run.waits(3, semaphore, acquire(EVER));
    run.end(1);
    assert_eq!(run.woken(), [(2, YES), (3, YES)]);
    assert_eq!(free(&mut run, semaphore), 1);
    run.end(2);
    run.end(3);
    assert_eq!(free(&mut run, semaphore), 3);
    assert_eq!(run.held_bytes(), 0);
}

#[test]
fn a_bounded_semaphore_takes_permits_from_their_holders_only() {
    let (mut run, semaphore) = semaphore(1, true);
    assert_eq!(run.on(1, semaphore, RELEASE), Err(Error::NotOwner));
    run.on(2, semaphore, acquire(EVER)).unwrap();
    assert_eq!(run.on(1, semaphore, RELEASE), Err(Error::NotOwner));
    run.on(2, semaphore, RELEASE).unwrap();
    assert_eq!(run.on(2, semaphore, RELEASE), Err(Error::NotOwner));
    assert_eq!(free(&mut run, semaphore), 1);
}

#[test]
fn another_semaphore_takes_permits_from_anybody() {
    let (mut run, semaphore) = semaphore(0, false);
    run.waits(1, semaphore, acquire(EVER));
    run.on(2, semaphore, RELEASE).unwrap();
    assert_eq!(run.woken(), [(1, YES)]);
    run.on(2, semaphore, RELEASE).unwrap();
    assert_eq!(free(&mut run, semaphore), 1);
}

#[test]
fn permits_are_bounded() {
    let (mut run, semaphore) = semaphore(u32::MAX, false);
    assert_eq!(limit(run.on(0, semaphore, RELEASE)), "permits");
    run.on(1, semaphore, acquire(EVER)).unwrap();
    run.on(0, semaphore, RELEASE).unwrap();
    assert_eq!(limit(run.on(1, semaphore, RELEASE)), "permits");
    run.end(1);
    assert_eq!(free(&mut run, semaphore), u64::from(u32::MAX));
}

#[test]
fn nobody_waits_for_itself_without_an_end() {
    let (mut run, semaphore) = semaphore(1, true);
    run.on(1, semaphore, acquire(EVER)).unwrap();
    let why = invalid(run.on(1, semaphore, acquire(EVER)));
    assert!(why.contains("holds all permits"), "{why}");
    assert_eq!(run.on(1, semaphore, acquire(NOT)), NO);
    assert_eq!(run.waits(1, semaphore, acquire(SOME)), SOME);
    run.expire(1);
    assert_eq!(run.woken(), [(1, NO)]);
    run.on(1, semaphore, RELEASE).unwrap();
    assert_eq!(run.held_bytes(), 0);
}

#[derive(Clone, Debug)]
enum Step {
    Acquire(u32, Option<Duration>),
    Release(u32),
    Expire(u32),
    End(u32),
}

fn any_step() -> impl Strategy<Value = Step> {
    let guest = || 1u32..5;
    let timeout = || prop_oneof![Just(NOT), Just(SOME), Just(EVER)];
    prop_oneof![
        5 => (guest(), timeout()).prop_map(|(guest, timeout)| Step::Acquire(guest, timeout)),
        4 => guest().prop_map(Step::Release),
        1 => guest().prop_map(Step::Expire),
        1 => guest().prop_map(Step::End),
    ]
}

/// As the guests know it from their answers.
#[derive(Default)]
struct Known {
    held: BTreeMap<u32, u64>,
    line: VecDeque<u32>,
}

impl Known {
    /// Permits come free: who must be woken.
    fn pass_on(&mut self, permits: u64) -> Vec<(u32, Outcome)> {
        let next: Vec<u32> = (0..permits).filter_map(|_| self.line.pop_front()).collect();
        for guest in &next {
            *self.held.entry(*guest).or_default() += 1;
        }
        next.into_iter().map(|guest| (guest, YES)).collect()
    }
}

proptest! {
    #[test]
    fn the_permits_of_a_bounded_semaphore_are_neither_lost_nor_made(
        permits in 0u32..4,
        steps in prop::collection::vec(any_step(), 0..80),
    ) {
        let (mut run, semaphore) = semaphore(permits, true);
        let permits = u64::from(permits);
        let mut known = Known::default();
        for step in steps {
            let woken = match step {
                Step::Acquire(guest, _) | Step::Release(guest) if known.line.contains(&guest) => continue,
                Step::Acquire(guest, timeout) => {
                    let held: u64 = known.held.values().sum();
                    let own = known.held.entry(guest).or_default();
                    match run.ask(guest, semaphore, acquire(timeout)) {
                        Answer::Now(Ok(Reply::Bool(true))) => *own += 1,
                        Answer::Now(Ok(Reply::Bool(false))) => {
prop_assert!(timeout == NOT && held == permits);
}
                        Answer::Now(other) => {
                            invalid(other);
                            prop_assert!(timeout == EVER && *own == permits);
                        }
                        Answer::Later { .. } => {
                            prop_assert!(timeout != NOT && held == permits);
                            known.line.push_back(guest);
                        }
                    }
                    vec![]
                }
                Step::Release(guest) => {
                    let own = known.held.entry(guest).or_default();
                    let expected = if *own > 0 { Ok(Reply::Done) } else { Err(Error::NotOwner) };
                    prop_assert_eq!(run.on(guest, semaphore, RELEASE), expected);
                    let released = u64::from(*own > 0);
                    *own -= released;
                    known.pass_on(released)
                }
                Step::Expire(guest) => {
                    run.expire(guest);
                    let waited = known.line.contains(&guest);
                    known.line.retain(|waiter| *waiter != guest);
                    if waited { vec![(guest, NO)] } else { vec![] }
                }
                Step::End(guest) => {
                    known.line.retain(|waiter| *waiter != guest);
                    run.end(guest);
                    run.hand_over(0, guest, &reference(semaphore)).unwrap();
                    let held = known.held.remove(&guest).unwrap_or(0);
                    known.pass_on(held)
                }
            };
            prop_assert_eq!(run.woken(), woken);
            let held: u64 = known.held.values().sum();
            let free = free(&mut run, semaphore);
            prop_assert_eq!(held + free, permits);
            prop_assert!(free == 0 || known.line.is_empty());
            prop_assert_eq!(run.guests_that_wait().len(), known.line.len());
        }
        for guest in 1..5 {
            run.end(guest);
        }
        prop_assert_eq!(free(&mut run, semaphore), permits);
        prop_assert_eq!(run.held_bytes(), 0);
    }
}
