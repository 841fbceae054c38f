//! The `testbed` capability: what guests ask of devices, decided by their grants and in their turn.
//!
//! Sessions live in the dispatcher, one for each device and way in. What is decided here is who may do what, and when; an
//! order goes to a session only when it is its guest's turn, and its answer comes back as [`SessionEvent`].

mod audit;
mod cycle;
mod exclusive;
mod grants;
mod lab;
mod leases;
mod request;
mod session;

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::time::Duration;

use easypy_contract::task::TaskNumber;
use easypy_contract::testbed::{Error, Op};
use easypy_devices::turns::{Fence, SessionId, Turns};
use easypy_policy::{Grant, Policy};

use crate::broker::Launch;
use crate::child::ChildId;
pub(crate) use audit::AuditRecord;
pub use lab::Lab;
pub(crate) use session::{Left, SessionEvent, SessionOrder, SessionState, Was};

/// What the broker knows of devices.
pub(crate) struct Devices {
    lab: Option<Rc<Lab>>,
    policy: Option<Policy>,
    /// What a guest may do where there is no policy.
    unlimited: Rc<Grant>,
    job: Rc<Grant>,
    turns: Turns<ChildId>,
    /// What guests wait for.
    pending: HashMap<ChildId, Pending>,
    sessions: HashMap<SessionId, Session>,
    /// Sessions that are being brought back.
    settling: usize,
    /// The guest that is just being seen off.
    ending: Option<ChildId>,
    /// How much of the audit guests have caused, in bytes.
    audited: HashMap<ChildId, u64>,
    /// How often guests were refused something.
    refusals: HashMap<ChildId, u64>,
}

/// What a guest waits for.
enum Pending {
    /// its turn on a session, or the answer of it
    Order {
        /// the guest, also where the host does it on its behalf
        asked_by: ChildId,
        op: Op,
        /// what is done by it
        audit: Vec<AuditRecord>,
        may_configure: bool,
    },
    Lease {
        timeout: Option<Duration>,
    },
    /// the devices that a task has to itself, before it starts
    Exclusive {
        task: TaskNumber,
        launch: Box<Launch>,
    },
}

/// A session, as far as it is known here.
#[derive(Default)]
struct Session {
    state: SessionState,
    /// The guests that are connected.
    participants: BTreeSet<ChildId>,
    /// Who has an order that runs, and who asked for it.
    running: Option<(ChildId, ChildId, Fence)>,
    /// Whose doing it is that the session is being brought back.
    left_by: Option<LeftBy>,
}

/// A guest that left a session so that it has to be brought back.
#[derive(Clone, Copy)]
struct LeftBy {
    child: ChildId,
    /// Whether the guest has ended: others are told then.
    is_dead: bool,
}

impl Devices {
    pub(crate) fn new(lab: Option<Rc<Lab>>, policy: Option<Policy>) -> Devices {
        let unlimited = Rc::new(Grant::unlimited());
        let job = match &policy {
            Some(policy) => Rc::new(policy.grant(easypy_policy::Subject::Job)),
            None => Rc::clone(&unlimited),
        };
        Devices {
            lab,
            policy,
            unlimited,
            job,
            turns: Turns::new(),
            pending: HashMap::new(),
            sessions: HashMap::new(),
            settling: 0,
            ending: None,
            audited: HashMap::new(),
            refusals: HashMap::new(),
        }
    }

    /// Whether a session is still being brought back.
    pub(crate) fn are_settling(&self) -> bool {
        self.settling > 0
    }

    /// Nobody waits for them any more.
    pub(crate) fn give_up_settling(&mut self) {
        self.settling = 0;
    }

    /// Whether a session is being brought back.
    fn is_settling(&self, session: SessionId) -> bool {
        self.sessions.get(&session).is_some_and(|session| session.left_by.is_some())
    }

    /// Whether a file of this name is a session's transcript, or will be one.
    pub(crate) fn is_transcript(&self, file: &str) -> bool {
        self.lab.as_ref().is_some_and(|lab| lab.is_transcript(file))
    }

    fn lab(&self) -> Result<&Rc<Lab>, Error> {
        self.lab.as_ref().ok_or(Error::NoTestbed)
    }

    fn is_connected(&self, child: ChildId, session: SessionId) -> bool {
        self.sessions.get(&session).is_some_and(|session| session.participants.contains(&child))
    }
}
