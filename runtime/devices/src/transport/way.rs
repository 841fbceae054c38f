//! Which way in is meant.

use std::time::Duration;

use easypy_contract::testbed::ConnectFailure;
use easypy_testbed::model::{Connection, Credential, Device, Protocol, Value};
use easypy_testbed::{Secret, Testbed};

use super::{ConnectError, Opened, Settings, command, ssh, telnet};

/// A way into a device of a testbed.
#[derive(Clone, Copy, Debug)]
pub struct Way<'a> {
    pub testbed: &'a Testbed,
    pub device: &'a Device,
    pub via: &'a str,
    pub connection: &'a Connection,
}

/// A login that a way in may take.
#[derive(Clone, Copy, Debug)]
pub struct Login<'a> {
    /// `default`, or another one's name.
    pub name: &'a str,
    pub credential: &'a Credential,
}

impl<'a> Way<'a> {
    /// The way of this name; `None` if the device has none.
    pub fn new(testbed: &'a Testbed, device: &'a Device, via: &str) -> Option<Way<'a>> {
        let (via, connection) = device.connections.iter().find(|(name, _)| name.as_str() == via)?;
        Some(Way { testbed, device, via: via.as_str(), connection })
    }

    /// What the testbed says of how to connect.
    ///
    /// # Errors
    /// A value that is of the wrong kind, or asks for what cannot be done.
    pub fn settings(&self) -> Result<Settings, ConnectError> {
        Settings::of(self).map_err(|error| error.behind(&self.to_string()))
    }

    /// The logins to try, in order: those of `login_creds` in the connection's `arguments`, else `default`; then
    /// the `fallback_credentials` of the connection, else of the device's `defaults`. Names that stand for
    /// nothing are left out.
    pub fn logins(&self) -> Vec<Login<'a>> {
        let named = match self.connection.arguments.get("login_creds") {
            Some(Value::Text(name)) => vec![name.as_str()],
            Some(Value::List(names)) => names.iter().filter_map(text).collect(),
            _ => vec!["default"],
        };
        let fallback = match self.connection.fallback_credentials.as_slice() {
            [] => &self.device.connections.defaults.fallback_credentials,
            own => own,
        };
        let mut logins: Vec<Login<'a>> = Vec::new();
        for name in named.into_iter().chain(fallback.iter().map(|name| name.as_str())) {
            let credential = self.testbed.credential(self.device, self.via, name);
            if let Some(credential) = credential.filter(|_| logins.iter().all(|login| login.name != name)) {
                logins.push(Login { name, credential });
            }
        }
        logins
    }
}

/// As messages name it: `` `R1` via `cli` ``.
impl std::fmt::Display for Way<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` via `{}`", self.device.name, self.via)
    }
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::Secret(secret) => secret.reveal(),
        _ => None,
    }
}

impl<'a> Login<'a> {
    pub fn username(&self) -> Option<&'a str> {
        self.credential.username.as_deref().filter(|name| !name.is_empty())
    }

    /// The password, if there is one and it is known.
    pub fn password(&self) -> Option<&'a str> {
        self.credential.password.as_ref().and_then(Secret::reveal)
    }

    /// What else the login holds, as `private_key` or `passphrase`.
    pub(super) fn other(&self, key: &str) -> Option<&'a str> {
        self.credential.others.get(key).and_then(Secret::reveal).filter(|text| !text.is_empty())
    }
}

/// Opens a way in, as often as its settings say.
///
/// Nobody is logged in but by SSH. Dropping the future gives up, and leaves nothing behind.
///
/// # Errors
/// That of the last attempt.
pub async fn open(way: &Way<'_>) -> Result<Opened, ConnectError> {
    let settings = way.settings()?;
    settings
        .retries
        .run(|error: &ConnectError| Some(error.kind), async || open_once(way, &settings).await)
        .await
}

/// Opens a way in: one attempt, within the settings' time.
///
/// # Errors
/// It could not be opened: why, what was tried, and what to do.
pub async fn open_once(way: &Way<'_>, settings: &Settings) -> Result<Opened, ConnectError> {
    let opened = match &way.connection.protocol {
        Protocol::Ssh => ssh::open(way, settings).await,
        Protocol::Telnet => telnet::open(way, settings).await,
        Protocol::Command => command::open(way).await,
        Protocol::Other(name) => Err(ConnectError::unsupported(format!(
            "the protocol `{name}` is none that this program speaks; it speaks ssh and telnet, and takes a `command`"
        ))),
    };
    opened.map_err(|error| error.behind(&way.to_string()))
}

/// Where a connection goes.
///
/// # Errors
/// The testbed does not say.
pub(super) fn host(way: &Way<'_>) -> Result<String, ConnectError> {
    let host = way.connection.host.as_ref().map(ToString::to_string);
    host.ok_or_else(|| {
        ConnectError::unsupported("the connection leads nowhere: it has no `ip`, no `host` and no `command`")
    })
}

/// The time was up; `found` says what had come until then.
pub(super) fn timed_out(after: Duration, found: &str) -> ConnectError {
    let seconds = after.as_secs_f64();
    ConnectError::new(
        ConnectFailure::Timeout,
        format!("{found} within {seconds} s (the setting `connect_timeout`)"),
    )
}
