//! The testbed as guests see it: no secrets, no commands, and only the devices that are granted.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde::{Serialize, Serializer};

use crate::model::{
    Address, Credentials, Device, DeviceName, End, Host, Interface, InterfaceName, Link, LinkKind, LinkName,
    Map, Protocol, Testbed, Value, Via,
};
use crate::secret::Origin;

/// What serialises as the view.
///
/// `{"name", "alias", "file", "custom", "credentials": {name: {"username"}}, "devices": {name: {…}}, "links": {name: {"kind", "alias", "ends"}}}`. In
/// `custom` an answer to `%ASK{}` is a text like any other: the file's author put it there for scripts. What
/// refers to credentials is `***`, wherever it is.
#[derive(Serialize)]
pub struct Json<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<&'a str>,
    /// the path of its file, as the user gave it
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<Cow<'a, str>>,
    custom: Custom<'a>,
    credentials: Users<'a>,
    devices: IndexMap<&'a DeviceName, DeviceView<'a>>,
    links: IndexMap<&'a LinkName, LinkView<'a>>,
}

impl<'a> Json<'a> {
    /// The view on the devices for which `granted` says yes. Links are in it as far as their ends are.
    pub fn new(testbed: &'a Testbed, granted: impl Fn(&Device) -> bool) -> Json<'a> {
        let devices: IndexMap<_, _> = testbed
            .devices()
            .filter(|device| granted(device))
            .map(|device| (&device.name, DeviceView::new(device)))
            .collect();
        let links = testbed
            .links()
            .filter_map(|link| Some((&link.name, LinkView::new(link, |name| devices.contains_key(name))?)))
            .collect();
        let alias = testbed.alias.as_deref();
        Json {
            name: testbed.name.as_str(),
            alias,
            file: testbed.files().first().map(|file| file.path().to_string_lossy()),
            custom: Custom(&testbed.custom),
            credentials: Users(&testbed.credentials),
            devices,
            links,
        }
    }
}

#[derive(Serialize)]
struct DeviceView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<&'a DeviceName>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    os: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    platform: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<&'a str>,
    #[serde(flatten)]
    facts: &'a IndexMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_via: Option<&'a Via>,
    connections: IndexMap<&'a Via, ConnectionView<'a>>,
    credentials: Users<'a>,
    interfaces: IndexMap<&'a InterfaceName, InterfaceView<'a>>,
    custom: Custom<'a>,
}

#[derive(Serialize)]
struct ConnectionView<'a> {
    protocol: &'a Protocol,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'a Host>,
    #[serde(skip_serializing_if = "Option::is_none")]
    port: Option<u16>,
}

#[derive(Serialize)]
struct InterfaceView<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<&'a InterfaceName>,
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ipv4: Option<Address>,
    #[serde(skip_serializing_if = "<[Address]>::is_empty")]
    ipv6: &'a [Address],
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'a LinkName>,
    /// The keys that the file has beside those.
    custom: Custom<'a>,
}

#[derive(Serialize)]
struct LinkView<'a> {
    kind: LinkKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<&'a LinkName>,
    ends: Vec<&'a End>,
}

impl<'a> DeviceView<'a> {
    fn new(device: &'a Device) -> DeviceView<'a> {
        let connection = |connection: &'a crate::model::Connection| ConnectionView {
            protocol: &connection.protocol,
            host: connection.host.as_ref(),
            port: connection.port,
        };
        DeviceView {
            alias: device.alias.as_ref(),
            kind: device.kind.as_deref(),
            os: device.os.as_deref(),
            platform: device.platform.as_deref(),
            version: device.version.as_deref(),
            model: device.model.as_deref(),
            facts: &device.facts,
            default_via: device.connections.default_via(),
            connections: device.connections.iter().map(|(via, way)| (via, connection(way))).collect(),
            credentials: Users(&device.credentials),
            interfaces: device
                .interfaces
                .iter()
                .map(|(name, found)| (name, InterfaceView::new(found)))
                .collect(),
            custom: Custom(&device.custom),
        }
    }
}

impl<'a> InterfaceView<'a> {
    fn new(interface: &'a Interface) -> InterfaceView<'a> {
        InterfaceView {
            alias: interface.alias.as_ref(),
            kind: &interface.kind,
            ipv4: interface.ipv4,
            ipv6: &interface.ipv6,
            link: interface.link.as_ref(),
            custom: Custom(&interface.others),
        }
    }
}

impl<'a> LinkView<'a> {
    /// `None` if no end is to be seen.
    fn new(link: &'a Link, seen: impl Fn(&DeviceName) -> bool) -> Option<LinkView<'a>> {
        let ends: Vec<_> = link.ends.iter().filter(|end| seen(&end.device)).collect();
        if ends.is_empty() {
            return None;
        }
        Some(LinkView { kind: link.kind, alias: link.alias.as_ref(), ends })
    }
}

/// Logins by name, of which only the users' names are seen.
struct Users<'a>(&'a Credentials);

#[derive(Serialize)]
struct User<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
}

impl Serialize for Users<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let users =
            self.0.iter().map(|(name, credential)| (name, User { username: credential.username.as_deref() }));
        serializer.collect_map(users)
    }
}

/// Values of `custom` as a script gets them.
struct Custom<'a>(&'a Map);

impl Serialize for Custom<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, CustomValue(value))))
    }
}

struct CustomValue<'a>(&'a Value);

impl Serialize for CustomValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Map(map) => Custom(map).serialize(serializer),
            Value::List(items) => serializer.collect_seq(items.iter().map(CustomValue)),
            Value::Secret(secret) if secret.origin() == Origin::Asked => {
                secret.reveal().serialize(serializer)
            }
            // JSON knows no infinities.
            Value::Float(number) if !number.is_finite() => serializer.serialize_str(&number.to_string()),
            value => value.serialize(serializer),
        }
    }
}
