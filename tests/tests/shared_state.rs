//! Shared objects between several tasks and their job: seen during a task and after it, never torn, never
//! lost, and never held by the dead.

use easypy_tests::{Run, launch, new, run, step};
use serde_json::{Value, json};

/// `{"$object": name}` for each name: parameters that are objects, called as the plan calls them.
fn objects(names: &[&str]) -> Value {
    names.iter().map(|name| ((*name).to_owned(), json!({"$object": name}))).collect()
}

fn with(mut kwargs: Value, name: &str, value: Value) -> Value {
    kwargs[name] = value;
    kwargs
}

fn wait(task: &str) -> Value {
    step("wait", json!({"task": task}))
}

fn read(object: &str) -> Value {
    step("read", json!({"object": object, "as": object}))
}

#[test]
fn concurrent_increments_from_eight_tasks_lose_none() {
    const TASKS: usize = 8;
    const TIMES: usize = 150;
    let kwargs = with(objects(&["dict", "value", "lock", "list"]), "times", json!(TIMES));
    let mut plan = vec![
        new("dict", "dict", json!({})),
        new("value", "value", json!(0)),
        new("lock", "lock", Value::Null),
        new("list", "list", json!([])),
    ];
    plan.extend((0..TASKS).map(|n| launch("increments", &format!("t{n}"), kwargs.clone())));
    plan.extend((0..TASKS).map(|n| wait(&format!("t{n}"))));
    plan.extend(["dict", "value", "lock", "list"].map(read));
    let finished = Run::plan(&json!(plan)).run().exits(0);

    let total = TASKS * TIMES;
    assert_eq!(finished.probe("dict"), json!({"added": total, "compared": total, "locked": total}));
    assert_eq!(finished.probe("value"), total);
    assert_eq!(finished.probe("lock"), false, "the lock is free");
    let list = finished.probe("list");
    let mut numbers: Vec<u64> = list.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
    numbers.sort_unstable();
    let expected: Vec<u64> = (0..total as u64).map(|n| n / TASKS as u64).collect();
    assert_eq!(numbers, expected);
}

#[test]
fn a_lock_and_a_permit_that_a_dead_task_held_are_free_again() {
    let kwargs = objects(&["lock", "semaphore", "queue"]);
    for how in ["panics", "exits", "returns", "is killed"] {
        let mut plan = vec![
            new("lock", "lock", Value::Null),
            new("semaphore", "semaphore", json!(1)),
            new("queue", "queue", Value::Null),
            launch("holds_a_lock", "holder", with(kwargs.clone(), "how", json!(how))),
            step("get", json!({"object": "queue", "as": "held"})),
        ];
        if how == "is killed" {
            plan.extend([
                step("acquire", json!({"object": "lock", "timeout": 0, "as": "taken"})),
                step("acquire", json!({"object": "semaphore", "timeout": 0.01, "as": "taken too"})),
                step("read", json!({"object": "lock", "as": "is held"})),
                step("release", json!({"object": "lock", "as": "not mine"})),
                step("terminate", json!({"task": "holder"})),
            ]);
        }
        plan.extend([
            // Waits, where the holder is still on its way out.
            step("acquire", json!({"object": "lock", "as": "lock"})),
            step("acquire", json!({"object": "semaphore", "as": "semaphore"})),
            wait("holder"),
        ]);
        let finished = Run::plan(&json!(plan)).run();
        assert_eq!(finished.probe("lock"), true, "{how}");
        assert_eq!(finished.probe("semaphore"), true, "{how}");
        if how == "is killed" {
            assert_eq!(finished.probe("taken"), false);
            assert_eq!(finished.probe("taken too"), false);
            assert_eq!(finished.probe("is held"), true);
            assert_eq!(finished.probe("not mine")["error"], "NotOwner");
        }
    }
}

#[test]
fn a_task_that_waits_for_a_lock_gets_it_when_its_holder_dies() {
    let kwargs = objects(&["lock", "semaphore", "queue"]);
    let holder = |how: &str| with(kwargs.clone(), "how", json!(how));
    let finished = Run::plan(&json!([
        new("lock", "lock", Value::Null),
        new("semaphore", "semaphore", json!(2)),
        new("queue", "queue", Value::Null),
        launch("holds_a_lock", "first", holder("sleeps")),
        step("get", json!({"object": "queue"})),
        launch("holds_a_lock", "second", holder("returns")),
        step("terminate", json!({"task": "first"})),
        step("get", json!({"object": "queue", "as": "second has it"})),
        wait("second"),
        step("read", json!({"object": "semaphore", "as": "permits"})),
    ]))
    .run()
    .exits(1);
    assert_eq!(finished.probe("second has it"), "held");
    assert_eq!(finished.result("second"), "passed");
    assert_eq!(finished.probe("permits"), 2, "a permit ends with its holder, even if it passed");
}

#[test]
fn what_a_task_writes_is_seen_by_the_job_after_it() {
    let kwargs = objects(&["shared_dict", "shared_list"]);
    let finished = Run::plan(&json!([
        new("shared_dict", "dict", json!({})),
        new("shared_list", "list", json!([])),
        new("inner", "dict", json!({})),
        step("assign", json!({"object": "shared_dict", "key": "inner", "value": {"$object": "inner"}})),
        run("fills_in", "one", kwargs.clone()),
        run("fills_in", "two", kwargs),
        step("read", json!({"object": "shared_dict", "as": "dict"})),
        step("read", json!({"object": "shared_list", "as": "list"})),
        step("read", json!({"object": "inner", "as": "inner"})),
    ]))
    .run()
    .exits(0);
    let dict = finished.probe("dict");
    assert_eq!((&dict["testbed_is_sane"], &dict["n"]), (&json!(true), &json!(2)));
    assert_eq!(finished.probe("list"), json!([0, 1]));
    // An object inside another is reached by whoever may read the other.
    assert_eq!(finished.probe("inner"), json!({"found": [1, 2, 3]}));
}

#[test]
fn job_and_task_talk_while_the_task_runs() {
    let finished = Run::plan(&json!([
        new("questions", "queue", Value::Null),
        new("answers", "queue", Value::Null),
        launch("exchanges", "talker", objects(&["questions", "answers"])),
        step("put", json!({"object": "questions", "value": "who"})),
        step("get", json!({"object": "answers", "as": "first"})),
        step("state", json!({"task": "talker", "as": "state"})),
        step("put", json!({"object": "questions", "value": "why"})),
        step("get", json!({"object": "answers", "as": "second"})),
        step("put", json!({"object": "questions", "value": null})),
        wait("talker"),
    ]))
    .run()
    .exits(0);
    assert_eq!(finished.probe("first"), "answer: who");
    assert_eq!(finished.probe("state")["alive"], true);
    assert_eq!(finished.probe("second"), "answer: why");
}

#[test]
fn a_queue_between_tasks_loses_nothing_and_gives_nothing_twice() {
    const EACH: u32 = 200;
    let produces = |n: u32| {
        let kwargs = with(objects(&["queue"]), "from", json!(n * EACH));
        launch("produces", &format!("p{n}"), with(kwargs, "count", json!(EACH)))
    };
    let consumes = |n: u32| {
        launch("consumes", &format!("c{n}"), with(objects(&["queue", "list"]), "count", json!(EACH)))
    };
    let mut plan = vec![new("queue", "queue", json!(5)), new("list", "list", json!([]))];
    plan.extend((0..3).flat_map(|n| [produces(n), consumes(n)]));
    plan.extend((0..3).flat_map(|n| [wait(&format!("p{n}")), wait(&format!("c{n}"))]));
    plan.extend([read("queue"), read("list")]);
    let finished = Run::plan(&json!(plan)).run().exits(0);
    assert_eq!(finished.probe("queue"), 0);
    let list = finished.probe("list");
    let mut got: Vec<u64> = list.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
    got.sort_unstable();
    assert_eq!(got, (0..u64::from(3 * EACH)).collect::<Vec<u64>>());
}

#[test]
fn a_barrier_holds_its_parties_until_the_last_has_come() {
    let kwargs = objects(&["barrier", "list"]);
    let mut plan = vec![new("barrier", "barrier", json!(5)), new("list", "list", json!([]))];
    plan.extend((0..4).map(|n| launch("waits_at_a_barrier", &format!("t{n}"), kwargs.clone())));
    plan.push(step("tasks", json!({"as": "tasks"})));
    plan.push(step("barrier-wait", json!({"object": "barrier", "as": "place"})));
    plan.extend((0..4).map(|n| wait(&format!("t{n}"))));
    plan.push(read("list"));
    let finished = Run::plan(&json!(plan)).run().exits(0);
    assert!(finished.probe("tasks").as_array().unwrap().iter().all(|task| task["alive"] == true));
    let list = finished.probe("list");
    let mut places: Vec<u64> = list.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
    places.push(finished.probe("place").as_u64().unwrap());
    places.sort_unstable();
    assert_eq!(places, [0, 1, 2, 3, 4], "each party gets a place of its own");
}

#[test]
fn a_party_that_dies_or_is_late_breaks_the_barrier_for_all() {
    let finished = Run::plan(&json!([
        new("barrier", "barrier", json!(3)),
        new("list", "list", json!([])),
        launch("waits_at_a_barrier", "patient", objects(&["barrier", "list"])),
        launch("waits_at_a_barrier", "late", with(objects(&["barrier", "list"]), "timeout", json!(0.2))),
        wait("late"),
        wait("patient"),
        step("barrier-wait", json!({"object": "barrier", "as": "broken"})),
    ]))
    .run()
    .exits(1);
    assert!(finished.node("late.waits_at_a_barrier.waits_at_a_barrier").why().contains("time-out"));
    assert!(finished.node("patient.waits_at_a_barrier.waits_at_a_barrier").why().contains("broken"));
    assert_eq!(finished.probe("broken")["error"], "BrokenBarrier");
}

#[test]
fn every_misuse_has_an_error_of_its_own() {
    let finished = Run::plan(&json!([
        new("dict", "dict", json!({})),
        new("list", "list", json!([])),
        new("queue", "queue", json!(2)),
        new("lock", "lock", Value::Null),
        new("value", "value", json!(0)),
        run("misuses_objects", "misuses", objects(&["dict", "list", "queue", "lock", "value"])),
    ]))
    .run()
    .exits(0);
    let said = finished.data("misuses.misuses_objects.misuses_objects");
    for (call, expected) in [
        ("wrong kind", "is a dict"),
        ("missing key", "no key `nothing`"),
        ("out of range", "no index 5: the length is 0"),
        ("out of range, negative", "no index -9: the length is 0"),
        ("empty", "the queue is empty"),
        ("full", "the queue is full"),
        ("timeout", "the time-out passed"),
        ("not owner", "does not hold it"),
        ("no number", "text"),
        ("wrong type", "of another type"),
        ("too deep", "value-depth"),
        ("too large", "value-size"),
    ] {
        let text = said[call].as_str().unwrap_or_default();
        assert!(text.contains(expected), "{call}: {text:?}");
    }
}

#[test]
fn a_reentrant_lock_is_free_after_as_many_releases() {
    let acquire = |label: &str| step("acquire", json!({"object": "lock", "timeout": 0, "as": label}));
    let release = |label: &str| step("release", json!({"object": "lock", "as": label}));
    let held = |label: &str| step("read", json!({"object": "lock", "as": label}));
    let finished = Run::plan(&json!([
        new("lock", "reentrant-lock", Value::Null),
        acquire("a1"),
        acquire("a2"),
        release("r1"),
        held("between"),
        release("r2"),
        held("after"),
        release("r3"),
        run("passes", "passes", json!({})),
    ]))
    .run()
    .exits(0);
    assert_eq!([finished.probe("a1"), finished.probe("a2")], [json!(true), json!(true)]);
    assert_eq!([finished.probe("between"), finished.probe("after")], [json!(true), json!(false)]);
    assert_eq!(finished.probe("r3")["error"], "NotOwner");
}
