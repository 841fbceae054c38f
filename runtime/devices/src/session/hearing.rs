//! What a device says, and what that means: the answer goes on, it is over, the device waits for something.
//!
//! This is a state machine without any I/O. Bytes go in by [`Hearing::feed`], in whatever pieces; what they come
//! to is asked for by the `look`s when nothing more is there to be read. What is only probably meant (a prompt of
//! another name, a prompt before the command's echo) counts once the device has been silent for a while, which
//! is the caller's to measure.

use std::sync::Arc;

use easypy_contract::push_visible;
use easypy_contract::testbed::Output;
use regex::Regex;

use super::answer::Answer;
use super::echo::Echo;
use super::mask::Mask;
use super::overheard::{Match, Overheard, Slice};
use super::screen::{Screen, Sink};
use crate::platform::{Platform, Prompts, Question, Recognised};

/// How much of what was said lately the patterns of replies are tried on, in bytes.
const TAIL: usize = 4096;
/// The longest line that is looked at, in characters.
const LOOKED_AT: usize = 1024;

/// What a device says.
pub(crate) struct Hearing {
    screen: Screen,
    ear: Ear,
}

/// What is kept of it.
struct Ear {
    platform: Arc<Platform>,
    prompts: Prompts,
    /// Whether the prompts before the initial commands count.
    first_prompts: bool,
    mask: Arc<Mask>,
    echo: Echo,
    answer: Answer,
    /// What was said lately, whole lines.
    tail: String,
    /// For the transcript, until it is fetched.
    log: String,
    /// A prompt that nothing but the device's own messages came behind.
    buried: Option<Recognised>,
    ever_said: bool,
    overheard: Option<Overheard>,
}

/// What the device is at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// It goes on, or nobody knows.
    Nothing,
    /// It waits for a command.
    Prompt(Recognised),
    /// It pauses: the answer to that.
    Pager { answer: String, raw: bool },
    /// It asks what this reply is for.
    Reply(usize),
    /// It asks, and the platform says what to answer.
    Question { answer: String, raw: bool },
    /// It asks, and nobody says what to answer: the question.
    Unanswered(String),
}

/// How sure that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sure {
    Now,
    /// Once the device is silent for a while.
    InSilence,
    /// Once it is silent for longer: much looks like it.
    InLongSilence,
}

/// What a login is at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LoginLook {
    Nothing,
    Username,
    Password,
    /// It waits for the return key.
    Return,
    /// It refused; the line that says so.
    Refused(String),
    Question {
        answer: String,
        raw: bool,
    },
    Unanswered(String),
    Prompt(Recognised),
    /// A prompt that is there until the initial commands have been sent.
    FirstPrompt,
}

impl Hearing {
    pub(crate) fn new(platform: Arc<Platform>, mask: Arc<Mask>, width: u16) -> Hearing {
        let prompts = platform.any_prompts().clone();
        let ear = Ear {
            platform,
            prompts,
            first_prompts: true,
            mask,
            echo: Echo::default(),
            answer: Answer::new(Some(0), None),
            tail: String::new(),
            log: String::new(),
            buried: None,
            ever_said: false,
            overheard: None,
        };
        Hearing { screen: Screen::new(width), ear }
    }

    /// Takes in what the device said.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.screen.feed(bytes, &mut self.ear);
    }

    /// From now on these prompts count.
    pub(crate) fn set_prompts(&mut self, prompts: Prompts) {
        self.ear.prompts = prompts;
        self.ear.first_prompts = false;
    }

    /// A command is about to be sent: what has been said is not its answer.
    pub(crate) fn begin(&mut self, echo: Echo, answer: Answer) {
        self.rest_to_log();
        self.ear.echo = echo;
        self.ear.answer = answer;
        self.ear.tail.clear();
        self.ear.buried = None;
    }

    /// A password is about to be sent, and nothing of it is echoed: what comes behind it is the answer.
    pub(crate) fn begin_answer(&mut self) {
        self.rest_to_log();
        self.ear.echo = Echo::default();
        self.ear.tail.clear();
        self.ear.buried = None;
    }

    /// Something is about to be sent that goes on with what is under way: a question's answer.
    pub(crate) fn go_on(&mut self) {
        self.ear.tail.clear();
        // The question is a part of the answer.
        let question: String = self.screen.take().into_iter().collect();
        self.ear.keep(&question, false);
    }

    /// A pager is about to be answered, and will wipe itself away.
    pub(crate) fn pass_pager(&mut self) {
        self.ear.tail.clear();
        self.screen.take_pager();
    }

    /// What is there for the transcript.
    pub(crate) fn take_log(&mut self) -> String {
        std::mem::take(&mut self.ear.log)
    }

    /// The line so far is put down in the transcript, and is over.
    pub(crate) fn rest_to_log(&mut self) {
        let rest = self.screen.take();
        if !rest.is_empty() {
            let rest: String = rest.iter().collect();
            self.ear.log_line(&rest, true);
        }
    }

    /// The line so far is put down in the transcript, and stays.
    pub(crate) fn log_rest(&mut self) {
        let rest: String = self.screen.line().iter().collect();
        if !rest.is_empty() {
            self.ear.log_line(&rest, true);
        }
    }

    /// Whether the device asks for a password.
    pub(crate) fn asks_for_password(&self) -> bool {
        let line = self.current().unwrap_or_default();
        let asks = |pattern: &Regex| pattern.is_match(&line);
        !line.trim().is_empty() && self.ear.platform.login.passwords.iter().any(asks)
    }

    /// Whether it ever said anything that is to be seen.
    pub(crate) fn has_ever_said(&self) -> bool {
        self.ear.ever_said
    }

    pub(crate) fn is_line_empty(&self) -> bool {
        self.screen.line().iter().all(|c| c.is_whitespace())
    }

    /// The line by which a login was refused.
    pub(crate) fn refusal(&self) -> Option<String> {
        let line = self.current().unwrap_or_default();
        let refused = |line: &&str| self.ear.platform.login.refused.is_match(line);
        let line = self.ear.tail.lines().chain([&*line]).find(refused)?;
        Some(self.ear.mask.for_guest(line.trim()).into_owned())
    }

    pub(crate) fn is_echoed(&self) -> bool {
        self.ear.echo.is_found()
    }

    /// The first line of the answer that is an error.
    pub(crate) fn error(&self) -> Option<String> {
        self.ear.answer.error().map(str::to_owned)
    }

    /// The last line that said something, masked: the one that has not ended, or one of the answer.
    pub(crate) fn last_words(&self) -> String {
        let line = self.current().unwrap_or_default();
        if line.trim().is_empty() {
            let said = self.ear.tail.lines().rev().find(|line| !line.trim().is_empty());
            let said = said.unwrap_or_else(|| self.ear.answer.last_line());
            return self.ear.mask.for_guest(said.trim()).into_owned();
        }
        self.ear.mask.for_guest(line.trim()).into_owned()
    }

    /// The last line of the answer that said something, the prompt behind it aside.
    pub(crate) fn last_answer(&self) -> String {
        self.ear.answer.last_line().trim().to_owned()
    }

    /// The answer. The line that has not ended is a part of it unless it is the prompt.
    pub(crate) fn take_answer(&mut self, at_prompt: bool) -> Output {
        if !at_prompt {
            let rest: String = self.screen.line().iter().collect();
            let rest = self.ear.mask.for_guest(&rest).into_owned();
            self.ear.answer.last(&rest);
        }
        self.ear.answer.take()
    }

    /// The line that has not ended; none if it is too long to mean anything.
    fn current(&self) -> Option<String> {
        let line = self.screen.line();
        (line.len() <= LOOKED_AT).then(|| line.iter().collect())
    }

    /// What the device is at. `replies` go before what the platform answers; with `must_echo` nothing is sure
    /// before the echo is through.
    pub(crate) fn look(&self, replies: &[Option<&Regex>], must_echo: bool) -> (Look, Sure) {
        let sure = if must_echo && !self.ear.echo.is_found() { Sure::InSilence } else { Sure::Now };
        let Some(line) = self.current() else { return (Look::Nothing, sure) };
        if let Some(found) = self.ear.prompts.recognise(&line) {
            return (Look::Prompt(found), sure);
        }
        if let Some((look, also)) = self.asked(&line, replies) {
            return (look, if also == Sure::Now { sure } else { also });
        }
        if let Some(found) = self.ear.platform.any_prompts().recognise(&line) {
            return (Look::Prompt(found), Sure::InLongSilence);
        }
        if self.ear.platform.login.prompts.iter().any(|prompt| prompt.is_match(&line)) {
            let mode = self.ear.platform.home_id();
            let found = Recognised { mode, hostname: None, strange: !self.ear.first_prompts };
            // Before the initial commands it is the only one.
            let sure = if self.ear.first_prompts { Sure::InSilence } else { Sure::InLongSilence };
            return (Look::Prompt(found), sure);
        }
        match &self.ear.buried {
            Some(found) if line.trim().is_empty() => (Look::Prompt(found.clone()), Sure::InSilence),
            _ => (Look::Nothing, sure),
        }
    }

    fn asked(&self, line: &str, replies: &[Option<&Regex>]) -> Option<(Look, Sure)> {
        let blank = line.trim().is_empty();
        if replies.iter().any(Option::is_some) {
            let from = self.ear.tail.ceil_char_boundary(self.ear.tail.len().saturating_sub(TAIL));
            let said = format!("{}{line}", &self.ear.tail[from..]);
            let reply = replies.iter().position(|reply| reply.is_some_and(|reply| reply.is_match(&said)));
            if let Some(reply) = reply {
                // A question stands on a line that has not ended, as a rule.
                return Some((Look::Reply(reply), if blank { Sure::InSilence } else { Sure::Now }));
            }
        }
        if blank {
            return None;
        }
        let fits = |question: &&Question| question.pattern.is_match(line);
        if let Some(pager) = self.ear.platform.pagers.iter().find(fits) {
            let answer = pager.answer.clone().unwrap_or_default();
            return Some((Look::Pager { answer, raw: pager.raw }, Sure::Now));
        }
        let question = self.ear.platform.questions.iter().find(fits)?;
        Some(match &question.answer {
            Some(answer) => (Look::Question { answer: answer.clone(), raw: question.raw }, Sure::Now),
            // A line of the answer may look like a question while it is not yet whole.
            None => {
                let line = self.ear.mask.for_guest(line.trim()).into_owned();
                (Look::Unanswered(line), Sure::InSilence)
            }
        })
    }

    /// What the login is at.
    pub(crate) fn look_at_login(&self) -> (LoginLook, Sure) {
        let dialog = &self.ear.platform.login;
        let line = self.current().unwrap_or_default();
        let any = |patterns: &[Regex]| patterns.iter().any(|pattern| pattern.is_match(&line));
        if !line.trim().is_empty() {
            if any(&dialog.passwords) {
                return (LoginLook::Password, Sure::Now);
            }
            if any(&dialog.usernames) {
                return (LoginLook::Username, Sure::Now);
            }
            if let Some(found) = self.ear.prompts.recognise(&line) {
                return (LoginLook::Prompt(found), Sure::InSilence);
            }
        }
        if let Some(question) = dialog.questions.iter().find(|question| question.pattern.is_match(&line)) {
            return match &question.answer {
                Some(answer) => {
                    (LoginLook::Question { answer: answer.clone(), raw: question.raw }, Sure::Now)
                }
                None => (LoginLook::Unanswered(line.trim().to_owned()), Sure::InSilence),
            };
        }
        let last = self.ear.tail.lines().rev().find(|line| !line.trim().is_empty());
        let waits = |line: &str| dialog.returns.iter().any(|pattern| pattern.is_match(line));
        if waits(&line) || (line.trim().is_empty() && last.is_some_and(waits)) {
            return (LoginLook::Return, Sure::InSilence);
        }
        if !line.trim().is_empty() {
            if let Some(found) = self.ear.platform.any_prompts().recognise(&line) {
                return (LoginLook::Prompt(found), Sure::InSilence);
            }
            if any(&dialog.prompts) {
                return (LoginLook::FirstPrompt, Sure::InSilence);
            }
        }
        if let Some(line) = self.refusal() {
            return (LoginLook::Refused(line), Sure::InSilence);
        }
        (LoginLook::Nothing, Sure::Now)
    }

    /// From now on what is said is kept for `expect`.
    pub(crate) fn overhear(&mut self) -> &mut Overheard {
        self.ear.overheard.get_or_insert_default()
    }

    /// It is not any more.
    pub(crate) fn stop_overhearing(&mut self) {
        self.ear.overheard = None;
    }

    /// What `expect` finds: which pattern, what stood before it, its groups.
    pub(crate) fn slice(&mut self) -> Slice {
        let line = self.line_for_guest();
        self.overhear().slice(&line)
    }

    /// The part has been searched, and nothing found.
    pub(crate) fn nothing_in(&mut self, slice: &Slice) {
        self.overhear().nothing_in(slice);
    }

    /// Takes all up to the end of a match.
    pub(crate) fn take_match(&mut self, slice: &Slice, found: &Match) -> super::overheard::Found {
        let line = self.line_for_guest();
        self.overhear().take_match(slice, found, &line)
    }

    fn line_for_guest(&self) -> String {
        let line: String = self.screen.line().iter().collect();
        self.ear.mask.for_guest(&line).into_owned()
    }

    /// What `expect` has not taken yet; it stays.
    pub(crate) fn overheard(&mut self) -> Output {
        let line: String = self.screen.line().iter().collect();
        let line = self.ear.mask.for_guest(&line).into_owned();
        self.overhear().clone().take(&line)
    }

    /// All that `expect` has not taken yet.
    pub(crate) fn take_overheard(&mut self) -> Output {
        let line: String = self.screen.line().iter().collect();
        let line = self.ear.mask.for_guest(&line).into_owned();
        self.overhear().take(&line)
    }
}

impl Ear {
    fn keep(&mut self, line: &str, ended: bool) {
        let masked = self.mask.for_guest(line);
        self.answer.line(&masked, ended);
        if let Some(overheard) = &mut self.overheard {
            overheard.line(&masked, ended);
        }
        self.log_line(line, ended);
    }

    fn log_line(&mut self, line: &str, ended: bool) {
        self.log.push_str("< ");
        push_visible(&mut self.log, &self.mask.for_log(line));
        self.log.push_str(if ended { "\n" } else { " …\n" });
    }

    fn note_prompt(&mut self, line: &str) {
        match self.prompts.recognise(line) {
            Some(found) => self.buried = Some(found),
            None if self.buried.is_none() || line.trim().is_empty() => {}
            None if self.platform.messages.is_match(line) => {}
            None => self.buried = None,
        }
    }
}

impl Sink for Ear {
    fn printed(&mut self, text: &str) {
        self.ever_said = true;
        self.echo.printed(text);
    }

    fn line(&mut self, line: &str, ended: bool) {
        self.keep(line, ended);
        let beginning = &line[..line.floor_char_boundary(TAIL)];
        self.note_prompt(beginning);
        self.tail.push_str(beginning);
        if ended {
            self.tail.push('\n');
        }
        if self.tail.len() > 4 * TAIL {
            let from = self.tail.ceil_char_boundary(self.tail.len() - TAIL);
            self.tail.drain(..from);
        }
        if ended {
            let prompts = &self.prompts;
            if self.echo.line(line, |before| prompts.recognise(before).is_some()) {
                self.answer.clear();
                self.tail.clear();
                self.buried = None;
            }
        }
    }
}
