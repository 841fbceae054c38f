//! What the rules are from, and how their places are told.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use easypy_contract::visible;

use super::At;

/// A text with rules.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// A file's name, and where its lines begin.
    File { name: Arc<str>, lines: Vec<usize> },
    /// What a job gives its task.
    Job,
}

/// The place of a rule for people: `policy.toml:12`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin(Arc<str>);

impl Source {
    /// A file; its directory is not told to guests.
    pub(crate) fn file(path: &Path, text: &str) -> Source {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Source::File {
            name: visible(&name).as_ref().into(),
            lines: std::iter::once(0).chain(starts).collect(),
        }
    }

    pub(crate) fn origin(&self, at: &At) -> Origin {
        let shown = match (self, at) {
            (Source::File { name, lines }, At::Range(range)) => {
                format!("{name}:{}", lines.partition_point(|start| *start <= range.start))
            }
            (Source::File { name, .. }, At::Path(_)) => name.to_string(),
            (Source::Job, At::Path(path)) if !path.is_empty() => format!("the job's grant={}", visible(path)),
            (Source::Job, _) => "the job's grant=".to_owned(),
        };
        Origin(shown.into())
    }

    /// The text as a whole.
    pub(crate) fn whole(&self) -> Origin {
        match self {
            Source::File { name, .. } => Origin(name.clone()),
            Source::Job => self.origin(&At::Path(String::new())),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
