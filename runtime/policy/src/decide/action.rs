//! What is asked, and what is answered.

/// What a guest wants to do with a device. `via` is the way in that is taken, also where the guest named none.
///
/// `separators` are the texts by which the device's platform tells one command from the next within a line, or
/// starts another one (`;`, `&&`, `` ` `` …).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action<'a> {
    Connect {
        via: &'a str,
    },
    /// One command, in whatever mode the session is.
    Execute {
        via: &'a str,
        command: &'a str,
        separators: &'a [String],
    },
    /// One line, in configuration mode.
    Configure {
        via: &'a str,
        line: &'a str,
        separators: &'a [String],
    },
    /// A text as it is.
    Send {
        via: &'a str,
        text: &'a str,
    },
    /// To read what the device says, without a command.
    Expect {
        via: &'a str,
    },
    /// An answer to what a command asks.
    Reply {
        via: &'a str,
        text: &'a str,
        separators: &'a [String],
    },
    /// To have the device alone.
    Lease,
}

impl Action<'_> {
    /// The way in; a lease has none.
    pub(super) fn via(&self) -> Option<&str> {
        match self {
            Action::Connect { via }
            | Action::Execute { via, .. }
            | Action::Configure { via, .. }
            | Action::Send { via, .. }
            | Action::Expect { via }
            | Action::Reply { via, .. } => Some(via),
            Action::Lease => None,
        }
    }

    /// What is typed for it, and what separates commands in it.
    pub(super) fn typed(&self) -> Option<(&str, &[String])> {
        match self {
            Action::Execute { command: text, separators, .. }
            | Action::Configure { line: text, separators, .. }
            | Action::Reply { text, separators, .. } => Some((text, separators)),
            Action::Send { text, .. } => Some((text, &[])),
            Action::Connect { .. } | Action::Expect { .. } | Action::Lease => None,
        }
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Allowed {
        /// What decided, for the audit: `policy.toml:12: allow "show *"`.
        by: String,
    },
    Denied {
        /// The grant that is missing, in words that a user can act on. It may be shown to the guest: it names
        /// the policy's file without its directory.
        missing: String,
        /// What decided, for the audit.
        by: String,
    },
}

impl Decision {
    pub fn is_allowed(&self) -> bool {
        matches!(self, Decision::Allowed { .. })
    }
}
