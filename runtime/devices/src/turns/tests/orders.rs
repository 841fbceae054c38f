//! Orders where nobody holds a lease.

use super::*;

#[test]
fn orders_on_a_session_run_one_after_the_other_as_they_came() {
    let mut run = Run::new();
    run.starts(1, on(A, SSH));
    run.waits_to_order(2, on(A, SSH));
    run.waits_to_order(3, on(A, SSH));
    assert_eq!(run.done(on(A, SSH), Left::Home), [Started(2, on(A, SSH))]);
    run.waits_to_order(1, on(A, SSH));
    assert_eq!(run.done(on(A, SSH), Left::Home), [Started(3, on(A, SSH))]);
    assert_eq!(run.done(on(A, SSH), Left::Home), [Started(1, on(A, SSH))]);
    assert_eq!(run.done(on(A, SSH), Left::Home), []);
}

#[test]
fn sessions_do_not_wait_for_each_other() {
    let mut run = Run::new();
    run.starts(1, on(A, SSH));
    run.starts(2, on(A, CONSOLE));
    run.starts(3, on(B, SSH));
    run.waits_to_order(4, on(A, SSH));
    assert_eq!(run.done(on(A, CONSOLE), Left::Home), []);
    assert_eq!(run.done(on(A, SSH), Left::Home), [Started(4, on(A, SSH))]);
}

#[test]
fn a_child_asks_for_one_thing_at_a_time() {
    let mut run = Run::new();
    run.starts(1, on(A, SSH));
    run.waits_to_order(2, on(A, SSH));
    for busy in [1, 2] {
        assert_eq!(run.order(busy, on(B, SSH)), Err(Refused::Busy));
        assert_eq!(run.lease(busy, &[B]), Err(Refused::Busy));
        assert_eq!(run.release(busy, &[]), Err(Refused::Busy));
    }
    assert_eq!(run.todo(), []);
    run.done(on(A, SSH), Left::Home);
    run.starts(1, on(B, SSH));
}

#[test]
fn who_gives_up_is_not_served_and_stands_in_nobodys_way() {
    let mut run = Run::new();
    run.starts(1, on(A, SSH));
    run.waits_to_order(2, on(A, SSH));
    run.waits_to_order(3, on(A, SSH));
    assert_eq!(run.gives_up(2), []);
    assert!(!run.turns.give_up(2, &mut run.out));
    assert!(!run.turns.give_up(1, &mut run.out), "it runs");
    assert_eq!(run.done(on(A, SSH), Left::Home), [Started(3, on(A, SSH))]);
    run.starts(2, on(B, SSH));
}

#[test]
fn a_session_that_is_not_at_home_is_restored_before_the_next_gets_it() {
    for left in [Left::Away, Left::Unsettled] {
        let mut run = Run::new();
        run.starts(1, on(A, SSH));
        run.waits_to_order(2, on(A, SSH));
        assert_eq!(run.done(on(A, SSH), left), [Restores(on(A, SSH), 1)]);
        run.waits_to_order(1, on(A, SSH));
        assert_eq!(run.restored(on(A, SSH)), [Started(2, on(A, SSH))]);
        assert!(!run.turns.restored(on(A, SSH), &mut run.out));
    }
}

#[test]
fn an_order_ends_once_and_only_with_its_own_number() {
    let mut run = Run::new();
    run.starts(1, on(A, SSH));
    let first = run.started[&on(A, SSH)];
    assert!(!run.turns.is_current(on(A, CONSOLE), first));
    assert!(!run.turns.done(on(B, SSH), first, Left::Home, &mut run.out));
    run.done(on(A, SSH), Left::Home);
    run.starts(1, on(A, SSH));
    assert!(!run.turns.is_current(on(A, SSH), first));
    assert!(!run.turns.done(on(A, SSH), first, Left::Unsettled, &mut run.out));
    assert_eq!(run.done(on(A, SSH), Left::Home), []);
}

#[test]
fn when_the_run_ends_nobody_waits_and_nothing_begins() {
    let mut run = Run::new();
    run.starts(1, on(A, SSH));
    run.waits_to_order(3, on(A, SSH));
    run.waits_to_lease(2, &[A, B]);
    assert_eq!(run.turns.shut_down(), [3, 2]);
    assert_eq!(run.done(on(A, SSH), Left::Home), []);
    assert_eq!(run.order(3, on(A, SSH)), Err(Refused::ShuttingDown));
    assert_eq!(run.lease(2, &[A]), Err(Refused::ShuttingDown));
    assert!(run.turns.shut_down().is_empty());
}
