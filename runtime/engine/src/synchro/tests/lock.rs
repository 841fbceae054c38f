//! The shared lock.

use std::collections::VecDeque;

use super::*;

const RELEASE: Op = Op::LockRelease;
const YES: Outcome = Ok(Reply::Bool(true));
const NO: Outcome = Ok(Reply::Bool(false));

fn acquire(timeout: Option<Duration>) -> Op {
    Op::LockAcquire { timeout }
}

#[test]
fn a_lock_has_one_holder_and_goes_to_the_next_in_line() {
    let (mut run, lock) = Run::with(New::Lock { reentrant: false });
    assert_eq!(run.on(0, lock, Op::LockHeld), NO);
    assert_eq!(run.on(1, lock, acquire(NOT)), YES);
    assert_eq!(run.on(0, lock, Op::LockHeld), YES);
    assert_eq!(run.on(2, lock, acquire(NOT)), NO);
    assert_eq!(run.waits(3, lock, acquire(EVER)), None);
    assert_eq!(run.waits(2, lock, acquire(SOME)), SOME);
    assert_eq!(run.on(1, lock, RELEASE), Ok(Reply::Done));
    assert_eq!(run.woken(), [(3, YES)]);
    assert_eq!(run.on(1, lock, acquire(NOT)), NO);
    run.on(3, lock, RELEASE).unwrap();
    assert_eq!(run.woken(), [(2, YES)]);
    run.on(2, lock, RELEASE).unwrap();
    assert_eq!(run.on(0, lock, Op::LockHeld), NO);
}

#[test]
fn only_the_holder_releases() {
    let (mut run, lock) = Run::with(New::Lock { reentrant: false });
    assert_eq!(run.on(0, lock, RELEASE), Err(Error::NotOwner));
    run.on(1, lock, acquire(EVER)).unwrap();
    assert_eq!(run.on(0, lock, RELEASE), Err(Error::NotOwner));
    run.on(1, lock, RELEASE).unwrap();
    assert_eq!(run.on(1, lock, RELEASE), Err(Error::NotOwner));
}

#[test]
fn a_lock_is_free_when_its_holder_ended() {
    let (mut run, lock) = Run::with(New::Lock { reentrant: true });
    for _ in 0..3 {
        run.on(1, lock, acquire(EVER)).unwrap();
    }
    run.waits(2, lock, acquire(EVER));
    run.waits(3, lock, acquire(EVER));
    run.end(2);
    run.end(1);
    assert_eq!(run.woken(), [(3, YES)]);
    run.end(3);
    assert_eq!(run.on(0, lock, Op::LockHeld), NO);
}

#[test]
fn who_waited_long_enough_is_told_no() {
    let (mut run, lock) = Run::with(New::Lock { reentrant: false });
    run.on(1, lock, acquire(EVER)).unwrap();
    run.waits(2, lock, acquire(SOME));
    run.expire(2);
    run.expire(2);
    assert_eq!(run.woken(), [(2, NO)]);
    run.on(1, lock, RELEASE).unwrap();
    assert_eq!(run.on(0, lock, Op::LockHeld), NO);
}

#[test]
fn a_reentrant_lock_is_free_after_as_many_releases() {
    let (mut run, lock) = Run::with(New::Lock { reentrant: true });
    assert_eq!(run.on(1, lock, acquire(EVER)), YES);
    run.waits(2, lock, acquire(EVER));
    assert_eq!(run.on(1, lock, acquire(NOT)), YES);
    run.on(1, lock, RELEASE).unwrap();
    assert_eq!(run.woken(), []);
    run.on(1, lock, RELEASE).unwrap();
    assert_eq!(run.woken(), [(2, YES)]);
    run.on(2, lock, RELEASE).unwrap();
    assert_eq!(run.on(0, lock, Op::LockHeld), NO);
}

#[test]
fn nobody_waits_for_itself_without_an_end() {
    let (mut run, lock) = Run::with(New::Lock { reentrant: false });
    run.on(1, lock, acquire(EVER)).unwrap();
    let why = invalid(run.on(1, lock, acquire(EVER)));
    assert!(why.contains("already holds the lock"), "{why}");
    assert_eq!(run.on(1, lock, acquire(NOT)), NO);
    assert_eq!(run.waits(1, lock, acquire(SOME)), SOME);
    run.expire(1);
    assert_eq!(run.woken(), [(1, NO)]);
    run.waits(1, lock, acquire(SOME));
    run.waits(2, lock, acquire(EVER));
    run.end(1);
    assert_eq!(run.woken(), [(2, YES)]);
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
        4 => (guest(), timeout()).prop_map(|(guest, timeout)| Step::Acquire(guest, timeout)),
        4 => guest().prop_map(Step::Release),
        1 => guest().prop_map(Step::Expire),
        1 => guest().prop_map(Step::End),
    ]
}

proptest! {
    #[test]
    fn at_most_one_guest_holds_it_and_none_waits_while_it_is_free(
        reentrant: bool,
        steps in prop::collection::vec(any_step(), 0..80),
    ) {
        let (mut run, lock) = Run::with(New::Lock { reentrant });
        // As the guests know it from their answers.
        let mut holder: Option<(u32, u32)> = None;
        let mut line: VecDeque<u32> = VecDeque::new();
        for step in steps {
            match step {
                Step::Acquire(guest, _) | Step::Release(guest) if line.contains(&guest) => continue,
                Step::Acquire(guest, timeout) => {
                    match run.ask(guest, lock, acquire(timeout)) {
                        Answer::Now(Ok(Reply::Bool(true))) => match &mut holder {
                            None => holder = Some((guest, 1)),
                            Some((by, times)) => {
                                prop_assert!(reentrant && *by == guest, "{} holds it", by);
                                *times += 1;
                            }
                        },
                        Answer::Now(Ok(Reply::Bool(false))) => {
prop_assert!(holder.is_some() && timeout == NOT);
}
                        Answer::Now(other) => {
                            invalid(other);
                            prop_assert_eq!((holder, timeout), (Some((guest, 1)), EVER));
                        }
                        Answer::Later { deadline } => {
                            prop_assert_eq!(deadline.is_some(), timeout.is_some());
                            line.push_back(guest);
                        }
                    }
                }
                Step::Release(guest) => {
                    let outcome = run.on(guest, lock, RELEASE);
                    match &mut holder {
                        Some((by, times)) if *by == guest => {
                            prop_assert_eq!(outcome, Ok(Reply::Done));
                            *times -= 1;
                            if *times == 0 {
                                holder = line.pop_front().map(|next| (next, 1));
                                let expected: Vec<_> = holder.iter().map(|(next, _)| (*next, YES)).collect();
                                prop_assert_eq!(run.woken(), expected);
                            }
                        }
                        _ => prop_assert_eq!(outcome, Err(Error::NotOwner)),
                    }
                }
                Step::Expire(guest) => {
                    run.expire(guest);
                    let expected = if line.contains(&guest) { vec![(guest, NO)] } else { vec![] };
                    prop_assert_eq!(run.woken(), expected);
                    line.retain(|waiter| *waiter != guest);
                }
                Step::End(guest) => {
                    line.retain(|waiter| *waiter != guest);
                    run.end(guest);
                    run.hand_over(0, guest, &reference(lock)).unwrap();
                    let mut expected = vec![];
                    if holder.is_some_and(|(by, _)| by == guest) {
                        holder = line.pop_front().map(|next| (next, 1));
                        expected.extend(holder.map(|(next, _)| (next, YES)));
                    }
                    prop_assert_eq!(run.woken(), expected);
                }
            }
            prop_assert_eq!(run.woken(), vec![]);
            prop_assert_eq!(run.on(0, lock, Op::LockHeld), Ok(Reply::Bool(holder.is_some())));
            prop_assert!(holder.is_some() || line.is_empty());
            let mut waiting: Vec<u32> = line.iter().copied().collect();
            waiting.sort_unstable();
            prop_assert_eq!(run.guests_that_wait(), waiting);
        }
    }
}
