//! Opening a session: the way in, the login's dialog, the home mode, the initial commands.

use std::time::Duration;

use easypy_contract::testbed::{ConnectFailure, Error};
use tokio::time::{Instant, timeout_at};

use super::answer::Answer;
use super::dialogue::{Answers, Fault, Heard};
use super::echo::Echo;
use super::hearing::{Hearing, LoginLook, Sure};
use super::link::Link;
use super::target::Login;
use super::{Echoes, Session, State};
use crate::platform::Recognised;
use crate::transport::WINDOW;

/// How long a login must be silent before its prompt is taken for one: a banner may look like it.
const SETTLED: Duration = Duration::from_millis(100);
/// The same for what a banner looks like more easily.
const DOUBTFUL: Duration = Duration::from_millis(400);
/// How often the return key is pressed into a silence.
const WAKES: u32 = 3;
/// Questions that are answered before it is given up: a device that asks the same again and again.
const QUESTIONS: usize = 50;

/// How far a login has come.
struct Progress<'a> {
    logins: std::slice::Iter<'a, Login>,
    current: Option<&'a Login>,
    password_sent: bool,
    woken: u32,
    answered: usize,
}

impl Session {
    /// Opens the way in, and does all that follows.
    pub(super) async fn open(&mut self, timeout: Option<Duration>) -> Result<(), Error> {
        self.link = None;
        self.state = State::Unknown;
        self.settled = false;
        self.mode = None;
        self.elsewhere = false;
        self.echoes = Echoes::Unknown;
        self.hearing = Hearing::new(self.platform.clone(), self.access.mask.clone(), WINDOW.0);
        let who = self.who.clone();
        self.transcript.event(&who, &format!("connect to {}", self.access.shown));
        let opened = self.open_and_log_in(timeout).await;
        if let Err(error) = &opened {
            self.link = None;
            self.transcript.lines(&self.hearing.take_log());
            self.transcript.event(&who, &format!("not connected: {error}"));
        }
        self.transcript.flush();
        opened
    }

    async fn open_and_log_in(&mut self, timeout: Option<Duration>) -> Result<(), Error> {
        let deadline = timeout.map(Session::deadline);
        let dialled = async { self.access.dial.dial().await };
        let opened = match deadline {
            Some(deadline) => match timeout_at(deadline, dialled).await {
                Ok(opened) => opened,
                Err(_) => {
                    let seconds = timeout.unwrap_or_default().as_secs_f64();
                    return Err(
                        self.failed(ConnectFailure::Timeout, &format!("no answer within {seconds} s"))
                    );
                }
            },
            None => dialled.await,
        };
        let opened = opened.map_err(|error| Error::Connect { kind: error.kind, message: error.message })?;
        self.link = Some(Link::new(opened.wire));
        let deadline = deadline.unwrap_or_else(|| Session::deadline(self.access.login_timeout));
        self.log_in(deadline).await?;
        self.settle_in(deadline).await?;
        self.settled = true;
        self.state = State::AtPrompt;
        Ok(())
    }

    /// Answers the login's questions until there is a prompt.
    pub(super) async fn log_in(&mut self, deadline: Instant) -> Result<(), Error> {
        self.hearing.begin(Echo::default(), Answer::new(Some(0), None));
        let logins = self.access.logins.clone();
        let mut progress =
            Progress { logins: logins.iter(), current: None, password_sent: false, woken: 0, answered: 0 };
        let mut silent = Duration::ZERO;
        loop {
            let (look, sure) = self.hearing.look_at_login();
            let wait = match (&look, sure) {
                (LoginLook::Nothing, _) if self.hearing.is_line_empty() => {
                    // Later and later: what is slow to ask might take it for an answer.
                    (progress.woken < WAKES).then(|| self.access.wake * 6u32.pow(progress.woken))
                }
                (LoginLook::Nothing, _) => None,
                (LoginLook::Prompt(_), _) => Some(SETTLED),
                (_, Sure::InSilence | Sure::InLongSilence) => Some(DOUBTFUL),
                // After the return key was pressed two may be on their way.
                (_, Sure::Now) if progress.woken > 0 => Some(SETTLED),
                (_, Sure::Now) => Some(Duration::ZERO),
            };
            if wait.is_some_and(|wait| silent >= wait) {
                silent = Duration::ZERO;
                if self.answer_login(look, &mut progress)? {
                    return Ok(());
                }
                progress.answered += 1;
                if progress.answered > QUESTIONS {
                    let last = self.hearing.last_words();
                    return Err(self.failed(ConnectFailure::Dialog, &format!("it keeps asking `{last}`")));
                }
                continue;
            }
            match self.hear(deadline, wait.map(|wait| wait - silent)).await {
                Heard::Something => silent = Duration::ZERO,
                Heard::Silence => silent = wait.unwrap_or_default(),
                Heard::Late => return Err(self.late_in_login()),
                Heard::Closed(why) => return Err(self.closed_in_login(&why, &progress)),
            }
        }
    }

    /// Whether the login is through.
    fn answer_login(&mut self, look: LoginLook, progress: &mut Progress<'_>) -> Result<bool, Error> {
        match look {
            LoginLook::Prompt(found) => {
                self.at(found);
                return Ok(true);
            }
            LoginLook::FirstPrompt => {
                self.mode = Some(self.platform.home_id());
                return Ok(true);
            }
            LoginLook::Nothing | LoginLook::Return => {
                progress.woken += u32::from(look == LoginLook::Nothing);
                self.say_in_login("", false);
            }
            LoginLook::Question { answer, raw } => self.say_in_login(&answer, raw),
            LoginLook::Unanswered(question) => {
                return Err(self.failed(ConnectFailure::Dialog, &format!("it asks `{question}`")));
            }
            LoginLook::Refused(line) => return Err(self.refused(&line, progress)),
            LoginLook::Username => {
                if progress.current.is_none() || progress.password_sent {
                    self.next_login(progress)?;
                }
                let Some(name) = progress.current.and_then(|login| login.username.clone()) else {
                    let why = "it asks for a user's name, and the testbed has none for it \
                               (`credentials: default: username`)";
                    return Err(self.failed(ConnectFailure::Authentication, why));
                };
                self.say_in_login(&name, false);
            }
            LoginLook::Password => {
                if progress.current.is_none() || progress.password_sent {
                    self.next_login(progress)?;
                }
                let Some(password) = progress.current.and_then(|login| login.password.clone()) else {
                    let why = "it asks for a password, and the testbed has none for it \
                               (`credentials: default: password`)";
                    return Err(self.failed(ConnectFailure::Authentication, why));
                };
                progress.password_sent = true;
                self.hearing.begin(Echo::default(), Answer::new(Some(0), None));
                self.type_secret(&password);
            }
        }
        Ok(false)
    }

    fn next_login(&mut self, progress: &mut Progress<'_>) -> Result<(), Error> {
        match progress.logins.next() {
            Some(login) => {
                progress.current = Some(login);
                progress.password_sent = false;
                Ok(())
            }
            None if progress.current.is_some() => Err(self.refused("", progress)),
            // The question itself is answered with what is missing.
            None => Ok(()),
        }
    }

    fn say_in_login(&mut self, text: &str, raw: bool) {
        self.hearing.begin(Echo::default(), Answer::new(Some(0), None));
        self.type_in(text, raw);
    }

    /// Goes home and sends the initial commands.
    async fn settle_in(&mut self, deadline: Instant) -> Result<(), Error> {
        let first_prompt = self.names.is_empty();
        if !first_prompt {
            self.steps_to(self.platform.home_id(), deadline)
                .await
                .map_err(|error| self.in_connecting(error))?;
        }
        let commands = match &self.access.settings.commands {
            Some(commands) => commands.clone(),
            None => self.platform.login.commands.clone(),
        };
        for command in &commands {
            self.begin_command(command, Some(0), None);
            let found = self.until_prompt(&mut Answers::default(), deadline).await;
            match found {
                Ok(found) => self.at(found),
                // What a device does not know it goes without.
                Err(fault) => return Err(self.fault_in_login(fault)),
            }
        }
        let lines = self.access.settings.configuration.clone();
        if !lines.is_empty() {
            self.configure_lines(&lines, &super::asked::Asked::default(), deadline)
                .await
                .map_err(|error| self.in_connecting(error))?;
        }
        Ok(())
    }

    /// Notes where the prompt says that the session is.
    pub(super) fn at(&mut self, found: Recognised) {
        self.mode = Some(found.mode);
        if found.strange {
            self.elsewhere = true;
        }
        let Some(name) = found.hostname else { return };
        if self.names.is_empty() {
            self.know(vec![name]);
            return;
        }
        // A long name is cut in the prompts of some modes.
        let known = self.names.iter().position(|known| known.starts_with(&name));
        match known {
            Some(n) => self.elsewhere = n > 0,
            None => {
                self.elsewhere = true;
                let own = self.hostname().to_owned();
                self.know(vec![own, name]);
            }
        }
    }

    /// From now on the device's prompts have these names; the first is its own.
    pub(super) fn know(&mut self, names: Vec<String>) {
        let texts: Vec<&str> = names.iter().map(String::as_str).collect();
        if let Some(prompts) = self.platform.prompts_of(&texts) {
            self.hearing.set_prompts(prompts);
        }
        self.names = names;
    }

    fn failed(&self, kind: ConnectFailure, why: &str) -> Error {
        Error::Connect { kind, message: format!("{}: {why}", self.access.shown) }
    }

    fn refused(&self, line: &str, progress: &Progress<'_>) -> Error {
        let tried = match progress.current {
            Some(Login { name, username: Some(user), .. }) => format!("of `{user}` (credentials `{name}`)"),
            Some(Login { name, .. }) => format!("(credentials `{name}`)"),
            None => String::new(),
        };
        let said = if line.is_empty() { String::new() } else { format!(": it says `{line}`") };
        self.failed(ConnectFailure::Authentication, &format!("it refused the login {tried}{said}"))
    }

    fn late_in_login(&self) -> Error {
        if self.hearing.has_ever_said() {
            let last = self.hearing.last_words();
            let why = format!(
                "there was no prompt of the platform `{}` within the time; the last that it said is `{last}`",
                self.platform.name()
            );
            return self.failed(ConnectFailure::Dialog, &why);
        }
        self.failed(ConnectFailure::Timeout, "it is connected and says nothing")
    }

    fn closed_in_login(&self, why: &str, progress: &Progress<'_>) -> Error {
        if let Some(line) = self.hearing.refusal() {
            return self.refused(&line, progress);
        }
        let last = self.hearing.last_words();
        let mut told = "it closed the connection".to_owned();
        if !why.is_empty() {
            told.push_str(&format!(" ({why})"));
        }
        if !last.is_empty() {
            told.push_str(&format!("; the last that it said is `{last}`"));
        }
        self.failed(ConnectFailure::Closed, &told)
    }

    fn fault_in_login(&self, fault: Fault) -> Error {
        match fault {
            Fault::Late => self.late_in_login(),
            Fault::Closed(why) => {
                let told = if why.is_empty() { String::new() } else { format!(" ({why})") };
                self.failed(ConnectFailure::Closed, &format!("it closed the connection{told}"))
            }
            Fault::Asked(question) => self.failed(ConnectFailure::Dialog, &format!("it asks `{question}`")),
            Fault::Password { known } => self.password_refused(known),
        }
    }

    pub(super) fn password_refused(&self, known: bool) -> Error {
        let last = self.hearing.last_answer();
        let why = match (known, last.is_empty()) {
            (false, _) => "it asks for a mode's password, and the testbed has none \
                           (`credentials: enable: password`)"
                .to_owned(),
            (true, true) => "it refused a mode's password (`credentials: enable: password`)".to_owned(),
            (true, false) => {
                format!("it refused a mode's password (`credentials: enable: password`): it says `{last}`")
            }
        };
        self.failed(ConnectFailure::Authentication, &why)
    }

    /// An error of what is done while connecting is one of connecting.
    fn in_connecting(&self, error: Error) -> Error {
        match error {
            Error::Connect { .. } => error,
            Error::Timeout { .. } => self.late_in_login(),
            Error::Closed { why, .. } => self.fault_in_login(Fault::Closed(why)),
            other => self.failed(ConnectFailure::Dialog, &other.to_string()),
        }
    }
}
