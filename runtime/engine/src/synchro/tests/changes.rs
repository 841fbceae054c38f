//! Guests keep what they have read until the object is said to have changed: so nothing may change unsaid.

use proptest::prelude::*;

use super::*;

/// What guests may do to an object of each kind, and what they may ask of it.
fn kinds() -> Vec<(New, Vec<Op>)> {
    let key = || "a".to_owned();
    let one = || "1".to_owned();
    vec![
        (
            New::Dict { initial: "{}".into() },
            vec![
                Op::DictSet { key: key(), value: one() },
                Op::DictSet { key: "b".into(), value: "[2]".into() },
                Op::DictSetDefault { key: key(), value: "3".into() },
                Op::DictRemove { key: key() },
                Op::DictUpdate { members: r#"{"a": 4, "c": 5}"#.into() },
                Op::DictAdd { key: key(), amount: one() },
                Op::DictCompareAndSet { key: key(), expected: None, new: "6".into() },
                Op::DictClear,
                Op::DictGet { key: key() },
                Op::DictContains { key: key() },
                Op::DictKeys,
                Op::DictLength,
                Op::DictSnapshot,
            ],
        ),
        (
            New::List { initial: "[]".into() },
            vec![
                Op::ListAppend { value: one() },
                Op::ListSet { index: 0, value: "2".into() },
                Op::ListExtend { values: "[3, 4]".into() },
                Op::ListInsert { index: 0, value: "5".into() },
                Op::ListRemove { index: -1 },
                Op::ListClear,
                Op::ListGet { index: 0 },
                Op::ListLength,
                Op::ListSnapshot,
            ],
        ),
        (
            New::Queue { maximum: 2 },
            vec![
                Op::QueuePut { value: one(), timeout: NOT },
                Op::QueuePut { value: one(), timeout: EVER },
                Op::QueueGet { timeout: NOT },
                Op::QueueGet { timeout: EVER },
                Op::QueueLength,
            ],
        ),
        (
            New::Value { initial: one() },
            vec![
                Op::ValueSet { value: "2".into() },
                Op::ValueAdd { amount: one() },
                Op::ValueCompareAndSet { expected: one(), new: "3".into() },
                Op::ValueGet,
            ],
        ),
        (
            New::Lock { reentrant: true },
            vec![Op::LockAcquire { timeout: SOME }, Op::LockRelease, Op::LockHeld],
        ),
        (New::Event, vec![Op::EventSet, Op::EventClear, Op::EventWait { timeout: SOME }, Op::EventIsSet]),
        (
            New::Semaphore { permits: 1, bounded: false },
            vec![Op::SemaphoreAcquire { timeout: SOME }, Op::SemaphoreRelease, Op::SemaphorePermits],
        ),
    ]
}

proptest! {
    #[test]
    fn a_reply_to_a_read_holds_until_its_object_is_said_to_have_changed(
        kind in 0..kinds().len(),
        steps in prop::collection::vec((0u32..4, 0usize..16), 1..40),
    ) {
        let (new, ops) = kinds().swap_remove(kind);
        let (mut run, object) = Run::with(new);
        // Guest 4 only reads: it never waits, nor ends.
        let reads: Vec<Op> = ops.iter().filter(|op| op.is_read()).cloned().collect();
        let mut held: Vec<(usize, Outcome)> = Vec::new();
        for (guest, step) in steps {
            let before = run.changes.0.borrow().len();
            match ops.get(step) {
                Some(op) => drop(run.ask(guest, object, op.clone())),
                None if step == 13 => run.expire(guest),
                None => {
                    run.end(guest);
                    run.hand_over(4, guest, &reference(object)).unwrap();
                }
            }
            let said = run.changes.0.borrow()[before..].contains(&object);
            let replies: Vec<Outcome> =
                reads.iter().map(|read| run.on(4, object, read.clone())).collect();
            if said {
                held.clear();
            }
            for (read, reply) in &held {
                prop_assert_eq!(reply, &replies[*read], "{:?} after {:?}", &reads[*read], ops.get(step));
            }
            held = replies.into_iter().enumerate().collect();
        }
    }
}

#[test]
fn reading_is_no_change() {
    for (new, ops) in kinds() {
        let (mut run, object) = Run::with(new);
        run.changes.0.borrow_mut().clear();
        for op in ops.into_iter().filter(Op::is_read) {
            let _ = run.on(1, object, op);
        }
        assert_eq!(*run.changes.0.borrow(), Vec::<ObjectId>::new());
    }
}
