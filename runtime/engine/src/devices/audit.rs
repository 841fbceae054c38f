//! What was done to devices, and what was refused: `audit.ndjson`.

use easypy_policy::{Action, Decision};
use serde::Serialize;

/// One line of the file; its time is added when it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct AuditRecord {
    /// taskid; null for the job
    pub(crate) task: Option<String>,
    pub(crate) device: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) via: Option<String>,
    /// `connect`, `prepare`, `execute`, `configure`, `send`, `expect`, `reply`, `lease`
    pub(crate) action: &'static str,
    /// the command, line or text, as it was to be sent
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    pub(crate) allowed: bool,
    /// the line of the policy that decided
    pub(crate) by: String,
    /// the grant that was missing
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) missing: Option<String>,
}

/// What a guest wants to do with a device.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ask<'a> {
    Connect,
    /// To connect, without waiting for it.
    Prepare,
    Execute(&'a str),
    Configure(&'a str),
    Send(&'a str),
    Expect,
    Reply(&'a str),
    Lease,
}

impl<'a> Ask<'a> {
    /// As the policy asks for it.
    pub(super) fn action(self, via: &'a str, separators: &'a [String]) -> Action<'a> {
        match self {
            Ask::Connect | Ask::Prepare => Action::Connect { via },
            Ask::Execute(command) => Action::Execute { via, command, separators },
            Ask::Configure(line) => Action::Configure { via, line, separators },
            Ask::Send(text) => Action::Send { via, text },
            Ask::Expect => Action::Expect { via },
            Ask::Reply(text) => Action::Reply { via, text, separators },
            Ask::Lease => Action::Lease,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Ask::Connect => "connect",
            Ask::Prepare => "prepare",
            Ask::Execute(_) => "execute",
            Ask::Configure(_) => "configure",
            Ask::Send(_) => "send",
            Ask::Expect => "expect",
            Ask::Reply(_) => "reply",
            Ask::Lease => "lease",
        }
    }

    fn text(self) -> Option<&'a str> {
        match self {
            Ask::Execute(text) | Ask::Configure(text) | Ask::Send(text) | Ask::Reply(text) => Some(text),
            Ask::Connect | Ask::Prepare | Ask::Expect | Ask::Lease => None,
        }
    }
}

impl AuditRecord {
    pub(super) fn new(
        taskid: Option<String>,
        device: &str,
        via: Option<&str>,
        ask: Ask<'_>,
        decision: &Decision,
    ) -> AuditRecord {
        let (allowed, by, missing) = match decision {
            Decision::Allowed { by } => (true, by.clone(), None),
            Decision::Denied { missing, by } => (false, by.clone(), Some(missing.clone())),
        };
        AuditRecord {
            task: taskid,
            device: device.to_owned(),
            via: via.map(str::to_owned),
            action: ask.name(),
            text: ask.text().map(str::to_owned),
            allowed,
            by,
            missing,
        }
    }
}
