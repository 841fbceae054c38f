//! What is wrong, collected while a tree is read.

use std::path::Path;

use easypy_contract::visible;
use easypy_testbed::{Diagnostics, Remark, Severity};

use super::At;
use crate::bounds;

#[derive(Clone, Debug)]
pub(crate) struct Mistake {
    at: At,
    message: String,
    label: String,
    help: Option<String>,
    related: Option<(At, String)>,
}

impl Mistake {
    pub(crate) fn at(at: &At, message: impl Into<String>) -> Mistake {
        Mistake { at: at.clone(), message: message.into(), label: String::new(), help: None, related: None }
    }

    /// What stands under the place.
    pub(crate) fn label(mut self, label: impl Into<String>) -> Mistake {
        self.label = label.into();
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Mistake {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn related(mut self, at: &At, label: impl Into<String>) -> Mistake {
        self.related = Some((at.clone(), label.into()));
        self
    }
}

/// All that was found in one text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mistakes {
    found: Vec<(Severity, Mistake)>,
    /// Whether parts of the text could not be read: what seems to be missing may be there.
    pub(crate) is_broken: bool,
}

impl Mistakes {
    pub(crate) fn error(&mut self, mistake: Mistake) {
        self.found.push((Severity::Mistake, mistake));
    }

    pub(crate) fn warning(&mut self, mistake: Mistake) {
        self.found.push((Severity::Warning, mistake));
    }

    /// Something that should be there.
    pub(crate) fn missing(&mut self, mistake: Mistake) {
        if !self.is_broken {
            self.error(mistake);
        }
    }

    /// As findings in a file.
    pub(crate) fn in_file(self, path: &Path, text: &str) -> Diagnostics {
        let range = |at: At| match at {
            At::Range(range) => Some(range),
            At::Path(_) => None,
        };
        let remarks = self.found.into_iter().map(|(severity, mistake)| Remark {
            severity,
            message: mistake.message,
            place: range(mistake.at),
            label: mistake.label,
            help: mistake.help,
            related: mistake
                .related
                .into_iter()
                .filter_map(|(at, label)| Some((range(at)?, label)))
                .collect(),
        });
        Diagnostics::of(path, text, remarks)
    }

    /// The mistakes as lines, for a guest. Warnings are for people.
    pub(crate) fn as_lines(&self) -> Vec<String> {
        let mistakes = self.found.iter().filter(|(severity, _)| *severity == Severity::Mistake);
        mistakes.map(|(_, mistake)| mistake.as_line()).collect()
    }
}

impl Mistake {
    fn as_line(&self) -> String {
        let mut line = match &self.at {
            At::Path(path) if !path.is_empty() => format!("{}: ", visible(path)),
            _ => String::new(),
        };
        line.push_str(&self.message);
        if !self.label.is_empty() {
            line.push_str(&format!(" ({})", self.label));
        }
        if let Some(help) = &self.help {
            line.push_str(&format!("; {help}"));
        }
        line
    }
}

/// A text from outside within a message: on one line, and not too long. A tab is shown as one, since it
/// matters that it is none of the blanks.
pub(crate) fn quoted(text: &str) -> String {
    let (text, more) = match text.char_indices().nth(bounds::QUOTED) {
        Some((end, _)) => (&text[..end], "…"),
        None => (text, ""),
    };
    visible(text).replace('\t', "\\t") + more
}
