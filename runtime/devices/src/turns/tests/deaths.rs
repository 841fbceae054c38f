//! Children that end, wherever they are.

use super::*;

#[test]
fn a_session_whose_child_died_is_restored_before_the_next_gets_it() {
    let mut run = Run::new();
    run.starts(1, on(A, SSH));
    run.waits_to_order(2, on(A, SSH));
    let late = run.started[&on(A, SSH)];
    assert_eq!(run.ends(1), [Restores(on(A, SSH), 1)]);
    assert!(!run.turns.is_current(on(A, SSH), late));
    assert!(!run.turns.done(on(A, SSH), late, Left::Home, &mut run.out));
    run.starts(3, on(A, CONSOLE));
    assert_eq!(run.restored(on(A, SSH)), [Started(2, on(A, SSH))]);
    assert!(!run.turns.done(on(A, SSH), late, Left::Home, &mut run.out));
}

#[test]
fn the_death_of_one_leaves_an_order_on_another_session_as_it_is() {
    let mut run = Run::new();
    run.starts(1, on(A, SSH));
    run.starts(2, on(A, CONSOLE));
    run.ends(1);
    assert_eq!(run.done(on(A, CONSOLE), Left::Home), []);
}

#[test]
fn a_lease_ends_with_its_child_and_what_it_had_left_is_restored() {
    let mut run = Run::new();
    run.takes(1, &[A, B]);
    run.takes(1, &[A]);
    run.starts(1, on(A, SSH));
    run.done(on(A, SSH), Left::Away);
    run.starts(1, on(A, CONSOLE));
    run.waits_to_order(2, on(A, SSH));
    run.waits_to_order(3, on(B, SSH));
    run.waits_to_lease(4, &[A]);
    let (order, lease) = (run.started[&on(A, CONSOLE)], run.leased[&A]);
    assert_eq!(run.ends(1), [Restores(on(A, CONSOLE), 1), Restores(on(A, SSH), 1), Started(3, on(B, SSH))]);
    assert_eq!(run.turns.holder(A), None);
    assert!(!run.turns.is_current(on(A, CONSOLE), order) && !run.turns.is_lease_current(A, lease));
    assert_eq!(run.restored(on(A, CONSOLE)), []);
    assert_eq!(run.restored(on(A, SSH)), [Started(2, on(A, SSH))]);
    assert_eq!(run.done(on(A, SSH), Left::Home), [Leased(4, vec![A])]);
}

#[test]
fn a_session_is_restored_once_if_its_child_dies_meanwhile() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.starts(1, on(A, SSH));
    assert_eq!(run.done(on(A, SSH), Left::Unsettled), [Restores(on(A, SSH), 1)]);
    run.waits_to_order(1, on(A, SSH));
    run.waits_to_order(2, on(A, SSH));
    assert_eq!(run.ends(1), []);
    assert_eq!(run.restored(on(A, SSH)), [Started(2, on(A, SSH))]);
}

#[test]
fn what_a_dead_child_waited_for_is_not_given_to_it() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.waits_to_lease(2, &[A, B]);
    run.waits_to_order(3, on(B, SSH));
    assert_eq!(run.ends(2), [Started(3, on(B, SSH))]);
    assert_eq!(run.ends(2), []);
    assert_eq!(run.releases(1, &[A]), []);
    assert_eq!(run.turns.holder(A), None);
}
