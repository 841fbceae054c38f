//! Shared objects, as one guest alone meets them; what several do together is in `shared_state.rs`.

use crate::row::{ROW, Row, rows};

rows! {
    increments: Row {
        objects: &[("dict", "dict", "{}"), ("value", "value", "0"), ("lock", "lock", "null"), ("list", "list", "[]")],
        kwargs: r#"{
            "dict": {"$object": "dict"}, "value": {"$object": "value"}, "lock": {"$object": "lock"},
            "list": {"$object": "list"}, "times": 3
        }"#,
        sections: &[
            "Testcase tc passed",
            "TestSection tc.atomically passed",
            "TestSection tc.by_comparing passed",
            "TestSection tc.under_a_lock passed",
            "TestSection tc.in_a_list passed",
        ],
        ..ROW
    },
    holds_a_lock: Row {
        outcome: "errored",
        objects: &[("lock", "lock", "null"), ("semaphore", "semaphore", "1"), ("queue", "queue", "0")],
        kwargs: r#"{
            "lock": {"$object": "lock"}, "semaphore": {"$object": "semaphore"}, "queue": {"$object": "queue"},
            "how": "panics"
        }"#,
        sections: &[
            "Testcase holds_a_lock errored",
            "TestSection holds_a_lock.holds_a_lock errored: with the lock held",
        ],
        ..ROW
    },
    waits_at_a_barrier: Row {
        objects: &[("barrier", "barrier", "1"), ("list", "list", "[]")],
        kwargs: r#"{"barrier": {"$object": "barrier"}, "list": {"$object": "list"}}"#,
        sections: &[
            "Testcase waits_at_a_barrier passed",
            "TestSection waits_at_a_barrier.waits_at_a_barrier passed",
        ],
        ..ROW
    },
    waits_for_an_event: Row {
        outcome: "errored",
        max_runtime: Some(2.0),
        reason: "max runtime",
        objects: &[("never", "event", "null"), ("queue", "queue", "0")],
        kwargs: r#"{"go": {"$object": "never"}, "arrived": {"$object": "queue"}}"#,
        sections: &[
            "Testcase waits_for_an_event errored: max runtime",
            "TestSection waits_for_an_event.waits_for_an_event errored: max runtime",
        ],
        ..ROW
    },
    produces: Row {
        objects: &[("queue", "queue", "0")],
        kwargs: r#"{"queue": {"$object": "queue"}, "from": 1, "count": 100}"#,
        sections: &["Testcase produces passed", "TestSection produces.produces passed"],
        ..ROW
    },
    consumes: Row {
        objects: &[("queue", "queue", "0"), ("list", "list", "[]")],
        kwargs: r#"{"queue": {"$object": "queue"}, "list": {"$object": "list"}, "count": 0}"#,
        sections: &["Testcase consumes passed", "TestSection consumes.consumes passed"],
        ..ROW
    },
    exchanges: Row {
        outcome: "errored",
        max_runtime: Some(2.0),
        reason: "max runtime",
        objects: &[("questions", "queue", "0"), ("answers", "queue", "0")],
        kwargs: r#"{"questions": {"$object": "questions"}, "answers": {"$object": "answers"}}"#,
        sections: &["Testcase exchanges errored: max runtime", "TestSection exchanges.exchanges errored: max runtime"],
        ..ROW
    },
    fills_in: Row {
        objects: &[("dict", "dict", "{}"), ("list", "list", "[]")],
        kwargs: r#"{"shared_dict": {"$object": "dict"}, "shared_list": {"$object": "list"}}"#,
        sections: &["Testcase fills_in passed", "TestSection fills_in.fills_in passed"],
        ..ROW
    },
    misuses_objects: Row {
        objects: &[
            ("dict", "dict", "{}"),
            ("list", "list", "[]"),
            ("queue", "queue", "2"),
            ("lock", "lock", "null"),
            ("value", "value", "0"),
        ],
        kwargs: r#"{
            "dict": {"$object": "dict"}, "list": {"$object": "list"}, "queue": {"$object": "queue"},
            "lock": {"$object": "lock"}, "value": {"$object": "value"}
        }"#,
        sections: &["Testcase misuses_objects passed", "TestSection misuses_objects.misuses_objects passed: see the data"],
        ..ROW
    },
}
