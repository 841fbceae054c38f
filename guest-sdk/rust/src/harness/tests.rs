//! The rules of the harness (SPEC 8), on scripts made by the attribute and told to a recorder.
//!
//! A result is one line: kind, id, outcome and reason, indented as deep as the section is. An outcome in
//! brackets is what the host makes of a container.

mod arguments;
mod order;
mod record;
mod steps;
mod trap;

use record::{Record, results, run};

/// Compares results with lines that are indented as the code around them is.
#[track_caller]
fn assert_results(record: &Record, expected: &str) {
    let lines: Vec<&str> = expected.lines().filter(|line| !line.trim().is_empty()).collect();
    let margin = lines.iter().map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let expected: Vec<&str> = lines.iter().map(|line| &line[margin..]).collect();
    assert_eq!(results(record), expected.join("\n"));
}
