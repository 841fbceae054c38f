//! Jump hosts: which are passed, and in which order.

use std::path::PathBuf;

use easypy_testbed::model::{Device, Map, Protocol, Value};
use zeroize::Zeroizing;

use super::super::way::host;
use super::super::{ConnectError, Login, Settings, Way, tcp};

/// Jump hosts in a row.
const HOPS: usize = 8;
const PORT: u16 = 22;

/// A server to log in to.
#[derive(Clone)]
pub(in crate::transport) struct Hop {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) settings: Settings,
    /// In the order in which they are tried; at least one.
    pub(super) logins: Vec<Account>,
}

/// Who logs in, and by what.
#[derive(Clone)]
pub(super) struct Account {
    /// What it is called in the testbed; `None` if it stands in no credentials.
    pub(super) name: Option<String>,
    pub(super) user: String,
    pub(super) password: Option<Zeroizing<String>>,
    pub(super) key: Option<Key>,
    pub(super) passphrase: Option<Zeroizing<String>>,
}

/// A private key that a login names.
#[derive(Clone)]
pub(super) enum Key {
    File(PathBuf),
    Text(Zeroizing<String>),
}

impl Hop {
    /// The way's own server.
    pub(super) fn target(way: &Way<'_>, settings: &Settings) -> Result<Hop, ConnectError> {
        let options = &settings.ssh;
        let mut logins: Vec<Account> =
            way.logins().iter().map(|login| account(login, options.user.as_deref())).collect();
        if logins.is_empty() {
            logins.push(nobody(options.user.as_deref()));
        }
        let port = way.connection.port.or(options.port).unwrap_or(PORT);
        Ok(Hop { host: host(way)?, port, settings: settings.clone(), logins })
    }

    pub(super) fn shown(&self) -> String {
        tcp::shown(&self.host, self.port)
    }
}

fn account(login: &Login<'_>, user: Option<&str>) -> Account {
    let key = login.other("private_key").or_else(|| login.other("ssh_key"));
    Account {
        name: Some(login.name.to_owned()),
        user: user.or(login.username()).map_or_else(ourselves, str::to_owned),
        password: login.password().map(|password| Zeroizing::new(password.to_owned())),
        key: key.map(|key| match key.contains("-----BEGIN ") {
            true => Key::Text(Zeroizing::new(key.to_owned())),
            false => Key::File(super::options::path(key)),
        }),
        passphrase: login.other("passphrase").map(|text| Zeroizing::new(text.to_owned())),
    }
}

fn nobody(user: Option<&str>) -> Account {
    let user = user.map_or_else(ourselves, str::to_owned);
    Account { name: None, user, password: None, key: None, passphrase: None }
}

/// Who OpenSSH would log in as when nobody is named.
fn ourselves() -> String {
    let user = std::env::var("USER").or_else(|_| std::env::var("LOGNAME"));
    user.ok().filter(|user| !user.is_empty()).unwrap_or_else(|| "root".to_owned())
}

/// The jump hosts on a way, the nearest first.
///
/// # Errors
/// What the testbed names is none, or leads in a circle.
pub(in crate::transport) fn hops(way: &Way<'_>, settings: &Settings) -> Result<Vec<Hop>, ConnectError> {
    let mut hops = Vec::new();
    let mut passed = vec![way.device.name.as_str()];
    before(way, settings, &mut hops, &mut passed)?;
    Ok(hops)
}

/// Adds what stands before a way, the nearest first. `passed` are the devices on the path to it.
fn before<'a>(
    way: &Way<'a>,
    settings: &Settings,
    hops: &mut Vec<Hop>,
    passed: &mut Vec<&'a str>,
) -> Result<(), ConnectError> {
    for name in named(way, settings)? {
        if hops.len() >= HOPS || passed.len() > HOPS {
            return Err(ConnectError::unsupported(format!("more than {HOPS} jump hosts stand before it")));
        }
        let Some(device) = way.testbed.device(&name) else {
            hops.push(elsewhere(way, settings, &name)?);
            continue;
        };
        if passed.contains(&device.name.as_str()) {
            passed.push(device.name.as_str());
            return Err(ConnectError::unsupported(format!(
                "the jump hosts lead in a circle: {}",
                passed.join(" -> ")
            )));
        }
        let next = by_ssh(way, device)?;
        let next_settings = next.settings()?;
        passed.push(device.name.as_str());
        // The first of several is reached as it is itself; those behind it through it.
        if hops.is_empty() {
            before(&next, &next_settings, hops, passed)?;
        }
        hops.push(Hop::target(&next, &next_settings)?);
        passed.pop();
    }
    Ok(())
}

/// What a way names as its jump hosts: `proxy` of pyATS, else `-J`.
fn named(way: &Way<'_>, settings: &Settings) -> Result<Vec<String>, ConnectError> {
    if way.connection.others.contains_key("sshtunnel") {
        return Err(ConnectError::unsupported(
            "`sshtunnel` is not understood: name the jump host by `proxy`",
        ));
    }
    let Some(proxy) = way.connection.others.get("proxy").filter(|value| **value != Value::Null) else {
        return Ok(settings.ssh.jump.clone().unwrap_or_default());
    };
    let items = match proxy {
        Value::List(items) => items.iter().collect(),
        one => vec![one],
    };
    items.into_iter().map(one).collect()
}

fn one(item: &Value) -> Result<String, ConnectError> {
    let device = |map: &Map| match map.get("device") {
        Some(Value::Text(device)) if map.len() == 1 => Some(device.clone()),
        _ => None,
    };
    let name = match item {
        Value::Text(name) => Some(name.clone()),
        Value::Map(map) => device(map),
        _ => None,
    };
    name.filter(|name| !name.is_empty()).ok_or_else(|| {
        ConnectError::unsupported(
            "`proxy` is the name of a device, or `user@host:port`, or a list of them; commands to type on the way are \
             not understood",
        )
    })
}

/// How a device that is a jump host is logged in to: its default way if that is SSH, else its first that is.
fn by_ssh<'a>(way: &Way<'a>, device: &'a Device) -> Result<Way<'a>, ConnectError> {
    let connections = &device.connections;
    let default = connections.default_via().filter(|via| {
        connections.get(via.as_str()).is_some_and(|connection| connection.protocol == Protocol::Ssh)
    });
    let via = default.or_else(|| {
        connections.iter().find(|(_, connection)| connection.protocol == Protocol::Ssh).map(|(via, _)| via)
    });
    via.and_then(|via| Way::new(way.testbed, device, via.as_str())).ok_or_else(|| {
        ConnectError::unsupported(format!(
            "the jump host `{}` has no connection by ssh, and by others nothing can be passed on",
            device.name
        ))
    })
}

/// A jump host that is no device: `user@host:port`. It is logged in to with the credentials called `proxy`, if
/// there are any, and never with those of the device behind it.
fn elsewhere(way: &Way<'_>, settings: &Settings, text: &str) -> Result<Hop, ConnectError> {
    let wrong = || {
        ConnectError::unsupported(format!(
            "`{}` is no device of the testbed, and no `user@host:port`",
            super::super::text::quoted(text)
        ))
    };
    let address = text.strip_prefix("ssh://").unwrap_or(text);
    let (user, address) = match address.rsplit_once('@') {
        Some((user, address)) => (Some(user).filter(|user| !user.is_empty()), address),
        None => (None, address),
    };
    let (name, port) = match address.rsplit_once(':') {
        // An address of many colons has no port behind it but in brackets.
        Some((name, port)) if !name.contains(':') || name.ends_with(']') => {
            (name, port.parse().ok().filter(|port| *port > 0).ok_or_else(wrong)?)
        }
        _ => (address, PORT),
    };
    let host: easypy_testbed::model::Host = name.parse().map_err(|_| wrong())?;
    let credential = way.testbed.credential(way.device, way.via, "proxy");
    let login = credential.map(|credential| account(&Login { name: "proxy", credential }, user));
    // What is asked of the device's server is asked of this one too.
    let settings = settings.clone();
    let logins = vec![login.unwrap_or_else(|| nobody(user))];
    Ok(Hop { host: host.to_string(), port, settings, logins })
}
