//! Ways into a device.

use std::fmt;

use indexmap::IndexMap;
use serde::{Serialize, Serializer};

use super::{CredentialName, Credentials, Host, Map, Value, Via};

/// How a connection is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Protocol {
    Ssh,
    Telnet,
    /// A program of this machine, on a terminal of its own.
    Command,
    /// One that pyATS may know and this program does not.
    Other(String),
}

impl Protocol {
    pub(crate) fn named(name: &str) -> Protocol {
        match name.to_ascii_lowercase().as_str() {
            "ssh" => Protocol::Ssh,
            "telnet" => Protocol::Telnet,
            _ => Protocol::Other(name.to_owned()),
        }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Protocol::Ssh => "ssh",
            Protocol::Telnet => "telnet",
            Protocol::Command => "command",
            Protocol::Other(name) => name,
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Protocol {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// All ways into a device.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Connections {
    pub defaults: Defaults,
    /// In the order of the file.
    pub(crate) by_via: IndexMap<Via, Connection>,
}

/// What holds for all connections of a device: `connections: defaults:`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Defaults {
    /// The way that is taken when none is named. There may be no connection of that name.
    pub via: Option<Via>,
    pub alias: Option<String>,
    /// Ways of which any will do, in this order.
    pub connections: Vec<Value>,
    pub arguments: Map,
    pub fallback_credentials: Vec<CredentialName>,
}

/// One way in.
#[derive(Clone, Debug, PartialEq)]
pub struct Connection {
    pub protocol: Protocol,
    /// Where to; `ip` of the file, or else `host`. None for a command.
    pub host: Option<Host>,
    /// None stands for the protocol's own.
    pub port: Option<u16>,
    /// The program and its arguments, if it is a command: a text, or a secret if it refers to credentials.
    pub command: Option<Value>,
    /// Before those of the device.
    pub credentials: Credentials,
    pub fallback_credentials: Vec<CredentialName>,
    /// `settings`, by which pyATS tunes a connection.
    pub settings: Map,
    /// `arguments`, which pyATS gives to each `connect()`.
    pub arguments: Map,
    /// All other keys: `prompts`, `ssh_options`, `proxy` …
    pub others: Map,
}

impl Connections {
    pub fn get(&self, via: &str) -> Option<&Connection> {
        self.by_via.get(via)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Via, &Connection)> {
        self.by_via.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.by_via.is_empty()
    }

    /// The way that is taken when none is named: what `defaults` says, else the one called `cli`, else the
    /// first.
    pub fn default_via(&self) -> Option<&Via> {
        let named = |name: &str| self.by_via.get_key_value(name).map(|(via, _)| via);
        match &self.defaults.via {
            Some(via) => named(via.as_str()),
            None => named("cli").or_else(|| self.by_via.keys().next()),
        }
    }
}
