//! Standard output as indicatif draws on it, but for the end of a line.
//!
//! indicatif ends every line, the last one too, by filling it with blanks up to the terminal's edge. What the
//! terminal itself writes then, the `^C` of an interrupt, gets a line of its own, and one live line too many
//! stays on the screen for good. Here a line ends with a line feed when another follows, and the last with
//! nothing.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use console::Term;
use indicatif::TermLike;

#[derive(Debug)]
pub(super) struct Terminal {
    term: Term,
    /// A line has ended, and nothing is known yet of another.
    line_ended: AtomicBool,
}

impl Terminal {
    pub(super) fn stdout() -> Terminal {
        Terminal::on(Term::buffered_stdout())
    }

    fn on(term: Term) -> Terminal {
        Terminal { term, line_ended: AtomicBool::new(false) }
    }

    /// The terminal, for moving about: wherever the cursor goes, no line waits for its end.
    fn moved(&self) -> &Term {
        self.line_ended.store(false, Ordering::Relaxed);
        &self.term
    }
}

impl TermLike for Terminal {
    fn width(&self) -> u16 {
        self.term.size().1
    }

    fn height(&self) -> u16 {
        self.term.size().0
    }

    fn move_cursor_up(&self, n: usize) -> io::Result<()> {
        self.moved().move_cursor_up(n)
    }

    fn move_cursor_down(&self, n: usize) -> io::Result<()> {
        self.moved().move_cursor_down(n)
    }

    fn move_cursor_right(&self, n: usize) -> io::Result<()> {
        self.moved().move_cursor_right(n)
    }

    fn move_cursor_left(&self, n: usize) -> io::Result<()> {
        self.moved().move_cursor_left(n)
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        self.moved().write_line(text)
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        // The blanks behind a line; no live line is blank.
        if text.bytes().all(|b| b == b' ') {
            self.line_ended.store(true, Ordering::Relaxed);
            return Ok(());
        }
        if self.line_ended.swap(false, Ordering::Relaxed) {
            self.term.write_str("\n")?;
        }
        self.term.write_str(text)
    }

    fn clear_line(&self) -> io::Result<()> {
        self.moved().clear_line()
    }

    fn flush(&self) -> io::Result<()> {
        self.term.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

    #[test]
    fn lines_end_with_line_feeds_and_the_last_with_nothing() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let input = std::fs::File::open("/dev/null").unwrap();
        let term = Term::read_write_pair(input, file.reopen().unwrap());
        let target = ProgressDrawTarget::term_like(Box::new(Terminal::on(term)));
        let lines = ProgressBar::with_draw_target(None, target);
        lines.set_style(ProgressStyle::with_template("{msg}").unwrap());
        lines.set_message("one\ntwo");
        lines.set_message("three\nfour");
        lines.abandon();
        let drawn = std::fs::read_to_string(file.path()).unwrap();
        assert!(drawn.starts_with("one\ntwo\u{1b}["), "{drawn:?}");
        assert!(drawn.ends_with("three\nfour"), "{drawn:?}");
    }
}
