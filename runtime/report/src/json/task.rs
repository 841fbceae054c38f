//! A task.

use easypy_contract::task::ExitStatus;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::node::{self, Each, Place, Summary, Used, Verdict};
use super::section::SectionNode;
use crate::model::{Attachment, Task};
use crate::time::Clock;

pub(super) struct TaskNode<'a> {
    pub(super) task: &'a Task,
    pub(super) clock: &'a Clock,
}

impl Serialize for TaskNode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let TaskNode { task, clock } = *self;
        let place = Place::top(&task.taskid);
        let mut node = serializer.serialize_map(None)?;
        node::begin(&mut node, "Task", &place)?;
        node.serialize_entry("name", task.name())?;
        if task.script.is_some() {
            node.serialize_entry("script_type", "aetest")?;
        }
        node::times(&mut node, clock, (task.start, task.stop))?;
        node.serialize_entry("logfile", &*task.log)?;
        if let Some(script) = &task.script {
            node.serialize_entry("testscript", &*script.file)?;
            node.serialize_entry("testscript_hash", &*script.hash)?;
        }
        node.serialize_entry("summary", &Summary(task.counts()))?;
        node.serialize_entry("pluginsummary", &Summary::zero())?;
        if let Some(outcome) = task.outcome {
            let reason = task.reason.as_deref();
            node.serialize_entry("result", &Verdict { outcome, reason, data: None })?;
        }
        node::details(&mut node, task.explanation().as_slice())?;
        if !task.sections.is_empty() {
            let around = &place;
            let section = |section| SectionNode { task, section, around, clock };
            node.serialize_entry("sections", &Each { items: task.sections.as_slice(), node: section })?;
        }
        node.serialize_entry("health_summary", &Summary::zero())?;
        own_members(&mut node, task)?;
        node.end()
    }
}

/// What pyATS does not have.
fn own_members<M: SerializeMap>(node: &mut M, task: &Task) -> Result<(), M::Error> {
    if let Some(pid) = task.pid {
        node.serialize_entry("pid", &pid)?;
    }
    match task.exit {
        Some(ExitStatus::Code(code)) => node.serialize_entry("exitcode", &code)?,
        Some(ExitStatus::Signal(signal)) => node.serialize_entry("signal", &signal)?,
        None => {}
    }
    if task.failed_to_run {
        node.serialize_entry("failed_to_run", &true)?;
    }
    if task.exit.is_some() {
        node.serialize_entry("usage", &Used(task.usage))?;
    }
    if !task.attachments.is_empty() {
        let attachments = Each { items: task.attachments.as_slice(), node: AttachmentNode };
        node.serialize_entry("attachments", &attachments)?;
    }
    Ok(())
}

struct AttachmentNode<'a>(&'a Attachment);

impl Serialize for AttachmentNode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Attachment { file, name, media_type, bytes, section } = self.0;
        let mut node = serializer.serialize_map(Some(5))?;
        node.serialize_entry("file", &**file)?;
        node.serialize_entry("name", &**name)?;
        node.serialize_entry("media_type", &**media_type)?;
        node.serialize_entry("size", bytes)?;
        node.serialize_entry("section", &**section)?;
        node.end()
    }
}
