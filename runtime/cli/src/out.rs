//! Writing to standard output and standard error.
//!
//! A reader that has gone away (`easypy-wasm … | head`) is no reason to lose a run: what cannot be written is
//! dropped.

use std::io::{self, BufWriter, Write};

/// Writes a text to standard output.
pub(crate) fn stdout(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes a line to standard error.
pub(crate) fn stderr(line: &str) {
    let mut out = io::stderr().lock();
    let _ = writeln!(out, "{line}");
}

/// Lets something long be written to standard output piece by piece.
pub(crate) fn stream(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    let _ = write(&mut out).and_then(|()| out.flush());
}
