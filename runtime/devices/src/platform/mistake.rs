//! What is wrong with platforms' files, for people: file, line, column, and a mark under the place.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use easypy_contract::visible;

/// Columns of the screen that are used.
const WIDTH: usize = 120;
/// Mistakes that are kept.
const KEPT: usize = 100;

/// All mistakes that were found in platforms' files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistakes {
    shown: Vec<String>,
    left_out: usize,
}

/// One of them.
pub(super) struct Mistake {
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: Option<String>,
}

impl Mistake {
    pub(super) fn at(span: Range<usize>, message: impl Into<String>) -> Mistake {
        Mistake { span, message: message.into(), label: String::new(), help: None }
    }

    /// What stands under the place.
    pub(super) fn label(mut self, label: impl Into<String>) -> Mistake {
        self.label = label.into();
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Mistake {
        self.help = Some(help.into());
        self
    }

    /// "Did you mean", if there is something that is near, and else all that there is.
    pub(super) fn meant(self, written: &str, known: &[&str]) -> Mistake {
        match nearest(written, known.iter().copied()) {
            Some(word) => self.help(format!("did you mean `{word}`?")),
            None if known.is_empty() => self,
            None => self.help(format!("there are: {}", known.join(", "))),
        }
    }
}

impl Mistakes {
    pub(super) fn add(&mut self, path: &Path, text: &str, mistake: &Mistake) {
        if self.shown.len() < KEPT {
            self.shown.push(render(path, text, mistake));
        } else {
            self.left_out += 1;
        }
    }

    /// About a file as a whole.
    pub(super) fn add_file(&mut self, path: &Path, message: impl fmt::Display) {
        if self.shown.len() < KEPT {
            self.shown.push(format!("error: {}: {message}\n", visible(&path.to_string_lossy())));
        } else {
            self.left_out += 1;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.shown.len() + self.left_out
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for shown in &self.shown {
            writeln!(f, "{shown}")?;
        }
        let plural = if self.len() == 1 { "" } else { "s" };
        write!(f, "{} mistake{plural}", self.len())?;
        if self.left_out > 0 { write!(f, "; {} of them not shown", self.left_out) } else { Ok(()) }
    }
}

impl std::error::Error for Mistakes {}

/// The known word that is near enough to have been meant.
pub(super) fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let near = |word: &'a str| (strsim::damerau_levenshtein(&written, &word.to_lowercase()), word);
    let nearest =
        known.filter(|word| word.len() <= 64 && written.len() <= 64).map(near).min_by_key(|(n, _)| *n);
    nearest.filter(|(distance, word)| *distance <= word.chars().count().min(6) / 3).map(|(_, word)| word)
}

fn render(path: &Path, text: &str, mistake: &Mistake) -> String {
    let start = text.floor_char_boundary(mistake.span.start);
    let end = text.ceil_char_boundary(mistake.span.end.max(start));
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = &text[line_start..line_end];
    // Nothing of a file acts on a terminal.
    let shown = visible(line);
    let same = shown.len() == line.len();
    let marked =
        if same { start - line_start..end.min(line_end).max(start) - line_start } else { 0..shown.len() };
    let path: PathBuf = path.into();
    let path = path.to_string_lossy();
    let path = visible(&path);
    let message = visible(&mistake.message);
    let label = visible(&mistake.label);
    let snippet = Snippet::source(shown.as_ref())
        .path(path.as_ref())
        .line_start(text[..line_start].matches('\n').count() + 1)
        .annotation(AnnotationKind::Primary.span(marked).label(label.as_ref()));
    let mut group = Group::with_title(Level::ERROR.primary_title(message.as_ref())).element(snippet);
    let help = mistake.help.as_deref().map(visible);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_ref()));
    }
    let mut text = Renderer::plain().term_width(WIDTH).render(&[group]);
    text.push('\n');
    text
}
