//! Steps: numbered parts of a section, and of each other (SPEC 8).

use std::fmt;

use super::open;
use super::report::{Begin, Kind, Reporter, Verdict, label, log_result, log_start, log_stop};
use crate::{Outcome, Result, Stop};

/// The steps of a section: what a section function gets that asks for `steps: &mut Steps`.
///
/// ```
/// # use easypy::prelude::*;
/// fn test_interfaces(steps: &mut Steps) -> easypy::Result {
///     let mut up = 0;
///     steps.start("count what is up", |_| {
///         up += 1;
///         Ok(())
///     })?;
///     steps.step("compare").continues().start(|step| {
///         step.start("with yesterday", |_| skipped!("no record of yesterday"))?;
///         ensure!(up == 1, "{up} interfaces are up");
///         Ok(())
///     })
/// }
/// ```
pub struct Steps<'a> {
    reporter: &'a dyn Reporter,
    /// `3.` in a step 3, nothing in a section
    prefix: String,
    count: u32,
    outcome: Option<Outcome>,
    /// the step's line in the report and its outcome, in the order in which they began
    lines: Vec<(String, Outcome)>,
}

impl<'a> Steps<'a> {
    pub(super) fn new(reporter: &'a dyn Reporter) -> Steps<'a> {
        Steps::within(reporter, String::new())
    }

    fn within(reporter: &'a dyn Reporter, prefix: String) -> Steps<'a> {
        Steps { reporter, prefix, count: 0, outcome: None, lines: Vec::new() }
    }

    /// Runs the next step. One that ends Failed, Errored, Aborted or Blocked ends the section by `?`; see
    /// [`StepBuilder::continues`].
    ///
    /// # Errors
    /// The step's own outcome, without its reason, which the step carries.
    pub fn start(&mut self, name: impl Into<String>, body: impl FnOnce(&mut Step<'_>) -> Result) -> Result {
        self.step(name).start(body)
    }

    /// The next step, with more to say about it.
    pub fn step(&mut self, name: impl Into<String>) -> StepBuilder<'_, 'a> {
        StepBuilder { steps: self, name: name.into(), description: None, continues: false }
    }

    /// The roll-up so far.
    pub(super) fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    pub(super) fn lines(&self) -> &[(String, Outcome)] {
        &self.lines
    }

    fn run(
        &mut self,
        name: &str,
        description: Option<&str>,
        body: impl FnOnce(&mut Step<'_>) -> Result,
    ) -> Verdict {
        self.count += 1;
        let index = format!("{}{}", self.prefix, self.count);
        let id = format!("STEP {index}");
        let label = label(Kind::Step, &id, Some(name));
        let to = self.reporter;
        to.begin(&Begin {
            kind: Kind::Step,
            id: &id,
            name: Some(name),
            description,
            source: None,
            checkpoint: 0,
        });
        open::push(&label);
        log_start(to, Kind::Step, &label);

        let line = self.lines.len();
        self.lines.push((format!("{id} - {name}"), Outcome::Passed));
        let mut step = Step { inner: Steps::within(to, format!("{index}.")), index };
        let result = body(&mut step);
        let verdict = Verdict::of(&result, step.inner.outcome);

        if let Err(stop) = &result {
            log_stop(to, &label, stop);
        }
        log_result(to, &label, verdict.outcome);
        open::pop();
        to.end(Some(&verdict));
        if let Some((_, outcome)) = self.lines.get_mut(line) {
            *outcome = verdict.outcome;
        }
        self.lines.append(&mut step.inner.lines);
        self.outcome = Some(self.outcome.map_or(verdict.outcome, |so_far| so_far.roll_up(verdict.outcome)));
        verdict
    }
}

impl fmt::Debug for Steps<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.lines).finish()
    }
}

/// A step that is about to start.
#[derive(Debug)]
#[must_use = "a step runs by `start`"]
pub struct StepBuilder<'s, 'a> {
    steps: &'s mut Steps<'a>,
    name: String,
    description: Option<String>,
    continues: bool,
}

impl StepBuilder<'_, '_> {
    /// More about it for the report.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Lets the section go on when the step does not pass. Its outcome still counts in the section's.
    pub fn continues(mut self) -> Self {
        self.continues = true;
        self
    }

    /// Runs it.
    ///
    /// # Errors
    /// The step's own outcome, without its reason, which the step carries; none if it `continues`.
    pub fn start(self, body: impl FnOnce(&mut Step<'_>) -> Result) -> Result {
        let verdict = self.steps.run(&self.name, self.description.as_deref(), body);
        if verdict.outcome.blocks() && !self.continues {
            return Err(Stop::from_step(verdict.outcome));
        }
        Ok(())
    }
}

/// A step that runs. It has steps of its own: `STEP 3.1` is the first in `STEP 3`.
#[derive(Debug)]
pub struct Step<'a> {
    inner: Steps<'a>,
    index: String,
}

impl<'a> Step<'a> {
    /// Its number: `3`, `3.1`.
    pub fn index(&self) -> &str {
        &self.index
    }

    /// Runs the next step inside this one.
    ///
    /// # Errors
    /// As for [`Steps::start`].
    pub fn start(&mut self, name: impl Into<String>, body: impl FnOnce(&mut Step<'_>) -> Result) -> Result {
        self.inner.start(name, body)
    }

    /// The next step inside this one, with more to say about it.
    pub fn step(&mut self, name: impl Into<String>) -> StepBuilder<'_, 'a> {
        self.inner.step(name)
    }
}
