//! Writes a line of `bytes` bytes to standard output, and does not end it.

/// Writes a long line.
#[easypy::testscript]
fn long_line(bytes: usize) -> easypy::Result {
    use std::io::Write;
    let piece = vec![b'x'; 64 * 1024];
    let mut out = std::io::stdout();
    let mut left = bytes;
    while left > 0 {
        let now = left.min(piece.len());
        out.write_all(&piece[..now])?;
        left -= now;
    }
    out.flush()?;
    Ok(())
}
