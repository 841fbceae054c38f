//! From the tree to the model: which keys there are, what they hold, and what is wrong with them.
//!
//! Keys are closed where pyATS's schema closes them and open where it opens them (SPEC 9.1). Everything that
//! is wrong is told; a part with a mistake in it is left out, so that the others are checked all the same.

mod connection;
mod credentials;
mod device;
mod fields;
mod topology;
mod value;

use std::path::Path;
use std::rc::Rc;

use indexmap::IndexMap;

use crate::finding::{Findings, Mistake};
use crate::model::{Testbed, TestbedName};
use crate::yaml::{Entry, Key, Kind, Map, Node};
use fields::Fields;

/// Gives a testbed that has no name that of its file, as pyATS does; references may name it.
pub(crate) fn set_default_name(root: &mut Node, path: &Path) {
    let span = root.span;
    let Kind::Map(map) = &mut root.kind else { return };
    let name = path.file_stem().map_or_else(|| "testbed".into(), |stem| stem.to_string_lossy());
    let entry = |value| Entry { key: Key { span }, value };
    let testbed = map.entry("testbed".into()).or_insert_with(|| entry(Node::new(span, Kind::Null)));
    if matches!(testbed.value.kind, Kind::Null) {
        testbed.value = Node::new(testbed.value.span, Kind::Map(Map::new()));
    }
    if let Kind::Map(testbed) = &mut testbed.value.kind {
        testbed.entry(Rc::from("name")).or_insert_with(|| entry(Node::text(span, name)));
    }
}

/// The testbed; what is wrong with it is told to `findings`.
pub(crate) fn testbed(root: &Node, findings: &mut Findings) -> Option<Testbed> {
    let mut fields = Fields::of(root, "a testbed file", findings)?;
    fields.closed(&["extends", "testbed", "devices", "topology"], findings);
    let testbed = fields.take("testbed").and_then(|node| Fields::of(node, "`testbed`", findings));
    let devices = device::devices(fields.take("devices"), findings);
    let topology = fields.take("topology").filter(|node| !matches!(node.kind, Kind::Null));
    let mut testbed = head(testbed?, findings)?;
    testbed.aliases = device::aliases(&devices, findings);
    testbed.devices = devices.into_iter().map(|found| (found.device.name.clone(), found.device)).collect();
    if let Some(topology) = topology {
        topology::read(topology, &mut testbed, findings);
    }
    Some(testbed)
}

/// The section `testbed`.
fn head(mut fields: Fields<'_>, findings: &mut Findings) -> Option<Testbed> {
    const KEYS: [&str; 13] = [
        "name",
        "alias",
        "static_testbed_id",
        "lab_name",
        "class",
        "credentials",
        "custom",
        "servers",
        "network",
        "bringup",
        "testbed_file",
        "passwords",
        "tacacs",
    ];
    fields.closed(&KEYS, findings);
    let name = fields.name("name", TestbedName::new, findings);
    let alias = fields.text("alias", findings);
    for key in ["static_testbed_id", "lab_name", "testbed_file"] {
        fields.peek_text(key, findings);
    }
    let credentials = credentials::of_owner(&mut fields, findings);
    let custom = fields.open_map("custom", findings);
    if let Some(servers) = fields.peek("servers") {
        credentials::check_servers(servers, findings);
    }
    Some(Testbed {
        name: name?,
        alias,
        credentials,
        custom,
        devices: IndexMap::new(),
        aliases: IndexMap::new(),
        links: IndexMap::new(),
        others: fields.rest(),
        files: Vec::new(),
    })
}

/// Tells that a value is of the wrong kind, unless it is not known yet.
fn wrong_kind(node: &Node, what: &str, expected: &str, findings: &mut Findings) {
    wrong_kind_but(node, what, expected, None, findings);
}

/// As [`wrong_kind`], with a way out.
fn wrong_kind_but(node: &Node, what: &str, expected: &str, help: Option<&str>, findings: &mut Findings) {
    if matches!(node.kind, Kind::Unknown) {
        return;
    }
    let mistake = Mistake::at(node.span, format!("{what} is {expected}, not {}", node.what()))
        .label(format!("expected {expected}"));
    findings.error(match help {
        Some(help) => mistake.help(help),
        None => mistake,
    });
}
