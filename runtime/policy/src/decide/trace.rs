//! How a decision came to be.

use std::fmt::Display;

/// Notes of a walk, if somebody wants them.
#[derive(Debug, Default)]
pub(crate) struct Trace(Option<Vec<Note>>);

/// What was looked at, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub(crate) place: String,
    pub(crate) text: String,
}

impl Trace {
    /// One that keeps nothing.
    pub(crate) fn none() -> Trace {
        Trace(None)
    }

    pub(crate) fn kept() -> Trace {
        Trace(Some(Vec::new()))
    }

    pub(crate) fn note(&mut self, place: impl Display, text: impl FnOnce() -> String) {
        if let Some(notes) = &mut self.0 {
            notes.push(Note { place: place.to_string(), text: text() });
        }
    }

    pub(crate) fn into_notes(self) -> Vec<Note> {
        self.0.unwrap_or_default()
    }
}
