//! A testscript that tells when it got to its first line.

use std::io::{self, Write};
use std::time::SystemTime;

#[easypy::testscript]
fn first_line() -> easypy::Result {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    writeln!(io::stdout(), "bench: {{\"at_ns\": {}}}", now.as_nanos())?;
    Ok(())
}
