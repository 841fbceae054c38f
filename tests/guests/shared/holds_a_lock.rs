//! Takes a lock and a semaphore's permit, says so in a queue, and does not give them back: it traps, exits,
//! returns, or sleeps until somebody kills it.

/// Ends as `how` says, with the lock in its hands.
#[easypy::testscript]
fn holds_a_lock(
    lock: easypy::synchro::Lock,
    semaphore: easypy::synchro::Semaphore,
    queue: easypy::synchro::Queue,
    how: String,
) -> easypy::Result {
    lock.lock()?.leak();
    semaphore.acquire()?.leak();
    queue.put("held", None)?;
    match how.as_str() {
        "panics" => panic!("with the lock held"),
        #[expect(clippy::exit, reason = "one of the ends that this guest is for")]
        "exits" => std::process::exit(3),
        "returns" => Ok(()),
        _ => loop {
            std::thread::sleep(std::time::Duration::from_secs(600));
        },
    }
}
