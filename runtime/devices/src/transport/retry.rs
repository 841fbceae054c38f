//! Attempts that follow each other.

use std::time::Duration;

use easypy_contract::testbed::ConnectFailure;

/// The longest wait between two attempts.
const LONGEST: Duration = Duration::from_secs(30);

/// How often a connection is tried anew, and how long is waited before: twice as long each time, at most half a
/// minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// Attempts after the first.
    pub count: u32,
    /// Before the second attempt.
    pub delay: Duration,
}

impl Retries {
    /// What is waited before each attempt but the first.
    pub fn delays(self) -> impl Iterator<Item = Duration> {
        let double = |delay: &Duration| Some((*delay * 2).min(LONGEST));
        let count = usize::try_from(self.count).unwrap_or(usize::MAX);
        std::iter::successors(Some(self.delay.min(LONGEST)), double).take(count)
    }

    /// Tries until it works, or fails for a reason that time does not heal.
    ///
    /// # Errors
    /// That of the last attempt.
    pub async fn run<T, E>(
        self,
        kind: impl Fn(&E) -> Option<ConnectFailure>,
        mut attempt: impl AsyncFnMut() -> Result<T, E>,
    ) -> Result<T, E> {
        let mut delays = self.delays();
        loop {
            let error = match attempt().await {
                Ok(made) => return Ok(made),
                Err(error) => error,
            };
            match delays.next().filter(|_| kind(&error).is_some_and(passes)) {
                Some(delay) => tokio::time::sleep(delay).await,
                None => return Err(error),
            }
        }
    }
}

/// Whether another attempt may find things changed: a device that starts answers after a while, a wrong
/// password stays wrong (and a third one may lock the user out).
fn passes(kind: ConnectFailure) -> bool {
    match kind {
        ConnectFailure::Refused
        | ConnectFailure::Unreachable
        | ConnectFailure::Timeout
        | ConnectFailure::Closed => true,
        ConnectFailure::Authentication
        | ConnectFailure::HostKey
        | ConnectFailure::Dialog
        | ConnectFailure::Command
        | ConnectFailure::Unsupported => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn retries(count: u32, seconds: u64) -> Retries {
        Retries { count, delay: Duration::from_secs(seconds) }
    }

    #[test]
    fn waits_double_up_to_half_a_minute() {
        let seconds: Vec<u64> = retries(7, 1).delays().map(|delay| delay.as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 30, 30]);
        assert_eq!(retries(1, 100).delays().next(), Some(LONGEST));
        assert_eq!(retries(0, 1).delays().next(), None);
    }

    async fn attempts(kind: ConnectFailure, works_at: u32) -> (u32, bool) {
        let mut made = 0;
        let result = retries(3, 0)
            .run(
                |kind| Some(*kind),
                async || {
                    made += 1;
                    if made == works_at { Ok(()) } else { Err(kind) }
                },
            )
            .await;
        (made, result.is_ok())
    }

    #[tokio::test]
    async fn only_what_may_pass_is_tried_again() {
        assert_eq!(attempts(ConnectFailure::Refused, 3).await, (3, true));
        assert_eq!(attempts(ConnectFailure::Timeout, 9).await, (4, false));
        assert_eq!(attempts(ConnectFailure::Authentication, 2).await, (1, false));
        assert_eq!(attempts(ConnectFailure::HostKey, 2).await, (1, false));
    }
}
