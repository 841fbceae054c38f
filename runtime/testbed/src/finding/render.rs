//! A finding as a text.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use easypy_contract::visible;

use super::{Finding, Place, Severity};

/// Columns of the screen that are used.
const WIDTH: usize = 120;

pub(super) fn render(finding: &Finding, colour: bool) -> String {
    let level = match finding.severity {
        Severity::Mistake => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = visible(&finding.message);
    let title = level.primary_title(message.as_ref());
    let mut group = Group::with_title(title);
    let shown: Vec<_> = finding
        .place
        .iter()
        .map(|place| (place, finding.label.as_str(), AnnotationKind::Primary))
        .chain(finding.related.iter().map(|(place, label)| (place, label.as_str(), AnnotationKind::Context)))
        .map(|(place, label, kind)| Shown::new(place, label, kind))
        .collect();
    for part in &shown {
        group = part.add_to(group);
    }
    let help = finding.help.as_deref().map(visible);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help.as_ref()));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.term_width(WIDTH).render(&[group]);
    for part in &shown {
        text = part.with_its_column(text);
    }
    text.push('\n');
    text
}

/// A place, fit for the renderer.
struct Shown<'a> {
    place: &'a Place,
    path: String,
    label: String,
    kind: AnnotationKind,
}

impl<'a> Shown<'a> {
    fn new(place: &'a Place, label: &str, kind: AnnotationKind) -> Shown<'a> {
        let path = visible(&place.path.to_string_lossy()).into_owned();
        Shown { place, path, label: visible(label).into_owned(), kind }
    }

    fn add_to<'b>(&'b self, group: Group<'b>) -> Group<'b> {
        let place = self.place;
        let Some(excerpt) = &place.excerpt else {
            return group
                .element(Origin::path(self.path.as_str()).line(place.line).char_column(place.column));
        };
        let snippet = Snippet::source(excerpt.text.as_str())
            .path(self.path.as_str())
            .line_start(place.line)
            .annotation(self.kind.span(excerpt.start..excerpt.end).label(self.label.as_str()));
        group.element(snippet)
    }

    /// The renderer tells the column in what it shows; a masked secret before the place moves that.
    fn with_its_column(&self, rendered: String) -> String {
        let place = self.place;
        let shown = place.excerpt.as_ref().and_then(|excerpt| excerpt.text.get(..excerpt.start));
        match shown.map(|before| before.chars().count() + 1) {
            Some(column) if column != place.column => {
                let at = |column: usize| format!("{}:{}:{column}", self.path, place.line);
                rendered.replacen(&at(column), &at(place.column), 1)
            }
            _ => rendered,
        }
    }
}
