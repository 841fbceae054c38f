//! The shared event.

use super::*;

const YES: Outcome = Ok(Reply::Bool(true));
const NO: Outcome = Ok(Reply::Bool(false));

fn wait(timeout: Option<Duration>) -> Op {
    Op::EventWait { timeout }
}

#[test]
fn setting_an_event_wakes_all_who_wait() {
    let (mut run, event) = Run::with(New::Event);
    assert_eq!(run.on(1, event, wait(NOT)), NO);
    assert_eq!(run.waits(2, event, wait(EVER)), None);
    assert_eq!(run.waits(1, event, wait(SOME)), SOME);
    assert_eq!(run.on(0, event, Op::EventSet), Ok(Reply::Done));
    assert_eq!(run.woken(), [(2, YES), (1, YES)]);
    assert_eq!(run.on(3, event, Op::EventIsSet), YES);
    assert_eq!(run.on(3, event, wait(EVER)), YES);
    run.on(0, event, Op::EventSet).unwrap();
    assert_eq!(run.woken(), []);
}

#[test]
fn a_cleared_event_lets_wait_again() {
    let (mut run, event) = Run::with(New::Event);
    run.on(0, event, Op::EventSet).unwrap();
    run.on(0, event, Op::EventClear).unwrap();
    assert_eq!(run.on(1, event, Op::EventIsSet), NO);
    run.waits(1, event, wait(SOME));
    run.expire(1);
    assert_eq!(run.woken(), [(1, NO)]);
    run.waits(1, event, wait(EVER));
    run.waits(2, event, wait(EVER));
    run.end(1);
    run.on(0, event, Op::EventSet).unwrap();
    assert_eq!(run.woken(), [(2, YES)]);
}
