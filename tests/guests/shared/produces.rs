//! Puts `count` numbers into a queue.

/// Puts them in, waiting for room.
#[easypy::testscript]
fn produces(queue: easypy::synchro::Queue, from: u32, count: u32) -> easypy::Result {
    for n in from..from + count {
        queue.put(n, None)?;
    }
    Ok(())
}
