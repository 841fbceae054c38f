//! Ways in: the bytes to and from a device.
//!
//! | room | for |
//! | --- | --- |
//! | `way` | which way is meant, and [`open`] |
//! | [`settings`] | what a testbed says of how to connect, in this program's words and in pyATS's |
//! | `retry` | attempts that follow each other, and how long they wait |
//! | `tcp` | names looked up, addresses tried |
//! | `telnet` | RFC 854 on a connection |
//! | `command` | a program of this machine, on a terminal of its own |
//! | `ssh` | SSH: host keys, logins, jump hosts |
//!
//! Nothing here knows prompts: what a device asks once it can be typed to is the session's business. Nothing
//! blocks the thread, nothing prints, and no message holds a secret.

mod command;
mod retry;
pub mod settings;
mod ssh;
mod tcp;
mod telnet;
mod text;
mod way;

use std::fmt;

use easypy_contract::testbed::ConnectFailure;
use tokio::io::{AsyncRead, AsyncWrite};

pub use retry::Retries;
pub use settings::Settings;
pub use way::{Login, Way, open, open_once};

/// Columns and rows of the terminal that a device is told of: so wide that nothing is wrapped.
pub const WINDOW: (u16, u16) = (511, 24);

/// The kind of terminal that a device is told of.
pub const TERMINAL: &str = "vt100";

/// The bytes to and from a device: a terminal's, in both directions. Dropping it closes the connection; a
/// program is ended.
///
/// The end is 0 bytes read, or once an error of kind `UnexpectedEof` whose text says why there is no more
/// (`the program ended with status 3`). Read while you write: what is not read holds up what is written.
pub trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// Why there is no connection. The text names what was tried, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConnectError {
    pub kind: ConnectFailure,
    pub message: String,
}

impl ConnectError {
    pub(crate) fn new(kind: ConnectFailure, message: impl Into<String>) -> ConnectError {
        ConnectError { kind, message: message.into() }
    }

    /// The testbed asks for what cannot be done.
    pub(crate) fn unsupported(message: impl Into<String>) -> ConnectError {
        ConnectError::new(ConnectFailure::Unsupported, message)
    }

    fn behind(self, what: &str) -> ConnectError {
        ConnectError { kind: self.kind, message: format!("{what}: {}", self.message) }
    }
}

/// A way in that is open.
pub struct Opened {
    pub wire: Box<dyn Wire>,
    /// Whether the protocol itself has logged in, as SSH does; otherwise the device may ask.
    pub authenticated: bool,
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened").field("authenticated", &self.authenticated).finish_non_exhaustive()
    }
}
