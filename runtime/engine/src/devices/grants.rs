//! What a guest may do.

use std::rc::Rc;
use std::time::Instant;

use easypy_contract::limits::LimitHit;
use easypy_contract::testbed::Error;
use easypy_contract::{TaskId, task, visible};
use easypy_devices::turns::{DeviceId, SessionId};
use easypy_policy::{Decision, Grant, Subject};

use super::audit::Ask;
use super::{AuditRecord, Devices};
use crate::broker::{Broker, Effect, Violation};
use crate::child::ChildId;

/// How many refusals of a guest are warnings; the audit has all of them.
const TOLD_REFUSALS: u64 = 100;
/// How much of what was refused a warning has, in bytes.
const TOLD_BYTES: usize = 200;
/// How much of the audit a guest may cause, in bytes.
const AUDIT_BYTES: u64 = 256 << 20;
/// How many refusals a guest may cause.
const REFUSALS: u64 = 10_000;

impl Devices {
    /// What a task is granted, with what its job leaves of it.
    ///
    /// # Errors
    /// What the job says of it is no grant.
    pub(crate) fn grant_for(
        &self,
        taskid: &TaskId,
        narrowing: Option<&str>,
    ) -> Result<Rc<Grant>, task::Error> {
        let whole = match &self.policy {
            Some(policy) => Rc::new(policy.grant(Subject::Task(taskid))),
            None => Rc::clone(&self.unlimited),
        };
        match narrowing {
            None => Ok(whole),
            Some(json) => match whole.narrowed(json) {
                Ok(grant) => Ok(Rc::new(grant)),
                Err(error) => Err(task::Error::InvalidArgument(format!("grant: {error}"))),
            },
        }
    }

    /// What the job itself is granted.
    pub(crate) fn job_grant(&self) -> &Rc<Grant> {
        &self.job
    }
}

impl Broker {
    fn grant_of(&self, child: ChildId) -> Rc<Grant> {
        match child.task() {
            None => Rc::clone(&self.devices.job),
            // One that is not there may do what nobody is granted: it is asked for by children alone.
            Some(task) => self.tasks.grant(task).unwrap_or_else(|| Rc::clone(&self.devices.job)),
        }
    }

    /// The device of this name, if the guest may know of it.
    pub(super) fn granted_device(&self, child: ChildId, name: &str) -> Result<DeviceId, Error> {
        let lab = self.devices.lab()?;
        let device = lab.find(name)?;
        if self.grant_of(child).sees(lab.device(device)) {
            Ok(device)
        } else {
            Err(Error::UnknownDevice(name.to_owned()))
        }
    }

    /// What the guest sees of the testbed.
    pub(super) fn topology(&self, child: ChildId) -> Option<String> {
        let lab = self.devices.lab.as_ref()?;
        let grant = self.grant_of(child);
        let view = easypy_testbed::view::Json::new(lab.testbed(), |device| grant.sees(device));
        // Its keys are texts, and its numbers finite.
        serde_json::to_string(&view).ok()
    }

    /// Asks the grant; a refusal is kept down. The record of what is allowed is for when it is done.
    ///
    /// # Errors
    /// [`Error::Denied`]
    pub(super) fn decide(
        &mut self,
        child: ChildId,
        (device, session): (DeviceId, Option<SessionId>),
        ask: Ask<'_>,
    ) -> Result<AuditRecord, Error> {
        let lab = Rc::clone(self.devices.lab()?);
        let via = session.map(|session| lab.via(session));
        let action = ask.action(via.unwrap_or_default(), lab.separators(device));
        let decision = self.grant_of(child).decide(lab.device(device), &action);
        let taskid = child.task().map(|task| self.tasks.describe_id(task));
        let record = AuditRecord::new(taskid, lab.name(device), via, ask, &decision);
        let audited = self.devices.audited.entry(child).or_default();
        *audited += 256 + record.text.as_ref().map_or(0, String::len) as u64;
        if *audited > AUDIT_BYTES {
            let limit = LimitHit::new("audit-size", AUDIT_BYTES);
            self.violation(child, Violation::Limit(limit.clone()), Instant::now());
            return Err(limit.into());
        }
        match decision {
            Decision::Allowed { .. } => Ok(record),
            Decision::Denied { missing, .. } => {
                self.refused(child, record, &missing);
                Err(Error::Denied(missing))
            }
        }
    }

    /// Whether the guest may configure a device, whatever it types.
    pub(super) fn may_configure(&self, child: ChildId, session: SessionId) -> bool {
        let Ok(lab) = self.devices.lab() else { return false };
        self.grant_of(child).may_configure(lab.device(session.device), lab.via(session))
    }

    fn refused(&mut self, child: ChildId, record: AuditRecord, missing: &str) {
        let times = self.devices.refusals.entry(child).or_default();
        *times += 1;
        let times = *times;
        if times > REFUSALS {
            // Its guest is being ended.
            return;
        }
        if times == REFUSALS {
            return self.violation(
                child,
                Violation::Limit(LimitHit::new("refusals", REFUSALS)),
                Instant::now(),
            );
        }
        if times == TOLD_REFUSALS {
            self.warn(format!("{} was refused more: see audit.ndjson", self.described(child)));
        }
        let shortened = |text: &String| {
            let end = text.floor_char_boundary(TOLD_BYTES);
            format!(" `{}{}`", visible(&text[..end]), if end < text.len() { " …" } else { "" })
        };
        let what = record.text.as_ref().map_or_else(String::new, shortened);
        if times < TOLD_REFUSALS {
            self.warn(format!(
                "{} was refused to {}{what} on {}: {}",
                self.described(child),
                record.action,
                visible(&record.device),
                visible(missing),
            ));
        }
        self.effect(Effect::Audit(Box::new(record)));
    }

    /// A guest as others know it: its taskid, or `job`.
    pub(super) fn name_of(&self, child: ChildId) -> String {
        child.task().map_or_else(|| "job".to_owned(), |task| self.tasks.describe_id(task))
    }

    /// The same for a sentence.
    pub(super) fn described(&self, child: ChildId) -> String {
        match child.task() {
            None => "the job".to_owned(),
            Some(task) => format!("task {}", visible(&self.tasks.describe_id(task))),
        }
    }
}
