//! The name of a task.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A task's unique name within a run, with every `/` replaced by `_` (SPEC 4.2).
///
/// It is shown to people as it is, and is part of file names (`TaskLog.<taskid>`) by [`TaskId::file_stem`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskId(String);

/// Why a text cannot be a task's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a taskid is at most {limit} bytes long, this one has {length}")]
pub struct TooLong {
    pub length: usize,
    pub limit: usize,
}

impl TaskId {
    /// The longest name: with `TaskLog.` before it and a suffix behind it, still a file name.
    pub const MAX_BYTES: usize = 200;

    /// # Errors
    /// A name of more than [`TaskId::MAX_BYTES`] bytes. All else is accepted, as pyATS does.
    pub fn new(name: &str) -> Result<TaskId, TooLong> {
        if name.len() > TaskId::MAX_BYTES {
            return Err(TooLong { length: name.len(), limit: TaskId::MAX_BYTES });
        }
        Ok(TaskId(name.replace('/', "_")))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name with `-<n>` behind it, for a name that is taken.
    #[must_use]
    pub fn numbered(&self, n: u32) -> TaskId {
        TaskId(format!("{}-{n}", self.0))
    }

    /// The name as a part of a file name: control characters become `_`. Two names that differ only in them
    /// must not get the same file, so the engine compares names by this.
    pub fn file_stem(&self) -> String {
        self.0.chars().map(|c| if c.is_control() { '_' } else { c }).collect()
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::TaskId;

    #[test]
    fn slashes_become_underscores() {
        assert_eq!(TaskId::new("a/b").unwrap().as_str(), "a_b");
        assert_eq!(TaskId::new("../../etc").unwrap().as_str(), ".._.._etc");
    }

    #[test]
    fn file_names_hold_no_control_characters() {
        assert_eq!(TaskId::new("a\nb\u{1b}[31m c").unwrap().file_stem(), "a_b_[31m c");
    }

    #[test]
    fn long_names_are_refused_with_their_length() {
        let error = TaskId::new(&"x".repeat(201)).unwrap_err();
        assert_eq!((error.length, error.limit), (201, 200));
    }
}
