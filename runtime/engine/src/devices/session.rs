//! What sessions are told, and what they say.

use std::time::Instant;

use easypy_contract::testbed::{Error, Op, Reply};
pub(crate) use easypy_devices::turns::Left;
use easypy_devices::turns::{Fence, SessionId, Todo};
use easypy_report::journal::Event;

use super::{Devices, LeftBy, Pending};
use crate::broker::{Broker, Effect};
use crate::child::ChildId;

/// What a session is told.
#[derive(Debug)]
pub(crate) enum SessionOrder {
    /// Do this; a [`SessionEvent::Done`] follows unless it is told something else meanwhile.
    Run {
        fence: Fence,
        /// who asks, for the transcript
        who: String,
        op: Op,
        /// Whether the session may come into a mode in which the device is configured.
        may_configure: bool,
    },
    /// Give up what you do, and come back to the home mode; a [`SessionEvent::Restored`] follows.
    Restore,
}

/// What a session says.
#[derive(Debug)]
pub(crate) enum SessionEvent {
    Done {
        fence: Fence,
        answer: Result<Reply, Error>,
        left: Left,
        state: SessionState,
    },
    Restored {
        was: Was,
        state: SessionState,
    },
    /// The device closed it while nobody asked for anything.
    Closed,
}

/// How a session is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SessionState {
    pub(crate) open: bool,
    /// empty while it is closed
    pub(crate) mode: String,
}

/// What a session had been left in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Was {
    /// It was where it should be, or not open at all.
    Home,
    /// Something was under way, and was broken off.
    BrokenOff,
    /// It was in this mode.
    Away { mode: String },
    /// It had to be opened again: why.
    Reopened { why: String },
    /// It could not be brought back and is closed: why.
    Lost { why: String },
}

impl Broker {
    /// Does what the turns say.
    pub(super) fn follow(&mut self, todos: Vec<Todo<ChildId>>) {
        for todo in todos {
            match todo {
                Todo::Start { who, session, fence } => self.start_order(who, session, fence),
                Todo::Leased { who, fences } => self.leased(who, &fences),
                Todo::Restore { session, left_by } => {
                    self.devices.settling += 1;
                    let is_dead = self.devices.ending == Some(left_by);
                    let it = self.devices.sessions.entry(session).or_default();
                    it.running = None;
                    it.left_by = Some(LeftBy { child: left_by, is_dead });
                    self.effect(Effect::Session(session, SessionOrder::Restore));
                }
            }
        }
    }

    fn start_order(&mut self, who: ChildId, session: SessionId, fence: Fence) {
        let Some(Pending::Order { asked_by, op, audit, may_configure }) = self.devices.pending.remove(&who)
        else {
            return;
        };
        self.devices.sessions.entry(session).or_default().running = Some((who, asked_by, fence));
        for record in audit {
            self.effect(Effect::Audit(Box::new(record)));
        }
        let who = self.name_of(asked_by);
        self.effect(Effect::Session(session, SessionOrder::Run { fence, who, op, may_configure }));
    }

    /// A session says something.
    pub(crate) fn session(&mut self, session: SessionId, event: SessionEvent, now: Instant) {
        let mut todos = Vec::new();
        match event {
            SessionEvent::Done { fence, answer, left, state } => {
                // One whose guest has died meanwhile is answered by what restores it.
                if self.devices.turns.done(session, fence, left, &mut todos) {
                    self.order_done(session, answer, state);
                }
            }
            SessionEvent::Closed => self.closed_by_device(session),
            SessionEvent::Restored { was, state } => {
                self.devices.settling = self.devices.settling.saturating_sub(1);
                self.session_restored(session, was, state);
                self.devices.turns.restored(session, &mut todos);
            }
        }
        self.follow(todos);
        self.finish_if_over(now);
    }

    fn order_done(&mut self, session: SessionId, answer: Result<Reply, Error>, state: SessionState) {
        let it = self.devices.sessions.entry(session).or_default();
        let was_open = std::mem::replace(&mut it.state, state).open;
        let Some((who, asked_by, _)) = it.running.take() else { return };
        let is_host = who != asked_by;
        if !is_host && matches!(answer, Ok(Reply::Connected(_))) {
            it.participants.insert(who);
        }
        if it.state.open != was_open {
            self.tell_open(session, asked_by, !was_open);
        }
        if is_host {
            // Nobody waits for it; what went wrong is told to who connects next.
            return;
        }
        self.reply(who, easypy_contract::Reply::Testbed(answer));
    }

    fn closed_by_device(&mut self, session: SessionId) {
        let it = self.devices.sessions.entry(session).or_default();
        if std::mem::take(&mut it.state).open {
            self.tell_open(session, ChildId::JOB, false);
        }
    }

    /// Keeps down that a session was opened or closed.
    fn tell_open(&mut self, session: SessionId, who: ChildId, open: bool) {
        let Some(lab) = self.devices.lab.clone() else { return };
        let (device, via) = (lab.name(session.device).to_owned(), lab.via(session).to_owned());
        let task = who.task().map(|task| task.0);
        self.event(if open {
            Event::SessionOpened { device, via, task }
        } else {
            Event::SessionClosed { device, via, task }
        });
    }

    fn session_restored(&mut self, session: SessionId, was: Was, state: SessionState) {
        let Some(lab) = self.devices.lab.clone() else { return };
        let it = self.devices.sessions.entry(session).or_default();
        let was_open = std::mem::replace(&mut it.state, state).open;
        let is_open = it.state.open;
        let Some(LeftBy { child: who, is_dead }) = it.left_by.take() else { return };
        let mode = it.state.mode.clone();
        if is_open != was_open {
            self.tell_open(session, who, is_open);
        }
        let (how, said) = match &was {
            Was::Home => return,
            Was::BrokenOff => (
                "mode",
                format!("in the middle of something, which was broken off; it is back in mode {mode}"),
            ),
            Was::Away { mode: from } => ("mode", format!("in mode {from}; it is back in mode {mode}")),
            Was::Reopened { why } => ("reopened", format!("so that it had to be opened again: {why}")),
            Was::Lost { why } => ("lost", format!("and could not be brought back: {why}")),
        };
        let text = format!("{} left the session on {} {said}", self.described(who), lab.describe(session));
        if !is_dead {
            // Its guest knows.
            return;
        }
        self.event(Event::SessionRestored {
            device: lab.name(session.device).to_owned(),
            via: lab.via(session).to_owned(),
            task: who.task().map(|task| task.0),
            how: how.to_owned(),
        });
        self.warn(text);
    }

    /// A guest is gone: what it waited for and what it held is others'.
    pub(crate) fn devices_child_ended(&mut self, child: ChildId) {
        if self.devices.lab.is_none() {
            return;
        }
        self.devices.pending.remove(&child);
        for session in self.devices.sessions.values_mut() {
            session.participants.remove(&child);
        }
        self.tell_leases_ended(child);
        let mut todos = Vec::new();
        self.devices.turns.ended(child, &mut todos);
        self.devices.ending = Some(child);
        self.follow(todos);
        self.devices.ending = None;
    }

    /// The run is being stopped: nobody starts anything on a device any more.
    pub(crate) fn devices_shut_down(&mut self) {
        // Who waits is ended by the same.
        self.devices.turns.shut_down();
    }
}

impl Devices {
    /// Whether others than this guest are connected.
    pub(super) fn is_shared(&self, session: SessionId, child: ChildId) -> bool {
        let others = |session: &super::Session| session.participants.iter().any(|other| *other != child);
        self.sessions.get(&session).is_some_and(others)
    }
}
