//! How commands and answers are exchanged.

use std::time::Duration;

use crate::bindings::testbed;
use crate::task::nanoseconds;

/// How commands are sent and their answers taken.
///
/// ```
/// # use easypy::prelude::*;
/// let patient = Exchange::new().timeout(Duration::from_secs(300)).reply(r"\[confirm\]", "");
/// ```
#[derive(Clone, Debug)]
pub struct Exchange {
    inner: testbed::Exchange,
}

impl Default for Exchange {
    fn default() -> Exchange {
        Exchange::new()
    }
}

impl Exchange {
    /// The testbed's time-out, the platform's error patterns, and no answers to questions.
    pub fn new() -> Exchange {
        Exchange {
            inner: testbed::Exchange {
                timeout: None,
                raise: true,
                errors: None,
                replies: Vec::new(),
                output_limit: None,
            },
        }
    }

    /// How long each command may take.
    pub fn timeout(mut self, timeout: Duration) -> Exchange {
        self.inner.timeout = Some(nanoseconds(timeout));
        self
    }

    /// Takes an answer that says that the command was refused like any other.
    pub fn allow_errors(mut self) -> Exchange {
        self.inner.raise = false;
        self
    }

    /// Lines that mean that the command was refused (regular expressions), instead of the platform's.
    pub fn error_patterns<P: Into<String>>(mut self, patterns: impl IntoIterator<Item = P>) -> Exchange {
        self.inner.errors = Some(patterns.into_iter().map(Into::into).collect());
        self
    }

    /// Answers a question, once: `pattern` is a regular expression that fits the end of what the device said. A line end is
    /// sent behind the answer.
    pub fn reply(self, pattern: impl Into<String>, answer: impl Into<String>) -> Exchange {
        self.with(testbed::Reply { pattern: pattern.into(), answer: answer.into(), raw: false, again: false })
    }

    /// The same, any number of times.
    pub fn reply_always(self, pattern: impl Into<String>, answer: impl Into<String>) -> Exchange {
        self.with(testbed::Reply { pattern: pattern.into(), answer: answer.into(), raw: false, again: true })
    }

    /// Keeps only the beginning of answers: so many bytes.
    pub fn output_limit(mut self, bytes: u64) -> Exchange {
        self.inner.output_limit = Some(bytes);
        self
    }

    fn with(mut self, reply: testbed::Reply) -> Exchange {
        self.inner.replies.push(reply);
        self
    }

    pub(super) fn inner(&self) -> &testbed::Exchange {
        &self.inner
    }
}
