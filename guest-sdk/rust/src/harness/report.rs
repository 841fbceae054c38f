//! What the harness tells of a script, and the words it logs (SPEC 5).

use serde_json::Value;

use super::{ContainerKind, LeafKind, Source};
use crate::logging::Level;
use crate::stop::Cause;
use crate::{Outcome, Stop};

/// The logger of the harness.
pub(super) const LOGGER: &str = "pyats.aetest";

/// Whom the harness tells: the host, or a test.
pub(super) trait Reporter {
    fn begin(&self, section: &Begin<'_>);
    fn end(&self, verdict: Option<&Verdict>);
    fn panicking(&self, verdict: &Verdict, source: Option<(&str, u32)>);
    fn keep(&self, state: &str);
    fn attach(&self, name: &str, media_type: &str, content: &[u8]) -> Result<(), super::AttachError>;
    fn log(&self, level: Level, message: &str);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Container(ContainerKind),
    Leaf(LeafKind),
    Step,
}

/// A section that begins.
#[derive(Debug)]
pub(super) struct Begin<'a> {
    pub(super) kind: Kind,
    pub(super) id: &'a str,
    pub(super) name: Option<&'a str>,
    pub(super) description: Option<&'a str>,
    pub(super) source: Option<Source>,
    pub(super) checkpoint: u32,
}

/// How a section ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Verdict {
    pub(super) outcome: Outcome,
    pub(super) reason: Option<String>,
    pub(super) data: Option<Value>,
}

impl Verdict {
    pub(super) fn new(outcome: Outcome) -> Verdict {
        Verdict { outcome, reason: None, data: None }
    }

    pub(super) fn because(outcome: Outcome, reason: impl Into<String>) -> Verdict {
        Verdict { outcome, reason: Some(reason.into()), data: None }
    }

    /// The verdict on a section that returned this, after steps with this roll-up. A section that ends itself
    /// well does not hide a step that went wrong.
    pub(super) fn of(result: &crate::Result, steps: Option<Outcome>) -> Verdict {
        let steps = steps.unwrap_or(Outcome::Skipped);
        match result {
            Ok(()) => Verdict::new(Outcome::Passed.roll_up(steps)),
            Err(stop) => {
                let own = stop.outcome();
                Verdict {
                    outcome: if steps.blocks() { own.roll_up(steps) } else { own },
                    reason: stop.reason().map(str::to_owned),
                    data: stop.attached().cloned(),
                }
            }
        }
    }
}

/// How people call a section: `common setup`, `testcase tc_one`, `section test_a`, `STEP 1: connect`.
pub(super) fn label(kind: Kind, id: &str, name: Option<&str>) -> String {
    match kind {
        Kind::Container(ContainerKind::CommonSetup) => "common setup".to_owned(),
        Kind::Container(ContainerKind::CommonCleanup) => "common cleanup".to_owned(),
        Kind::Container(ContainerKind::Testcase) => format!("testcase {id}"),
        Kind::Leaf(LeafKind::Subsection) => format!("subsection {id}"),
        Kind::Leaf(_) => format!("section {id}"),
        Kind::Step => format!("{id}: {}", name.unwrap_or_default()),
    }
}

pub(super) fn log_start(to: &dyn Reporter, kind: Kind, label: &str) {
    let (corner, side) = if kind == Kind::Step { ('.', ':') } else { ('-', '|') };
    let border = format!("+{}+", corner.to_string().repeat(78));
    let title = format!("Starting {label}");
    to.log(Level::Info, &format!("{border}\n{side}{title:^78}{side}\n{border}"));
}

/// Why a section ended early, in words.
pub(super) fn log_stop(to: &dyn Reporter, label: &str, stop: &Stop) {
    let outcome = stop.outcome();
    match (stop.cause(), stop.reason()) {
        (Cause::Error, Some(reason)) => {
            to.log(Level::Error, &format!("Caught an error while executing {label}:\n{reason}"));
        }
        (Cause::Said, Some(reason)) => {
            let bad = matches!(outcome, Outcome::Failed | Outcome::Errored | Outcome::Aborted);
            let level = if bad { Level::Error } else { Level::Info };
            to.log(level, &format!("{} reason: {reason}", outcome.capitalised()));
        }
        // A step has reported it, or there is nothing to say.
        _ => {}
    }
}

pub(super) fn log_result(to: &dyn Reporter, label: &str, outcome: Outcome) {
    to.log(Level::Info, &format!("The result of {label} is => {outcome}"));
}

pub(super) fn log_blocking(to: &dyn Reporter, id: &str, reason: &str) {
    to.log(Level::Info, &format!("Blocking {id} because {reason}."));
}

/// The box of steps that follows a section that has some: `STEP 1 - connect      Passed`.
pub(super) fn log_steps(to: &dyn Reporter, steps: &[(String, Outcome)]) {
    if steps.is_empty() {
        return;
    }
    let mut text = format!("+{0}+\n|{1:^58}|\n+{0}+", "-".repeat(58), "STEPS Report");
    for (name, outcome) in steps {
        let name = if name.chars().count() > 49 {
            name.chars().take(46).chain("...".chars()).collect()
        } else {
            name.clone()
        };
        text.push_str(&format!("\n{name:<50}{:<10}", outcome.capitalised()));
    }
    text.push_str(&format!("\n{}", "-".repeat(60)));
    to.log(Level::Info, &text);
}
