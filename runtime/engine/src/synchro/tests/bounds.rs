//! What guests can size is bounded.

use easypy_contract::limits::{NAME_BYTES, SHARED_BYTES, SHARED_OBJECTS, VALUE_BYTES, VALUE_DEPTH};

use super::*;

/// Leaves this much for the objects of the run.
fn leave(run: &mut Run, bytes: u64) {
    run.synchro.common.memory.take(SHARED_BYTES - bytes).unwrap();
}

#[test]
fn objects_are_counted() {
    let mut run = Run::new();
    for _ in 0..SHARED_OBJECTS {
        run.create(New::Event);
    }
    assert_eq!(limit(run.try_create(0, New::Event)), "shared-objects");
    assert_eq!(run.on(0, SHARED_OBJECTS, Op::EventIsSet), Ok(Reply::Bool(false)));
}

#[test]
fn values_are_bounded_in_size_and_nesting() {
    let (mut run, dict) = Run::with(New::Dict { initial: "{}".into() });
    let set = |value: String| Op::DictSet { key: "k".into(), value };
    let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    assert_eq!(limit(run.on(0, dict, set(nested(VALUE_DEPTH + 1)))), "value-depth");
    assert_eq!(limit(run.on(0, dict, set(" ".repeat(VALUE_BYTES) + "1"))), "value-size");
    assert_eq!(run.on(0, dict, Op::DictLength), Ok(Reply::Number(0)));

    run.on(0, dict, set(nested(VALUE_DEPTH))).unwrap();
    assert_eq!(limit(run.on(0, dict, Op::DictSnapshot)), "value-depth");

    let list = run.create(New::List { initial: nested(VALUE_DEPTH) });
    assert_eq!(run.on(0, list, Op::ListSnapshot), json(nested(VALUE_DEPTH)));
    let dict = run.create(New::Dict { initial: format!("{{\"k\":{}}}", nested(VALUE_DEPTH - 1)) });
    run.on(0, dict, Op::DictSnapshot).unwrap();
}

#[test]
fn keys_are_bounded() {
    let (mut run, dict) = Run::with(New::Dict { initial: "{}".into() });
    let (fits, long) = ("k".repeat(NAME_BYTES), "k".repeat(NAME_BYTES + 1));
    run.on(0, dict, Op::DictSet { key: fits.clone(), value: "1".into() }).unwrap();
    for op in [
        Op::DictSet { key: long.clone(), value: "1".into() },
        Op::DictSetDefault { key: long.clone(), value: "1".into() },
        Op::DictAdd { key: long.clone(), amount: "1".into() },
        Op::DictCompareAndSet { key: long.clone(), expected: None, new: "1".into() },
        Op::DictUpdate { members: format!("{{\"{long}\":1}}") },
    ] {
        assert_eq!(limit(run.on(0, dict, op)), "key-size");
    }
    assert_eq!(run.on(0, dict, Op::DictKeys), Ok(Reply::Keys(vec![fits])));
    assert_eq!(run.on(0, dict, Op::DictGet { key: long }), maybe(None));
}

#[test]
fn more_keys_than_fit_an_answer_are_refused() {
    let (mut run, dict) = Run::with(New::Dict { initial: "{}".into() });
    for n in 0..VALUE_BYTES / NAME_BYTES {
        let key = format!("{n:x<width$}", width = NAME_BYTES - 8);
        run.on(0, dict, Op::DictSet { key, value: "1".into() }).unwrap();
    }
    let Ok(Reply::Keys(keys)) = run.on(0, dict, Op::DictKeys) else { panic!("refused too early") };
    assert_eq!(keys.len(), VALUE_BYTES / NAME_BYTES);
    run.on(0, dict, Op::DictSet { key: "x".repeat(4096), value: "1".into() }).unwrap();
    assert_eq!(limit(run.on(0, dict, Op::DictKeys)), "value-size");
}

#[test]
fn what_all_objects_hold_is_bounded_and_a_call_that_goes_over_it_changes_nothing() {
    let mut run = Run::new();
    let dict = run.create(New::Dict { initial: "{\"a\":1}".into() });
    let list = run.create(New::List { initial: "[1]".into() });
    let queue = run.create(New::Queue { maximum: 0 });
    let value = run.create(New::Value { initial: "1".into() });
    let held = run.held_bytes();
    leave(&mut run, 2000 + held);

    let text = format!("\"{}\"", "x".repeat(2000));
    let many = vec!["1"; 100].join(",");
    let calls = [
        (dict, Op::DictSet { key: "b".into(), value: text.clone() }),
        (dict, Op::DictSet { key: "a".into(), value: text.clone() }),
        (dict, Op::DictUpdate { members: format!("{{\"b\":1,\"a\":2,\"c\":{text}}}") }),
        (list, Op::ListAppend { value: text.clone() }),
        (list, Op::ListSet { index: 0, value: text.clone() }),
        (list, Op::ListExtend { values: format!("[{many}]") }),
        (queue, Op::QueuePut { value: text.clone(), timeout: EVER }),
        (value, Op::ValueSet { value: text.clone() }),
        (value, Op::ValueCompareAndSet { expected: "1".into(), new: text.clone() }),
    ];
    for (object, op) in calls {
        assert_eq!(limit(run.on(0, object, op.clone())), "shared-size", "{op:?}");
    }
    assert_eq!(limit(run.try_create(0, New::List { initial: format!("[{many}]") })), "shared-size");
    assert_eq!(limit(run.try_create(0, New::Value { initial: text })), "shared-size");

    assert_eq!(run.on(0, dict, Op::DictSnapshot), json("{\"a\":1}"));
    assert_eq!(run.on(0, list, Op::ListSnapshot), json("[1]"));
    assert_eq!(run.on(0, queue, Op::QueueLength), Ok(Reply::Number(0)));
    assert_eq!(run.on(0, value, Op::ValueGet), json("1"));
    assert_eq!(run.held_bytes(), SHARED_BYTES - 2000);
    assert_eq!(run.try_create(0, New::Event), Ok(Reply::Created(value + 1)));
}

#[test]
fn values_that_wait_for_a_full_queue_count() {
    let (mut run, queue) = Run::with(New::Queue { maximum: 1 });
    let put = |timeout| Op::QueuePut { value: format!("\"{}\"", "x".repeat(500)), timeout };
    leave(&mut run, 1200);
    run.on(0, queue, put(EVER)).unwrap();
    run.waits(1, queue, put(SOME));
    assert_eq!(limit(run.on(2, queue, put(SOME))), "shared-size");
    assert_eq!(run.on(2, queue, put(NOT)), Err(Error::Full));
    run.expire(1);
    run.waits(2, queue, put(SOME));
}

#[test]
fn holders_of_permits_count() {
    let (mut run, semaphore) = Run::with(New::Semaphore { permits: 2, bounded: false });
    let acquire = |timeout| Op::SemaphoreAcquire { timeout };
    leave(&mut run, 64);
    run.on(0, semaphore, acquire(EVER)).unwrap();
    run.on(0, semaphore, acquire(EVER)).unwrap();
    assert_eq!(limit(run.on(1, semaphore, acquire(EVER))), "shared-size");
    assert_eq!(run.on(1, semaphore, acquire(NOT)), Ok(Reply::Bool(false)));
    run.end(0);
    run.on(1, semaphore, acquire(EVER)).unwrap();
}

#[test]
fn a_time_out_that_no_clock_reaches_is_none() {
    let (mut run, event) = Run::with(New::Event);
    assert_eq!(run.waits(1, event, Op::EventWait { timeout: Some(Duration::MAX) }), None);
    assert_eq!(run.waits(2, event, Op::EventWait { timeout: EVER }), None);
    assert_eq!(run.waits(3, event, Op::EventWait { timeout: SOME }), SOME);
}
