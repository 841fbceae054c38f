//! `connections` of a device.

use indexmap::IndexMap;

use super::credentials::credentials;
use super::fields::{Fields, not_a_name, text};
use super::value::value;
use super::{wrong_kind, wrong_kind_but};
use crate::finding::{Findings, Mistake, nearest};
use crate::model::{
    Connection, Connections, CredentialName, Credentials, Defaults, Host, Protocol, Value, Via,
};
use crate::secret::Origin;
use crate::yaml::{Kind, Node};

/// What a connection has a meaning for; it may have any other key too.
const KEYS: [&str; 12] = [
    "class",
    "protocol",
    "host",
    "ip",
    "port",
    "command",
    "credentials",
    "fallback_credentials",
    "settings",
    "arguments",
    "prompts",
    "proxy",
];

/// All connections of a device.
pub(super) fn connections(node: &Node, findings: &mut Findings) -> Connections {
    let mut all = Connections::default();
    let Kind::Map(map) = &node.kind else {
        if !matches!(node.kind, Kind::Unknown) {
            wrong_kind_but(
                node,
                "`connections`",
                "a map",
                Some("a device without any has `connections: {}`"),
                findings,
            );
        }
        return all;
    };
    let mut by_via = IndexMap::with_capacity(map.len());
    for (name, entry) in map {
        if name.as_ref() == "defaults" {
            continue;
        }
        match Via::new(name) {
            Err(error) => not_a_name(entry.key.span, name, error, findings),
            Ok(via) => {
                if let Some(connection) = connection(&entry.value, name, entry.key.span, findings) {
                    by_via.insert(via, connection);
                }
            }
        }
    }
    if let Some(entry) = map.get("defaults") {
        all.defaults = defaults(&entry.value, &by_via, findings);
    }
    all.by_via = by_via;
    all
}

fn defaults(node: &Node, by_via: &IndexMap<Via, Connection>, findings: &mut Findings) -> Defaults {
    let Some(mut fields) = Fields::of(node, "`defaults` of connections", findings) else {
        return Defaults::default();
    };
    fields.closed(
        &["class", "alias", "via", "debug", "connections", "connections_arguments", "fallback_credentials"],
        findings,
    );
    let via = fields.name("via", Via::new, findings);
    if let (Some(via), Some(node)) = (&via, fields.peek("via"))
        && !by_via.contains_key(via.as_str())
    {
        let meant = nearest(via.as_str(), by_via.keys().map(Via::as_str));
        findings.warning(
            Mistake::at(node.span, format!("there is no connection `{via}`"))
                .label("a connection without a name would fail")
                .meant(meant),
        );
    }
    let connections = match fields.take("connections").map(|node| (node, &node.kind)) {
        Some((_, Kind::List(items))) => items.iter().map(value).collect(),
        Some((node, _)) => {
            wrong_kind(node, "`connections` of `defaults`", "a list", findings);
            Vec::new()
        }
        None => Vec::new(),
    };
    Defaults {
        via,
        alias: fields.text("alias", findings),
        connections,
        arguments: fields.open_map("connections_arguments", findings),
        fallback_credentials: credential_names(fields.take("fallback_credentials"), findings),
    }
}

fn connection(
    node: &Node,
    name: &str,
    key: crate::source::Span,
    findings: &mut Findings,
) -> Option<Connection> {
    let what = format!("the connection `{}`", Mistake::quoted(name));
    let mut fields = Fields::of(node, what.clone(), findings)?;
    fields.slips(&KEYS, findings);
    let protocol = fields.text("protocol", findings);
    let ip = fields.take("ip").and_then(|node| host(node, "`ip`", findings));
    let named = fields.take("host").and_then(|node| host(node, "`host`", findings));
    let port = fields.take("port").and_then(|node| port(node, findings));
    let command = fields.take("command").and_then(|node| command(node, findings));
    let has_class = fields.peek("class").is_some();
    let nowhere = ["command", "ip", "host", "proxy"].iter().all(|key| fields.peek(key).is_none());
    if nowhere && !has_class {
        findings.warning(
            Mistake::at(key, format!("{what} leads nowhere"))
                .label("it has no `command`, `ip` or `host`, so nothing can connect by it"),
        );
    }
    let protocol = match protocol {
        _ if command.is_some() => Protocol::Command,
        Some(name) => Protocol::named(&name),
        // What pyATS takes if the file says nothing.
        None => Protocol::Telnet,
    };
    let credentials = match fields.take("credentials") {
        Some(node) => credentials(node, findings),
        None => Credentials::default(),
    };
    Some(Connection {
        protocol,
        host: ip.or(named),
        port,
        command,
        credentials,
        fallback_credentials: credential_names(fields.take("fallback_credentials"), findings),
        settings: fields.open_map("settings", findings),
        arguments: fields.open_map("arguments", findings),
        others: fields.rest(),
    })
}

fn host(node: &Node, what: &str, findings: &mut Findings) -> Option<Host> {
    let text = text(node, what, findings)?;
    let host = text.parse();
    if host.is_err() {
        findings.error(
            Mistake::at(
                node.span,
                format!("`{}` is neither an address nor the name of a host", Mistake::quoted(&text)),
            )
            .label("expected an address as 10.0.0.1 or 2001:db8::1, or a name"),
        );
    }
    host.ok()
}

fn port(node: &Node, findings: &mut Findings) -> Option<u16> {
    let number = match &node.kind {
        Kind::Unknown => return None,
        Kind::Int(number) => u16::try_from(*number).ok(),
        // From the environment everything is a text.
        Kind::Text(text) if node.secret != Some(Origin::Credential) && !text.starts_with('+') => {
            text.trim().parse().ok()
        }
        _ => None,
    };
    let number = number.filter(|number| *number > 0);
    if number.is_none() {
        let empty = node.as_text().is_some_and(str::is_empty);
        let found = if empty { "an empty text is no port" } else { "this is no port" };
        findings.error(Mistake::at(node.span, found).label("expected a number from 1 to 65535"));
    }
    number
}

fn command(node: &Node, findings: &mut Findings) -> Option<Value> {
    match &node.kind {
        Kind::Unknown => Some(value(node)),
        Kind::Text(text) if text.trim().is_empty() => {
            findings.error(
                Mistake::at(node.span, "`command` is empty").label("expected a program and its arguments"),
            );
            None
        }
        // It may refer to credentials, and is a secret then.
        Kind::Text(_) => Some(value(node)),
        _ => {
            wrong_kind(node, "`command`", "a text", findings);
            None
        }
    }
}

/// A list of names of logins.
fn credential_names(node: Option<&Node>, findings: &mut Findings) -> Vec<CredentialName> {
    let Some(node) = node else { return Vec::new() };
    let Kind::List(items) = &node.kind else {
        wrong_kind(node, "`fallback_credentials`", "a list of the names of logins", findings);
        return Vec::new();
    };
    let mut names = Vec::with_capacity(items.len());
    for item in items {
        let Some(name) = text(item, "the name of a login", findings) else { continue };
        match CredentialName::new(&name) {
            Ok(name) => names.push(name),
            Err(error) => not_a_name(item.span, &name, error, findings),
        }
    }
    names
}
