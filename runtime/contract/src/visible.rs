//! Texts of guests, made fit for a line of a log, a terminal or a report.
//!
//! Names, reasons and records come from guests, which may put anything into them. Nothing that is written for
//! people may move a cursor, turn a line around or begin one of its own.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text on one line, with everything visible that is not: control characters but for the tab as `\n`,
/// `\x1b` …, and the characters that turn the direction of writing or end lines as `\u{202e}` ….
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    push_visible(&mut shown, text);
    Cow::Owned(shown)
}

/// Appends what [`visible`] returns.
pub fn push_visible(out: &mut String, text: &str) {
    if !text.contains(is_invisible) {
        out.push_str(text);
        return;
    }
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            // Writing to a String does not fail.
            c if is_invisible(c) && u32::from(c) < 0x100 => drop(write!(out, "\\x{:02x}", u32::from(c))),
            c if is_invisible(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
}

/// Control characters, and what looks like nothing but changes how the rest looks.
fn is_invisible(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{061c}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::visible;

    #[test]
    fn what_would_act_on_a_terminal_is_shown_instead() {
        assert_eq!(visible("tc\n\u{1b}[31mred\u{7f}\u{9b}2J\r"), "tc\\n\\x1b[31mred\\x7f\\x9b2J\\r");
        assert_eq!(visible("a\u{202e}cba"), "a\\u{202e}cba");
        assert_eq!(visible("Prüfung\t№1"), "Prüfung\t№1");
    }

    proptest! {
        #[test]
        fn no_text_keeps_a_control_character(text: String) {
            prop_assert!(!visible(&text).contains(|c: char| c.is_control() && c != '\t'));
        }
    }
}
