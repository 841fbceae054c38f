//! `docs/journal.md` says how the journal is.

use std::collections::BTreeSet;

use easypy_report::journal::{Event, Record};

const DOCUMENT: &str = include_str!("../../../../docs/journal.md");

/// The examples, each with the event in whose part it stands.
fn examples() -> Vec<(&'static str, &'static str)> {
    let mut part = "";
    let mut examples = Vec::new();
    for line in DOCUMENT.lines() {
        if let Some(title) = line.strip_prefix("### `") {
            part = title.trim_end_matches('`');
        } else if line.starts_with("{\"time\"") {
            examples.push((part, line));
        }
    }
    examples
}

#[test]
fn every_example_is_a_line_as_the_host_writes_it() {
    for (part, example) in examples() {
        let record: Record = serde_json::from_str(example).unwrap_or_else(|why| panic!("{why}: {example}"));
        assert_eq!(record.event.name(), part);
        assert_eq!(serde_json::to_string(&record).unwrap(), example);
    }
}

#[test]
fn every_event_has_a_part_with_an_example() {
    let documented: BTreeSet<_> = examples().into_iter().map(|(part, _)| part).collect();
    assert_eq!(documented, BTreeSet::from(Event::NAMES));
}
