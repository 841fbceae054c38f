//! `docs/conformance.md`, made of what was recorded of pyATS and what is expected here.
//!
//! The tests of the cases assert what is expected, so the page is what a run gives, as long as they pass.
//! `cargo xtask conformance` runs them, and writes it.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::expected::{Case, book, recorded};
use crate::outcome::Outcome;

/// Set by `cargo xtask conformance`: the page is written instead of compared.
const WRITE: &str = "EASYPY_WRITE_CONFORMANCE";

/// The beginnings of names, and what the cases are about that have them.
const GROUPS: [(&str, &str); 8] = [
    ("verbatim_", "The eight listings of pyATS' page on jobs, word for word"),
    ("fixed_", "The same listings, with the least change that makes them meaningful"),
    ("cli_", "The command line"),
    ("e_", "Jobs and tasks"),
    ("a_", "Testscripts: aetest"),
    ("m_", "More of what people write"),
    ("sig_", "Signals"),
    ("tb_", "Testbeds"),
];

fn docs(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name)
}

/// The first column of the tables of differences.
pub(crate) fn topics() -> Vec<String> {
    let text = fs::read_to_string(docs("pyats-differences.md")).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    rows.map(str::to_owned).collect()
}

/// One line of what came of a job.
fn brief(outcome: &Outcome) -> String {
    let mut text = match outcome.rc {
        rc @ 0.. => format!("exit {rc}"),
        signal => format!("ended by signal {}", -signal),
    };
    if let Some(result) = &outcome.result {
        let _ = write!(text, ", {result}");
    }
    if let (Some(tasks), Some(rate)) = (outcome.totaltasks, outcome.success_rate) {
        let _ = write!(text, ", {tasks} {}, {rate} %", if tasks == 1 { "task" } else { "tasks" });
    }
    if outcome.result.is_none() && outcome.files.is_none() {
        text.push_str(", no report");
    }
    text
}

/// What is in the way of a cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn row(name: &str, case: &Case, pyats: &Outcome) -> String {
    let there = brief(pyats);
    let here = brief(&case.expected(pyats.clone()));
    let verdict = if case.differs() {
        let mut why = case.because.join("; ");
        if let Some(note) = &case.note {
            let _ = write!(why, ": {note}");
        }
        why
    } else {
        String::new()
    };
    let here = if case.differs() { here } else { "the same".to_owned() };
    format!("| `{name}` | {} | {there} | {here} | {} |\n", cell(&case.what), cell(&verdict))
}

/// The page.
fn page() -> String {
    let cases: Vec<_> =
        recorded().iter().map(|(name, recorded)| (name, recorded, &book().case[name])).collect();
    let differ = cases.iter().filter(|(_, _, case)| case.differs()).count();
    let everywhere = &book().everywhere;
    let list = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let mut page = format!(
        "\
# Conformance with pyATS

<!-- Made by `cargo xtask conformance` of tests/conformance. Do not edit. -->

{all} Python jobs were run by pyATS 26.9, and what came of each was recorded: exit code, job result, counts, the tree of
sections with results and reasons, the members of the archive, and what the job itself printed of what it saw. Every test
run gives the same files, unmodified, to easypy-wasm and compares all of it, to the letter. Of the {all}, {same} give the
same here. {differ} differ on purpose, be it by a word of a message: there, what is expected instead is asserted as
exactly. Why is a row of [the table of differences](pyats-differences.md), which the last column names.

In every archive, and not repeated below: {less} are not there, {more} is.

",
        all = cases.len(),
        same = cases.len() - differ,
        less = list(&everywhere.less),
        more = list(&everywhere.more),
    );
    for (start, title) in GROUPS {
        let mut rows = cases.iter().filter(|(name, ..)| name.starts_with(start)).peekable();
        if rows.peek().is_none() {
            continue;
        }
        let _ = write!(page, "## {title}\n\n| case | what it shows | pyATS 26.9 | easypy-wasm | why |\n");
        page.push_str("| --- | --- | --- | --- | --- |\n");
        for (name, recorded, case) in rows {
            page.push_str(&row(name, case, &recorded.outcome()));
        }
        page.push('\n');
    }
    page.truncate(page.trim_end().len());
    page.push('\n');
    page
}

#[test]
fn the_page_on_conformance_is_what_the_expectations_say() {
    let path = docs("conformance.md");
    let page = page();
    if std::env::var_os(WRITE).is_some() {
        fs::write(&path, &page).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == page,
        "{} is not what tests/conformance says: run `cargo xtask conformance`",
        path.display()
    );
}

#[test]
fn every_case_has_its_place_on_the_page() {
    let page = page();
    for name in recorded().keys() {
        assert_eq!(page.matches(&format!("| `{name}` |")).count(), 1, "{name}");
    }
}
