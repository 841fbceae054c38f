//! A row of the table, and how it is checked.

use easypy_tests::{Node, Run, launch, new, run};
use serde_json::{Value, json};

/// What must come of a guest.
pub(crate) struct Row {
    /// The task's result: the lower-case word, `none` where nothing is reported.
    pub(crate) outcome: &'static str,
    /// What the task's own reason holds; an empty text: it has none.
    pub(crate) reason: &'static str,
    /// Its sections in order: `Testcase tc errored: part of the reason`; without a part there is no reason.
    pub(crate) sections: &'static [&'static str],
    /// The task's parameters, JSON. `{"$object": name}` stands for one of `objects`.
    pub(crate) kwargs: &'static str,
    /// Shared objects: name, kind, what they are made with (JSON).
    pub(crate) objects: &'static [(&'static str, &'static str, &'static str)],
    /// Options of the launcher.
    pub(crate) options: &'static [&'static str],
    /// After so many seconds the task is terminated: for those that do not end.
    pub(crate) max_runtime: Option<f64>,
}

/// A row with nothing in it.
pub(crate) const ROW: Row = Row {
    outcome: "passed",
    reason: "",
    sections: &[],
    kwargs: "{}",
    objects: &[],
    options: &[],
    max_runtime: None,
};

/// Sections that the row does not tell: a test of their own looks at them.
pub(crate) const ANY: &[&str] = &["any"];

/// Rows by the names of their guests: a test for each, and `NAMES`.
macro_rules! rows {
    ($($guest:ident: $row:expr,)*) => {
        pub(crate) const NAMES: &[&str] = &[$(stringify!($guest)),*];
        $(
            #[test]
            fn $guest() {
                crate::row::check(stringify!($guest), &$row);
            }
        )*
    };
}
pub(crate) use rows;

/// Runs the guest as a task with others before, beside and after it.
pub(crate) fn check(guest: &str, row: &Row) {
    let finished = Run::plan(&plan(guest, row)).options(row.options).run();
    let nodes = finished.task("guest");
    let (task, sections) = nodes.split_first().unwrap();
    assert_eq!(task.outcome(), row.outcome, "{}", finished.said());
    assert!(holds(task.why(), row.reason), "the task's reason is {:?}", task.why());
    if row.sections != ANY {
        check_sections(sections, row.sections);
    }

    let probe = finished.probe("guest");
    if row.max_runtime.is_some() && row.outcome == "errored" {
        assert_eq!(probe["error"], "timeout");
    } else {
        assert_eq!(probe["result"], row.outcome.to_uppercase());
    }
    for neighbour in ["before", "beside", "after"] {
        assert_eq!(finished.result(neighbour), "passed", "{neighbour} took harm");
    }
    // A task without a result, and a skipped one, keep a run with passes in it from nothing.
    let good = matches!(row.outcome, "passed" | "passx" | "skipped" | "none");
    let _ = finished.exits(i32::from(!good));
}

fn plan(guest: &str, row: &Row) -> Value {
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let mut plan = vec![
        run("passes", "before", json!({})),
        new("go", "event", Value::Null),
        new("arrived", "queue", Value::Null),
        launch(
            "waits_for_an_event",
            "beside",
            json!({"go": {"$object": "go"}, "arrived": {"$object": "arrived"}}),
        ),
        json!({"do": "get", "object": "arrived"}),
    ];
    plan.extend(row.objects.iter().map(|(name, kind, with)| new(name, kind, json(with))));
    let mut step = run(guest, "guest", json(row.kwargs));
    if let Some(limit) = row.max_runtime {
        step["max_runtime"] = json!(limit);
    }
    plan.push(step);
    plan.extend([
        json!({"do": "set", "object": "go"}),
        json!({"do": "wait", "task": "beside"}),
        run("passes", "after", json!({})),
    ]);
    json!(plan)
}

/// Compares the nodes below a task with the lines of a row.
fn check_sections(found: &[Node], expected: &[&str]) {
    let line = |node: &Node| {
        let id = node.id.strip_prefix("guest.").unwrap_or(&node.id);
        format!("{} {id} {}: {}", node.kind, node.outcome(), node.why())
    };
    let lines: Vec<String> = found.iter().map(line).collect();
    let agree = |line: &str, expected: &str| {
        let (start, why) = expected.split_once(": ").unwrap_or((expected, ""));
        line.strip_prefix(start).and_then(|rest| rest.strip_prefix(": ")).is_some_and(|rest| holds(rest, why))
    };
    let all = lines.len() == expected.len() && lines.iter().zip(expected).all(|(line, row)| agree(line, row));
    assert!(all, "found:\n{}\nexpected:\n{}", lines.join("\n"), expected.join("\n"));
}

/// Whether a reason holds this part; an empty part wants no reason at all.
fn holds(why: &str, part: &str) -> bool {
    if part.is_empty() { why.is_empty() } else { why.contains(part) }
}
