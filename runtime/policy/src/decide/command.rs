//! Lines against patterns of commands.
//!
//! What is compared is the line as it is sent, blanks and all; what has to be the same on the device is what
//! the line does there. Terminals change lines while they are typed, so whatever they might change is kept out:
//!
//! - Control characters end the line, complete it, delete parts of it, or send a signal. None passes.
//! - A platform's separators begin another command. None passes, also not in quotes: nothing here parses quotes.
//! - `?` asks routers for help at once, and what was typed before it stays typed.
//! - Anything but ASCII: a terminal of seven bits (the default of IOS) makes the bytes of `Ê` into `C` and a
//!   newline, those of other letters into `;` or `?`.
//! - What is longer than a terminal's line is cut by it.
//!
//! So `*` stands for printable ASCII without `?` only. The others pass where a pattern says the whole line, since
//! then somebody wrote that very line into the policy.

use easypy_contract::wildcard;

use crate::bounds;
use crate::rules::Rule;

/// Why a line is not one command, whatever is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NotOne {
    Control,
    Separator(String),
    TooLong,
}

/// Whether a line can be one command.
pub(super) fn check(line: &str, separators: &[String]) -> Result<(), NotOne> {
    if line.len() > bounds::LINE {
        Err(NotOne::TooLong)
    } else if line.contains(is_control) {
        Err(NotOne::Control)
    } else {
        // An empty separator separates nothing.
        match separators.iter().find(|separator| !separator.is_empty() && line.contains(separator.as_str())) {
            Some(separator) => Err(NotOne::Separator(separator.clone())),
            None => Ok(()),
        }
    }
}

/// What ends a line somewhere, or acts on a terminal.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Whether a star may stand for a part of the line.
pub(crate) fn is_plain(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'?')
}

/// Whether an allowed pattern fits a line that [`check`] let pass.
pub(super) fn allows(rule: &Rule, line: &str) -> bool {
    if rule.pattern.contains('*') {
        is_plain(line) && wildcard::fits(&rule.pattern, line)
    } else {
        rule.pattern == line
    }
}

/// A line in all the ways in which a pattern that denies is compared with it: what denies may rather fit too
/// much. Case does not count, nor how many blanks there are; and each part between control characters and separators is
/// a line of its own.
pub(super) struct Denied {
    lines: Vec<String>,
}

impl Denied {
    pub(super) fn new(line: &str, separators: &[String]) -> Denied {
        let mut parts: Vec<&str> = line.split(is_control).collect();
        for separator in separators.iter().filter(|separator| !separator.is_empty()) {
            parts = parts.into_iter().flat_map(|part| part.split(separator.as_str())).collect();
        }
        parts.push(line);
        Denied { lines: parts.into_iter().map(loosely).collect() }
    }

    pub(super) fn fits(&self, rule: &Rule) -> bool {
        let pattern = loosely(&rule.pattern);
        self.lines.iter().any(|line| wildcard::fits(&pattern, line))
    }
}

/// Lower case, with single blanks between words.
fn loosely(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_no_command() {
        for line in ["a\nb", "a\rb", "a\tb", "a\u{7f}", "a\u{3}", "a\u{85}b", "a\u{9b}A", "a\u{2028}b", "\0"]
        {
            assert_eq!(check(line, &[]), Err(NotOne::Control), "{line:?}");
        }
        assert_eq!(check("show run | include \"x\"", &[]), Ok(()));
        assert_eq!(check(&"x".repeat(bounds::LINE + 1), &[]), Err(NotOne::TooLong));
    }

    #[test]
    fn separators_are_what_the_platform_says() {
        let separators = [";".to_owned(), "&&".to_owned(), String::new()];
        assert_eq!(check("show run | include x", &separators), Ok(()));
        assert_eq!(check("a & b", &separators), Ok(()));
        assert_eq!(check("a \"&&\" b", &separators), Err(NotOne::Separator("&&".to_owned())));
        assert_eq!(check("a;b", &separators), Err(NotOne::Separator(";".to_owned())));
    }

    #[test]
    fn what_denies_fits_loosely() {
        let rule =
            |pattern: &str| Rule { pattern: pattern.to_owned(), origin: crate::read::Source::Job.whole() };
        let separators = [";".to_owned()];
        for line in
            ["show tech", " SHOW  tech-support ", "show ver;show tech", "x\nshow tech", "show\u{a0}tech"]
        {
            assert!(Denied::new(line, &separators).fits(&rule("Show tech*")), "{line:?}");
        }
        for line in ["show te", "do show tech", "show-tech"] {
            assert!(!Denied::new(line, &separators).fits(&rule("show tech*")), "{line:?}");
        }
    }
}
