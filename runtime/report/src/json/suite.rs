//! The run: the node at the top.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::node::{self, Each, Place, Summary, Used, Verdict};
use super::task::TaskNode;
use crate::details;
use crate::model::{NotStarted, Run};
use crate::time::Clock;

pub(super) struct Suite<'a> {
    pub(super) run: &'a Run,
    pub(super) clock: Clock,
}

impl Serialize for Suite<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Suite { run, clock } = self;
        let started = &run.started;
        let mut node = serializer.serialize_map(None)?;
        node.serialize_entry("job_type", "easypy")?;
        node.serialize_entry("suite_name", &started.suite_name)?;
        node::begin(&mut node, "TestSuite", &Place::top(&started.uid))?;
        node.serialize_entry("name", &*run.name)?;
        node::times(&mut node, clock, (run.start, run.stop))?;
        for (member, value) in [
            ("cli", &started.command),
            ("jobfile", &started.jobfile),
            ("jobfile_hash", &started.jobfile_hash),
            ("pyatspath", &started.instance),
            ("pyatsversion", &started.version),
            ("host", &started.host),
            ("submitter", &started.submitter),
            ("user", &started.user),
        ] {
            node.serialize_entry(member, value)?;
        }
        node.serialize_entry("archivefile", &started.archive)?;
        node.serialize_entry("summary", &Summary(run.counts()))?;
        node.serialize_entry("pluginsummary", &Summary::zero())?;
        if let Some(outcome) = run.outcome() {
            let reason = run.failure.as_ref().map(|failure| failure.message.as_str());
            node.serialize_entry("result", &Verdict { outcome, reason, data: None })?;
        }
        node::details(&mut node, &details::of_run(run))?;
        node.serialize_entry("extra", &Extra(run))?;
        node.serialize_entry("totaltasks", &run.tasks.len())?;
        if !run.tasks.is_empty() {
            let task = |task| TaskNode { task, clock };
            node.serialize_entry("tasks", &Each { items: run.tasks.as_slice(), node: task })?;
        }
        node.serialize_entry("health_summary", &Summary::zero())?;
        own_members(&mut node, run)?;
        node.end()
    }
}

/// What pyATS does not have.
fn own_members<M: SerializeMap>(node: &mut M, run: &Run) -> Result<(), M::Error> {
    if !run.warnings.is_empty() {
        node.serialize_entry("warnings", &run.warnings)?;
    }
    if !run.not_started.is_empty() {
        let not_started = Each { items: run.not_started.as_slice(), node: NotStartedNode };
        node.serialize_entry("tasks_not_started", &not_started)?;
    }
    if let Some(signal) = &run.interrupted {
        node.serialize_entry("interrupted", &**signal)?;
    }
    if !run.complete {
        node.serialize_entry("complete", &false)?;
    }
    node.serialize_entry("usage", &Used(run.usage))
}

struct NotStartedNode<'a>(&'a NotStarted);

impl Serialize for NotStartedNode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut node = serializer.serialize_map(Some(2))?;
        node.serialize_entry("id", &*self.0.taskid)?;
        node.serialize_entry("testscript", &*self.0.testscript)?;
        node.end()
    }
}

/// The three members that are always there, then the labels of the command line.
struct Extra<'a>(&'a Run);

impl Serialize for Extra<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const OURS: [&str; 3] = ["request_id", "backend", "suite_id"];
        let started = &self.0.started;
        let mut extra = serializer.serialize_map(None)?;
        extra.serialize_entry("request_id", &None::<&str>)?;
        extra.serialize_entry("backend", &None::<&str>)?;
        extra.serialize_entry("suite_id", &started.jobfile)?;
        for (name, value) in started.labels.iter().filter(|(name, _)| !OURS.contains(&name.as_str())) {
            extra.serialize_entry(name, value)?;
        }
        extra.end()
    }
}
