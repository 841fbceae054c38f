//! Texts of guests, made fit for where they are shown: a terminal, a line of a report, XML.
//!
//! Names and reasons come from guests, which may put anything into them. Nothing that this crate writes for
//! people may move a cursor, turn a line around or begin one of its own.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text on one line, with everything visible that is not: control characters as `\n`, `\x1b` …, and the
/// characters that turn the direction of writing or end lines as `\u{202e}` ….
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c if is_invisible(c) && u32::from(c) < 0x100 => {
                let _ = write!(shown, "\\x{:02x}", u32::from(c));
            }
            c if is_invisible(c) => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
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

/// Control characters, and what looks like nothing but changes how the rest looks.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{061c}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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
    fn what_would_act_on_a_terminal_is_shown_instead() {
        assert_eq!(visible("tc\n\u{1b}[31mred\u{7f}\u{9b}2J"), "tc\\n\\x1b[31mred\\x7f\\x9b2J");
        assert_eq!(visible("a\u{202e}cba"), "a\\u{202e}cba");
        assert_eq!(visible("Prüfung №1"), "Prüfung №1");
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
