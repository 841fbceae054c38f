//! What is said to the person at the terminal. Progress goes to stderr, where cargo's is; results to stdout.

use std::fmt::Arguments;
use std::time::Duration;

/// One line of progress.
#[expect(clippy::print_stderr, reason = "the one place where xtask writes progress")]
pub(crate) fn say(line: Arguments<'_>) {
    eprintln!("{line}");
}

/// A result that somebody may want to pipe on.
#[expect(clippy::print_stdout, reason = "the one place where xtask writes results")]
pub(crate) fn result(text: &str) {
    println!("{text}");
}

/// How long something took, as a person says it: `0.4 s`, `12.3 s`, `3 min 7 s`.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_speech() {
        assert_eq!(duration(Duration::from_millis(440)), "0.4 s");
        assert_eq!(duration(Duration::from_millis(12_340)), "12.3 s");
        assert_eq!(duration(Duration::from_secs(187)), "3 min 7 s");
    }
}
