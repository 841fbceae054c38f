//! `devices`.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::connection::connections;
use super::credentials;
use super::fields::{Fields, not_a_name};
use super::wrong_kind;
use crate::finding::{Findings, Mistake};
use crate::model::{Device, DeviceName};
use crate::source::Span;
use crate::yaml::{Kind, Node};

/// Facts that are texts and mean nothing to this program.
const FACTS: [&str; 12] = [
    "device_id",
    "region",
    "role",
    "os_flavor",
    "series",
    "platform_alias",
    "model_alias",
    "submodel",
    "pid",
    "chassis_type",
    "power",
    "class",
];

/// The keys that pyATS's schema allows a device.
const KEYS: [&str; 28] = [
    "type",
    "alias",
    "os",
    "platform",
    "version",
    "model",
    "connections",
    "credentials",
    "custom",
    "device_id",
    "region",
    "role",
    "os_flavor",
    "series",
    "platform_alias",
    "model_alias",
    "submodel",
    "pid",
    "chassis_type",
    "power",
    "class",
    "hardware",
    "clean",
    "auto_bringup",
    "peripherals",
    "management",
    "passwords",
    "tacacs",
];

/// A device, and where it is.
pub(super) struct Found {
    pub(super) device: Device,
    name_at: Span,
    alias_at: Option<Span>,
}

/// All devices.
pub(super) fn devices(node: Option<&Node>, findings: &mut Findings) -> Vec<Found> {
    let Some(node) = node else { return Vec::new() };
    let map = match &node.kind {
        Kind::Map(map) => map,
        Kind::Null => return Vec::new(),
        _ => {
            wrong_kind(node, "`devices`", "a map", findings);
            return Vec::new();
        }
    };
    let mut found = Vec::with_capacity(map.len());
    for (name, entry) in map {
        let at = entry.key.span;
        match DeviceName::new(name) {
            Err(error) => not_a_name(at, name, error, findings),
            Ok(name) => found.extend(device(name, at, &entry.value, findings)),
        }
    }
    found
}

fn device(name: DeviceName, name_at: Span, node: &Node, findings: &mut Findings) -> Option<Found> {
    let mut fields = Fields::of(node, format!("the device `{name}`"), findings)?;
    fields.closed(&KEYS, findings);
    let alias_at = fields.peek("alias").map(|node| node.span);
    let alias = fields.name("alias", DeviceName::new, findings);
    let kind = fields.text("type", findings);
    let has_os = fields.peek("os").is_some();
    let os = fields.text("os", findings);
    if !has_os {
        findings.warning(
            Mistake::at(name_at, format!("the device `{name}` has no `os`"))
                .label("without it its prompts and modes are not known"),
        );
    }
    let platform = fields.text("platform", findings);
    let version = fields.text("version", findings);
    let model = fields.text("model", findings);
    let mut facts = IndexMap::new();
    for key in FACTS {
        if let Some(text) = fields.text(key, findings) {
            facts.insert(key, text);
        }
    }
    let connections = match fields.required("connections", findings) {
        Some(node) => connections(node, findings),
        None => crate::model::Connections::default(),
    };
    let credentials = credentials::of_owner(&mut fields, findings);
    let custom = fields.open_map("custom", findings);
    for key in ["clean", "auto_bringup", "peripherals", "management"] {
        if let Some(node) = fields.peek(key)
            && node.as_map().is_none()
        {
            wrong_kind(node, &format!("`{key}`"), "a map", findings);
        }
    }
    let interfaces = IndexMap::new();
    let others = fields.rest();
    let device = Device {
        name,
        alias,
        kind,
        os,
        platform,
        version,
        model,
        facts,
        connections,
        credentials,
        custom,
        interfaces,
        others,
    };
    Some(Found { device, name_at, alias_at })
}

/// The names by alias. No alias is the name or the alias of another device.
pub(super) fn aliases(found: &[Found], findings: &mut Findings) -> IndexMap<DeviceName, DeviceName> {
    let mut taken: HashMap<&str, (&DeviceName, Span)> =
        found.iter().map(|found| (found.device.name.as_str(), (&found.device.name, found.name_at))).collect();
    let mut aliases = IndexMap::new();
    for Found { device, alias_at, .. } in found {
        let (Some(alias), Some(at)) = (&device.alias, *alias_at) else { continue };
        if *alias == device.name {
            continue;
        }
        match taken.get(alias.as_str()) {
            Some((other, first)) => findings.error(
                Mistake::at(
                    at,
                    match *other == alias {
                        true => format!("the alias `{alias}` is the name of another device"),
                        false => format!("the alias `{alias}` stands for `{other}` already"),
                    },
                )
                .label("a device's names are its own")
                .related(*first, "here"),
            ),
            None => {
                taken.insert(alias.as_str(), (&device.name, at));
                aliases.insert(alias.clone(), device.name.clone());
            }
        }
    }
    aliases
}
