//! A plain WASI command that writes to both streams, a line without an end among it.

use std::io::Write;

fn main() -> std::io::Result<()> {
    writeln!(std::io::stdout(), "to standard output")?;
    writeln!(std::io::stderr(), "to standard error")?;
    write!(std::io::stdout(), "no newline at the end")?;
    std::io::stdout().flush()
}
