//! Modes: which one a session is in, and how it gets into another.

use easypy_contract::testbed::Error;
use tokio::time::Instant;

use super::dialogue::{Answers, Asking, Fault};
use super::hearing::Look;
use super::{Session, State};
use crate::platform::ModeId;

/// What a mode is called that no prompt tells.
const UNKNOWN: &str = "unknown";

impl Session {
    /// The mode that the session is in, as the platform names it; `unknown` where no prompt tells.
    pub fn mode(&self) -> &str {
        let mode = match self.state {
            State::AtPrompt => self.mode,
            State::Conversing => match self.hearing.look(&[], false).0 {
                Look::Prompt(found) => Some(found.mode),
                _ => None,
            },
            State::Unknown => None,
        };
        mode.map_or(UNKNOWN, |mode| self.platform.mode_name(mode))
    }

    /// Goes to another mode of the platform.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if there is no such mode, or no way there; [`Error::Command`] if the device
    /// refuses; [`Error::Connect`] if it refuses the mode's password.
    pub async fn go(&mut self, who: &str, mode: &str) -> Result<(), Error> {
        let Some(to) = self.platform.mode_id(mode) else {
            let known: Vec<&str> = self.platform.modes().collect();
            return Err(Error::InvalidArgument(format!(
                "mode: the platform `{}` has no mode `{mode}`; it has {}",
                self.platform.name(),
                known.join(", ")
            )));
        };
        let timeout = self.access.settings.execute;
        let deadline = Session::deadline(timeout);
        self.ready(who, &format!("go to the mode {mode}"), deadline, timeout).await?;
        self.state = State::Unknown;
        self.steps_to(to, deadline).await?;
        self.at_rest();
        Ok(())
    }

    /// Goes to the mode that commands begin and end in.
    ///
    /// # Errors
    /// As [`Session::go`].
    pub async fn go_home(&mut self, who: &str) -> Result<(), Error> {
        if !self.needs_restore() {
            return Ok(());
        }
        if self.elsewhere {
            return self.restore(who).await.map(drop);
        }
        let home = self.platform.home().to_owned();
        self.go(who, &home).await
    }

    /// Sends what leads to a mode, one step after the other.
    pub(super) async fn steps_to(&mut self, to: ModeId, deadline: Instant) -> Result<(), Error> {
        let platform = self.platform.clone();
        let begun = Instant::now();
        // Each step leads nearer, unless the device does not do what it is told.
        for _ in 0..=platform.modes().len() {
            if self.mode == Some(to) {
                return Ok(());
            }
            let Some(step) = platform.step(self.mode, to) else { break };
            if step.password.is_some() && self.settled {
                // What a guest has used may show any prompt and ask for anything: passwords are typed on new connections only.
                Box::pin(self.reopen("the way to its mode asks for a password")).await?;
                self.state = State::Unknown;
                continue;
            }
            self.begin_command(&step.send, Some(1024), None);
            let password = match &step.password {
                Some(name) => Asking::Answer(self.access.password(name)),
                None => Asking::Question,
            };
            let mut answers = Answers { password, ..Answers::default() };
            let found = match self.until_prompt(&mut answers, deadline).await {
                Ok(found) => found,
                Err(fault) => return Err(self.faulted(fault, &step.send, begun)),
            };
            let before = self.mode;
            self.at(found);
            if self.mode == before {
                if matches!(answers.password, Asking::Answered) {
                    return Err(self.password_refused(true));
                }
                return Err(self.no_way(&step.send));
            }
        }
        if self.mode == Some(to) {
            return Ok(());
        }
        let from = self.mode.map_or(UNKNOWN, |mode| platform.mode_name(mode));
        Err(Error::InvalidArgument(format!(
            "mode: the platform `{}` knows no way from `{from}` to `{}`",
            platform.name(),
            platform.mode_name(to)
        )))
    }

    fn no_way(&mut self, command: &str) -> Error {
        let line = self.hearing.last_answer();
        let line = if line.is_empty() { "its mode is the same as before".to_owned() } else { line };
        Error::Command { command: command.to_owned(), line, output: self.hearing.take_answer(true) }
    }

    /// The error of a fault in the middle of a command.
    pub(super) fn faulted(&mut self, fault: Fault, command: &str, begun: Instant) -> Error {
        match fault {
            Fault::Late => Error::Timeout { after: begun.elapsed(), output: self.said_so_far() },
            Fault::Closed(why) => Error::Closed { why, output: self.said_so_far() },
            Fault::Asked(question) => Error::Command {
                command: command.to_owned(),
                line: format!("{question} (it asks, and no reply fits)"),
                output: self.said_so_far(),
            },
            Fault::Password { known } => self.password_refused(known),
        }
    }
}
