//! Bringing a session back: after a time-out, after a caller that went away in the middle, after a conversation.

use std::time::Duration;

use easypy_contract::testbed::{Error, Output};
use tokio::time::{Instant, timeout_at};

use super::answer::Answer;
use super::dialogue::{Heard, LONG_SILENCE, SILENCE};
use super::echo::Echo;
use super::hearing::{LoginLook, Look};
use super::{Session, State};

/// How long a device has to get back to a prompt before the connection is given up.
const BACK: Duration = Duration::from_secs(5);
/// How long it has to answer the interrupt, and the return key.
const ANSWER: Duration = Duration::from_secs(1);
/// How long it has to take leave.
const LEAVE: Duration = Duration::from_millis(300);
/// What leaves a pager.
const QUIT: &str = "q";

/// How a session was brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    pub how: How,
    /// The mode afterwards: the platform's home.
    pub mode: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// There was nothing to be done.
    AlreadyHome,
    /// What was under way was broken off, or had ended; it is in its home mode as before.
    BrokenOff,
    /// It was in this mode.
    From { mode: String },
    /// There was no way back, or no connection any more: it was opened again.
    Reconnected { why: String },
}

impl Session {
    /// Brings the session to its home mode, whatever was left of it: breaks off what is under way, finds the prompt,
    /// goes home; opens it again if that does not lead there. What comes late of an old command is not taken for the
    /// answer to the next one.
    ///
    /// Every request does the same before it begins if it must, so this need not be called; who calls it as soon as
    /// [`Session::needs_restore`] spares the next one the wait.
    ///
    /// # Errors
    /// [`Error::Connect`]: it could not be opened again. The next request tries it again.
    pub async fn restore(&mut self, who: &str) -> Result<Restored, Error> {
        self.used_by(who, "restore");
        let how = self.bring_back().await?;
        self.at_rest();
        Ok(Restored { how, mode: self.mode().to_owned() })
    }

    async fn bring_back(&mut self) -> Result<How, Error> {
        if self.link.is_none() {
            return self.reopen("the connection was closed").await;
        }
        if !self.settled {
            return self.reopen("the login was not finished").await;
        }
        let began = std::mem::replace(&mut self.state, State::Unknown);
        if matches!(self.hear_what_is_there().await, Heard::Closed(_)) {
            return self.reopen("the device closed the connection").await;
        }
        let told = if began == State::AtPrompt { Some(0) } else { self.find_prompt().await };
        let Some(told) = told else {
            return self.reopen("there was no way back to a prompt").await;
        };
        if self.elsewhere {
            return self.reopen("it was on another device, or in another program").await;
        }
        if self.is_home() {
            // A conversation that had come to the prompt of its home left nothing behind.
            let is_rest = began == State::AtPrompt || (began == State::Conversing && told == 0);
            return Ok(if is_rest { How::AlreadyHome } else { How::BrokenOff });
        }
        let from = self.mode.map_or("", |mode| self.platform.mode_name(mode)).to_owned();
        match self.steps_to(self.platform.home_id(), Session::deadline(BACK)).await {
            Ok(()) => Ok(How::From { mode: from }),
            Err(error) => {
                self.reopen(&format!("there was no way back from the mode `{from}`: {error}")).await
            }
        }
    }

    /// Breaks off what is under way, until there is a prompt and silence behind it.
    /// How often it had to be told so; none if there is no way.
    async fn find_prompt(&mut self) -> Option<u32> {
        let deadline = Session::deadline(BACK);
        if let Some(link) = &mut self.link {
            link.forget();
        }
        let mut tried = 0u32;
        let mut wait = SILENCE;
        loop {
            match self.hear(deadline, Some(wait)).await {
                Heard::Something => continue,
                Heard::Late | Heard::Closed(_) => return None,
                Heard::Silence => {}
            }
            match self.hearing.look(&[], false).0 {
                Look::Prompt(found) => {
                    self.at(found);
                    return Some(tried);
                }
                Look::Pager { .. } => {
                    self.hearing.pass_pager();
                    self.type_in(QUIT, true);
                }
                // The interrupt first; a device that does not know it may want the line to end.
                _ => {
                    self.hearing.begin(Echo::default(), Answer::new(Some(0), None));
                    let interrupt = self.platform.interrupt.clone();
                    if tried.is_multiple_of(2) {
                        self.type_in(&interrupt, true);
                    } else {
                        self.type_in("", false);
                    }
                    tried += 1;
                    wait = ANSWER;
                    continue;
                }
            }
            wait = SILENCE;
        }
    }

    pub(super) async fn reopen(&mut self, why: &str) -> Result<How, Error> {
        let who = self.who.clone();
        self.transcript.event(&who, &format!("connect again: {why}"));
        self.names.clear();
        self.open(None).await?;
        Ok(How::Reconnected { why: why.to_owned() })
    }

    /// Before a request: the session is open, at a prompt, and what was left over from before is read.
    pub(super) async fn ready(
        &mut self,
        who: &str,
        what: &str,
        deadline: Instant,
        timeout: Duration,
    ) -> Result<(), Error> {
        self.used_by(who, what);
        if self.state == State::Conversing && self.link.is_some() {
            return self.end_conversation(deadline, timeout).await;
        }
        match timeout_at(deadline, self.be_ready()).await {
            Ok(ready) => ready,
            Err(_) => Err(Error::Timeout { after: timeout, output: Output::default() }),
        }
    }

    async fn be_ready(&mut self) -> Result<(), Error> {
        if self.state != State::AtPrompt || self.link.is_none() {
            self.bring_back().await?;
            self.at_rest();
        }
        if matches!(self.hear_what_is_there().await, Heard::Closed(_)) {
            self.reopen("the device closed the connection").await?;
            return Ok(());
        }
        // A console that was idle for long may have logged out. What asks for a login on a session that guests have used may
        // as well be of their making, so passwords are typed on new connections only.
        let asks = self.hearing.look_at_login().0;
        if matches!(asks, LoginLook::Username | LoginLook::Password | LoginLook::Return) {
            self.reopen("it asks for a login").await?;
        }
        Ok(())
    }

    /// A conversation ends at a prompt, of whatever mode.
    async fn end_conversation(&mut self, deadline: Instant, timeout: Duration) -> Result<(), Error> {
        loop {
            if matches!(self.hear_what_is_there().await, Heard::Closed(_)) {
                let output = self.hearing.take_overheard();
                return Err(Error::Closed { why: String::new(), output });
            }
            let (look, sure) = self.hearing.look(&[], false);
            let wait = match (look, sure) {
                (Look::Prompt(found), super::hearing::Sure::Now) => {
                    self.at(found);
                    self.at_rest();
                    return Ok(());
                }
                (Look::Prompt(_), super::hearing::Sure::InLongSilence) => Some(LONG_SILENCE),
                (Look::Prompt(_), _) => Some(SILENCE),
                _ => None,
            };
            match self.hear(deadline, wait).await {
                Heard::Something => {}
                Heard::Silence => {
                    if let Look::Prompt(found) = self.hearing.look(&[], false).0 {
                        self.at(found);
                        self.at_rest();
                        return Ok(());
                    }
                }
                Heard::Late => {
                    return Err(Error::Timeout { after: timeout, output: self.hearing.take_overheard() });
                }
                Heard::Closed(why) => {
                    return Err(Error::Closed { why, output: self.hearing.take_overheard() });
                }
            }
        }
    }

    /// Reads what the device says while nobody asks, until it closes the connection: why. Dropping the future is fine at
    /// any time.
    pub async fn idle(&mut self) -> String {
        let never = Duration::from_secs(24 * 3600);
        loop {
            if let Heard::Closed(why) = self.hear(Session::deadline(never), None).await {
                return why;
            }
        }
    }

    /// Takes leave of the device and closes the connection, without waiting for more than a moment.
    pub async fn close(mut self, who: &str) {
        self.used_by(who, "disconnect");
        let deadline = Session::deadline(LEAVE);
        if self.state == State::AtPrompt {
            let home = self.platform.home_id();
            if self.mode == Some(home) || self.steps_to(home, deadline).await.is_ok() {
                for command in self.platform.log_off.clone() {
                    self.begin_command(&command, Some(0), None);
                }
                while matches!(self.hear(deadline, None).await, Heard::Something) {}
            }
        }
        self.hearing.log_rest();
        self.transcript.lines(&self.hearing.take_log());
        self.transcript.flush();
    }

    pub(super) fn used_by(&mut self, who: &str, what: &str) {
        who.clone_into(&mut self.who);
        self.transcript.lines(&self.hearing.take_log());
        self.transcript.event(who, what);
    }
}
