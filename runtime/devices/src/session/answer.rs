//! What a device said to a command, as far as it is kept.

use easypy_contract::testbed::Output;
use regex::RegexSet;

/// What is kept at most of one answer, in bytes: so that it fits a frame with room to spare.
pub const MOST: usize = 8 << 20;
/// How much of a line is looked at for errors, in bytes.
const LOOKED_AT: usize = 4096;

/// An answer that grows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    text: String,
    limit: usize,
    cut: u64,
    errors: Option<RegexSet>,
    /// The first line that fits one of them.
    error: Option<String>,
    /// Whether the last line has ended.
    ended: bool,
}

impl Answer {
    /// Without a limit it is [`MOST`].
    pub(crate) fn new(limit: Option<u64>, errors: Option<RegexSet>) -> Answer {
        let limit = limit.map_or(MOST, |limit| usize::try_from(limit).unwrap_or(MOST).min(MOST));
        Answer { limit, errors: errors.filter(|errors| !errors.is_empty()), ended: true, ..Answer::default() }
    }

    /// Forgets what has been said: it was the command's echo.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.cut = 0;
        self.error = None;
        self.ended = true;
    }

    /// Adds a line, or a piece of one.
    pub(crate) fn line(&mut self, line: &str, ended: bool) {
        if self.ended && self.error.is_none() {
            self.look_at(line);
        }
        self.push(line);
        if ended {
            self.push("\n");
        }
        self.ended = ended;
    }

    /// The first line that fits an error's pattern.
    pub(crate) fn error(&self) -> Option<&str> {
        self.error.as_deref()
    }

    /// The last line that says something.
    pub(crate) fn last_line(&self) -> &str {
        self.text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default()
    }

    /// Adds the text of a line that has not ended.
    pub(crate) fn last(&mut self, line: &str) {
        self.push(line);
    }

    /// What is kept, without the line ends behind it, as a shell's `$(…)`.
    pub(crate) fn take(&mut self) -> Output {
        let mut text = std::mem::take(&mut self.text);
        let cut = std::mem::take(&mut self.cut);
        if cut == 0 {
            text.truncate(text.trim_end_matches('\n').len());
        }
        Output { text, cut }
    }

    fn look_at(&mut self, line: &str) {
        let Some(errors) = &self.errors else { return };
        let line = &line[..line.floor_char_boundary(LOOKED_AT)];
        if errors.is_match(line) {
            self.error = Some(line.trim_end().to_owned());
        }
    }

    fn push(&mut self, text: &str) {
        // Once something is left out, all that follows is: it is the beginning that is kept.
        let room = if self.cut > 0 { 0 } else { self.limit.saturating_sub(self.text.len()) };
        let kept = text.floor_char_boundary(room.min(text.len()));
        self.text.push_str(&text[..kept]);
        self.cut += (text.len() - kept) as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_is_kept_and_the_rest_counted() {
        let mut answer = Answer::new(Some(8), None);
        answer.line("grüße", true);
        answer.line("more", true);
        assert_eq!(answer.take(), Output { text: "grüße\n".to_owned(), cut: 5 });
    }

    #[test]
    fn the_line_ends_behind_it_go() {
        let mut answer = Answer::new(None, None);
        for line in ["", "  one", "", ""] {
            answer.line(line, true);
        }
        assert_eq!(answer.take().text, "\n  one");
    }

    #[test]
    fn an_error_is_found_behind_the_limit_too() {
        let errors = RegexSet::new(["^% Invalid"]).unwrap();
        let mut answer = Answer::new(Some(1), Some(errors));
        answer.line("show x", true);
        answer.line("x % Invalid", true);
        answer.line("% Invalid input  ", true);
        answer.line("% Invalid again", true);
        assert_eq!(answer.error(), Some("% Invalid input"));
    }
}
