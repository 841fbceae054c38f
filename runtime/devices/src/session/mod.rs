//! Sessions: a login that is open, commands and their answers, modes, and the transcript.
//!
//! | room | for |
//! | --- | --- |
//! | `utf8`, `screen` | bytes made into lines, as a terminal would show them |
//! | `echo`, `answer`, `overheard` | what of that is the echo, the answer, what `expect` has not taken yet |
//! | `hearing` | what the device is at: a state machine without I/O |
//! | `link` | the bytes themselves |
//! | `target`, `settings`, `asked` | what a session is opened with, and what is asked of it, checked |
//! | `dialogue` | the loop that reads, looks and answers until there is a prompt |
//! | `login`, `modes`, `commands`, `conversation`, `restore` | what is done with it |
//! | `mask`, `transcript` | what people may read of it |
//!
//! A [`Session`] is one terminal: who calls its methods waits for the answer. Every future may be dropped at any
//! point; the session then does not know where it is, and brings itself back before it is used again (see
//! [`Session::restore`]). Nothing here knows grants, guests or whose turn it is.

mod answer;
mod asked;
mod commands;
mod conversation;
mod dialogue;
mod echo;
mod hearing;
mod link;
mod login;
mod mask;
mod modes;
mod overheard;
mod restore;
mod screen;
mod settings;
mod target;
#[cfg(test)]
mod tests;
mod transcript;
mod utf8;
mod whereabouts;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use easypy_contract::testbed::{Connected, Error};
use tokio::time::Instant;

use crate::platform::{ModeId, Platform};
use crate::transport::WINDOW;
use hearing::Hearing;
use link::Link;
use target::Access;

pub use answer::MOST as OUTPUT_BYTES;
pub use mask::Mask;
pub use restore::{How, Restored};
pub use target::Target;
pub use transcript::Transcript;

/// A login on a device.
pub struct Session {
    platform: Arc<Platform>,
    access: Access,
    transcript: Transcript,
    link: Option<Link>,
    hearing: Hearing,
    /// The names that the device's prompt may have; the first is its own.
    names: Vec<String>,
    /// The mode of the last prompt; none before the first.
    mode: Option<ModeId>,
    state: State,
    echoes: Echoes,
    /// Whether the last prompt was another device's, or another program's.
    elsewhere: bool,
    /// Whether the login, and all that belongs to it, came to its end.
    settled: bool,
    /// On whose behalf the session was last used.
    who: String,
}

/// What is known of where the session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// At a prompt, and nothing is under way.
    AtPrompt,
    /// A caller sends and expects on its own.
    Conversing,
    /// Something was begun, and has not come to its end.
    Unknown,
}

/// Whether the device sends back what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Echoes {
    Unknown,
    Yes,
    No,
}

impl Session {
    /// Opens the way in, logs in, goes to the platform's home mode and sends the initial commands. `timeout` is for all of
    /// it; without one, the testbed's setting is for each attempt to open the way in, and again for the rest.
    ///
    /// # Errors
    /// [`Error::Connect`] with its kind; [`Error::UnknownDevice`] and [`Error::UnknownVia`] for a target that is
    /// not there.
    pub async fn connect(
        target: &Target,
        platform: Arc<Platform>,
        transcript: Transcript,
        who: &str,
        timeout: Option<Duration>,
    ) -> Result<(Session, Connected), Error> {
        let access = Access::to(target, &platform)?;
        Session::connect_by(access, platform, transcript, who, timeout).await
    }

    async fn connect_by(
        access: Access,
        platform: Arc<Platform>,
        transcript: Transcript,
        who: &str,
        timeout: Option<Duration>,
    ) -> Result<(Session, Connected), Error> {
        let hearing = Hearing::new(platform.clone(), access.mask.clone(), WINDOW.0);
        let mut session = Session {
            platform,
            access,
            transcript,
            link: None,
            hearing,
            names: Vec::new(),
            mode: None,
            state: State::Unknown,
            echoes: Echoes::Unknown,
            elsewhere: false,
            settled: false,
            who: who.to_owned(),
        };
        session.open(timeout).await?;
        let connected = session.connected(true);
        Ok((session, connected))
    }

    /// The session as it is, for one who takes part in it; `new` if the caller has opened it.
    pub fn connected(&self, new: bool) -> Connected {
        Connected {
            via: self.access.via.clone(),
            mode: self.mode().to_owned(),
            hostname: self.hostname().to_owned(),
            new,
        }
    }

    pub fn platform(&self) -> &Arc<Platform> {
        &self.platform
    }

    /// As the device's prompt has it; empty if that has none.
    pub fn hostname(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }

    /// Whether the device has not closed it, as far as is known. The next request opens it again otherwise.
    pub fn is_open(&self) -> bool {
        self.link.is_some()
    }

    /// Whether it must be brought back before someone else may use it: it is not at the prompt of its home mode.
    pub fn needs_restore(&self) -> bool {
        self.link.is_none() || self.state != State::AtPrompt || !self.is_home()
    }

    fn is_home(&self) -> bool {
        self.mode == Some(self.platform.home_id()) && !self.elsewhere
    }

    /// The deadline of something that may take this long.
    fn deadline(after: Duration) -> Instant {
        let now = Instant::now();
        // A time that never comes is as good as a long one.
        now.checked_add(after).unwrap_or_else(|| now + Duration::from_secs(365 * 24 * 3600))
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("with", &self.access.shown)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
