//! What is expected against what was found, told so that one can act on it.

use std::fmt::Debug;

use crate::outcome::{Outcome, Row};

/// All that is not as expected, as a text; none if there is nothing.
///
/// Tasks are compared by their ids; their order only where they did not run at once.
pub(crate) fn differences(expected: &Outcome, found: &Outcome, at_once: bool) -> Option<String> {
    let mut told = Vec::new();
    tell(&mut told, "exit code", &expected.rc, &found.rc);
    tell(&mut told, "job name", &expected.job_name, &found.job_name);
    tell(&mut told, "job result", &expected.result, &found.result);
    tell(&mut told, "tasks in all", &expected.totaltasks, &found.totaltasks);
    tell(&mut told, "success rate", &rounded(expected.success_rate), &rounded(found.success_rate));
    tell(&mut told, "summary", &expected.summary, &found.summary);
    tell(&mut told, "whether there is an archive", &expected.files.is_some(), &found.files.is_some());
    let files = |outcome: &Outcome| outcome.files.clone().unwrap_or_default();
    tell_lines(&mut told, "archive", &files(expected), &files(found));
    tell_lines(&mut told, "what the job printed", &expected.said, &found.said);
    let (mut expected_tree, mut found_tree) = (expected.tree.clone(), found.tree.clone());
    if at_once {
        by_task(&mut expected_tree);
        by_task(&mut found_tree);
    }
    let show = |tree: &Option<Vec<Row>>| tree.iter().flatten().map(shown).collect::<Vec<_>>();
    tell_lines(&mut told, "tree", &show(&expected_tree), &show(&found_tree));
    (!told.is_empty()).then(|| told.join("\n"))
}

/// Hundredths of a per cent: what is printed.
fn rounded(rate: Option<f64>) -> Option<String> {
    rate.map(|rate| format!("{rate:.2}"))
}

/// Sorts the tasks by id, each with all that is in it.
fn by_task(tree: &mut Option<Vec<Row>>) {
    let Some(rows) = tree else { return };
    let mut tasks: Vec<Vec<Row>> = Vec::new();
    for row in rows.drain(..) {
        match tasks.last_mut() {
            Some(task) if row.kind != "Task" => task.push(row),
            _ => tasks.push(vec![row]),
        }
    }
    tasks.sort();
    *rows = tasks.concat();
}

fn shown(row: &Row) -> String {
    let reason = row.reason.as_ref().map(|reason| format!(": {reason:?}")).unwrap_or_default();
    format!("{} {} {}{reason}", row.kind, row.id, row.result)
}

fn tell<T: PartialEq + Debug>(told: &mut Vec<String>, what: &str, expected: &T, found: &T) {
    if expected != found {
        told.push(format!("{what}: expected {expected:?}, found {found:?}"));
    }
}

/// Tells lines that are only on one side, or that they are in another order.
fn tell_lines(told: &mut Vec<String>, what: &str, expected: &[String], found: &[String]) {
    if expected == found {
        return;
    }
    let without = |lines: &[String], others: &[String]| {
        let mut others = others.to_vec();
        let mut left = lines.to_vec();
        left.retain(|line| match others.iter().position(|other| other == line) {
            Some(at) => {
                others.remove(at);
                false
            }
            None => true,
        });
        left
    };
    let (missing, extra) = (without(expected, found), without(found, expected));
    if missing.is_empty() && extra.is_empty() {
        told.push(format!("{what}: another order: expected {expected:#?}, found {found:#?}"));
        return;
    }
    let list = |sign: &str, lines: Vec<String>| -> Vec<String> {
        lines.into_iter().map(|line| format!("  {sign} {line}")).collect()
    };
    let lines: Vec<String> = [list("- expected", missing), list("+ found   ", extra)].concat();
    told.push(format!("{what}:\n{}", lines.join("\n")));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: &str, id: &str, result: &str) -> Row {
        Row { kind: kind.into(), id: id.into(), result: result.into(), reason: None }
    }

    fn outcome() -> Outcome {
        Outcome {
            rc: 0,
            job_name: Some("job".into()),
            result: Some("passed".into()),
            success_rate: Some(100.0),
            totaltasks: Some(2),
            summary: None,
            tree: Some(vec![
                row("Task", "a", "passed"),
                row("Testcase", "a.tc", "passed"),
                row("Task", "b", "passed"),
            ]),
            files: Some(vec!["results.json".into()]),
            said: vec!["PROBE 1".into()],
        }
    }

    #[test]
    fn anything_that_is_not_as_expected_is_told() {
        assert_eq!(differences(&outcome(), &outcome(), false), None);
        type Change = fn(&mut Outcome);
        let changes: [(&str, Change); 9] = [
            ("exit code", |outcome| outcome.rc = 1),
            ("job name", |outcome| outcome.job_name = None),
            ("job result", |outcome| outcome.result = Some("failed".into())),
            ("success rate", |outcome| outcome.success_rate = Some(99.99)),
            ("tasks in all", |outcome| outcome.totaltasks = Some(3)),
            ("summary", |outcome| outcome.summary = Some([("total".to_owned(), 1.0)].into())),
            ("tree", |outcome| outcome.tree.as_mut().unwrap()[1].reason = Some("why".into())),
            ("archive", |outcome| outcome.files = Some(vec!["results.json".into(), "more".into()])),
            ("what the job printed", |outcome| outcome.said = vec!["PROBE 2".into()]),
        ];
        for (what, change) in changes {
            let mut found = outcome();
            change(&mut found);
            let told = differences(&outcome(), &found, false).unwrap();
            assert!(told.starts_with(what), "{told}");
        }
    }

    #[test]
    fn tasks_that_ran_at_once_may_be_in_any_order_and_their_sections_not() {
        let mut found = outcome();
        found.tree.as_mut().unwrap().rotate_left(2);
        assert!(differences(&outcome(), &found, false).unwrap().contains("another order"));
        assert_eq!(differences(&outcome(), &found, true), None);
        found.tree.as_mut().unwrap().swap(1, 2);
        assert!(differences(&outcome(), &found, true).is_some());
    }
}
