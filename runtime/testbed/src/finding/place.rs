//! A place in a file, with the line it is in, as far as the line may be shown.

use std::path::{Path, PathBuf};

use easypy_contract::visible;

use crate::limits;
use crate::mask::MASK;
use crate::source::{Source, Span};

/// Where a finding is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub(crate) path: PathBuf,
    /// From 1.
    pub(crate) line: usize,
    /// In characters, from 1.
    pub(crate) column: usize,
    pub(crate) excerpt: Option<Excerpt>,
}

/// A line, and which part of it is meant, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Excerpt {
    /// Nothing of a file acts on a terminal.
    fn made_visible(self) -> Excerpt {
        let part = |from: usize, to: usize| visible(self.text.get(from..to).unwrap_or_default());
        let (before, meant, after) =
            (part(0, self.start), part(self.start, self.end), part(self.end, self.text.len()));
        let (start, end) = (before.len(), before.len() + meant.len());
        Excerpt { text: [before, meant, after].concat(), start, end }
    }
}

impl Place {
    /// The file, as the user wrote it or as the file that names it makes it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// From 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// In characters, from 1.
    pub fn column(&self) -> usize {
        self.column
    }

    pub(crate) fn of(span: Span, source: &Source) -> Place {
        let text = source.text.as_str();
        let start = floor(text, span.start as usize);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = floor(text, span.end as usize).clamp(start, line_end);
        let (end, line_end) = without_break(text, start, end, line_end);
        let excerpt = (line_end - line_start <= limits::SHOWN_LINE)
            .then(|| excerpt(source, line_start, line_end, start, end));
        Place {
            path: source.path.clone(),
            line: text[..start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            excerpt,
        }
    }
}

/// The next boundary of a character, going back.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

/// A line that ends in `\r\n` ends before both, as far as the place itself does.
fn without_break(text: &str, start: usize, end: usize, line_end: usize) -> (usize, usize) {
    if line_end > start && text[..line_end].ends_with('\r') {
        (end.min(line_end - 1), line_end - 1)
    } else {
        (end, line_end)
    }
}

/// The line, with the mask for each secret in it.
fn excerpt(source: &Source, line_start: usize, line_end: usize, start: usize, end: usize) -> Excerpt {
    let mut out = Excerpt { text: String::new(), start: 0, end: 0 };
    // Where the place is in what is shown, once it is known.
    let (mut from, mut to) = (None, None);
    let mut at = line_start;
    for (secret_start, secret_end) in &source.secrets {
        let (secret_start, secret_end) = (*secret_start as usize, *secret_end as usize);
        let (hidden, shown_again) = (secret_start.max(line_start), secret_end.min(line_end));
        if hidden >= shown_again {
            continue;
        }
        copy(&mut out.text, source, at, hidden, (start, end), (&mut from, &mut to));
        if (hidden..shown_again).contains(&start) {
            from = Some(out.text.len());
        }
        out.text.push_str(MASK);
        if (hidden + 1..=shown_again).contains(&end) {
            to = Some(out.text.len());
        }
        at = shown_again;
    }
    copy(&mut out.text, source, at, line_end, (start, end), (&mut from, &mut to));
    out.start = from.unwrap_or(out.text.len());
    out.end = to.unwrap_or(out.text.len()).max(out.start);
    out.made_visible()
}

/// Copies what may be shown, and notes where the place begins and ends in the copy.
fn copy(
    out: &mut String,
    source: &Source,
    from: usize,
    to: usize,
    place: (usize, usize),
    noted: (&mut Option<usize>, &mut Option<usize>),
) {
    let Some(text) = source.text.get(from..to) else { return };
    if (from..=to).contains(&place.0) && noted.0.is_none() {
        *noted.0 = Some(out.len() + place.0 - from);
    }
    if (from..=to).contains(&place.1) && noted.1.is_none() {
        *noted.1 = Some(out.len() + place.1 - from);
    }
    out.push_str(text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceId, Sources};
    use zeroize::Zeroizing;

    fn place(text: &str, secrets: &[(u32, u32)], start: usize, end: usize) -> Place {
        let mut sources = Sources::default();
        let id: SourceId = sources.add(Path::new("t.yaml"), Zeroizing::new(text.to_owned())).unwrap();
        sources.get_mut(id).unwrap().secrets = secrets.to_vec();
        Place::of(Span::new(id, start, end), sources.get(id).unwrap())
    }

    fn marked(place: &Place) -> (&str, &str) {
        let excerpt = place.excerpt.as_ref().unwrap();
        (&excerpt.text, &excerpt.text[excerpt.start..excerpt.end])
    }

    #[test]
    fn a_place_has_its_line_and_its_column_in_characters() {
        let found = place("a: 1\nä: wörd x\n", &[], 9, 14);
        assert_eq!((found.line, found.column), (2, 4));
        assert_eq!(marked(&found), ("ä: wörd x", "wörd"));
    }

    #[test]
    fn a_place_over_several_lines_is_shown_by_its_first() {
        let found = place("a:\r\n  b: 1\r\n  c: 2\r\n", &[], 6, 19);
        assert_eq!(marked(&found), ("  b: 1", "b: 1"));
    }

    #[test]
    fn secrets_in_the_line_are_masked_and_the_mark_stays_on_its_place() {
        let text = "{password: hunter2, foo: 1}";
        assert_eq!(marked(&place(text, &[(11, 18)], 20, 23)), ("{password: ***, foo: 1}", "foo"));
        assert_eq!(marked(&place(text, &[(11, 18)], 11, 18)), ("{password: ***, foo: 1}", "***"));
        assert_eq!(marked(&place(text, &[(11, 18)], 1, 9)), ("{password: ***, foo: 1}", "password"));
        assert_eq!(marked(&place(text, &[(11, 18)], 13, 15)), ("{password: ***, foo: 1}", "***"));
        assert_eq!(marked(&place(text, &[(11, 18)], 10, 23)), ("{password: ***, foo: 1}", " ***, foo"));
    }

    #[test]
    fn the_end_of_a_file_and_places_beyond_it_are_shown_as_the_end() {
        assert_eq!(marked(&place("ab", &[], 2, 2)), ("ab", ""));
        assert_eq!(place("ab\n", &[], 7, 9).line, 2);
        assert_eq!(place("", &[], 0, 0).line, 1);
    }

    #[test]
    fn a_line_that_is_too_long_is_not_shown() {
        let text = format!("{}: x", "k".repeat(limits::SHOWN_LINE));
        let found = place(&text, &[], limits::SHOWN_LINE + 2, limits::SHOWN_LINE + 3);
        assert_eq!(found.excerpt, None);
        assert_eq!(found.column, limits::SHOWN_LINE + 3);
    }
}
