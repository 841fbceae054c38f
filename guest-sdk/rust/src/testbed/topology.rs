//! What the host shows of the testbed's file.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Debug, Deserialize)]
pub(super) struct Topology {
    pub(super) name: String,
    #[serde(default)]
    pub(super) custom: Map<String, Value>,
    pub(super) devices: BTreeMap<String, DeviceFacts>,
    #[serde(default)]
    pub(super) links: BTreeMap<String, Link>,
}

/// What the testbed's file says of a device; no credentials.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct DeviceFacts {
    /// another name
    pub alias: Option<String>,
    /// `router`, `switch` …, as the file has it
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// by this the platform is chosen
    pub os: Option<String>,
    pub platform: Option<String>,
    pub version: Option<String>,
    pub model: Option<String>,
    /// the way in that is taken when none is named
    pub default_via: Option<String>,
    /// by `via`
    pub connections: BTreeMap<String, Way>,
    /// by name
    pub interfaces: BTreeMap<String, Interface>,
    /// `custom` of the file
    #[serde(default)]
    pub custom: Map<String, Value>,
}

/// A way in.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Way {
    /// `ssh`, `telnet`, `command` …
    pub protocol: String,
    pub host: Option<String>,
    pub port: Option<u16>,
}

/// An interface of a device.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Interface {
    pub alias: Option<String>,
    #[serde(rename = "type")]
    pub kind: String,
    /// with its prefix: `10.0.0.1/24`
    pub ipv4: Option<String>,
    #[serde(default)]
    pub ipv6: Vec<String>,
    /// the link or segment it is on
    pub link: Option<String>,
    /// the other keys of the file
    #[serde(default)]
    pub custom: Map<String, Value>,
}

/// What interfaces are on.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Link {
    /// `link` or `segment`
    pub kind: String,
    pub alias: Option<String>,
    pub ends: Vec<LinkEnd>,
}

/// An interface on a link.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct LinkEnd {
    pub device: String,
    pub interface: String,
}
