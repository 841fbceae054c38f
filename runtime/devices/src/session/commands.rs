//! Commands and their answers, and configuration.

use std::time::Duration;

use easypy_contract::testbed::{Error, Exchange, Output};
use regex::RegexSet;
use tokio::time::Instant;

use super::answer::Answer;
use super::asked::{Asked, check_command};
use super::dialogue::{Answers, Fault};
use super::echo::Echo;
use super::{Echoes, Session, State};

/// How long a device has to leave a question that nobody answers.
const LEAVE: Duration = Duration::from_secs(2);

impl Session {
    /// Sends a command, and gives what the device says until it is at a prompt again, of whatever mode.
    ///
    /// A command that asks what neither a reply nor the platform answers is broken off, and is an error.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] before anything is sent; [`Error::Command`] if a line of the answer is an error, or
    /// for a question; [`Error::Timeout`] and [`Error::Closed`] with what was said until then. After the last two
    /// the session brings itself back before it is used again.
    pub async fn execute(&mut self, who: &str, command: &str, exchange: &Exchange) -> Result<Output, Error> {
        check_command("command", command)?;
        let asked = Asked::of(exchange)?;
        let timeout = asked.timeout.unwrap_or(self.access.settings.execute);
        let deadline = Session::deadline(timeout);
        self.ready(who, "execute", deadline, timeout).await?;
        let errors =
            asked.raise.then(|| asked.errors.clone().unwrap_or_else(|| self.platform.errors.clone()));
        self.state = State::Unknown;
        let output = self.exchange(command, &asked, errors, deadline, timeout).await?;
        self.at_rest();
        let (output, error) = output;
        match error {
            Some(line) => Err(Error::Command { command: command.to_owned(), line, output }),
            None => Ok(output),
        }
    }

    /// Sends lines in the platform's configuration mode, commits if the platform does, and goes home, also after an
    /// error. Gives what was said, and the mode afterwards.
    ///
    /// # Errors
    /// As [`Session::execute`]; [`Error::Command`] names the first line that was refused, behind which nothing is
    /// sent, and what the platform can discard is discarded.
    pub async fn configure(
        &mut self,
        who: &str,
        lines: &[String],
        exchange: &Exchange,
    ) -> Result<(Output, String), Error> {
        for (n, line) in lines.iter().enumerate() {
            check_command(&format!("lines[{n}]"), line)?;
        }
        let asked = Asked::of(exchange)?;
        let timeout = asked.timeout.unwrap_or(self.access.settings.configure);
        // The time is for each line, and once for the way there and back.
        let way = u32::try_from(lines.len()).unwrap_or(u32::MAX).saturating_add(1);
        let deadline = Session::deadline(timeout.saturating_mul(way));
        self.ready(who, "configure", deadline, timeout).await?;
        self.state = State::Unknown;
        let done = self.configure_lines(lines, &asked, deadline).await;
        if self.is_home() && !matches!(done, Err(Error::Timeout { .. } | Error::Closed { .. })) {
            self.at_rest();
        }
        Ok((done?, self.mode().to_owned()))
    }

    /// The lines, and the way there and back.
    pub(super) async fn configure_lines(
        &mut self,
        lines: &[String],
        asked: &Asked,
        deadline: Instant,
    ) -> Result<Output, Error> {
        let platform = self.platform.clone();
        let Some(configure) = &platform.configure else {
            return Err(Error::InvalidArgument(format!(
                "the platform `{}` has no configuration mode",
                platform.name()
            )));
        };
        self.steps_to(configure.mode, deadline).await?;
        let mut said = Said::new(asked.limit);
        let errors = asked.raise.then(|| asked.errors.clone().unwrap_or_else(|| configure.errors.clone()));
        let commit = configure.commit.iter().map(String::as_str);
        let mut refused = None;
        for line in lines.iter().map(String::as_str).chain(commit) {
            let renamed = configure.renames.as_ref().and_then(|renames| renames.captures(line)?.get(1));
            if let Some(name) = renamed {
                self.expect_name(name.as_str());
            }
            let timeout = asked.timeout.unwrap_or(self.access.settings.configure);
            let asked = Asked { limit: Some(said.room()), ..asked.clone() };
            let line_deadline = deadline.min(Session::deadline(timeout));
            match self.exchange(line, &asked, errors.clone(), line_deadline, timeout).await {
                Ok((output, error)) => {
                    said.add(output);
                    refused = error.map(|error| (line.to_owned(), error));
                }
                // A question was broken off, and the session is still there.
                Err(Error::Command { line: question, output, .. }) => {
                    said.add(output);
                    refused = Some((line.to_owned(), question));
                }
                Err(Error::Timeout { after, output }) => {
                    said.add(output);
                    return Err(Error::Timeout { after, output: said.output });
                }
                Err(Error::Closed { why, output }) => {
                    said.add(output);
                    return Err(Error::Closed { why, output: said.output });
                }
                Err(error) => return Err(error),
            }
            if refused.is_some() {
                break;
            }
        }
        if refused.is_some()
            && self.mode == Some(configure.mode)
            && let Some(discard) = &configure.discard
        {
            let asked = Asked::default();
            self.exchange(discard, &asked, None, deadline, self.access.settings.configure).await?;
        }
        let home = self.steps_to(platform.home_id(), deadline).await;
        self.settle_name();
        match refused {
            Some((command, line)) => Err(Error::Command { command, line, output: said.output }),
            None => home.map(|()| said.output),
        }
    }

    /// One command: its answer, and the first line of it that is an error.
    async fn exchange(
        &mut self,
        command: &str,
        asked: &Asked,
        errors: Option<RegexSet>,
        deadline: Instant,
        timeout: Duration,
    ) -> Result<(Output, Option<String>), Error> {
        self.begin_command(command, asked.limit, errors);
        let mut answers = Answers::of(&asked.replies);
        match self.until_prompt(&mut answers, deadline).await {
            Ok(found) => {
                self.at(found);
                let error = self.hearing.error();
                Ok((self.hearing.take_answer(true), error))
            }
            Err(Fault::Late) => Err(Error::Timeout { after: timeout, output: self.said_so_far() }),
            Err(Fault::Closed(why)) => Err(Error::Closed { why, output: self.said_so_far() }),
            Err(Fault::Asked(question)) => {
                let output = self.said_so_far();
                self.leave_question().await;
                let line = format!("{question} (it asks, and no reply fits)");
                Err(Error::Command { command: command.to_owned(), line, output })
            }
            Err(Fault::Password { known }) => Err(self.password_refused(known)),
        }
    }

    /// Gets out of a question; if that does not help, the session is brought back before it is used again.
    async fn leave_question(&mut self) {
        self.hearing.begin(Echo::default(), Answer::new(Some(0), None));
        let interrupt = self.platform.interrupt.clone();
        self.type_in(&interrupt, true);
        let echoes = std::mem::replace(&mut self.echoes, Echoes::No);
        let left = self.until_prompt(&mut Answers::default(), Session::deadline(LEAVE)).await;
        self.echoes = echoes;
        if let Ok(found) = left {
            self.at(found);
            self.at_rest();
        }
    }

    /// Sends a command, whose answer is heard from now on.
    pub(super) fn begin_command(&mut self, command: &str, limit: Option<u64>, errors: Option<RegexSet>) {
        let echo = Echo::of(command, self.echoes == Echoes::No);
        self.hearing.begin(echo, Answer::new(limit, errors));
        self.type_in(command, false);
    }

    /// What was under way has come to its end, at a prompt.
    pub(super) fn at_rest(&mut self) {
        self.state = State::AtPrompt;
        self.hearing.stop_overhearing();
        self.transcript.lines(&self.hearing.take_log());
        self.transcript.flush();
    }

    /// The device may have another name from now on.
    fn expect_name(&mut self, name: &str) {
        let mut names = self.names.clone();
        if !names.is_empty() && names.iter().all(|known| known != name) {
            names.push(name.to_owned());
            self.know(names);
        }
    }

    /// The device has the name that its last prompt had: it was given it on purpose.
    fn settle_name(&mut self) {
        if self.elsewhere && self.names.len() > 1 {
            self.names.swap(0, 1);
        }
        self.elsewhere = false;
        let own = self.names.first().cloned();
        self.know(own.into_iter().collect());
    }
}

/// What was said to several lines, within one limit.
struct Said {
    output: Output,
    limit: u64,
}

impl Said {
    fn new(limit: Option<u64>) -> Said {
        let most = super::OUTPUT_BYTES as u64;
        Said { output: Output::default(), limit: limit.map_or(most, |limit| limit.min(most)) }
    }

    fn room(&self) -> u64 {
        self.limit.saturating_sub(self.output.text.len() as u64)
    }

    fn add(&mut self, output: Output) {
        if self.output.cut > 0 {
            self.output.cut += output.text.len() as u64 + output.cut;
            return;
        }
        if !self.output.text.is_empty() && !output.text.is_empty() {
            self.output.text.push('\n');
        }
        self.output.text.push_str(&output.text);
        self.output.cut = output.cut;
    }
}
