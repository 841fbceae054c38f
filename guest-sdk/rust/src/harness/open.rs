//! What is running at this moment, for the panic hook: a panic ends the guest's memory, so it is the last
//! chance to say what was going on.

use std::cell::RefCell;
use std::rc::Rc;

use super::host::Host;
use super::parameters::Scope;
use super::report::{Reporter, Verdict, log_result};
use super::resume::Kept;
use crate::Outcome;
use crate::logging::Level;

/// A section that runs, as far as the next instance needs to know of it.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) scope: Rc<Scope>,
    pub(super) container: usize,
    pub(super) checkpoint: u32,
    /// the roll-up of the container's sections before this one
    pub(super) outcome: Option<Outcome>,
}

thread_local! {
    // Guests have one thread.
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
    /// the labels of the open section and its steps, outermost first
    static LABELS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

pub(super) fn enter(running: Running) {
    RUNNING.replace(Some(running));
}

pub(super) fn leave() {
    RUNNING.replace(None);
}

pub(super) fn push(label: &str) {
    LABELS.with_borrow_mut(|labels| labels.push(label.to_owned()));
}

pub(super) fn pop() {
    LABELS.with_borrow_mut(|labels| labels.pop());
}

/// Tells the host of a panic (SPEC 8: an assertion is Failed, anything else Errored).
pub(crate) fn panicked(message: &str, source: Option<(&str, u32)>) {
    tell(&Host, message, source);
}

pub(super) fn tell(to: &dyn Reporter, message: &str, source: Option<(&str, u32)>) {
    let at = source.map(|(file, line)| format!(" (at {file}:{line})")).unwrap_or_default();
    let verdict = Verdict::because(outcome_of(message), format!("{message}{at}"));
    // Should the panic have come out of the harness itself, its state may be in use: do without it then.
    let labels = LABELS.try_with(|labels| labels.try_borrow().map(|l| l.clone()).unwrap_or_default());
    let labels = labels.unwrap_or_default();
    log_panic(to, &labels, &verdict);
    let kept =
        RUNNING.try_with(|running| running.try_borrow().ok()?.as_ref().map(|r| r.kept(verdict.outcome)));
    if let Ok(Some(kept)) = kept {
        to.keep(&kept.to_json());
    }
    to.panicking(&verdict, source);
}

impl Running {
    /// What the next instance gets, when this section ends with this outcome.
    pub(super) fn kept(&self, outcome: Outcome) -> Kept {
        Kept {
            parameters: self.scope.snapshot(),
            container: self.container,
            outcome: self.outcome.map_or(outcome, |so_far| so_far.roll_up(outcome)),
            last: self.checkpoint,
        }
    }
}

/// What a panic with this message makes of its section. The messages of `assert!`, `assert_eq!` and
/// `assert_ne!` begin alike, unless they are given one of their own.
fn outcome_of(message: &str) -> Outcome {
    if message.starts_with("assertion ") { Outcome::Failed } else { Outcome::Errored }
}

fn log_panic(to: &dyn Reporter, labels: &[String], verdict: &Verdict) {
    let innermost = labels.last().map_or("the script", String::as_str);
    let reason = verdict.reason.as_deref().unwrap_or_default();
    if verdict.outcome == Outcome::Failed {
        let text = format!("Caught an assertion failure while executing {innermost}:\n{reason}");
        to.log(Level::Warning, &text);
    } else {
        to.log(Level::Error, &format!("Caught a panic while executing {innermost}:\n{reason}"));
    }
    for label in labels.iter().rev() {
        log_result(to, label, verdict.outcome);
    }
}

#[cfg(test)]
mod tests {
    use super::outcome_of;
    use crate::Outcome;

    /// Runs `panics` on a thread and returns the panic's message.
    fn message_of(panics: fn()) -> String {
        let payload = std::panic::catch_unwind(panics).unwrap_err();
        payload
            .downcast_ref::<String>()
            .cloned()
            .unwrap_or_else(|| payload.downcast_ref::<&str>().unwrap().to_string())
    }

    #[test]
    fn assertions_fail_and_other_panics_are_errors() {
        assert_eq!(outcome_of(&message_of(|| assert!(std::hint::black_box(1) == 2))), Outcome::Failed);
        assert_eq!(outcome_of(&message_of(|| assert_eq!(1, 2, "with words"))), Outcome::Failed);
        assert_eq!(outcome_of(&message_of(|| panic!("boom"))), Outcome::Errored);
        assert_eq!(outcome_of(&message_of(|| assert_eq!("x".parse::<u32>().unwrap(), 1))), Outcome::Errored);
    }
}
