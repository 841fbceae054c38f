//! A plain WASI command that says which arguments it got: `--name value` for each parameter of its task.

use std::io::Write;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    writeln!(std::io::stdout(), "arguments {arguments:?}")
}
