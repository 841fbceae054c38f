//! `topology`: interfaces, and the links and segments they are on.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::fields::{Fields, not_a_name, text};
use super::wrong_kind;
use crate::finding::{Findings, Mistake, nearest};
use crate::model::{
    Address, Device, DeviceName, End, Interface, InterfaceName, Link, LinkKind, LinkName, Testbed,
};
use crate::source::Span;
use crate::yaml::{Entry, Kind, Node};

/// What an interface has a meaning for; it may have any other key too.
const KEYS: [&str; 7] = ["type", "alias", "class", "link", "segment", "ipv4", "ipv6"];

/// Reads the section into the devices and links of a testbed.
pub(super) fn read(node: &Node, testbed: &mut Testbed, findings: &mut Findings) {
    let Kind::Map(map) = &node.kind else {
        wrong_kind(node, "`topology`", "a map", findings);
        return;
    };
    for (section, kind) in [("links", LinkKind::Link), ("segments", LinkKind::Segment)] {
        if let Some(entry) = map.get(section) {
            declared(&entry.value, section, kind, testbed, findings);
        }
    }
    let mut seen = HashMap::new();
    for (name, entry) in map {
        if !matches!(name.as_ref(), "links" | "segments") {
            device(name, entry, &mut seen, testbed, findings);
        }
    }
}

/// What `links` or `segments` says of them.
fn declared(node: &Node, section: &str, kind: LinkKind, testbed: &mut Testbed, findings: &mut Findings) {
    let Kind::Map(map) = &node.kind else {
        wrong_kind(node, &format!("`{section}`"), "a map", findings);
        return;
    };
    for (name, entry) in map {
        let name = match LinkName::new(name) {
            Ok(name) => name,
            Err(error) => {
                not_a_name(entry.key.span, name, error, findings);
                continue;
            }
        };
        let Some(mut fields) = Fields::of(&entry.value, format!("`{name}` of `{section}`"), findings) else {
            continue;
        };
        if kind == LinkKind::Segment
            && let Some(node) = fields.peek("interfaces")
        {
            findings.error(
                Mistake::at(node.span, "a segment does not name its interfaces")
                    .label("each interface names its segment: `segment: NAME`"),
            );
        }
        let alias = fields.name("alias", LinkName::new, findings);
        if testbed.links.contains_key(name.as_str()) {
            findings.error(
                Mistake::at(entry.key.span, format!("`{name}` is a link already"))
                    .label("a segment needs a name of its own"),
            );
            continue;
        }
        let link = Link { name: name.clone(), kind, alias, ends: Vec::new(), others: fields.rest() };
        testbed.links.insert(name, link);
    }
}

fn device(
    name: &str,
    entry: &Entry,
    seen: &mut HashMap<DeviceName, Span>,
    testbed: &mut Testbed,
    findings: &mut Findings,
) {
    let Some(key) = testbed.device(name).map(|device| device.name.clone()) else {
        let known = testbed.devices.keys().chain(testbed.aliases.keys()).map(DeviceName::as_str);
        findings.error(
            Mistake::at(entry.key.span, format!("there is no device `{}`", Mistake::quoted(name)))
                .label("`topology` speaks of the devices in `devices`, and of `links` and `segments`")
                .meant(nearest(name, known)),
        );
        return;
    };
    if let Some(first) = seen.insert(key.clone(), entry.key.span) {
        findings.error(
            Mistake::at(entry.key.span, format!("`{key}` has its interfaces elsewhere"))
                .label("the same device")
                .related(first, "by this name"),
        );
        return;
    }
    let Some(mut fields) = Fields::of(&entry.value, format!("`{key}` of `topology`"), findings) else {
        return;
    };
    fields.closed(&["interfaces"], findings);
    let Some(node) = fields.required("interfaces", findings) else { return };
    let Kind::Map(map) = &node.kind else {
        wrong_kind(node, "`interfaces`", "a map", findings);
        return;
    };
    let mut interfaces = IndexMap::with_capacity(map.len());
    let mut aliases: HashMap<String, Span> = HashMap::new();
    for (name, entry) in map {
        let name = match InterfaceName::new(name) {
            Ok(name) => name,
            Err(error) => {
                not_a_name(entry.key.span, name, error, findings);
                continue;
            }
        };
        let Some((interface, on, alias_at)) = interface(name.clone(), &entry.value, findings) else {
            continue;
        };
        if let (Some(alias), Some(at)) = (&interface.alias, alias_at) {
            check_alias(alias, &name, at, map, &mut aliases, findings);
        }
        if let Some((link, kind, at)) = on {
            join(testbed, &key, &name, &link, kind, at, findings);
        }
        interfaces.insert(name, interface);
    }
    if let Some(device) = testbed.devices.get_mut(key.as_str()) {
        let device: &mut Device = device;
        device.interfaces = interfaces;
    }
}

/// An alias that is another interface's name is a mistake in pyATS; one that two have finds only the first.
fn check_alias(
    alias: &InterfaceName,
    name: &InterfaceName,
    at: Span,
    map: &crate::yaml::Map,
    aliases: &mut HashMap<String, Span>,
    findings: &mut Findings,
) {
    if alias != name
        && let Some(other) = map.get(alias.as_str())
    {
        findings.error(
            Mistake::at(at, format!("the alias `{alias}` is the name of another interface"))
                .label("an interface's names are its own")
                .related(other.key.span, "here"),
        );
    }
    if let Some(first) = aliases.insert(alias.as_str().to_owned(), at) {
        findings.warning(
            Mistake::at(at, format!("two interfaces have the alias `{alias}`"))
                .label("only the first one is found by it")
                .related(first, "here"),
        );
    }
}

/// The link or segment that an interface names, and where.
type On = (LinkName, LinkKind, Span);

fn interface(
    name: InterfaceName,
    node: &Node,
    findings: &mut Findings,
) -> Option<(Interface, Option<On>, Option<Span>)> {
    let mut fields = Fields::of(node, format!("the interface `{name}`"), findings)?;
    fields.slips(&KEYS, findings);
    let kind = fields.required("type", findings).and_then(|node| text(node, "`type`", findings));
    let alias_at = fields.peek("alias").map(|node| node.span);
    let alias = fields.name("alias", InterfaceName::new, findings);
    let link_at = fields.peek("link").map(|node| node.span);
    let link = fields.name("link", LinkName::new, findings);
    let segment_at = fields.peek("segment").map(|node| node.span);
    let segment = fields.name("segment", LinkName::new, findings);
    if let (Some(link_at), Some(segment_at)) = (link_at, segment_at) {
        findings.error(
            Mistake::at(segment_at, format!("the interface `{name}` is on a link and on a segment"))
                .label("only one of both can be")
                .related(link_at, "the link"),
        );
    }
    let ipv4 = fields.take("ipv4").and_then(|node| address(node, "`ipv4`", true, findings));
    let ipv6 = match fields.take("ipv6") {
        None => Vec::new(),
        Some(Node { kind: Kind::List(items), .. }) => {
            items.iter().filter_map(|item| address(item, "`ipv6`", false, findings)).collect()
        }
        Some(node) => address(node, "`ipv6`", false, findings).into_iter().collect(),
    };
    let on = match (link.zip(link_at), segment.zip(segment_at)) {
        (Some((link, at)), _) => Some((link, LinkKind::Link, at)),
        (None, Some((segment, at))) => Some((segment, LinkKind::Segment, at)),
        (None, None) => None,
    };
    let link = on.as_ref().map(|(link, ..)| link.clone());
    let interface = Interface { name, alias, kind: kind?, ipv4, ipv6, link, others: fields.rest() };
    Some((interface, on, alias_at))
}

fn address(node: &Node, what: &str, v4: bool, findings: &mut Findings) -> Option<Address> {
    let text = text(node, what, findings)?;
    let address = text.parse::<Address>().ok().filter(|address| address.ip.is_ipv4() == v4);
    if address.is_none() {
        let example = if v4 { "10.0.0.1/24" } else { "2001:db8::1/64" };
        findings.error(
            Mistake::at(node.span, format!("{what} cannot be `{}`", Mistake::quoted(&text)))
                .label(format!("expected an address as {example}")),
        );
    }
    address
}

/// Puts an interface on a link, which need not be declared.
fn join(
    testbed: &mut Testbed,
    device: &DeviceName,
    interface: &InterfaceName,
    name: &LinkName,
    kind: LinkKind,
    at: Span,
    findings: &mut Findings,
) {
    let link = testbed.links.entry(name.clone()).or_insert_with(|| Link {
        name: name.clone(),
        kind,
        alias: None,
        ends: Vec::new(),
        others: crate::model::Map::new(),
    });
    if link.kind != kind {
        findings.error(
            Mistake::at(at, format!("`{name}` is a link here and a segment elsewhere"))
                .label("these are two things, and need two names"),
        );
        return;
    }
    link.ends.push(End { device: device.clone(), interface: interface.clone() });
}
