//! A testbed as a tree for people: devices, their connections and interfaces, links. Secrets are `***`.

use easypy_contract::visible;

use crate::mask::{MASK, is_secret_name, tells_secret};
use crate::model::{
    Connection, Credentials, Device, Interface, Link, LinkKind, Map, Protocol, Testbed, Value,
};

/// The tree, with a line break at its end. Nothing in it acts on a terminal, whatever the file holds.
pub fn tree(testbed: &Testbed) -> String {
    let mut root = Branch::new(match &testbed.alias {
        Some(alias) => format!("{} ({alias})", testbed.name),
        None => testbed.name.to_string(),
    });
    root.extend(credentials(&testbed.credentials));
    root.extend(map("custom", &testbed.custom));
    for held in testbed.devices() {
        root.add(device(testbed, held));
    }
    if testbed.links().len() > 0 {
        let mut links = Branch::new("links");
        testbed.links().for_each(|found| links.add(link(found)));
        root.add(links);
    }
    let mut out = String::new();
    out.push_str(&visible(&root.text));
    out.push('\n');
    root.branches_into(&mut out, "");
    out
}

/// A line, and the lines beneath it.
struct Branch {
    text: String,
    branches: Vec<Branch>,
}

impl Branch {
    fn new(text: impl Into<String>) -> Branch {
        Branch { text: text.into(), branches: Vec::new() }
    }

    fn add(&mut self, branch: Branch) {
        self.branches.push(branch);
    }

    fn extend(&mut self, branches: impl IntoIterator<Item = Branch>) {
        self.branches.extend(branches);
    }

    fn branches_into(&self, out: &mut String, indent: &str) {
        for (n, branch) in self.branches.iter().enumerate() {
            let last = n + 1 == self.branches.len();
            let (mark, beneath) = if last { ("└── ", "    ") } else { ("├── ", "│   ") };
            out.push_str(indent);
            out.push_str(mark);
            out.push_str(&visible(&branch.text));
            out.push('\n');
            branch.branches_into(out, &format!("{indent}{beneath}"));
        }
    }
}

fn device(testbed: &Testbed, device: &Device) -> Branch {
    let facts = [&device.kind, &device.os, &device.platform, &device.model, &device.version];
    let facts: Vec<_> = facts.into_iter().flatten().map(String::as_str).collect();
    let mut text = device.name.to_string();
    if let Some(alias) = &device.alias {
        text.push_str(&format!(" ({alias})"));
    }
    if !facts.is_empty() {
        text.push_str(&format!("  {}", facts.join(", ")));
    }
    let mut branch = Branch::new(text);
    branch.extend(credentials(&device.credentials));
    if !device.connections.is_empty() {
        let mut connections = Branch::new("connections");
        let default = device.connections.default_via();
        for (via, found) in device.connections.iter() {
            let mark = if Some(via) == default { "  (default)" } else { "" };
            let mut way = Branch::new(format!("{via}  {}{mark}", connection(found)));
            way.extend(credentials(&found.credentials));
            connections.add(way);
        }
        branch.add(connections);
    }
    if !device.interfaces.is_empty() {
        let mut interfaces = Branch::new("interfaces");
        interfaces.extend(device.interfaces.values().map(|found| interface(testbed, device, found)));
        branch.add(interfaces);
    }
    branch.extend(map("custom", &device.custom));
    branch
}

fn connection(connection: &Connection) -> String {
    let mut text = connection.protocol.to_string();
    if connection.protocol == Protocol::Command {
        if let Some(command) = &connection.command {
            text.push_str(&format!(" {}", shown(command)));
        }
        return text;
    }
    if let Some(host) = &connection.host {
        let host = host.to_string();
        let port = connection.port.map(|port| format!(":{port}")).unwrap_or_default();
        // With a port behind it, an address of colons goes into brackets.
        match port.is_empty() || !host.contains(':') {
            true => text.push_str(&format!(" {host}{port}")),
            false => text.push_str(&format!(" [{host}]{port}")),
        }
    } else if let Some(port) = connection.port {
        text.push_str(&format!(" port {port}"));
    }
    text
}

fn interface(testbed: &Testbed, device: &Device, interface: &Interface) -> Branch {
    let mut text = interface.name.to_string();
    if let Some(alias) = &interface.alias {
        text.push_str(&format!(" ({alias})"));
    }
    text.push_str(&format!("  {}", interface.kind));
    for address in interface.ipv4.iter().chain(&interface.ipv6) {
        text.push_str(&format!(" {address}"));
    }
    if let Some(link) = interface.link.as_ref().and_then(|name| testbed.link(name.as_str())) {
        let peers: Vec<_> = link
            .ends
            .iter()
            .filter(|end| (&end.device, &end.interface) != (&device.name, &interface.name))
            .map(|end| format!("{} {}", end.device, end.interface))
            .collect();
        let peers = if peers.is_empty() { "nothing else".to_owned() } else { peers.join(", ") };
        text.push_str(&format!("  → {peers}  ({})", link.name));
    }
    Branch::new(text)
}

fn link(link: &Link) -> Branch {
    let alias = link.alias.as_ref().map(|alias| format!(" ({alias})")).unwrap_or_default();
    let kind = if link.kind == LinkKind::Segment { "  segment" } else { "" };
    let ends: Vec<_> = link.ends.iter().map(|end| format!("{} {}", end.device, end.interface)).collect();
    let ends = if ends.is_empty() { "no ends".to_owned() } else { ends.join(" — ") };
    Branch::new(format!("{}{alias}{kind}: {ends}", link.name))
}

fn credentials(credentials: &Credentials) -> Option<Branch> {
    if credentials.is_empty() {
        return None;
    }
    let mut branch = Branch::new("credentials");
    for (name, credential) in credentials.iter() {
        let mut parts = Vec::new();
        parts.extend(credential.username.as_ref().map(|user| format!("username {user}")));
        parts.extend(credential.password.as_ref().map(|password| format!("password {password}")));
        parts.extend(credential.others.iter().map(|(key, secret)| format!("{key} {secret}")));
        branch.add(Branch::new(format!("{name}  {}", parts.join(", "))));
    }
    Some(branch)
}

fn map(name: &str, map: &Map) -> Option<Branch> {
    if map.is_empty() {
        return None;
    }
    let mut branch = Branch::new(name);
    for (key, held) in map {
        branch.add(value(key, held));
    }
    Some(branch)
}

fn value(key: &str, held: &Value) -> Branch {
    if is_secret_name(key) {
        return Branch::new(format!("{key}: {MASK}"));
    }
    match held {
        Value::Map(entries) => {
            let mut branch = Branch::new(key);
            branch.extend(entries.iter().map(|(key, held)| value(key, held)));
            branch
        }
        Value::List(items) if items.iter().any(|item| matches!(item, Value::Map(_) | Value::List(_))) => {
            let mut branch = Branch::new(key);
            branch.extend(items.iter().enumerate().map(|(n, item)| value(&n.to_string(), item)));
            branch
        }
        Value::List(items) => {
            Branch::new(format!("{key}: [{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")))
        }
        scalar => Branch::new(format!("{key}: {}", shown(scalar))),
    }
}

/// A scalar, unless it tells a secret.
fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) if tells_secret(text) => MASK.to_owned(),
        value => value.to_string(),
    }
}
