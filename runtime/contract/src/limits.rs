//! The bounds of what may cross, in one place. Everything a guest can size is bounded here.

use serde::{Deserialize, Serialize};

/// The longest frame: a value of the greatest size with room for what goes with it, as a task's kwargs with its
/// arguments and its environment.
pub const FRAME_BYTES: usize = VALUE_BYTES + 4 * 1024 * 1024;
/// The longest JSON value: a task's kwargs, a value in a shared object.
pub const VALUE_BYTES: usize = 16 * 1024 * 1024;
/// How deep a JSON value may be nested.
pub const VALUE_DEPTH: usize = 100;
/// The longest name: of a section, a logger, a shared dict's key.
pub const NAME_BYTES: usize = 64 * 1024;
/// The longest reason or error text; what is longer is cut, and says so.
pub const TEXT_BYTES: usize = 64 * 1024;
/// How many bytes of arguments a job may leave to its tasks. Each task that is being made holds a copy.
pub const ARGUMENT_BYTES: usize = 1024 * 1024;
/// How many bytes of environment a job may leave to its tasks. Each task that is being made holds a copy.
pub const ENVIRONMENT_BYTES: usize = 1024 * 1024;
/// How often a job may give itself another name: each time is in the journal.
pub const JOB_NAMES: u64 = 1000;
/// How many files the tasks of one job may attach together.
pub const ATTACHMENTS: usize = 100_000;
/// How many texts of details a verdict may have.
pub const DETAILS: usize = 1000;
/// How deep sections (steps in steps) may be nested.
pub const SECTION_DEPTH: usize = 64;
/// How many sections one task may report.
pub const SECTIONS_PER_TASK: u64 = 100_000;
/// How many shared objects may live in one run.
pub const SHARED_OBJECTS: u64 = 1_000_000;
/// How many bytes the shared objects of one run may hold together.
pub const SHARED_BYTES: u64 = 1 << 30;
/// How many bytes the kwargs and names of all tasks of one job may take together.
pub const TASK_BYTES: u64 = 1 << 30;
/// How many tasks one job may set up.
pub const TASKS: u64 = 1_000_000;

/// A bound that was met: its name as the documentation has it, and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("the limit `{name}` is {value}")]
pub struct LimitHit {
    pub name: String,
    pub value: u64,
}

impl LimitHit {
    pub fn new(name: &str, value: impl TryInto<u64>) -> LimitHit {
        LimitHit { name: name.to_owned(), value: value.try_into().unwrap_or(u64::MAX) }
    }
}

/// Cuts a text to [`TEXT_BYTES`] at a character's boundary, and says so at its end.
pub fn bounded_text(mut text: String) -> String {
    const MARK: &str = " … [cut]";
    if text.len() > TEXT_BYTES {
        text.truncate(text.floor_char_boundary(TEXT_BYTES - MARK.len()));
        text.push_str(MARK);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{TEXT_BYTES, bounded_text};

    #[test]
    fn long_texts_are_cut_within_the_bound_and_say_so() {
        let cut = bounded_text("ä".repeat(TEXT_BYTES));
        assert!(cut.len() <= TEXT_BYTES);
        assert!(cut.ends_with("[cut]"));
        assert_eq!(bounded_text("short".to_owned()), "short");
    }
}
