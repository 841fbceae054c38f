//! How a section or a job ends before its last line: [`Stop`], [`Result`] and the macros that make them.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::Outcome;

/// What section functions and `main` return.
///
/// `?` works on every error of the standard library's kind: it ends the section Errored, with the error's
/// text as the reason.
pub type Result<T = (), E = Stop> = std::result::Result<T, E>;

/// An early end: an outcome, why, and data for the report.
///
/// Usually made by a macro ([`failed!`](crate::failed), [`skipped!`](crate::skipped), …) or by `?`.
/// It is not a `std::error::Error` itself, so that every error can become one.
pub struct Stop(Box<Inner>);

struct Inner {
    outcome: Outcome,
    reason: Option<String>,
    data: Option<Value>,
    cause: Cause,
}

/// Where a stop comes from: it decides what the log says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// the script said so
    Said,
    /// an error met by `?`
    Error,
    /// a step that has already reported it
    Step,
}

impl Stop {
    /// Ends with this outcome and without a reason.
    pub fn new(outcome: Outcome) -> Stop {
        Stop(Box::new(Inner { outcome, reason: None, data: None, cause: Cause::Said }))
    }

    /// Passed, here and now.
    pub fn passed(reason: impl fmt::Display) -> Stop {
        Stop::new(Outcome::Passed).because(reason)
    }

    /// Passed, in spite of a known problem.
    pub fn passx(reason: impl fmt::Display) -> Stop {
        Stop::new(Outcome::Passx).because(reason)
    }

    /// What was tested is not as it should be.
    pub fn failed(reason: impl fmt::Display) -> Stop {
        Stop::new(Outcome::Failed).because(reason)
    }

    /// The test itself went wrong.
    pub fn errored(reason: impl fmt::Display) -> Stop {
        Stop::new(Outcome::Errored).because(reason)
    }

    /// Ended before its time.
    pub fn aborted(reason: impl fmt::Display) -> Stop {
        Stop::new(Outcome::Aborted).because(reason)
    }

    /// Not run, because something it needs did not pass.
    pub fn blocked(reason: impl fmt::Display) -> Stop {
        Stop::new(Outcome::Blocked).because(reason)
    }

    /// Left out on purpose.
    pub fn skipped(reason: impl fmt::Display) -> Stop {
        Stop::new(Outcome::Skipped).because(reason)
    }

    /// The same with this reason.
    pub fn because(mut self, reason: impl fmt::Display) -> Stop {
        self.0.reason = Some(reason.to_string());
        self
    }

    /// Adds data that the report carries beside the reason. What cannot be written as JSON is carried as
    /// the text of the error.
    ///
    /// ```
    /// use easypy::Stop;
    /// let stop = Stop::failed("two interfaces are down").data(["Gi0/1", "Gi0/3"]);
    /// ```
    pub fn data(mut self, data: impl Serialize) -> Stop {
        let data = serde_json::to_value(data);
        self.0.data = Some(data.unwrap_or_else(|e| Value::String(format!("not JSON: {e}"))));
        self
    }

    /// The outcome it ends with.
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Why.
    pub fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    pub(crate) fn attached(&self) -> Option<&Value> {
        self.0.data.as_ref()
    }

    pub(crate) fn cause(&self) -> Cause {
        self.0.cause
    }

    /// The same for the section around a step that has reported it.
    pub(crate) fn from_step(outcome: Outcome) -> Stop {
        let mut stop = Stop::new(outcome);
        stop.0.cause = Cause::Step;
        stop
    }
}

impl<E: std::error::Error> From<E> for Stop {
    /// Errored, with the error's text and those of its sources.
    fn from(error: E) -> Stop {
        let mut text = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            let cause_text = cause.to_string();
            // Many errors repeat their source in their own text.
            if !text.contains(&cause_text) {
                text.push_str(": ");
                text.push_str(&cause_text);
            }
            source = cause.source();
        }
        let mut stop = Stop::errored(text);
        stop.0.cause = Cause::Error;
        stop
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason() {
            Some(reason) => f.write_str(reason),
            None => write!(f, "{}", self.outcome()),
        }
    }
}

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.outcome())?;
        self.reason().map_or(Ok(()), |reason| write!(f, " ({reason})"))
    }
}

/// What a section function or `main` may return: nothing, or a [`Result`].
///
/// ```compile_fail
/// #[easypy::testscript]
/// fn counts() -> u32 {
///     4
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "a section or a job returns nothing or `easypy::Result`, not `{Self}`",
    label = "not `easypy::Result`",
    note = "`?` turns every error into the error of `easypy::Result`"
)]
pub trait SectionReturn {
    #[doc(hidden)]
    fn into_result(self) -> Result;
}

impl SectionReturn for () {
    fn into_result(self) -> Result {
        Ok(())
    }
}

impl SectionReturn for Result {
    fn into_result(self) -> Result {
        self
    }
}

#[cfg(test)]
mod tests {
    use std::{fmt, io};

    use super::{Cause, Result};
    use crate::Outcome;

    #[derive(Debug)]
    struct Outer(io::Error);
    impl fmt::Display for Outer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("cannot read the inventory")
        }
    }
    impl std::error::Error for Outer {
        fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn an_error_becomes_errored_with_its_sources() {
        fn read() -> Result {
            Err(Outer(io::Error::other("disk on fire")))?;
            Ok(())
        }
        let stop = read().unwrap_err();
        assert_eq!(stop.outcome(), Outcome::Errored);
        assert_eq!(stop.reason(), Some("cannot read the inventory: disk on fire"));
        assert_eq!(stop.cause(), Cause::Error);
    }

    #[test]
    fn macros_return_from_the_section() {
        fn with_reason() -> Result {
            failed!("{} of {} are down", 2, 3)
        }
        fn bare() -> Result {
            skipped!()
        }
        assert_eq!(format!("{:?}", with_reason().unwrap_err()), "FAILED (2 of 3 are down)");
        assert_eq!(format!("{:?}", bare().unwrap_err()), "SKIPPED");
    }

    #[test]
    fn ensure_names_the_condition() {
        fn check(n: u32) -> Result {
            ensure!(n > 3);
            Ok(())
        }
        assert!(check(4).is_ok());
        let stop = check(3).unwrap_err();
        assert_eq!((stop.outcome(), stop.reason()), (Outcome::Failed, Some("condition failed: `n > 3`")));
    }
}
