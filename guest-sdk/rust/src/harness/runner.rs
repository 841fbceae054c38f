//! The order of things: which section runs, which is Blocked, and why (SPEC 8).

use std::any::Any;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::open::{self, Running};
use super::parameters::{Scope, View};
use super::report::{
    Begin, Kind, Reporter, Verdict, label, log_blocking, log_result, log_start, log_steps, log_stop,
};
use super::resume::{self, Resumed};
use super::{Arguments, Call, Container, ContainerKind, Leaf, LeafKind, Parameters, Script, Section, Steps};
use crate::Outcome;
use crate::logging::Level;

const COMMON_SETUP: &str = "common_setup did not pass";
const SETUP: &str = "testcase setup did not pass";
const MUST_PASS: &str = "Skipping/blocking due to goto: common_cleanup";

/// Runs a script, or what is left of it.
///
/// # Errors
/// When the place to go on at is not one of this script's.
pub(super) fn run(
    script: &Script,
    reporter: &dyn Reporter,
    kwargs: Map<String, Value>,
    resumed: Option<&Resumed>,
) -> Result<(), String> {
    let open = match resumed {
        None => None,
        Some(at) => Some(
            resume::place(script, at.checkpoint)
                .ok_or_else(|| format!("the script has no section with the checkpoint {}", at.checkpoint))?,
        ),
    };
    let scope = match resumed.and_then(|at| at.kept.as_ref()?.parameters.clone()) {
        Some(kept) => Scope::new(None, kept),
        None => Scope::new(script.parameters.map(|parameters| parameters()), kwargs),
    };
    let gate = resumed.is_some_and(|at| at.common_setup_failed).then_some(COMMON_SETUP);
    let mut runner = Runner { reporter, scope: Rc::new(scope), gate };

    let mut first = 1;
    for (index, container) in script.containers.iter().enumerate() {
        let place = Place { index, first };
        first += u32::try_from(container.sections.len()).unwrap_or(u32::MAX);
        match (resumed, open) {
            (Some(_), Some((open, _))) if index < open => {}
            (Some(at), Some((open, section))) if index == open => {
                runner.go_on(place, container, section, at.outcome(index));
            }
            _ => runner.container(place, container),
        }
    }
    Ok(())
}

struct Runner<'a> {
    reporter: &'a dyn Reporter,
    scope: Rc<Scope>,
    /// why the testcases to come are Blocked
    gate: Option<&'static str>,
}

/// Where a container is: its index, and the checkpoint of its first section.
#[derive(Clone, Copy)]
struct Place {
    index: usize,
    first: u32,
}

/// A container that runs.
struct Open<'a> {
    place: Place,
    container: &'a Container,
    /// its own parameters, and what its sections share: made when the first section runs
    made: Option<(Option<Parameters>, Box<dyn Any>)>,
    outcome: Option<Outcome>,
    /// why the sections to come are Blocked, but for cleanup
    gate: Option<String>,
}

impl Open<'_> {
    fn count(&mut self, outcome: Outcome) {
        self.outcome = Some(self.outcome.map_or(outcome, |so_far| so_far.roll_up(outcome)));
    }
}

impl Runner<'_> {
    /// Runs a container from its beginning.
    fn container(&mut self, place: Place, container: &Container) {
        let kind = Kind::Container(container.kind);
        let label = label(kind, container.id, None);
        self.reporter.begin(&Begin {
            kind,
            id: container.id,
            name: None,
            description: container.description,
            source: Some(container.source),
            checkpoint: 0,
        });
        log_start(self.reporter, kind, &label);
        if let (ContainerKind::Testcase, Some(reason)) = (container.kind, self.gate) {
            return self.block(container.id, &label, reason);
        }
        let open = Open { place, container, made: None, outcome: None, gate: None };
        self.sections(open, 0);
    }

    /// Goes on in a container whose `trapped` section ended the instance before this one. The host has ended
    /// that section, and holds the container open.
    fn go_on(&mut self, place: Place, container: &Container, trapped: usize, outcome: Outcome) {
        let gate = match (container.kind, container.sections.get(trapped)) {
            // There is nothing to undo that common cleanup shares with its own sections: all of them run.
            (ContainerKind::CommonCleanup, _) | (_, None) => None,
            (_, Some(leaf)) if leaf.kind == LeafKind::Setup => Some(SETUP.to_owned()),
            // Nothing was lost: as in aetest, the next section runs.
            _ if !container.shares => None,
            (_, Some(leaf)) => Some(format!(
                "{} did not come to its end, and what the sections share was lost with it",
                label(Kind::Leaf(leaf.kind), leaf.id, None)
            )),
        };
        let open = Open { place, container, made: None, outcome: Some(outcome), gate };
        self.sections(open, trapped + 1);
    }

    /// Runs the sections of a container from this one on, and ends it.
    fn sections(&mut self, mut open: Open<'_>, from: usize) {
        let container = open.container;
        let numbered = (open.place.first..).zip(container.sections).skip(from);
        for (checkpoint, leaf) in numbered {
            let outcome = self.leaf(&mut open, checkpoint, leaf);
            open.count(outcome);
            if leaf.kind == LeafKind::Setup && outcome.blocks() {
                open.gate.get_or_insert_with(|| SETUP.to_owned());
            }
        }
        let empty_testcase = container.kind == ContainerKind::Testcase && container.sections.is_empty();
        let outcome = open.outcome.unwrap_or(Outcome::Passed);
        log_result(self.reporter, &label(Kind::Container(container.kind), container.id, None), outcome);
        if container.must_pass && outcome.blocks() {
            self.reporter.log(Level::Error, "Testcase marked must-pass: aborting script execution");
            self.gate.get_or_insert(MUST_PASS);
        }
        if container.kind == ContainerKind::CommonSetup && outcome.blocks() {
            self.gate.get_or_insert(COMMON_SETUP);
        }
        // The host rolls up what is inside.
        self.reporter.end(empty_testcase.then(|| Verdict::new(Outcome::Passed)).as_ref());
    }

    /// Runs or blocks one section.
    fn leaf(&mut self, open: &mut Open<'_>, checkpoint: u32, leaf: &Leaf) -> Outcome {
        let kind = Kind::Leaf(leaf.kind);
        let label = label(kind, leaf.id, None);
        let blocked = open.gate.as_deref().filter(|_| leaf.kind != LeafKind::Cleanup);
        self.reporter.begin(&Begin {
            kind,
            id: leaf.id,
            name: None,
            description: leaf.description,
            source: Some(leaf.source),
            checkpoint,
        });
        log_start(self.reporter, kind, &label);
        if let Some(reason) = blocked {
            self.block(leaf.id, &label, reason);
            return Outcome::Blocked;
        }

        let running = || Running {
            scope: Rc::clone(&self.scope),
            container: open.place.index,
            checkpoint,
            outcome: open.outcome,
        };
        open::enter(running());
        open::push(&label);
        let mut steps = Steps::new(self.reporter);
        let result = call(self.reporter, &self.scope, open.container, &mut open.made, leaf, &mut steps);
        open::pop();
        open::leave();

        let verdict = Verdict::of(&result, steps.outcome());
        log_steps(self.reporter, steps.lines());
        if let Err(stop) = &result {
            log_stop(self.reporter, &label, stop);
        }
        log_result(self.reporter, &label, verdict.outcome);
        // What is not kept is Passed, with the parameters as they came: most scripts keep nothing.
        if self.scope.take_changed() || verdict.outcome.blocks() {
            self.reporter.keep(&running().kept(verdict.outcome).to_json());
        }
        self.reporter.end(Some(&verdict));
        verdict.outcome
    }

    /// Ends what was begun last as Blocked.
    fn block(&self, id: &str, label: &str, reason: &str) {
        log_blocking(self.reporter, id, reason);
        log_result(self.reporter, label, Outcome::Blocked);
        self.reporter.end(Some(&Verdict::because(Outcome::Blocked, reason)));
    }
}

/// Calls a section's function. What its container makes for it is made inside the section, so that a panic
/// in there is told as the section's.
fn call<'a>(
    reporter: &'a dyn Reporter,
    scope: &'a Scope,
    container: &'a Container,
    made: &'a mut Option<(Option<Parameters>, Box<dyn Any>)>,
    leaf: &'a Leaf,
    steps: &mut Steps<'a>,
) -> crate::Result {
    let (parameters, state) = made
        .get_or_insert_with(|| (container.parameters.map(|parameters| parameters()), (container.state)()));
    let view = View { script: scope, container: parameters.as_ref() };
    let section = Section { reporter, view, container: container.id, id: leaf.id };
    let arguments = Arguments::new(view, format!("{}.{}", container.id, leaf.id));
    (leaf.run)(state.as_mut(), Call { section, steps, arguments })
}
