//! What guests ask.

use std::time::{Duration, Instant};

use easypy_contract::Reply as AnyReply;
use easypy_contract::limits::LimitHit;
use easypy_contract::testbed::{Error, Exchange, Op, Reply, Request};
use easypy_devices::turns::{Refused, SessionId, Turn};

use super::audit::Ask;
use super::{AuditRecord, Pending};
use crate::broker::{Broker, Waiting};
use crate::child::ChildId;

/// How many lines one request may have.
const LINES: usize = 10_000;
/// How many patterns or replies.
const PATTERNS: usize = 100;
/// How long a command, a line or an answer may be, in bytes.
const LINE_BYTES: usize = 16 * 1024;
/// How long a text may be that is sent as it is.
const TEXT_BYTES: usize = 64 * 1024;

impl Broker {
    pub(crate) fn ask_testbed(&mut self, child: ChildId, request: Request, now: Instant) {
        let answer = match request {
            _ if self.is_stopped() => Err(Error::ShuttingDown),
            Request::Topology => Ok(Some(Reply::Topology(self.topology(child)))),
            Request::Lease { devices, timeout } => self.lease(child, &devices, timeout, now),
            Request::Release { devices } => self.release(child, &devices),
            Request::On { device, via, op } => self.on_device(child, &device, via.as_deref(), op, now),
        };
        // Without an answer the guest waits.
        if let Some(answer) = answer.transpose() {
            self.reply(child, AnyReply::Testbed(answer));
        }
    }

    fn on_device(
        &mut self,
        child: ChildId,
        device: &str,
        via: Option<&str>,
        op: Op,
        now: Instant,
    ) -> Result<Option<Reply>, Error> {
        let device = self.granted_device(child, device)?;
        let session = self.devices.lab()?.session(device, via)?;
        let connected = self.devices.is_connected(child, session);
        match &op {
            Op::IsConnected => {
                let open = self.devices.sessions.get(&session).is_some_and(|session| session.state.open);
                return Ok(Some(Reply::Flag(connected && open)));
            }
            // Nothing is left to be done.
            Op::Disconnect if !connected => return Ok(Some(Reply::Done)),
            Op::Connect { .. } => {}
            Op::Prepare { .. } => {
                let audit = self.authorise(child, session, &op)?;
                return self.prepare(child, session, op, audit);
            }
            _ if !connected => {
                let lab = self.devices.lab()?;
                let (device, via) = (lab.name(device).to_owned(), lab.via(session).to_owned());
                return Err(Error::NotConnected { device, via });
            }
            // While it is being brought back it has to wait for that.
            Op::Mode if !self.devices.is_settling(session) => {
                let mode = self.devices.sessions.get(&session).map(|session| session.state.mode.clone());
                return Ok(Some(Reply::Mode(mode.unwrap_or_default())));
            }
            Op::Disconnect => {
                if let Some(it) = self.devices.sessions.get_mut(&session) {
                    it.participants.remove(&child);
                }
                if self.devices.is_shared(session, child) {
                    return Ok(Some(Reply::Done));
                }
            }
            Op::Send { .. } | Op::Expect { .. } if !self.devices.turns.holds(child, device) => {
                return Err(Error::NotLeased(self.devices.lab()?.name(device).to_owned()));
            }
            Op::Mode | Op::Execute { .. } | Op::Configure { .. } | Op::Send { .. } | Op::Expect { .. } => {}
        }
        let audit = self.authorise(child, session, &op)?;
        self.order(child, session, op, audit, now)
    }

    /// Asks the grant for everything that an operation does.
    fn authorise(&mut self, child: ChildId, session: SessionId, op: &Op) -> Result<Vec<AuditRecord>, Error> {
        let on = (session.device, Some(session));
        let mut audit = Vec::new();
        match op {
            Op::Connect { .. } => audit.push(self.decide(child, on, Ask::Connect)?),
            Op::Prepare { .. } => audit.push(self.decide(child, on, Ask::Prepare)?),
            Op::Execute { commands, options } => {
                bounded(commands, options)?;
                for command in commands {
                    audit.push(self.decide(child, on, Ask::Execute(command))?);
                }
                audit.extend(self.authorise_replies(child, session, options)?);
            }
            Op::Configure { lines, options } => {
                bounded(lines, options)?;
                for line in lines {
                    audit.push(self.decide(child, on, Ask::Configure(line))?);
                }
                audit.extend(self.authorise_replies(child, session, options)?);
            }
            Op::Send { text } if text.len() > TEXT_BYTES => {
                return Err(LimitHit::new("text-size", TEXT_BYTES).into());
            }
            Op::Send { text } => audit.push(self.decide(child, on, Ask::Send(text))?),
            Op::Expect { patterns, .. } => {
                if patterns.len() > PATTERNS {
                    return Err(LimitHit::new("patterns", PATTERNS).into());
                }
                audit.push(self.decide(child, on, Ask::Expect)?);
            }
            Op::IsConnected | Op::Mode | Op::Disconnect => {}
        }
        Ok(audit)
    }

    /// What is answered to prompts is decided now: which of it is sent shows later, in the transcript.
    fn authorise_replies(
        &mut self,
        child: ChildId,
        session: SessionId,
        options: &Exchange,
    ) -> Result<Vec<AuditRecord>, Error> {
        let on = (session.device, Some(session));
        options.replies.iter().map(|reply| self.decide(child, on, Ask::Reply(&reply.answer))).collect()
    }

    /// Puts an operation into the queue of its session.
    fn order(
        &mut self,
        child: ChildId,
        session: SessionId,
        op: Op,
        audit: Vec<AuditRecord>,
        now: Instant,
    ) -> Result<Option<Reply>, Error> {
        // The wait for one's turn counts.
        let deadline = timeout_of(&op).and_then(|timeout| now.checked_add(timeout));
        let may_configure = self.may_configure(child, session);
        let mut todos = Vec::new();
        let turn =
            self.devices.turns.order(child, session, &mut todos).map_err(|refused| self.refusal(refused))?;
        self.devices.pending.insert(child, Pending::Order { asked_by: child, op, audit, may_configure });
        self.wait(child, Waiting::Device, deadline);
        self.follow(todos);
        if turn == Turn::Waits {
            self.look_for_cycle(child);
        }
        Ok(None)
    }

    /// Has the host open a session, while the guest goes on.
    fn prepare(
        &mut self,
        child: ChildId,
        session: SessionId,
        op: Op,
        audit: Vec<AuditRecord>,
    ) -> Result<Option<Reply>, Error> {
        let host = ChildId::host(self.devices.lab()?.number(session));
        let mut todos = Vec::new();
        let is_open = self.devices.sessions.get(&session).is_some_and(|session| session.state.open);
        // One that is asked for twice is opened once.
        if !is_open && self.devices.turns.order(host, session, &mut todos).is_ok() {
            let order = Pending::Order { asked_by: child, op, audit, may_configure: false };
            self.devices.pending.insert(host, order);
            self.follow(todos);
        }
        Ok(Some(Reply::Done))
    }

    /// Why a turn is refused.
    pub(super) fn refusal(&self, refused: Refused) -> Error {
        match refused {
            Refused::ShuttingDown => Error::ShuttingDown,
            Refused::NoDevices => Error::InvalidArgument("devices: there are none".to_owned()),
            Refused::Busy => Error::InvalidArgument("the guest has a request on a device already".to_owned()),
            Refused::NotHeld(device) => Error::LeaseLost(
                self.devices.lab().map_or_else(|_| String::new(), |lab| lab.name(device).to_owned()),
            ),
        }
    }
}

/// How long a guest would wait for what it asks.
pub(super) fn timeout_of(op: &Op) -> Option<Duration> {
    match op {
        Op::Connect { timeout } | Op::Expect { timeout, .. } => *timeout,
        Op::Execute { options, .. } | Op::Configure { options, .. } => options.timeout,
        Op::Prepare { .. } | Op::Send { .. } | Op::IsConnected | Op::Mode | Op::Disconnect => None,
    }
}

fn bounded(lines: &[String], options: &Exchange) -> Result<(), Error> {
    if lines.len() > LINES {
        return Err(LimitHit::new("commands", LINES).into());
    }
    let errors = options.errors.as_ref().map_or(0, Vec::len);
    if options.replies.len() > PATTERNS || errors > PATTERNS {
        return Err(LimitHit::new("patterns", PATTERNS).into());
    }
    let mut texts = lines.iter().chain(options.replies.iter().map(|reply| &reply.answer));
    if texts.any(|text| text.len() > LINE_BYTES) {
        return Err(LimitHit::new("command-size", LINE_BYTES).into());
    }
    Ok(())
}
