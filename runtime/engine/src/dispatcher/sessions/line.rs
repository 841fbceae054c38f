//! A session with what it takes to open it: operations of the contract, done on it.

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use easypy_contract::testbed::{ConnectFailure, Connected, Error, Exchange, Op, Output, Reply};
use easypy_devices::session::{How, Session, Target, Transcript};
use easypy_devices::turns::SessionId;

use crate::devices::{Lab, Left, SessionState, Was};

/// Bytes of a transcript, however often its session is opened.
const TRANSCRIPT_BYTES: u64 = 1 << 30;

/// A session, open or not.
pub(super) struct Line {
    lab: Rc<Lab>,
    id: SessionId,
    runinfo: PathBuf,
    session: Option<Session>,
    /// What came of opening it ahead: for who had it done.
    prepared: Option<Prepared>,
    /// Whether a guest's own conversation may be under way on it.
    conversing: bool,
}

/// A session that was opened before its guest connects.
struct Prepared {
    who: String,
    /// whether it was new
    opened: Result<bool, Error>,
}

/// What came of an operation.
pub(super) struct Done {
    pub(super) answer: Result<Reply, Error>,
    pub(super) left: Left,
}

impl Line {
    pub(super) fn new(lab: Rc<Lab>, id: SessionId, runinfo: PathBuf) -> Line {
        Line { lab, id, runinfo, session: None, prepared: None, conversing: false }
    }

    pub(super) fn state(&self) -> SessionState {
        match &self.session {
            Some(session) if session.is_open() => {
                SessionState { open: true, mode: session.mode().to_owned() }
            }
            _ => SessionState::default(),
        }
    }

    /// Does an operation. May be dropped at any point; [`Line::restore`] then.
    pub(super) async fn run(&mut self, who: &str, op: Op, may_configure: bool) -> Done {
        let answer = self.operate(who, op, may_configure).await;
        Done { answer, left: self.left() }
    }

    fn left(&self) -> Left {
        match &self.session {
            None => Left::Home,
            Some(session) if !session.is_open() => Left::Unsettled,
            Some(_) if self.conversing => Left::Away,
            Some(session) if !session.is_at_prompt() => Left::Unsettled,
            Some(session) if session.needs_restore() => Left::Away,
            Some(_) => Left::Home,
        }
    }

    async fn operate(&mut self, who: &str, op: Op, may_configure: bool) -> Result<Reply, Error> {
        match op {
            Op::Connect { timeout } => {
                let opened = match self.prepared.take_if(|prepared| prepared.who == who) {
                    Some(Prepared { opened: Err(error), .. }) if !self.state().open => return Err(error),
                    ahead => matches!(ahead, Some(Prepared { opened: Ok(true), .. })),
                };
                let connected = self.connect(who, timeout).await?;
                Ok(Reply::Connected(Connected { new: connected.new || opened, ..connected }))
            }
            Op::Prepare { timeout } => {
                let opened = self.connect(who, timeout).await.map(|connected| connected.new);
                self.prepared = Some(Prepared { who: who.to_owned(), opened });
                Ok(Reply::Done)
            }
            Op::Execute { commands, options } => {
                let outputs = self.execute(who, &commands, &options, may_configure).await?;
                Ok(Reply::Executed(outputs))
            }
            Op::Configure { lines, options } => {
                let session = self.open(who).await?;
                let (output, mode) = session.configure(who, &lines, &options).await?;
                Ok(Reply::Configured { output, mode })
            }
            Op::Send { text } => {
                self.conversing = true;
                self.open(who).await?.send(who, &text).await?;
                Ok(Reply::Done)
            }
            Op::Expect { patterns, timeout } => {
                self.conversing = true;
                Ok(Reply::Matched(self.open(who).await?.expect(who, &patterns, timeout).await?))
            }
            Op::Disconnect => {
                self.close(who).await;
                Ok(Reply::Done)
            }
            // The broker knows these.
            Op::IsConnected => Ok(Reply::Flag(self.state().open)),
            Op::Mode => Ok(Reply::Mode(self.state().mode)),
        }
    }

    async fn execute(
        &mut self,
        who: &str,
        commands: &[String],
        options: &Exchange,
        may_configure: bool,
    ) -> Result<Vec<Output>, Error> {
        let mut outputs = Vec::with_capacity(commands.len());
        let mut kept = 0;
        for command in commands {
            let session = self.open(who).await?;
            let output = session.execute(who, command, options).await?;
            if !may_configure && session.is_configuring() {
                let mode = session.mode().to_owned();
                session.restore(who).await?;
                return Err(Error::Denied(format!(
                    "`{command}` led into mode {mode}, in which the device is configured; the grant has no `configure = true`"
                )));
            }
            kept += output.text.len();
            outputs.push(output);
            // Together they must fit into one answer.
            if kept > easypy_contract::limits::VALUE_BYTES {
                let limit = easypy_contract::limits::VALUE_BYTES;
                return Err(easypy_contract::limits::LimitHit::new("answer-size", limit).into());
            }
        }
        Ok(outputs)
    }

    async fn connect(&mut self, who: &str, timeout: Option<Duration>) -> Result<Connected, Error> {
        if self.session.as_ref().is_none_or(|session| !session.is_open()) {
            self.session = None;
            self.conversing = false;
            let lab = Rc::clone(&self.lab);
            let name = lab.name(self.id.device);
            let platform = lab.platform(self.id.device).map_err(|why| Error::Connect {
                kind: ConnectFailure::Unsupported,
                message: why.to_owned(),
            })?;
            let target = Target {
                testbed: std::sync::Arc::clone(lab.testbed()),
                device: name.to_owned(),
                via: lab.via(self.id).to_owned(),
            };
            let transcript = self.transcript()?;
            let (session, connected) =
                Session::connect(&target, std::sync::Arc::clone(platform), transcript, who, timeout).await?;
            self.session = Some(session);
            return Ok(connected);
        }
        let session = self.open(who).await?;
        Ok(session.connected(false))
    }

    /// The session; one that is closed is opened again.
    async fn open(&mut self, who: &str) -> Result<&mut Session, Error> {
        if self.session.as_ref().is_none_or(|session| !session.is_open()) {
            Box::pin(self.connect(who, None)).await?;
        }
        self.session.as_mut().ok_or(Error::ShuttingDown)
    }

    fn transcript(&self) -> Result<Transcript, Error> {
        let name = self.lab.transcript(self.id);
        let file = File::options().create(true).append(true).open(self.runinfo.join(&name));
        let file = file.map_err(|why| Error::Connect {
            kind: ConnectFailure::Unsupported,
            message: format!("the transcript {name} cannot be written: {why}"),
        })?;
        // What was written when it was open before counts.
        let written = file.metadata().map_or(0, |metadata| metadata.len());
        Ok(Transcript::new(Box::new(BufWriter::new(file)), TRANSCRIPT_BYTES.saturating_sub(written)))
    }

    /// Reads what the device says while nobody asks, until it closes the session.
    pub(super) async fn idle(&mut self) {
        match &mut self.session {
            Some(session) if session.is_open() => drop(session.idle().await),
            _ => std::future::pending().await,
        }
    }

    /// Brings it back to where it should be.
    pub(super) async fn restore(&mut self) -> Was {
        self.conversing = false;
        let Some(session) = &mut self.session else { return Was::Home };
        match session.restore("easypy-wasm").await.map(|restored| restored.how) {
            Ok(How::AlreadyHome) => Was::Home,
            Ok(How::BrokenOff) => Was::BrokenOff,
            Ok(How::From { mode }) => Was::Away { mode },
            Ok(How::Reconnected { why }) => Was::Reopened { why },
            Err(error) => {
                self.session = None;
                Was::Lost { why: error.to_string() }
            }
        }
    }

    /// Logs off.
    pub(super) async fn close(&mut self, who: &str) {
        self.conversing = false;
        if let Some(session) = self.session.take() {
            session.close(who).await;
        }
    }
}
