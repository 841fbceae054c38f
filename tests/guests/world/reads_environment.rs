//! Says which environment it sees.

/// Puts the environment into the result.
#[easypy::testscript]
fn reads_environment() -> easypy::Result {
    let all: std::collections::BTreeMap<String, String> = std::env::vars().collect();
    Err(easypy::Stop::passed("see the data").data(all))
}
