//! Takes numbers out of a queue until it gets nothing for `timeout` seconds, and notes them in a list.

/// Moves what is in the queue into the list.
#[easypy::testscript]
fn consumes(queue: easypy::synchro::Queue, list: easypy::synchro::List, count: u32) -> easypy::Result {
    for _ in 0..count {
        let n: u32 = queue.get(None)?;
        list.append(n)?;
    }
    Ok(())
}
