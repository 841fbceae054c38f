//! The dispatcher: the one owner of sockets, processes, files and clocks. It tells the broker what happened,
//! and does what the broker decides, after the journal that says so is on disk.

mod audit;
mod child;
mod facts;
mod frames;
mod launch;
mod logs;
mod sessions;
mod socket;
mod temporaries;
mod testscript;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io::{self, Write as _};
use std::path::Path;
use std::rc::Rc;
use std::time::Instant;

use easypy_contract::limits::{FRAME_BYTES, LimitHit};
use easypy_contract::{Reply, frame};
use easypy_report::journal::Writer;
use easypy_sandbox::spawn::ChildProcess;
use tokio::sync::{mpsc, oneshot};

use crate::broker::{Attached, Broker, Effect, Violation};
use crate::child::ChildId;
use crate::settings::StopSignal;
use audit::Audit;
pub(crate) use child::Input;
pub(crate) use facts::Facts;
pub(crate) use logs::Logs;
use sessions::Sessions;
use socket::Socket;
pub(crate) use temporaries::Temporaries;
pub(crate) use testscript::Found;

/// How many inputs are taken before the journal is written and answers are sent.
const BATCH: usize = 256;

/// A child that runs, as far as the dispatcher talks to it.
pub(crate) struct Connection {
    pub(crate) process: Rc<ChildProcess>,
    pub(crate) socket: Rc<Socket>,
    /// Whether a part of the last answer still waits for room in the socket.
    pub(crate) answering: Rc<Cell<bool>>,
}

pub(crate) struct Dispatcher {
    broker: Broker,
    journal: Rc<RefCell<Writer>>,
    facts: Rc<Facts>,
    connections: HashMap<ChildId, Connection>,
    /// Children that are being made, and how to give them up.
    launching: HashMap<ChildId, oneshot::Sender<()>>,
    sessions: Sessions,
    audit: Audit,
    inputs: mpsc::Receiver<Input>,
    sender: mpsc::Sender<Input>,
    stop: mpsc::Receiver<StopSignal>,
}

impl Dispatcher {
    pub(crate) fn new(
        broker: Broker,
        journal: Rc<RefCell<Writer>>,
        facts: Rc<Facts>,
        stop: mpsc::Receiver<StopSignal>,
    ) -> Dispatcher {
        // Full means that children wait until the broker has caught up.
        let (sender, inputs) = mpsc::channel(BATCH);
        Dispatcher {
            audit: Audit::new(&facts.runinfo),
            sessions: Sessions::default(),
            broker,
            journal,
            facts,
            connections: HashMap::new(),
            launching: HashMap::new(),
            inputs,
            sender,
            stop,
        }
    }

    /// Until the run is over. Must run in a `LocalSet`.
    ///
    /// # Errors
    /// The journal cannot be written: all children are killed, and what is on disk stays.
    pub(crate) async fn run(mut self) -> io::Result<()> {
        self.broker.begin(Instant::now());
        loop {
            if let Err(error) = self.carry_out() {
                self.kill_all();
                return Err(error);
            }
            if self.broker.finished {
                // Who still has something to say must not wait for somebody to hear it.
                self.inputs.close();
                self.sessions.close().await;
                return Ok(());
            }
            self.take_inputs().await;
        }
    }

    /// Waits until something happens, and takes all that has.
    async fn take_inputs(&mut self) {
        let deadline = self.broker.next_deadline();
        tokio::select! {
            Some(input) = self.inputs.recv() => {
                let now = Instant::now();
                self.take(input, now);
                for _ in 1..BATCH {
                    let Ok(input) = self.inputs.try_recv() else { break };
                    self.take(input, now);
                }
            }
            Some(signal) = self.stop.recv() => self.broker.stop(signal, Instant::now()),
            () = sleep_until(deadline) => {}
        }
        self.broker.expire(Instant::now());
    }

    fn take(&mut self, input: Input, now: Instant) {
        match input {
            Input::Started(child, started, connection) => {
                self.launching.remove(&child);
                self.connections.insert(child, connection);
                self.broker.started(child, &started, now);
            }
            Input::NotStarted(child, why) => {
                self.launching.remove(&child);
                self.broker.not_started(child, &why, now);
            }
            Input::Frame(child, frame) => self.broker.frame(child, frame, now),
            Input::Violation(child, violation) => self.broker.violation(child, violation, now),
            Input::Session(session, event) => self.broker.session(session, event, now),
            Input::Ended(child, ending) => {
                self.connections.remove(&child);
                self.broker.ended(child, &ending, now);
            }
        }
    }

    /// Writes the journal, then does what was decided.
    fn carry_out(&mut self) -> io::Result<()> {
        loop {
            self.journal.borrow_mut().commit()?;
            let effects = self.broker.take_effects();
            if effects.is_empty() {
                return Ok(());
            }
            for effect in effects {
                self.carry_out_one(effect)?;
            }
        }
    }

    fn carry_out_one(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Reply(child, reply) => self.reply(child, &reply),
            Effect::Launch(launch) => {
                let (cancel, cancelled) = oneshot::channel();
                self.launching.insert(launch.child, cancel);
                let facts = Rc::clone(&self.facts);
                tokio::task::spawn_local(child::live(facts, *launch, cancelled, self.sender.clone()));
            }
            Effect::Signal(child, signal) => match self.connections.get(&child) {
                Some(connection) => connection.process.signal(signal),
                None => {
                    if let Some(cancel) = self.launching.remove(&child) {
                        // It may have been made at this moment: then its start tells that it is to be ended.
                        let _ = cancel.send(());
                    }
                }
            },
            Effect::Session(session, order) => {
                self.sessions.tell(session, order, &self.facts, &self.sender);
            }
            Effect::Audit(record) => self.audit.write(&record)?,
            Effect::Log(line) => self.facts.logs.borrow_mut().write(&line),
            Effect::Attach { child, file, content, event } => {
                let written = attach(&self.facts.runinfo, &file, &content);
                self.broker.attached(child, event, written);
            }
        }
        Ok(())
    }

    /// Sends an answer: at once, or by a task of its own when the child's socket is full.
    fn reply(&mut self, child: ChildId, reply: &Reply) {
        // A child that is gone needs no answer.
        let Some(connection) = self.connections.get(&child) else { return };
        if connection.answering.get() {
            // An honest child reads before it asks again. One that does not would make answers pile up here.
            let violation = Violation::protocol("another request before it had read the last answer");
            return self.broker.violation(child, violation, Instant::now());
        }
        let Ok(frame) = frame::encode(reply) else {
            // Only a list of very many tasks is that long. The child must not wait for it for ever.
            let limit = LimitHit::new("answer-size", FRAME_BYTES);
            return self.broker.violation(child, Violation::Limit(limit), Instant::now());
        };
        // The end of a child that is gone is told by its process.
        let Ok(written) = connection.socket.write_now(&frame) else { return };
        if written < frame.len() {
            connection.answering.set(true);
            let (socket, answering) = (Rc::clone(&connection.socket), Rc::clone(&connection.answering));
            tokio::task::spawn_local(async move {
                let _ = socket.write_all(&frame[written..]).await;
                answering.set(false);
            });
        }
    }

    fn kill_all(&mut self) {
        for connection in self.connections.values() {
            connection.process.signal(libc::SIGKILL);
        }
    }
}

async fn sleep_until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}

/// Writes an attachment: it has its name when it is whole.
fn attach(runinfo: &Path, file: &str, content: &[u8]) -> Attached {
    let path = runinfo.join(file);
    let partial = runinfo.join("tmp").join("attachment");
    let written = std::fs::File::create(&partial)
        .and_then(|mut file| file.write_all(content))
        .and_then(|()| std::fs::rename(&partial, &path));
    written.map_err(|error| easypy_contract::results::Error::NotWritten(error.to_string()))
}
