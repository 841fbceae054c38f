//! The shapes of a report's lines: 80 columns (SPEC 5).

use std::borrow::Cow;
use std::io::{self, Write};

use easypy_contract::Outcome;

use super::Style;
use crate::escape::visible;

/// The columns between the borders of a banner.
const BANNER: usize = 78;
/// The columns of a row's text; an outcome of ten columns follows.
const TEXT: usize = 70;

/// A title between two rules.
pub(super) fn banner(out: &mut impl Write, title: &str) -> io::Result<()> {
    let rule = "-".repeat(BANNER);
    let title = cut(title, BANNER);
    write!(out, "+{rule}+\n|{title:^BANNER$}|\n+{rule}+\n")
}

/// A text and, at the right, an outcome. Every row begins a line of its own.
pub(super) fn row(
    out: &mut impl Write,
    text: &str,
    outcome: Option<Outcome>,
    style: Style,
) -> io::Result<()> {
    let text = cut(text, TEXT);
    let word = format!("{:>10}", outcome_word(outcome));
    write!(out, "\n{text:<TEXT$}{}", style.outcome(outcome, &word))
}

/// The outcome's word; that of none is NONE.
pub(super) fn outcome_word(outcome: Option<Outcome>) -> &'static str {
    outcome.map_or("NONE", Outcome::as_upper)
}

/// The text made visible and, if it has more than so many characters, cut, with three dots at its end.
fn cut(text: &str, width: usize) -> Cow<'_, str> {
    let text = visible(text);
    match text.char_indices().nth(width) {
        None => text,
        Some(_) => {
            let end = text.char_indices().nth(width.saturating_sub(3)).map_or(text.len(), |(at, _)| at);
            Cow::Owned(format!("{}...", &text[..end]))
        }
    }
}

#[cfg(test)]
mod tests {
    use easypy_contract::Outcome::Passed;

    use super::{Style, banner, row};

    fn row_of(text: &str, style: Style) -> String {
        let mut out = Vec::new();
        row(&mut out, text, Some(Passed), style).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_row_has_80_columns_however_long_its_text() {
        let fits = "x".repeat(70);
        assert_eq!(row_of(&fits, Style::Plain), format!("\n{fits}    PASSED"));
        for text in ["a".repeat(71), "ä".repeat(500), "\n".repeat(70)] {
            let row = row_of(&text, Style::Plain);
            assert_eq!(row.chars().count(), 81, "{row}");
            assert!(row.ends_with("...    PASSED"), "{row}");
        }
    }

    #[test]
    fn a_coloured_row_has_the_same_columns() {
        assert!(row_of("a", Style::Ansi).ends_with("    \u{1b}[32mPASSED\u{1b}[0m"));
    }

    #[test]
    fn a_banner_has_80_columns_and_its_title_in_the_middle() {
        let mut out = Vec::new();
        banner(&mut out, "Easypy Report").unwrap();
        banner(&mut out, &"t".repeat(300)).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| line.len() == 80), "{text}");
        assert_eq!(text.lines().nth(1).unwrap().find("Easypy"), Some(33));
    }
}
