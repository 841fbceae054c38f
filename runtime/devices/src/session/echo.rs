//! The echo of a command: where it ends, the answer begins.
//!
//! A device that echoes has taken the command in once its echo is through; a prompt that stands before that is
//! an old one. Echoes are broken into lines, drawn again and coloured, so only what is to be seen counts, without
//! blanks.

/// Looks for the echo of one command.
#[derive(Clone, Debug, Default)]
pub(crate) struct Echo {
    /// The command without blanks.
    wanted: Vec<char>,
    /// How much of it still fits when the next character does not (Knuth, Morris, Pratt).
    fallback: Vec<usize>,
    fits: usize,
    /// Whether all that was printed since the last line's beginning is the echo so far.
    from_start: bool,
    state: State,
    /// Whether only the first line may be it.
    first_line_only: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// There is nothing to look for, or it is not looked for any more.
    #[default]
    Off,
    Looking,
    Found,
}

impl Echo {
    /// For a device that is known not to echo, only the first line is taken for an echo.
    pub(crate) fn of(command: &str, first_line_only: bool) -> Echo {
        let wanted: Vec<char> = command.chars().filter(|c| counts(*c)).collect();
        let mut fallback = vec![0; wanted.len()];
        let mut fits = 0;
        for at in 1..wanted.len() {
            while fits > 0 && wanted[at] != wanted[fits] {
                fits = fallback[fits - 1];
            }
            fits += usize::from(wanted[at] == wanted[fits]);
            fallback[at] = fits;
        }
        Echo { wanted, fallback, fits: 0, from_start: true, state: State::Looking, first_line_only }
    }

    /// Whether the echo is through.
    pub(crate) fn is_found(&self) -> bool {
        self.state == State::Found
    }

    /// Characters that are to be seen.
    pub(crate) fn printed(&mut self, text: &str) {
        if self.state == State::Looking {
            text.chars().filter(|c| counts(*c)).for_each(|c| self.character(c));
        }
    }

    fn character(&mut self, c: char) {
        if self.fits == self.wanted.len() {
            // Something behind it: it was not at the line's end.
            self.fits = self.fallback.last().copied().unwrap_or(0);
            self.from_start = false;
        }
        while self.fits > 0 && self.wanted.get(self.fits) != Some(&c) {
            self.fits = self.fallback[self.fits - 1];
            self.from_start = false;
        }
        if self.wanted.get(self.fits) == Some(&c) {
            self.fits += 1;
        } else {
            self.from_start = false;
        }
    }

    /// A line has ended. Whether it was that of the echo: `is_prompt` says so of what stands before it.
    pub(crate) fn line(&mut self, line: &str, is_prompt: impl FnOnce(&str) -> bool) -> bool {
        if self.state != State::Looking {
            return false;
        }
        let whole = self.fits == self.wanted.len();
        // What was printed, or what is left of it when some of it was printed twice.
        let found = if whole && self.from_start {
            true
        } else if whole || self.is_behind(line) {
            let before = self.before(line);
            before.is_empty() || is_prompt(before)
        } else {
            false
        };
        if found {
            self.state = State::Found;
            return true;
        }
        if self.first_line_only {
            self.state = State::Off;
        }
        // An echo that is broken into lines goes on in the next one.
        if whole || !self.from_start {
            self.fits = 0;
        }
        self.from_start = true;
        false
    }

    /// Whether the line ends with the command.
    fn is_behind(&self, line: &str) -> bool {
        let mut counted = line.chars().rev().filter(|c| counts(*c));
        self.wanted.iter().rev().all(|wanted| counted.next() == Some(*wanted))
    }

    /// What stands on the line before the echo, without blanks at its end.
    fn before<'a>(&self, line: &'a str) -> &'a str {
        let mut counted = line.char_indices().rev().filter(|(_, c)| counts(*c));
        let start = match self.wanted.len() {
            0 => Some(line.len()),
            length => counted.nth(length - 1).map(|(at, _)| at),
        };
        line[..start.unwrap_or(0)].trim_end()
    }
}

/// Blanks come and go in echoes.
fn counts(c: char) -> bool {
    !c.is_whitespace() && !c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(command: &str, lines: &[&str], first_line_only: bool) -> Option<usize> {
        let mut echo = Echo::of(command, first_line_only);
        lines.iter().position(|line| {
            echo.printed(line);
            echo.line(line, |before| before == "R1#")
        })
    }

    #[test]
    fn an_echo_is_a_line_of_its_own_or_stands_behind_a_prompt() {
        assert_eq!(found("show version", &["show version", "x"], false), Some(0));
        assert_eq!(found("show version", &["", "*May 1: %SYS-5", "R1#show  version "], false), Some(2));
        assert_eq!(found("show version", &["R1#show ver", "show version | inc x"], false), None);
        assert_eq!(found("show version", &["R2#show version"], false), None);
    }

    #[test]
    fn an_echo_may_be_broken_into_lines_and_begin_again() {
        assert_eq!(found("show version", &["show ve", "rsion"], false), Some(1));
        assert_eq!(found("aab", &["R1#aaab"], false), None);
        assert_eq!(found("abab", &["R1#", "abab"], false), Some(1));
    }

    #[test]
    fn a_letter_that_is_printed_twice_where_the_line_is_wrapped_is_one() {
        let mut echo = Echo::of("show version", false);
        echo.printed("show ver");
        echo.printed("rsion");
        assert!(echo.line("show version", |_| false));
    }

    #[test]
    fn where_there_is_none_only_the_first_line_may_be_one() {
        assert_eq!(found("show version", &["show version"], true), Some(0));
        assert_eq!(found("show version", &["history:", "show version"], true), None);
    }

    #[test]
    fn the_echo_of_nothing_is_an_empty_line() {
        assert_eq!(found("", &["", "x"], false), Some(0));
        assert_eq!(found("", &["R1#"], false), Some(0));
    }
}
