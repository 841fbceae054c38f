//! One function that meets an error.

/// Reads what is not there.
#[easypy::testscript]
fn returns_an_error() -> easypy::Result {
    std::fs::read_to_string("/job/no such file")?;
    Ok(())
}
