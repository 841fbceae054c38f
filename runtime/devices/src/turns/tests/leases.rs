//! Leases: exclusive, all at once, counted, and fair beside orders.

use super::*;

#[test]
fn a_leased_device_takes_its_holders_orders_only() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.waits_to_order(2, on(A, SSH));
    run.waits_to_order(3, on(A, CONSOLE));
    run.starts(1, on(A, SSH));
    assert_eq!(run.done(on(A, SSH), Left::Home), []);
    run.starts(4, on(B, SSH));
    assert_eq!(run.releases(1, &[A]), [Started(2, on(A, SSH)), Started(3, on(A, CONSOLE))]);
}

#[test]
fn a_lease_waits_for_what_came_before_and_what_comes_after_waits_for_it() {
    let mut run = Run::new();
    run.starts(1, on(A, SSH));
    run.starts(2, on(A, CONSOLE));
    run.waits_to_order(3, on(A, SSH));
    run.waits_to_lease(4, &[A]);
    assert_eq!(run.done(on(A, CONSOLE), Left::Home), []);
    run.waits_to_order(2, on(A, CONSOLE));
    assert_eq!(run.done(on(A, SSH), Left::Home), [Started(3, on(A, SSH))]);
    assert_eq!(run.done(on(A, SSH), Left::Home), [Leased(4, vec![A])]);
    assert_eq!(run.releases(4, &[A]), [Started(2, on(A, CONSOLE))]);
}

#[test]
fn a_set_is_had_as_a_whole_or_not_at_all() {
    let mut run = Run::new();
    run.takes(1, &[B]);
    run.waits_to_lease(2, &[A, B]);
    assert_eq!(run.turns.holder(A), None);
    run.waits_to_order(3, on(A, SSH));
    run.starts(4, on(C, SSH));
    assert_eq!(run.releases(1, &[B]), [Leased(2, vec![A, B])]);
    assert_eq!(run.releases(2, &[A]), [Started(3, on(A, SSH))]);
    assert!(run.turns.holds(2, B) && !run.turns.holds(2, A));
}

#[test]
fn sets_in_any_order_do_not_keep_each_other_waiting() {
    let mut run = Run::new();
    run.takes(1, &[A, B, C]);
    run.waits_to_lease(2, &[B, A]);
    run.waits_to_lease(3, &[C, B]);
    run.waits_to_lease(4, &[A, C]);
    for who in [2, 3, 4] {
        assert_eq!(run.cycle(who), None);
    }
    assert_eq!(run.releases(1, &[A, B, C]), [Leased(2, vec![A, B])]);
    assert_eq!(run.releases(2, &[A, B]), [Leased(3, vec![B, C])]);
    assert_eq!(run.releases(3, &[B, C]), [Leased(4, vec![A, C])]);
}

#[test]
fn a_device_is_free_after_as_many_releases_as_leases() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    let number = run.leased[&A];
    run.waits_to_lease(2, &[A]);
    run.takes(1, &[A, B]);
    run.takes(1, &[A]);
    assert!(run.turns.is_lease_current(A, number));
    assert_eq!(run.releases(1, &[A, B]), []);
    assert_eq!(run.turns.holder(B), None);
    assert_eq!(run.releases(1, &[A]), []);
    assert_eq!(run.releases(1, &[A]), [Leased(2, vec![A])]);
    assert!(!run.turns.is_lease_current(A, number));
}

#[test]
fn naming_a_device_twice_is_naming_it_once() {
    let mut run = Run::new();
    assert_eq!(run.lease(1, &[A, A]), Ok(Turn::Now));
    assert_eq!(run.todo(), [Leased(1, vec![A])]);
    assert_eq!(run.releases(1, &[A, A]), []);
    assert_eq!(run.turns.holder(A), None);
}

#[test]
fn only_what_is_held_is_released_and_then_nothing_else_either() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    assert_eq!(run.release(1, &[A, B]), Err(Refused::NotHeld(B)));
    assert_eq!(run.release(2, &[A]), Err(Refused::NotHeld(A)));
    assert!(run.turns.holds(1, A));
    assert_eq!(run.lease(1, &[]), Err(Refused::NoDevices));
    assert_eq!(run.todo(), []);
}

#[test]
fn a_device_is_not_released_while_its_holders_order_runs() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.starts(1, on(A, SSH));
    assert_eq!(run.release(1, &[A]), Err(Refused::Busy));
    assert!(run.turns.holds(1, A));
}

#[test]
fn a_lease_that_waits_keeps_what_its_child_holds_and_adds_the_rest() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.takes(2, &[B]);
    run.waits_to_lease(1, &[A, B]);
    assert_eq!(run.gives_up(1), []);
    assert_eq!(run.releases(1, &[A]), [], "it was not counted");
    assert_eq!(run.turns.holder(A), None);
    run.takes(1, &[A]);
    run.waits_to_lease(1, &[A, B]);
    assert_eq!(run.releases(2, &[B]), [Leased(1, vec![A, B])]);
    assert!(run.leased[&A] < run.leased[&B]);
}

#[test]
fn who_gives_up_a_lease_lets_those_behind_it_go_on() {
    let mut run = Run::new();
    run.starts(1, on(A, SSH));
    run.waits_to_lease(2, &[A, B]);
    run.waits_to_order(3, on(B, SSH));
    run.waits_to_order(4, on(A, CONSOLE));
    assert_eq!(run.gives_up(2), [Started(3, on(B, SSH)), Started(4, on(A, CONSOLE))]);
}

#[test]
fn a_session_stays_as_it_was_left_under_a_lease_and_is_restored_after_it() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.starts(1, on(A, SSH));
    assert_eq!(run.done(on(A, SSH), Left::Away), []);
    run.starts(1, on(A, CONSOLE));
    assert_eq!(run.done(on(A, CONSOLE), Left::Away), []);
    run.starts(1, on(A, CONSOLE));
    assert_eq!(run.done(on(A, CONSOLE), Left::Home), [], "it went home by itself");
    run.waits_to_order(2, on(A, SSH));
    run.waits_to_order(3, on(A, CONSOLE));
    assert_eq!(run.releases(1, &[A]), [Restores(on(A, SSH), 1), Started(3, on(A, CONSOLE))]);
    assert_eq!(run.restored(on(A, SSH)), [Started(2, on(A, SSH))]);
}

#[test]
fn a_lease_that_goes_on_keeps_the_session_as_it_is() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.takes(1, &[A]);
    run.starts(1, on(A, SSH));
    run.done(on(A, SSH), Left::Away);
    assert_eq!(run.releases(1, &[A]), []);
    assert_eq!(run.releases(1, &[A]), [Restores(on(A, SSH), 1)]);
}

#[test]
fn a_lease_is_given_when_all_sessions_are_at_rest() {
    let mut run = Run::new();
    run.starts(1, on(A, SSH));
    run.done(on(A, SSH), Left::Unsettled);
    run.waits_to_lease(2, &[A]);
    assert_eq!(run.restored(on(A, SSH)), [Leased(2, vec![A])]);
}

#[test]
fn the_holder_waits_for_its_own_session_to_be_restored_as_well() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.waits_to_order(2, on(A, SSH));
    run.starts(1, on(A, SSH));
    assert_eq!(run.done(on(A, SSH), Left::Unsettled), [Restores(on(A, SSH), 1)]);
    run.waits_to_order(1, on(A, SSH));
    assert!(run.turns.waits_for(1).is_empty());
    assert_eq!(run.restored(on(A, SSH)), [Started(1, on(A, SSH))], "though the other one came first");
    run.done(on(A, SSH), Left::Home);
    assert_eq!(run.releases(1, &[A]), [Started(2, on(A, SSH))], "it is at home: nothing to restore");
}

#[test]
fn a_device_can_be_had_for_a_child_that_is_still_to_come() {
    let mut run = Run::new();
    let (job, task) = (0, 7);
    run.starts(job, on(A, SSH));
    run.waits_to_lease(task, &[A]);
    assert_eq!(run.done(on(A, SSH), Left::Home), [Leased(task, vec![A])]);
    run.waits_to_order(job, on(A, SSH));
    run.starts(task, on(A, SSH));
    run.done(on(A, SSH), Left::Home);
    assert_eq!(run.ends(task), [Started(job, on(A, SSH))]);
}
