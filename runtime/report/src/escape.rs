//! Texts of guests, made fit for where they are shown: a terminal, a line of a report, XML.
//!
//! Names and reasons come from guests, which may put anything into them. Nothing that this crate writes for
//! people may move a cursor, turn a line around or begin one of its own.

use std::borrow::Cow;

/// The text on one line of a report, with everything visible that is not: a tab too, which columns do not bear.
pub fn visible(text: &str) -> Cow<'_, str> {
    let shown = easypy_contract::visible(text);
    if shown.contains('\t') { Cow::Owned(shown.replace('\t', "\\t")) } else { shown }
}

/// The lines of a text, each [`visible`]; tabs become four spaces. Empty lines at the end are left out.
pub fn visible_lines(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    text.trim_end().split('\n').map(|line| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.contains('\t') {
            Cow::Owned(visible(&line.replace('\t', "    ")).into_owned())
        } else {
            visible(line)
        }
    })
}

/// The text with what XML 1.0 cannot hold replaced by U+FFFD, so that it is seen that something was there.
pub(crate) fn xml_characters(text: &str) -> Cow<'_, str> {
    let allowed = |c: char| match c {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => c >= ' ',
    };
    if text.chars().all(allowed) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(|c| if allowed(c) { c } else { '\u{fffd}' }).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{visible, visible_lines, xml_characters};

    #[test]
    fn a_name_stays_on_its_line_and_in_its_column() {
        assert_eq!(visible("tc\n\u{1b}[31mred\ttab"), "tc\\n\\x1b[31mred\\ttab");
    }

    #[test]
    fn lines_stay_lines() {
        let lines: Vec<_> = visible_lines("one\r\n\ttwo\n\u{8}three\n\n").collect();
        assert_eq!(lines, ["one", "    two", "\\x08three"]);
    }

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(xml_characters("a\u{0}b\u{1b}[0m\n\u{ffff}"), "a\u{fffd}b\u{fffd}[0m\n\u{fffd}");
    }

    proptest! {
        #[test]
        fn no_text_keeps_a_control_character(text: String) {
            prop_assert!(!visible(&text).contains(char::is_control));
            prop_assert!(!visible_lines(&text).any(|line| line.contains(char::is_control)));
        }
    }
}
