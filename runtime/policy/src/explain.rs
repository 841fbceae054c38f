//! Decisions for people.

use std::fmt;

use crate::decide::{Decision, Trace};

/// A decision, and all that was looked at for it, line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub decision: Decision,
    text: String,
}

impl Explanation {
    pub(crate) fn new(decision: Decision, trace: Trace) -> Explanation {
        let notes = trace.into_notes();
        let width = notes.iter().map(|note| note.place.chars().count()).max().unwrap_or(0);
        let mut text = String::new();
        for note in notes {
            text.push_str(&format!("{:width$}  {}\n", note.place, note.text));
        }
        if !text.is_empty() {
            text.push('\n');
        }
        match &decision {
            Decision::Allowed { by } => text.push_str(&format!("allowed by {by}\n")),
            Decision::Denied { missing, by } => text.push_str(&format!("denied by {by}\n{missing}\n")),
        }
        Explanation { decision, text }
    }
}

/// Ends with a line break; has no escape codes, whatever the policy or the command holds.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
