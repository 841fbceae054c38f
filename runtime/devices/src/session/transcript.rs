//! The transcript of a session: what was said to a device and by it, when, and on whose behalf.
//!
//! ```text
//! --- 2026-11-25 02:04:03.123Z Task-1: execute
//! > show version
//! < show version
//! < Cisco IOS XE Software, Version 17.9.4
//! < R1#
//! ```
//!
//! `<` stands before what the device said, `>` before what was sent, `---` before what is said of the session.
//! Each is on lines of its own, so nothing that a device or a script says can look like another's. Secrets are
//! masked, what is typed where a password is asked for is `***` as a whole.

use std::io::Write;

use easypy_contract::push_visible;
use easypy_testbed::MASK;
use jiff::Timestamp;

/// Where a transcript goes.
pub struct Transcript {
    out: Option<Box<dyn Write>>,
    left: u64,
    limit: u64,
}

impl Transcript {
    /// `limit`: the bytes that are written at most; then it says that it was cut. `out` should hold back
    /// what it is given until it is flushed, which happens after each exchange.
    pub fn new(out: Box<dyn Write>, limit: u64) -> Transcript {
        Transcript { out: Some(out), left: limit, limit }
    }

    /// None is kept.
    pub fn none() -> Transcript {
        Transcript { out: None, left: 0, limit: 0 }
    }

    /// Says something of the session.
    pub(crate) fn event(&mut self, who: &str, what: &str) {
        let now = Timestamp::now();
        let mut line = format!("--- {} ", now.strftime("%Y-%m-%d %H:%M:%S%.3fZ"));
        push_visible(&mut line, who);
        line.push_str(": ");
        push_visible(&mut line, what);
        line.push('\n');
        self.write(&line);
    }

    /// What was sent, masked already.
    pub(crate) fn sent(&mut self, text: &str) {
        let mut line = "> ".to_owned();
        push_visible(&mut line, text);
        line.push('\n');
        self.write(&line);
    }

    /// A password was typed.
    pub(crate) fn sent_secret(&mut self) {
        self.write(&format!("> {MASK}\n"));
    }

    /// Lines that are made already.
    pub(crate) fn lines(&mut self, lines: &str) {
        self.write(lines);
    }

    pub(crate) fn flush(&mut self) {
        if let Some(out) = &mut self.out
            && out.flush().is_err()
        {
            self.out = None;
        }
    }

    /// A transcript that cannot be written ends; the session goes on.
    fn write(&mut self, lines: &str) {
        let Some(out) = &mut self.out else { return };
        let written = if lines.len() as u64 > self.left {
            let cut = format!("--- cut: a transcript is {} bytes at most\n", self.limit);
            let written = out.write_all(cut.as_bytes()).and_then(|()| out.flush());
            self.out = None;
            written
        } else {
            self.left -= lines.len() as u64;
            out.write_all(lines.as_bytes())
        };
        if written.is_err() {
            self.out = None;
        }
    }
}

impl std::fmt::Debug for Transcript {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transcript").field("left", &self.left).finish_non_exhaustive()
    }
}
