//! Reads standard input to its end.

/// There is nothing in it, and it has an end.
#[easypy::testscript]
fn reads_stdin() -> easypy::Result {
    use std::io::Read;
    let mut input = String::new();
    // An error is as good as an end.
    let _ = std::io::stdin().read_to_string(&mut input);
    easypy::ensure!(input.is_empty(), "standard input holds {input:?}");
    Ok(())
}
