//! What a testbed says of how to connect.
//!
//! A setting is looked for in the connection (`settings`, then `arguments`, then the options of `ssh_options`),
//! then in what holds for all connections of the device (`connections: defaults: connections_arguments`), then
//! in `custom: connection_settings:` of the device and of the testbed: pyATS takes no keys of its own there but
//! in `custom`. What no one knows is left alone: it may be the session's, or Unicon's.

use std::path::PathBuf;
use std::time::Duration;

use easypy_testbed::model::{Map, Value};

use super::ssh::options::{self, Options};
use super::{ConnectError, Retries, Way};

/// How long connecting may take if nothing else is said.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);
/// The longest that any time may be.
const LONGEST: f64 = 24.0 * 3600.0;
/// The most attempts after the first.
pub(super) const RETRIES: u32 = 1000;
/// After how long a silence an SSH server is asked whether it is still there.
const KEEPALIVE: Duration = Duration::from_secs(60);

/// How to connect.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// For one attempt, from the name that is looked up to the login's end.
    pub connect_timeout: Duration,
    pub retries: Retries,
    pub host_keys: HostKeys,
    /// Files of known host keys instead of the user's and the system's.
    pub known_hosts: Option<PathBuf>,
    /// Algorithms that are not safe any more, for devices that know no others.
    pub legacy_algorithms: bool,
    /// `None`: never.
    pub keepalive: Option<Duration>,
    /// What only `ssh_options` can say.
    pub(super) ssh: Options,
}

/// What is asked of a server's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostKeys {
    /// It is known.
    Strict,
    /// It is known, or the host is not; then it is recorded.
    AcceptNew,
    /// Nothing: whoever answers is believed.
    Ignore,
}

impl Settings {
    pub(super) fn of(way: &Way<'_>) -> Result<Settings, ConnectError> {
        let connection = way.connection;
        let custom = |custom: &'_ Map| match custom.get("connection_settings") {
            Some(Value::Map(map)) => Ok(Some(map.clone())),
            None | Some(Value::Null) => Ok(None),
            Some(_) => {
                Err(ConnectError::unsupported("`connection_settings` in `custom` is a map of settings"))
            }
        };
        let (device, testbed) = (custom(&way.device.custom)?, custom(&way.testbed.custom)?);
        let near = [Some(&connection.settings), Some(&connection.arguments)];
        let far = [Some(&way.device.connections.defaults.arguments), device.as_ref(), testbed.as_ref()];
        let ssh = options::of(connection)?;
        let look = Look { near, far };

        let connect_timeout = look
            .first(
                &["connect_timeout", "connection_timeout", "CONNECTION_TIMEOUT"],
                seconds,
                ssh.connect_timeout,
            )?
            .unwrap_or(CONNECT_TIMEOUT);
        if connect_timeout.is_zero() {
            return Err(wrong("connect_timeout", "a number of seconds above 0"));
        }
        let retries = Retries {
            count: look.first(&["connect_retries"], count, ssh.connect_retries)?.unwrap_or(0),
            delay: look.first(&["connect_retry_delay"], seconds, None)?.unwrap_or(Duration::from_secs(1)),
        };
        let keepalive = look.first(&["keepalive"], seconds, ssh.keepalive)?.unwrap_or(KEEPALIVE);
        Ok(Settings {
            connect_timeout,
            retries,
            host_keys: look.first(&["host_keys"], host_keys, ssh.host_keys)?.unwrap_or(HostKeys::Strict),
            known_hosts: look.first(&["known_hosts"], path, None)?,
            legacy_algorithms: look.first(&["legacy_algorithms"], flag, None)?.unwrap_or(false),
            keepalive: Some(keepalive).filter(|interval| !interval.is_zero()),
            ssh,
        })
    }
}

/// Where settings are looked for: before and behind what `ssh_options` says.
struct Look<'a> {
    near: [Option<&'a Map>; 2],
    far: [Option<&'a Map>; 3],
}

impl Look<'_> {
    fn first<T>(
        &self,
        names: &[&'static str],
        read: impl Fn(&'static str, &Value) -> Result<T, ConnectError>,
        between: Option<T>,
    ) -> Result<Option<T>, ConnectError> {
        let found = |maps: &[Option<&Map>]| {
            let value = maps.iter().flatten().find_map(|map| {
                names.iter().find_map(|name| {
                    map.get(*name).filter(|value| **value != Value::Null).map(|v| (*name, v))
                })
            });
            value.map(|(name, value)| read(name, value)).transpose()
        };
        match found(&self.near)?.or(between) {
            Some(value) => Ok(Some(value)),
            None => found(&self.far),
        }
    }
}

/// The value is not shown: it may be a secret that went astray.
fn wrong(name: &str, expected: &str) -> ConnectError {
    ConnectError::unsupported(format!("the setting `{name}` is {expected}"))
}

fn seconds(name: &'static str, value: &Value) -> Result<Duration, ConnectError> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "days in seconds are far below where floats lose integers"
    )]
    let number = match value {
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        // From the environment everything is a text.
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    };
    let number = number.filter(|number| (0.0..=LONGEST).contains(number));
    number
        .and_then(|number| Duration::try_from_secs_f64(number).ok())
        .ok_or_else(|| wrong(name, "a number of seconds, at most a day"))
}

fn count(name: &'static str, value: &Value) -> Result<u32, ConnectError> {
    let number = match value {
        Value::Int(number) => u32::try_from(*number).ok(),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    };
    let number = number.filter(|number| *number <= RETRIES);
    number.ok_or_else(|| wrong(name, &format!("a number from 0 to {RETRIES}")))
}

fn flag(name: &'static str, value: &Value) -> Result<bool, ConnectError> {
    match value {
        Value::Bool(flag) => Ok(*flag),
        Value::Text(text) if text == "true" => Ok(true),
        Value::Text(text) if text == "false" => Ok(false),
        _ => Err(wrong(name, "true or false")),
    }
}

fn path(name: &'static str, value: &Value) -> Result<PathBuf, ConnectError> {
    match value {
        Value::Text(text) if !text.is_empty() => Ok(options::path(text)),
        _ => Err(wrong(name, "the path of a file")),
    }
}

fn host_keys(name: &'static str, value: &Value) -> Result<HostKeys, ConnectError> {
    let word = if let Value::Text(word) = value { word.as_str() } else { "" };
    match word {
        "strict" => Ok(HostKeys::Strict),
        "accept-new" => Ok(HostKeys::AcceptNew),
        "ignore" => Ok(HostKeys::Ignore),
        _ => Err(wrong(name, "`strict`, `accept-new` or `ignore`")),
    }
}
