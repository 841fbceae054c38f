//! What is drawn: a box for each device, a bar for each link that is not between two interfaces, and lines.

use std::collections::HashMap;

use crate::model::{Device, Link, Testbed};

use super::text::{short, width};

/// Sizes of type, in pixels.
pub(super) const NAME_SIZE: f64 = 15.0;
pub(super) const FACT_SIZE: f64 = 12.0;
pub(super) const LABEL_SIZE: f64 = 11.0;

/// What lines lead to.
pub(super) struct Node<'a> {
    pub(super) what: What<'a>,
    /// Half of the width and half of the height.
    pub(super) half: (f64, f64),
}

pub(super) enum What<'a> {
    Device(&'a Device),
    /// A link with one end, or with more than two, or a segment.
    Shared(&'a Link),
}

/// A line between two nodes.
pub(super) struct Edge<'a> {
    pub(super) link: &'a Link,
    pub(super) ends: [(usize, Option<&'a str>); 2],
    /// Of the lines between the same two nodes, which one this is, and how many there are.
    pub(super) of: (usize, usize),
}

pub(super) struct Graph<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) edges: Vec<Edge<'a>>,
}

impl<'a> Graph<'a> {
    pub(super) fn of(testbed: &'a Testbed) -> Graph<'a> {
        let mut nodes: Vec<_> = testbed.devices().map(device).collect();
        let at: HashMap<&str, usize> =
            testbed.devices().enumerate().map(|(n, device)| (device.name.as_str(), n)).collect();
        let mut edges = Vec::new();
        for link in testbed.links() {
            let ends: Vec<_> = link
                .ends
                .iter()
                .filter_map(|end| Some((*at.get(end.device.as_str())?, Some(end.interface.as_str()))))
                .collect();
            match ends.as_slice() {
                [] => {}
                [one, other] if one.0 != other.0 && link.kind == crate::model::LinkKind::Link => {
                    edges.push(Edge { link, ends: [*one, *other], of: (0, 1) });
                }
                ends => {
                    let hub = nodes.len();
                    nodes.push(shared(link));
                    edges.extend(ends.iter().map(|end| Edge { link, ends: [*end, (hub, None)], of: (0, 1) }));
                }
            }
        }
        number(&mut edges);
        Graph { nodes, edges }
    }
}

/// Tells lines between the same two nodes apart.
fn number(edges: &mut [Edge<'_>]) {
    let pair = |edge: &Edge<'_>| {
        let [(one, _), (other, _)] = edge.ends;
        (one.min(other), one.max(other))
    };
    let mut counts: HashMap<(usize, usize), usize> = HashMap::new();
    for edge in edges.iter_mut() {
        let count = counts.entry(pair(edge)).or_insert(0);
        edge.of.0 = *count;
        *count += 1;
    }
    for edge in edges {
        edge.of.1 = counts.get(&pair(edge)).copied().unwrap_or(1);
    }
}

/// The lines of a device's box: its name, then what else is known.
pub(super) fn lines(device: &Device) -> Vec<String> {
    let mut lines = vec![short(device.name.as_str())];
    lines.extend(
        device.alias.as_ref().filter(|alias| **alias != device.name).map(|alias| short(alias.as_str())),
    );
    let facts: Vec<_> = [&device.kind, &device.os].into_iter().flatten().map(String::as_str).collect();
    if !facts.is_empty() {
        lines.push(short(&facts.join(" · ")));
    }
    lines
}

fn device(device: &Device) -> Node<'_> {
    let lines = lines(device);
    let size = |n: usize| if n == 0 { NAME_SIZE } else { FACT_SIZE };
    let widest = lines.iter().enumerate().map(|(n, line)| width(line, size(n))).fold(0.0, f64::max);
    let more = u32::try_from(lines.len()).unwrap_or(3).saturating_sub(1);
    let half = ((widest / 2.0 + 22.0).max(56.0), 20.0 + 9.0 * f64::from(more));
    Node { what: What::Device(device), half }
}

fn shared(link: &Link) -> Node<'_> {
    let half = (width(&short(link.name.as_str()), LABEL_SIZE) / 2.0 + 16.0, 13.0);
    Node { what: What::Shared(link), half }
}
