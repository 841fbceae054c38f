//! Bytes of a terminal made into lines, as a person at it would see them.
//!
//! Devices type over what they wrote: an echo that is too long for the line is drawn again, a pager wipes itself
//! away with backspaces, a shell colours its prompt. All of that is carried out on the line that is being
//! written, and only what is left of it counts. Bytes that are no UTF-8 become `U+FFFD`, control characters and
//! escape codes vanish.
//!
//! It makes no difference how the bytes are cut into pieces. Each costs the same, whatever came before, and no
//! more is held than one line of [`LONGEST`] characters.

use super::utf8::Utf8;

/// The longest line, in characters; a longer one is passed on in pieces.
pub(crate) const LONGEST: usize = 16 * 1024;
/// How much of a line that is too long stays, so that a secret is seen as a whole.
pub(crate) const OVERLAP: usize = 1024;
/// How far a code may move the cursor.
const FARTHEST: usize = 1024;
/// The longest title or other text of the terminal's own that is skipped; it would swallow everything.
const LONGEST_STRING: usize = 4096;

/// What a screen tells.
pub(crate) trait Sink {
    /// Characters that are to be seen, at once and in the order in which they came.
    fn printed(&mut self, text: &str);
    /// A line's text. Without `ended` it is the beginning of a longer one.
    fn line(&mut self, text: &str, ended: bool);
}

/// The line that is being written, and what is half done.
#[derive(Clone, Debug)]
pub(crate) struct Screen {
    utf8: Utf8,
    escape: Escape,
    line: Vec<char>,
    cursor: usize,
    /// How wide what stood at the line's left was, before it was taken.
    taken: usize,
    width: usize,
    wiping: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Escape {
    No,
    /// Behind `ESC`.
    Begun,
    /// Behind `ESC [`: the first number so far.
    Control {
        number: Option<usize>,
        more: bool,
    },
    /// Behind `ESC (` and its like: one more character.
    One,
    /// Within a title: its length, and whether the last one was `ESC`.
    Text {
        length: usize,
        escape: bool,
    },
}

impl Screen {
    pub(crate) fn new(width: u16) -> Screen {
        Screen {
            utf8: Utf8::default(),
            escape: Escape::No,
            line: Vec::new(),
            cursor: 0,
            taken: 0,
            width: usize::from(width).max(1),
            wiping: false,
        }
    }

    pub(crate) fn feed(&mut self, bytes: &[u8], sink: &mut impl Sink) {
        let mut utf8 = std::mem::take(&mut self.utf8);
        utf8.feed(bytes, |text| self.text(text, sink));
        self.utf8 = utf8;
    }

    fn text(&mut self, mut text: &str, sink: &mut impl Sink) {
        while let Some(c) = text.chars().next() {
            let run = if self.escape == Escape::No && self.cursor == self.line.len() && !self.wiping {
                let room = LONGEST - 1 - self.line.len();
                let end = text.find(char::is_control).unwrap_or(text.len());
                &text[..text.floor_char_boundary(end.min(room))]
            } else {
                ""
            };
            if run.is_empty() {
                self.character(c, sink);
                text = &text[c.len_utf8()..];
            } else {
                // Most of what comes is this.
                self.line.extend(run.chars());
                self.cursor = self.line.len();
                sink.printed(run);
                text = &text[run.len()..];
            }
        }
    }

    /// The line so far.
    pub(crate) fn line(&self) -> &[char] {
        &self.line
    }

    /// Takes what is on the line, as if another one had begun.
    pub(crate) fn take(&mut self) -> Vec<char> {
        self.taken = if self.taken + self.line.len() < LONGEST { self.taken + self.cursor } else { 0 };
        self.cursor = 0;
        self.wiping = false;
        std::mem::take(&mut self.line)
    }

    /// Takes what is on the line, which will be wiped away by who wrote it.
    pub(crate) fn take_pager(&mut self) {
        self.take();
        self.taken = 0;
        self.wiping = true;
    }

    fn character(&mut self, c: char, sink: &mut impl Sink) {
        match self.escape {
            Escape::No => self.plain(c, sink),
            Escape::Begun => {
                self.escape = match c {
                    '[' => Escape::Control { number: None, more: false },
                    ']' | 'P' | 'X' | '^' | '_' => Escape::Text { length: 0, escape: false },
                    '(' | ')' | '*' | '+' | '-' | '.' | '/' | '#' | '%' | ' ' => Escape::One,
                    _ => Escape::No,
                };
                if c == '\u{1b}' {
                    self.escape = Escape::Begun;
                } else if c.is_control() {
                    self.plain(c, sink);
                }
            }
            Escape::Control { number, more } => self.control(c, number, more, sink),
            Escape::One => self.escape = Escape::No,
            Escape::Text { length, escape } => {
                self.escape = match c {
                    '\u{7}' | '\u{9c}' => Escape::No,
                    '\\' if escape => Escape::No,
                    _ if length >= LONGEST_STRING => Escape::No,
                    c => Escape::Text { length: length + 1, escape: c == '\u{1b}' },
                };
            }
        }
    }

    fn plain(&mut self, c: char, sink: &mut impl Sink) {
        match c {
            '\n' => self.end_line(sink),
            '\r' => self.carriage_return(),
            '\u{8}' => self.back(1),
            '\u{1b}' => self.escape = Escape::Begun,
            '\t' => self.put(c, sink),
            c if c.is_control() => {}
            c => self.put(c, sink),
        }
    }

    fn control(&mut self, c: char, number: Option<usize>, more: bool, sink: &mut impl Sink) {
        self.escape = Escape::No;
        match c {
            '0'..='9' if !more => {
                let digit = c as usize - '0' as usize;
                let number = number.unwrap_or(0).saturating_mul(10).saturating_add(digit);
                self.escape = Escape::Control { number: Some(number), more };
            }
            '0'..='9' | ';' | ':' => self.escape = Escape::Control { number, more: true },
            // Private ones, as `ESC [ ? 2004 h`, do nothing to the line.
            '<'..='?' | ' '..='/' => self.escape = Escape::Control { number, more: true },
            '\u{1b}' => self.escape = Escape::Begun,
            c if c.is_control() => {
                self.escape = Escape::Control { number, more };
                // They act within a code as well, but for those that break it off.
                if matches!(c, '\u{18}' | '\u{1a}') {
                    self.escape = Escape::No;
                } else if c == '\n' {
                    self.escape = Escape::No;
                    self.end_line(sink);
                }
            }
            c => self.act(c, number, sink),
        }
    }

    fn act(&mut self, code: char, number: Option<usize>, sink: &mut impl Sink) {
        let times = number.unwrap_or(1).clamp(1, FARTHEST);
        match code {
            'C' => self.forward(times),
            'D' => self.back(times),
            'G' => {
                self.carriage_return();
                self.forward(times - 1);
            }
            // What is behind the cursor, or all of the line.
            'K' => match number.unwrap_or(0) {
                0 => self.line.truncate(self.cursor),
                1 => self.line.iter_mut().take(self.cursor).for_each(|c| *c = ' '),
                _ => {
                    self.line.truncate(self.cursor);
                    self.line.fill(' ');
                }
            },
            'P' => {
                let end = (self.cursor + times).min(self.line.len());
                self.line.drain(self.cursor.min(end)..end);
            }
            // Another place on the screen: what comes does not go on from what was there.
            'H' | 'f' | 'J' if !self.line.is_empty() => self.end_line(sink),
            _ => {}
        }
    }

    fn put(&mut self, c: char, sink: &mut impl Sink) {
        if self.wiping && c != ' ' {
            self.wiping = false;
        }
        match self.line.get_mut(self.cursor) {
            Some(old) => *old = c,
            None => {
                self.line.resize(self.cursor, ' ');
                self.line.push(c);
            }
        }
        self.cursor += 1;
        sink.printed(c.encode_utf8(&mut [0; 4]));
        if self.line.len() >= LONGEST {
            let piece = self.line.len() - OVERLAP;
            sink.line(&self.line[..piece].iter().collect::<String>(), false);
            self.line.drain(..piece);
            self.cursor = self.cursor.saturating_sub(piece);
            self.taken = 0;
        }
    }

    fn end_line(&mut self, sink: &mut impl Sink) {
        if self.wiping && self.line.iter().all(|c| *c == ' ') {
            self.line.clear();
        }
        sink.line(&self.line.iter().collect::<String>(), true);
        self.line.clear();
        self.cursor = 0;
        self.taken = 0;
        self.wiping = false;
    }

    /// To the left of the row: a line that is wider than the terminal has several.
    fn carriage_return(&mut self) {
        if self.wiping && self.line.iter().all(|c| *c == ' ') {
            self.line.clear();
        }
        let column = self.cursor + self.taken;
        self.cursor = (column - column % self.width).saturating_sub(self.taken);
    }

    fn back(&mut self, times: usize) {
        let cursor = self.cursor.saturating_sub(times);
        if self.wiping && self.cursor == self.line.len() {
            // Blanks that a pager wiped itself away with.
            self.line.truncate(cursor);
        }
        self.cursor = cursor;
    }

    fn forward(&mut self, times: usize) {
        self.cursor = (self.cursor + times).min(LONGEST - OVERLAP);
    }
}
