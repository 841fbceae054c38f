//! Conversations: a caller sends and expects on its own.

use std::time::Duration;

use easypy_contract::testbed::{Error, Matched, Output};
use regex::Regex;
use tokio::time::Instant;

use super::answer::Answer;
use super::asked::patterns;
use super::dialogue::Heard;
use super::echo::Echo;
use super::{Session, State};

/// The longest text that is sent at once, in bytes.
const TEXT_BYTES: usize = 64 * 1024;

impl Session {
    /// Sends a text as it is. From then on the session is in conversation: what the device says is kept for
    /// [`Session::expect`] until the next [`Session::execute`] or [`Session::go_home`].
    ///
    /// # Errors
    /// [`Error::Timeout`] if the device does not take it in, [`Error::Closed`].
    pub async fn send(&mut self, who: &str, text: &str) -> Result<(), Error> {
        if text.len() > TEXT_BYTES {
            return Err(Error::InvalidArgument(format!("text: longer than {TEXT_BYTES} bytes")));
        }
        let timeout = self.access.settings.execute;
        let deadline = Session::deadline(timeout);
        self.converse(who, "send", deadline, timeout).await?;
        self.type_in(text, true);
        while self.link.as_mut().is_some_and(|link| !link.is_sent()) {
            match self.hear(deadline, Some(Duration::from_millis(50))).await {
                Heard::Something | Heard::Silence => {}
                Heard::Late => {
                    return Err(Error::Timeout { after: timeout, output: Output::default() });
                }
                Heard::Closed(why) => {
                    return Err(Error::Closed { why, output: self.hearing.take_overheard() });
                }
            }
        }
        self.transcript.flush();
        Ok(())
    }

    /// Waits until what the device says fits one of the patterns, and takes all up to the end of the match. A match is
    /// looked for in what was not taken yet, the last MiB of it; it may be 4 KiB long.
    ///
    /// # Errors
    /// [`Error::Timeout`] with what there is, which stays to be expected; [`Error::Closed`].
    pub async fn expect(
        &mut self,
        who: &str,
        texts: &[String],
        timeout: Option<Duration>,
    ) -> Result<Matched, Error> {
        let patterns = patterns(texts)?;
        let timeout = timeout.unwrap_or(self.access.settings.execute);
        let deadline = Session::deadline(timeout);
        self.converse(who, "expect", deadline, timeout).await?;
        let mut late = false;
        loop {
            if let Some(found) = self.search(&patterns, deadline).await {
                self.transcript.flush();
                return Ok(found);
            }
            if late {
                return Err(Error::Timeout { after: timeout, output: self.hearing.overheard() });
            }
            match self.hear(deadline, None).await {
                Heard::Something | Heard::Silence => {}
                // What came at the last moment counts.
                Heard::Late => late = true,
                Heard::Closed(why) => {
                    return match self.search(&patterns, deadline).await {
                        Some(found) => Ok(found),
                        None => Err(Error::Closed { why, output: self.hearing.take_overheard() }),
                    };
                }
            }
        }
    }

    /// Looks for the patterns in what was not searched yet. A pattern may take long: all others get their turn between two of
    /// them, and what is not searched by the deadline stays.
    async fn search(&mut self, patterns: &[Regex], deadline: Instant) -> Option<Matched> {
        loop {
            let slice = self.hearing.slice();
            let mut best = None;
            for (index, pattern) in patterns.iter().enumerate() {
                best = slice.better(best, index, pattern);
                tokio::task::yield_now().await;
            }
            if let Some(found) = best {
                let found = self.hearing.take_match(&slice, &found);
                return Some(Matched {
                    index: u32::try_from(found.index).unwrap_or(u32::MAX),
                    before: found.before,
                    groups: found.groups,
                });
            }
            self.hearing.nothing_in(&slice);
            if slice.is_last || Instant::now() >= deadline {
                return None;
            }
        }
    }

    async fn converse(
        &mut self,
        who: &str,
        what: &str,
        deadline: Instant,
        timeout: Duration,
    ) -> Result<(), Error> {
        if self.state == State::Conversing && self.link.is_some() {
            self.used_by(who, what);
            return Ok(());
        }
        self.ready(who, what, deadline, timeout).await?;
        self.hearing.begin(Echo::default(), Answer::new(Some(0), None));
        self.hearing.overhear();
        self.state = State::Conversing;
        Ok(())
    }
}
