//! The shared barrier.

use super::*;

const BROKEN: Outcome = Err(Error::BrokenBarrier);

fn wait(timeout: Option<Duration>) -> Op {
    Op::BarrierWait { timeout }
}

fn number(number: u64) -> Outcome {
    Ok(Reply::Number(number))
}

#[test]
fn all_parties_go_on_together_each_with_a_number_of_its_own() {
    let (mut run, barrier) = Run::with(New::Barrier { parties: 3 });
    for _ in 0..2 {
        assert_eq!(run.waits(2, barrier, wait(EVER)), None);
        assert_eq!(run.waits(1, barrier, wait(SOME)), SOME);
        assert_eq!(run.on(3, barrier, wait(NOT)), number(2));
        assert_eq!(run.woken(), [(2, number(0)), (1, number(1))]);
    }
}

#[test]
fn one_party_never_waits_and_none_is_no_barrier() {
    let (mut run, barrier) = Run::with(New::Barrier { parties: 1 });
    assert_eq!(run.on(1, barrier, wait(NOT)), number(0));
    assert_eq!(invalid(run.try_create(0, New::Barrier { parties: 0 })), "parties: at least 1");
}

#[test]
fn a_party_that_is_late_breaks_the_barrier_until_it_is_reset() {
    let (mut run, barrier) = Run::with(New::Barrier { parties: 3 });
    run.waits(1, barrier, wait(EVER));
    run.waits(2, barrier, wait(SOME));
    run.expire(2);
    let mut woken = run.woken();
    woken.sort_by_key(|(guest, _)| *guest);
    assert_eq!(woken, [(1, BROKEN), (2, Err(Error::Timeout))]);
    assert_eq!(run.on(3, barrier, wait(EVER)), BROKEN);
    run.on(0, barrier, Op::BarrierReset).unwrap();
    run.waits(3, barrier, wait(EVER));
}

#[test]
fn a_party_that_does_not_wait_breaks_the_barrier() {
    let (mut run, barrier) = Run::with(New::Barrier { parties: 3 });
    run.waits(1, barrier, wait(EVER));
    assert_eq!(run.on(2, barrier, wait(NOT)), Err(Error::Timeout));
    assert_eq!(run.woken(), [(1, BROKEN)]);
    assert_eq!(run.on(3, barrier, wait(EVER)), BROKEN);
}

#[test]
fn a_party_that_ends_breaks_the_barrier_only_while_it_waits() {
    let (mut run, barrier) = Run::with(New::Barrier { parties: 3 });
    run.end(4);
    run.waits(1, barrier, wait(EVER));
    run.waits(2, barrier, wait(EVER));
    run.end(1);
    assert_eq!(run.woken(), [(2, BROKEN)]);
    assert_eq!(run.on(3, barrier, wait(EVER)), BROKEN);
}

#[test]
fn a_reset_turns_away_who_waits() {
    let (mut run, barrier) = Run::with(New::Barrier { parties: 2 });
    run.waits(1, barrier, wait(EVER));
    assert_eq!(run.on(0, barrier, Op::BarrierReset), Ok(Reply::Done));
    assert_eq!(run.woken(), [(1, BROKEN)]);
    run.waits(1, barrier, wait(EVER));
    assert_eq!(run.on(2, barrier, wait(EVER)), number(1));
    assert_eq!(run.woken(), [(1, number(0))]);
}
