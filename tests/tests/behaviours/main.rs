//! What must come of each guest, one row for each: its outcome, why, its sections; and that its neighbours,
//! before, beside and after it, take no harm.
//!
//! A guest without a row, or a row without a guest, fails [`every_guest_has_a_row`].

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

mod commands;
mod ends;
mod logs;
mod outcomes;
mod raw;
mod row;
mod shared;
mod world;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Guests that are no testscript, are measured rather than tested, or do what the tests of devices tell them.
fn has_no_row(guest: &str) -> bool {
    ["driver", "talks", "uses_what_is_granted"].contains(&guest) || guest.starts_with("bench_")
}

/// The guests that the package of the tests' guests declares.
fn declared() -> BTreeSet<String> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("guests/Cargo.toml");
    let text = fs::read_to_string(manifest).unwrap();
    let examples = text.split("[[example]]").skip(1);
    let name =
        |example: &str| example.lines().find_map(|line| Some(line.strip_prefix("name = \"")?.to_owned()));
    examples.map(|example| name(example).unwrap().trim_end_matches('"').to_owned()).collect()
}

#[test]
fn every_guest_has_a_row() {
    let mut rows = BTreeSet::new();
    let topics =
        [commands::NAMES, ends::NAMES, logs::NAMES, outcomes::NAMES, raw::NAMES, shared::NAMES, world::NAMES];
    for name in topics.into_iter().flatten() {
        assert!(rows.insert((*name).to_owned()), "{name} has two rows");
    }
    let guests: BTreeSet<String> = declared().into_iter().filter(|guest| !has_no_row(guest)).collect();
    assert_eq!(guests, rows, "the guests of tests/guests on the left, the rows on the right");
}

#[test]
fn every_source_of_a_guest_is_built() {
    let guests = Path::new(env!("CARGO_MANIFEST_DIR")).join("guests");
    let manifest = fs::read_to_string(guests.join("Cargo.toml")).unwrap();
    for topic in ["commands", "ends", "logs", "outcomes", "raw", "shared", "world"] {
        for file in fs::read_dir(guests.join(topic)).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            assert!(manifest.contains(&format!("path = \"{topic}/{name}\"")), "{topic}/{name} is not built");
        }
    }
}
