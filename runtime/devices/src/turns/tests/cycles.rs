//! Children that wait for each other.

use super::*;

/// 1 holds A and 2 holds B, each waits for the other's.
fn crossed() -> Run {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.takes(2, &[B]);
    run.waits_to_lease(1, &[B]);
    assert_eq!(run.cycle(1), None);
    run.waits_to_lease(2, &[A]);
    run
}

#[test]
fn children_that_wait_for_what_the_other_holds_are_a_deadlock() {
    let mut run = crossed();
    assert_eq!(run.turns.waits_for(1), [2]);
    assert_eq!(run.turns.waits_for(2), [1]);
    assert_eq!(run.cycle(2), Some(vec![2, 1, 2]));
    assert_eq!(run.gives_up(2), []);
    assert_eq!(run.cycle(1), None);
    assert_eq!(run.ends(2), [Leased(1, vec![B])]);
}

#[test]
fn an_order_can_be_part_of_a_deadlock() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.takes(2, &[B]);
    run.takes(3, &[C]);
    run.waits_to_order(1, on(B, SSH));
    run.waits_to_order(2, on(C, CONSOLE));
    assert_eq!(run.cycle(2), None);
    run.waits_to_lease(3, &[A]);
    assert_eq!(run.cycle(3), Some(vec![3, 1, 2, 3]));
    assert_eq!(run.cycle(1), Some(vec![1, 2, 3, 1]));
}

#[test]
fn the_shortest_way_is_named() {
    let mut run = crossed();
    run.waits_to_lease(3, &[A]);
    assert_eq!(run.cycle_with(2, &[(1, 4), (4, 2)]), Some(vec![2, 1, 2]));
    assert_eq!(run.cycle(3), None, "it waits for them, but they do not wait for it");
}

#[test]
fn waits_elsewhere_count() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.waits_to_order(2, on(A, SSH));
    assert_eq!(run.cycle_with(2, &[]), None);
    // The child 1 waits for a lock that 3 holds, and 3 waits for the end of 2.
    let extra = [(1, 3), (3, 2)];
    for start in [1, 2, 3] {
        let cycle = run.cycle_with(start, &extra).unwrap();
        assert_eq!((cycle.len(), cycle[0], cycle[3]), (4, start, start));
    }
    assert_eq!(run.cycle_with(3, &[(3, 3)]), Some(vec![3, 3]));
}

#[test]
fn waits_elsewhere_are_enough() {
    let mut run = Run::new();
    assert_eq!(run.cycle_with(1, &[(1, 2), (2, 1)]), Some(vec![1, 2, 1]));
}

#[test]
fn an_order_that_runs_ends_by_itself_and_is_no_reason() {
    let mut run = Run::new();
    run.starts(1, on(A, SSH));
    run.waits_to_lease(2, &[A]);
    assert!(run.turns.waits_for(2).is_empty());
    assert_eq!(run.cycle_with(2, &[(1, 2)]), None);
    run.done(on(A, SSH), Left::Unsettled);
    assert!(run.turns.waits_for(1).is_empty());
    assert!(run.turns.waits_for(9).is_empty());
}

#[test]
fn who_is_before_one_in_a_queue_is_waited_for() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.waits_to_order(2, on(A, SSH));
    run.waits_to_order(3, on(A, CONSOLE));
    run.waits_to_lease(4, &[A, B]);
    run.waits_to_order(5, on(A, SSH));
    run.waits_to_order(6, on(B, SSH));
    assert_eq!(run.turns.waits_for(3), [1]);
    assert_eq!(run.turns.waits_for(4), [1, 2, 3]);
    assert_eq!(run.turns.waits_for(5), [1, 2, 4]);
    assert_eq!(run.turns.waits_for(6), [4]);
}

#[test]
fn who_holds_what_another_waits_for_does_not_wait_behind_it() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.waits_to_lease(2, &[A, B]);
    run.waits_to_order(3, on(B, SSH));
    run.waits_to_order(1, on(B, SSH));
    assert_eq!(run.turns.waits_for(1), [2, 3]);
    assert_eq!(run.cycle(1), None);
    assert_eq!(run.todo(), [Started(1, on(B, SSH))]);
    run.done(on(B, SSH), Left::Home);
    assert_eq!(run.releases(1, &[A]), [Leased(2, vec![A, B])], "3 came after it");
    assert_eq!(run.releases(2, &[A, B]), [Started(3, on(B, SSH))]);
}

#[test]
fn who_goes_before_others_still_waits_for_what_is_not_free() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.starts(4, on(B, SSH));
    run.waits_to_order(5, on(B, SSH));
    run.waits_to_lease(2, &[A, B]);
    run.waits_to_lease(1, &[B]);
    assert_eq!(run.cycle(1), None);
    assert_eq!(run.turns.waits_for(1), [5], "that one does not wait for it");
    assert_eq!(run.done(on(B, SSH), Left::Home), [Started(5, on(B, SSH))]);
    assert_eq!(run.done(on(B, SSH), Left::Home), [Leased(1, vec![B])]);
}

#[test]
fn who_is_needed_only_by_way_of_others_goes_before_them_too() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.takes(2, &[C]);
    run.waits_to_lease(3, &[B, C]);
    run.waits_to_order(1, on(B, SSH));
    assert_eq!(run.cycle(1), None);
    assert_eq!(run.todo(), [], "2 has no need of it");
    // The holder of C waits for A now, so that 3 waits for 1 as well.
    run.waits_to_order(2, on(A, SSH));
    assert_eq!(run.cycle(2), None);
    assert_eq!(run.todo(), [Started(1, on(B, SSH))]);
}

#[test]
fn whom_its_holder_waits_for_elsewhere_goes_first_too() {
    let mut run = Run::new();
    let (job, task, other) = (0, 1, 2);
    run.takes(job, &[A]);
    run.waits_to_lease(other, &[A, B]);
    run.waits_to_order(task, on(B, SSH));
    assert_eq!(run.cycle(task), None);
    assert_eq!(run.todo(), []);
    // The job waits for the end of its task.
    assert_eq!(run.cycle_with(job, &[(job, task)]), None);
    assert_eq!(run.todo(), [Started(task, on(B, SSH))]);
}

#[test]
fn behind_one_that_goes_before_others_those_others_still_count() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.takes(2, &[C]);
    run.starts(3, on(B, SSH));
    run.waits_to_lease(4, &[A, B, C]);
    run.waits_to_lease(1, &[B]);
    assert_eq!(run.cycle(1), None);
    run.waits_to_order(2, on(B, SSH));
    assert_eq!(run.cycle(2), None);
    assert_eq!(run.turns.waits_for(2), [1], "4 waits for it");
    assert_eq!(run.done(on(B, SSH), Left::Home), [Leased(1, vec![B])]);
    assert_eq!(run.releases(1, &[B]), [Started(2, on(B, SSH))]);
}

#[test]
fn behind_the_holder_of_a_device_those_who_wait_for_it_still_count() {
    let mut run = Run::new();
    run.takes(1, &[A]);
    run.takes(2, &[C]);
    run.starts(1, on(A, SSH));
    run.done(on(A, SSH), Left::Unsettled);
    run.waits_to_lease(3, &[A, C]);
    run.waits_to_order(4, on(A, SSH));
    run.waits_to_order(1, on(A, SSH));
    run.waits_to_order(2, on(A, SSH));
    for who in [3, 4, 1, 2] {
        assert_eq!(run.cycle(who), None);
    }
    assert_eq!(run.turns.waits_for(2), [1], "3 waits for it, and 4 for 3");
    assert_eq!(run.restored(on(A, SSH)), [Started(1, on(A, SSH))]);
    run.done(on(A, SSH), Left::Home);
    assert_eq!(run.releases(1, &[A]), [Started(2, on(A, SSH))]);
}

#[test]
fn a_long_queue_is_walked_through_in_steps_that_grow_with_it_only() {
    const CHILDREN: u32 = 20_000;
    let mut run = Run::new();
    run.takes(0, &[A]);
    for who in 1..CHILDREN {
        run.waits_to_lease(who, &[A, B]);
    }
    assert_eq!(run.cycle(CHILDREN - 1), None);
    assert_eq!(run.order(0, on(B, SSH)), Ok(Turn::Waits));
    assert_eq!(run.cycle(0), None);
    assert_eq!(run.todo(), [Started(0, on(B, SSH))]);
    run.done(on(B, SSH), Left::Home);
    for who in 1..CHILDREN {
        assert_eq!(run.releases(who - 1, if who == 1 { &[A] } else { &[A, B] }), [Leased(who, vec![A, B])]);
    }
}
