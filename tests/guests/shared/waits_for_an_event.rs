//! Counts itself in and waits until it is let go. So a test knows that it runs, and when it ends.

/// Adds to `arrived`, waits for `go`.
#[easypy::testscript]
fn waits_for_an_event(go: easypy::synchro::Event, arrived: easypy::synchro::Queue) -> easypy::Result {
    arrived.put(easypy::runtime().taskid(), None)?;
    go.wait(None)?;
    Ok(())
}
