//! Whether a report is coloured.

use std::borrow::Cow;

use easypy_contract::Outcome;

/// How a report looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Nothing but text: for files, and for what is no terminal.
    #[default]
    Plain,
    /// Outcomes in colours, for terminals.
    Ansi,
}

impl Style {
    /// The text, which is an outcome's word with space around it, in the outcome's colour.
    pub(super) fn outcome<'a>(self, outcome: Option<Outcome>, text: &'a str) -> Cow<'a, str> {
        match self {
            Style::Plain => Cow::Borrowed(text),
            Style::Ansi => {
                let word = text.trim_start();
                let space = &text[..text.len() - word.len()];
                Cow::Owned(format!("{space}\u{1b}[{}m{word}\u{1b}[0m", color(outcome)))
            }
        }
    }
}

fn color(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Passed) => "32",
        Some(Outcome::Passx) => "36",
        Some(Outcome::Failed) => "31",
        Some(Outcome::Errored | Outcome::Aborted) => "1;31",
        Some(Outcome::Blocked) => "33",
        Some(Outcome::Skipped) => "34",
        None => "2",
    }
}
