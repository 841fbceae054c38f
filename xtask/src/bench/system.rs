//! The yardstick of the system: starting `/bin/true`, and waiting for its end.

use std::collections::VecDeque;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// The program. The standard library starts it with `posix_spawn`, and it inherits stdin, stdout and stderr:
/// there is no cheaper way that a program would use.
pub(super) const TRUE: &str = "/bin/true";

/// What each of these took, one after the other.
///
/// # Errors
/// It cannot be started.
pub(super) fn in_sequence(count: usize) -> Result<Vec<Duration>> {
    (0..count)
        .map(|_| {
            let begin = Instant::now();
            end(spawn()?)?;
            Ok(begin.elapsed())
        })
        .collect()
}

/// What all of these took, `width` of them alive at any time; as the job `in_flight` does it with tasks.
///
/// # Errors
/// It cannot be started.
pub(super) fn in_flight(count: usize, width: usize) -> Result<Duration> {
    let begin = Instant::now();
    let mut alive = VecDeque::with_capacity(width);
    for _ in 0..count {
        if alive.len() == width
            && let Some(oldest) = alive.pop_front()
        {
            end(oldest)?;
        }
        alive.push_back(spawn()?);
    }
    alive.into_iter().try_for_each(end)?;
    Ok(begin.elapsed())
}

fn spawn() -> Result<Child> {
    Command::new(TRUE).spawn().with_context(|| format!("cannot start {TRUE}"))
}

fn end(mut child: Child) -> Result<()> {
    let status = child.wait()?;
    ensure!(status.success(), "{TRUE} failed: {status}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_started_and_waited_for() {
        assert_eq!(in_sequence(3).unwrap().len(), 3);
        assert!(in_flight(9, 4).unwrap() > Duration::ZERO);
    }
}
