//! The loop that reads, looks and answers, until the device is at a prompt.

use std::time::Duration;

use easypy_contract::testbed::Output;
use regex::Regex;
use tokio::time::{Instant, timeout_at};

use super::asked::Reply;
use super::hearing::{Look, Sure};
use super::link::Read;
use super::target::Password;
use super::{Echoes, Session};
use crate::platform::Recognised;

/// How many questions of one command are answered.
const ANSWERS: usize = 1000;
/// How long a device must be silent before what is only probable is taken for true.
pub(super) const SILENCE: Duration = Duration::from_millis(400);
/// The same for the prompt of another device or program.
pub(super) const LONG_SILENCE: Duration = Duration::from_millis(1500);
/// The same for what looks as if its other half were on the way.
const HALF: Duration = Duration::from_millis(20);
/// Reads that are taken in one after the other before anyone else has a turn.
const READS: usize = 8;

/// Reads of what is there already.
const READS_AT_MOST: usize = 256;

/// What was heard.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Something,
    /// Nothing for as long as was asked.
    Silence,
    /// The time is up.
    Late,
    /// The device closed the connection: why.
    Closed(String),
}

/// Why there is no prompt.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Late,
    Closed(String),
    /// It asks what nobody has an answer to.
    Asked(String),
    /// It asks for a password again, or for one that nobody knows.
    Password {
        known: bool,
    },
}

/// What is answered until there is a prompt.
#[derive(Default)]
pub(super) struct Answers<'a> {
    pub(super) replies: &'a [Reply],
    /// Which of them are used up.
    pub(super) used: Vec<bool>,
    pub(super) password: Asking,
    /// How many have been given.
    pub(super) given: usize,
}

/// What becomes of a question for a password.
#[derive(Default)]
pub(super) enum Asking {
    /// It is a question like any other.
    #[default]
    Question,
    /// It is answered, once.
    Answer(Option<Password>),
    Answered,
}

impl<'a> Answers<'a> {
    pub(super) fn of(replies: &'a [Reply]) -> Answers<'a> {
        Answers { replies, ..Answers::default() }
    }

    fn open(&self) -> Vec<Option<&'a Regex>> {
        let used = |n: usize| self.used.get(n).copied().unwrap_or(false);
        self.replies.iter().enumerate().map(|(n, reply)| (!used(n)).then_some(&reply.pattern)).collect()
    }

    fn use_up(&mut self, n: usize) {
        self.used.resize(self.replies.len(), false);
        if let Some(used) = self.used.get_mut(n) {
            *used = !self.replies[n].again;
        }
    }
}

impl Session {
    /// Takes in what the device says until the deadline, or until it says nothing for a while.
    pub(super) async fn hear(&mut self, deadline: Instant, silence: Option<Duration>) -> Heard {
        let now = Instant::now();
        if now >= deadline {
            return Heard::Late;
        }
        let until = silence.map_or(deadline, |silence| deadline.min(now + silence));
        let Some(link) = &mut self.link else { return Heard::Closed(String::new()) };
        match timeout_at(until, link.next()).await {
            Ok(Read::Data) => {}
            Ok(Read::Closed(why)) => return self.closed(why),
            Err(_) if until < deadline => return Heard::Silence,
            Err(_) => return Heard::Late,
        }
        self.take_in();
        // What is there already belongs to it: a prompt is one only if nothing stands behind it.
        for _ in 0..READS {
            let Some(link) = &mut self.link else { break };
            match link.now().await {
                Some(Read::Data) => self.take_in(),
                Some(Read::Closed(why)) => return self.closed(why),
                None => return Heard::Something,
            }
        }
        tokio::task::yield_now().await;
        Heard::Something
    }

    /// Takes in what is there, unless it has no end.
    pub(super) async fn hear_what_is_there(&mut self) -> Heard {
        for _ in 0..READS_AT_MOST {
            let Some(link) = &mut self.link else { return Heard::Closed(String::new()) };
            match link.now().await {
                Some(Read::Data) => self.take_in(),
                Some(Read::Closed(why)) => return self.closed(why),
                None => return Heard::Silence,
            }
            tokio::task::yield_now().await;
        }
        Heard::Something
    }

    fn take_in(&mut self) {
        if let Some(link) = &self.link {
            self.hearing.feed(link.data());
            self.transcript.lines(&self.hearing.take_log());
        }
    }

    fn closed(&mut self, why: String) -> Heard {
        self.link = None;
        self.hearing.log_rest();
        self.transcript.lines(&self.hearing.take_log());
        let told = if why.is_empty() { "closed by the device".to_owned() } else { format!("closed: {why}") };
        let who = std::mem::take(&mut self.who);
        self.transcript.event(&who, &told);
        self.transcript.flush();
        self.who = who;
        Heard::Closed(why)
    }

    /// Sends a text; a line end follows unless `raw`.
    pub(super) fn type_in(&mut self, text: &str, raw: bool) {
        self.transcript.lines(&self.hearing.take_log());
        self.transcript.sent(&self.access.mask.for_log(text));
        self.put_in(text, raw);
    }

    /// Sends a password.
    pub(super) fn type_secret(&mut self, secret: &Password) {
        self.transcript.lines(&self.hearing.take_log());
        self.transcript.sent_secret();
        self.put_in(secret, false);
    }

    fn put_in(&mut self, text: &str, raw: bool) {
        if let Some(link) = &mut self.link {
            link.send(text.as_bytes());
            if !raw {
                link.send(self.platform.line_end.as_bytes());
            }
        }
    }

    /// Reads and answers until there is a prompt.
    pub(super) async fn until_prompt(
        &mut self,
        answers: &mut Answers<'_>,
        deadline: Instant,
    ) -> Result<Recognised, Fault> {
        let mut silent = false;
        let mut must_echo = self.echoes != Echoes::No;
        loop {
            let (look, sure) = self.look(answers, must_echo)?;
            if self.hearing.is_echoed() {
                self.echoes = Echoes::Yes;
            }
            let half = self.link.as_ref().is_some_and(super::link::Link::is_full);
            let wait = match (&look, sure) {
                (Look::Nothing, _) => None,
                (_, Sure::InSilence) => Some(SILENCE),
                (_, Sure::InLongSilence) => Some(LONG_SILENCE),
                (_, Sure::Now) if half => Some(HALF),
                (_, Sure::Now) => Some(Duration::ZERO),
            };
            if wait.is_some_and(|wait| silent || wait.is_zero()) {
                if must_echo && !self.hearing.is_echoed() && self.echoes == Echoes::Unknown {
                    self.echoes = Echoes::No;
                }
                if let Some(found) = self.act_on(look, answers)? {
                    return Ok(found);
                }
                // What is answered is answered behind the echo.
                must_echo = false;
                silent = false;
                continue;
            }
            match self.hear(deadline, wait.filter(|_| !silent)).await {
                Heard::Something => silent = false,
                Heard::Silence => silent = true,
                Heard::Late => return Err(Fault::Late),
                // It may have come to its end just before.
                Heard::Closed(why) => match self.hearing.look(&[], must_echo) {
                    (Look::Prompt(found), Sure::Now) => return Ok(found),
                    _ => return Err(Fault::Closed(why)),
                },
            }
        }
    }

    fn look(&mut self, answers: &mut Answers<'_>, must_echo: bool) -> Result<(Look, Sure), Fault> {
        if !matches!(answers.password, Asking::Question) && self.hearing.asks_for_password() {
            let known = !matches!(answers.password, Asking::Answer(None));
            let Asking::Answer(Some(password)) = &answers.password else {
                return Err(Fault::Password { known });
            };
            self.hearing.begin_answer();
            let password = password.clone();
            self.type_secret(&password);
            answers.password = Asking::Answered;
        }
        Ok(self.hearing.look(&answers.open(), must_echo))
    }

    /// Answers what is to be answered; gives the prompt if it is one.
    fn act_on(&mut self, look: Look, answers: &mut Answers<'_>) -> Result<Option<Recognised>, Fault> {
        match look {
            Look::Nothing => {}
            Look::Prompt(found) => return Ok(Some(found)),
            Look::Pager { answer, raw } => {
                self.hearing.pass_pager();
                self.type_in(&answer, raw);
            }
            // A device that asks again and again does not take the answer.
            Look::Reply(_) | Look::Question { .. } if answers.given >= ANSWERS => {
                return Err(Fault::Asked(format!("it has been answered {ANSWERS} times")));
            }
            Look::Reply(n) => {
                answers.given += 1;
                self.hearing.go_on();
                answers.use_up(n);
                if let Some(reply) = answers.replies.get(n) {
                    self.type_in(&reply.answer, reply.raw);
                }
            }
            Look::Question { answer, raw } => {
                answers.given += 1;
                self.hearing.go_on();
                self.type_in(&answer, raw);
            }
            Look::Unanswered(question) => return Err(Fault::Asked(question)),
        }
        Ok(None)
    }

    /// What was said to a command that did not come to its end.
    pub(super) fn said_so_far(&mut self) -> Output {
        self.hearing.take_answer(false)
    }
}
