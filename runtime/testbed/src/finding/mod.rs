//! Mistakes and warnings: what is wrong, where, what was expected, and how it looks on a screen.
//!
//! Nothing here prints. A finding owns all that is needed to show it, with the secrets of its line masked, so
//! the texts of the files need not be kept for it.

mod collect;
mod nearest;
mod outside;
mod place;
mod render;

pub(crate) use collect::{Findings, Mistake};
pub use nearest::nearest;
pub use outside::Remark;
pub use place::Place;

use std::fmt;

/// A mistake or a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) place: Option<Place>,
    /// What stands under the place.
    pub(crate) label: String,
    pub(crate) help: Option<String>,
    /// Other places that have to do with it.
    pub(crate) related: Vec<(Place, String)>,
}

/// A finding that stops nothing.
pub type Warning = Finding;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The file cannot be used.
    Mistake,
    /// The file can be used, and may not do what its author meant.
    Warning,
}

impl Finding {
    /// What is wrong, in one line.
    pub fn message(&self) -> &str {
        &self.message
    }

    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Where; `None` if it is about no place in a file.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// What might be done about it.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The finding for people: message, file, line and column, the line with a mark under the place. Ends
    /// with a line break. `colour` puts in escape codes; there are none without it, whatever the file holds.
    pub fn render(&self, colour: bool) -> String {
        render::render(self, colour)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(false).trim_end())
    }
}

/// Why a testbed, or another file of a user, cannot be used: every mistake that was found in its files, in
/// order, and the warnings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics {
    pub(crate) findings: Vec<Finding>,
    /// How many more there are than are kept.
    pub(crate) left_out: usize,
}

impl Diagnostics {
    /// The mistakes and warnings, by file and place; at most 100.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many mistakes there are, those that are not kept among them.
    pub fn mistakes(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity == Severity::Mistake).count() + self.left_out
    }

    /// All of them for people, and how many there are.
    pub fn render(&self, colour: bool) -> String {
        let mut text = String::new();
        for finding in &self.findings {
            text.push_str(&finding.render(colour));
            text.push('\n');
        }
        text.push_str(&self.summary());
        text.push('\n');
        text
    }

    fn summary(&self) -> String {
        let count = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
        let warnings = self.findings.len() + self.left_out - self.mistakes();
        let mut text = count(self.mistakes(), "mistake");
        if warnings > 0 {
            text.push_str(&format!(", {}", count(warnings, "warning")));
        }
        if self.left_out > 0 {
            text.push_str(&format!("; {} of them not shown", self.left_out));
        }
        text
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(false).trim_end())
    }
}

impl std::error::Error for Diagnostics {}
