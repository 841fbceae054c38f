//! Waiting for something that can be seen.

use std::time::{Duration, Instant};

/// How long anything may take before a test fails. It is generous: machines can be slow.
pub const DEADLINE: Duration = Duration::from_secs(90);

/// Looks until there is something to see.
///
/// # Panics
/// There is nothing within [`DEADLINE`]; the message says what was waited for.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(begin.elapsed() < DEADLINE, "after {DEADLINE:?} there was still no {what}");
        std::thread::sleep(Duration::from_millis(3));
    }
}
