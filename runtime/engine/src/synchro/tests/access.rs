//! Who may use what.

use easypy_contract::synchro::Kind;

use super::*;

fn dict() -> New {
    New::Dict { initial: "{}".into() }
}

fn value(text: impl ToString) -> New {
    New::Value { initial: text.to_string() }
}

#[test]
fn an_object_is_known_to_its_maker_alone() {
    let mut run = Run::new();
    let object = run.create(dict());
    assert_eq!(run.on(0, object, Op::KindOf), Ok(Reply::Kind(Kind::Dict)));
    assert_eq!(run.on(1, object, Op::KindOf), Err(Error::UnknownObject(object)));
    assert_eq!(run.on(1, object, Op::DictLength), Err(Error::UnknownObject(object)));
    for missing in [0, object + 1, u64::MAX] {
        assert_eq!(run.on(0, missing, Op::KindOf), Err(Error::UnknownObject(missing)));
    }
}

#[test]
fn a_reference_in_kwargs_hands_an_object_over() {
    let mut run = Run::new();
    let object = run.create(dict());
    let kwargs = format!("{{\"a\":[{}]}}", reference(object));
    assert_eq!(run.hand_over(1, 2, &kwargs), Err(Error::UnknownObject(object)));
    assert_eq!(run.on(2, object, Op::DictLength), Err(Error::UnknownObject(object)));
    run.hand_over(0, 2, &kwargs).unwrap();
    assert_eq!(run.on(2, object, Op::DictLength), Ok(Reply::Number(0)));
}

#[test]
fn what_a_guest_reads_it_may_use() {
    let mut run = Run::new();
    let secret = run.create(dict());
    let text = reference(secret);
    let ops = [
        (New::Dict { initial: format!("{{\"k\":{text}}}") }, Op::DictGet { key: "k".into() }),
        (New::Dict { initial: format!("{{\"k\":{text}}}") }, Op::DictRemove { key: "k".into() }),
        (New::Dict { initial: format!("{{\"k\":{text}}}") }, Op::DictSnapshot),
        (
            New::Dict { initial: format!("{{\"k\":{text}}}") },
            Op::DictSetDefault { key: "k".into(), value: "1".into() },
        ),
        (New::List { initial: format!("[[{text}]]") }, Op::ListGet { index: 0 }),
        (New::List { initial: format!("[[{text}]]") }, Op::ListRemove { index: 0 }),
        (New::List { initial: format!("[[{text}]]") }, Op::ListSnapshot),
        (value(&text), Op::ValueGet),
    ];
    for (guest, (new, op)) in (1..).zip(ops) {
        let object = run.create(new);
        run.hand_over(0, guest, &reference(object)).unwrap();
        assert_eq!(run.on(guest, secret, Op::DictLength), Err(Error::UnknownObject(secret)), "{op:?}");
        run.on(guest, object, op.clone()).unwrap();
        assert_eq!(run.on(guest, secret, Op::DictLength), Ok(Reply::Number(0)), "{op:?}");
    }
}

#[test]
fn what_comes_out_of_a_queue_may_be_used_by_who_got_it() {
    let (mut run, queue) = Run::with(New::Queue { maximum: 0 });
    let (waited_for, at_hand) = (run.create(dict()), run.create(dict()));
    run.waits(1, queue, Op::QueueGet { timeout: EVER });
    for object in [waited_for, at_hand] {
        run.on(0, queue, Op::QueuePut { value: reference(object), timeout: EVER }).unwrap();
    }
    assert_eq!(run.woken(), [(1, json(reference(waited_for)))]);
    run.on(2, queue, Op::QueueGet { timeout: EVER }).unwrap();
    for (guest, object, may) in
        [(1, waited_for, true), (2, waited_for, false), (1, at_hand, false), (2, at_hand, true)]
    {
        assert_eq!(run.on(guest, object, Op::DictLength).is_ok(), may, "{guest} {object}");
    }
}

#[test]
fn what_a_guest_may_not_use_it_may_not_write() {
    let mut run = Run::new();
    let secret = run.create(dict());
    let text = reference(secret);
    let mut refused = |new: New, ops: Vec<Op>| {
        let object = match run.try_create(1, new).unwrap() {
            Reply::Created(object) => object,
            other => panic!("{other:?}"),
        };
        for op in ops {
            assert_eq!(run.on(1, object, op.clone()), Err(Error::UnknownObject(secret)), "{op:?}");
        }
    };
    let (key, value) = (String::from("k"), text.clone());
    refused(
        New::Dict { initial: "{}".into() },
        vec![
            Op::DictSet { key: key.clone(), value: value.clone() },
            Op::DictSetDefault { key: key.clone(), value: value.clone() },
            Op::DictUpdate { members: format!("{{\"k\":{value}}}") },
            Op::DictCompareAndSet { key, expected: None, new: value.clone() },
        ],
    );
    refused(
        New::List { initial: "[1]".into() },
        vec![
            Op::ListSet { index: 0, value: value.clone() },
            Op::ListAppend { value: value.clone() },
            Op::ListInsert { index: 0, value: value.clone() },
            Op::ListExtend { values: format!("[1,{value}]") },
        ],
    );
    refused(New::Queue { maximum: 0 }, vec![Op::QueuePut { value: value.clone(), timeout: EVER }]);
    refused(
        New::Value { initial: "1".into() },
        vec![
            Op::ValueSet { value: value.clone() },
            Op::ValueCompareAndSet { expected: "1".into(), new: value.clone() },
        ],
    );
    for new in [
        New::Dict { initial: format!("{{\"k\":{value}}}") },
        New::List { initial: format!("[{value}]") },
        New::Value { initial: value },
    ] {
        assert_eq!(run.try_create(1, new), Err(Error::UnknownObject(secret)));
    }
}

#[test]
fn a_key_that_looks_like_a_reference_gives_nobody_an_object() {
    let mut run = Run::new();
    let secret = run.create(dict());
    let dict = match run.try_create(1, New::Dict { initial: reference(secret) }) {
        Ok(Reply::Created(dict)) => dict,
        other => panic!("{other:?}"),
    };
    assert_eq!(run.on(1, dict, Op::DictSnapshot), json(reference(secret)));
    assert_eq!(run.on(1, secret, Op::KindOf), Err(Error::UnknownObject(secret)));
}

#[test]
fn a_reference_hidden_behind_escapes_gives_nobody_an_object() {
    let mut run = Run::new();
    let secret = run.create(dict());
    let hidden = format!("{{\"\\u0024shared\":{secret}}}");
    let Ok(Reply::Created(object)) = run.try_create(1, value(&hidden)) else { panic!("refused") };
    assert_eq!(run.on(1, object, Op::ValueGet), json(hidden));
    assert_eq!(run.on(1, secret, Op::KindOf), Err(Error::UnknownObject(secret)));
}

#[test]
fn a_guest_that_ended_may_use_nothing() {
    let (mut run, object) = Run::with(dict());
    run.end(1);
    assert_eq!(run.on(1, object, Op::DictLength), Err(Error::UnknownObject(object)));
    assert_eq!(run.on(0, object, Op::DictLength), Ok(Reply::Number(0)));
    assert_eq!(run.on(2, object, Op::DictLength), Ok(Reply::Number(0)));
}

#[test]
fn calls_for_another_kind_say_which_kind_it_is() {
    let news = [
        (New::Dict { initial: "{}".into() }, Kind::Dict),
        (New::List { initial: "[]".into() }, Kind::List),
        (New::Queue { maximum: 0 }, Kind::Queue),
        (value(1), Kind::Value),
        (New::Lock { reentrant: false }, Kind::Lock),
        (New::Event, Kind::Event),
        (New::Semaphore { permits: 1, bounded: true }, Kind::Semaphore),
        (New::Barrier { parties: 1 }, Kind::Barrier),
    ];
    let ops = [
        (Op::DictLength, Kind::Dict),
        (Op::ListLength, Kind::List),
        (Op::QueueLength, Kind::Queue),
        (Op::ValueGet, Kind::Value),
        (Op::LockHeld, Kind::Lock),
        (Op::EventIsSet, Kind::Event),
        (Op::SemaphorePermits, Kind::Semaphore),
        (Op::BarrierReset, Kind::Barrier),
    ];
    for (new, kind) in news {
        let mut run = Run::new();
        let object = run.create(new);
        assert_eq!(run.on(0, object, Op::KindOf), Ok(Reply::Kind(kind)));
        for (op, of) in &ops {
            let outcome = run.on(0, object, op.clone());
            assert_eq!(outcome == Err(Error::WrongKind(kind)), *of != kind, "{op:?} on a {kind:?}");
        }
    }
}

#[test]
fn a_guest_that_waits_can_make_no_second_call() {
    let (mut run, event) = Run::with(New::Event);
    run.waits(1, event, Op::EventWait { timeout: EVER });
    invalid(run.on(1, event, Op::EventWait { timeout: EVER }));
    run.on(0, event, Op::EventSet).unwrap();
    assert_eq!(run.woken(), [(1, Ok(Reply::Bool(true)))]);
}

#[test]
fn when_the_run_ends_whoever_waits_and_whoever_comes_is_told() {
    let (mut run, event) = Run::with(New::Event);
    let lock = run.create(New::Lock { reentrant: false });
    run.hand_over(0, 4, &reference(lock)).unwrap();
    run.on(0, lock, Op::LockAcquire { timeout: EVER }).unwrap();
    run.waits(4, lock, Op::LockAcquire { timeout: SOME });
    run.waits(2, event, Op::EventWait { timeout: EVER });
    run.synchro.shut_down(&mut run.woken);
    assert_eq!(run.woken(), [(2, Err(Error::ShuttingDown)), (4, Err(Error::ShuttingDown))]);

    assert_eq!(run.on(0, event, Op::EventIsSet), Err(Error::ShuttingDown));
    assert_eq!(run.try_create(0, New::Event), Err(Error::ShuttingDown));
    assert_eq!(run.hand_over(0, 1, &reference(event)), Err(Error::ShuttingDown));
    run.expire(4);
    run.end(0);
    run.synchro.shut_down(&mut run.woken);
    assert_eq!(run.woken(), []);
}
