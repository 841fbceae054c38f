//! Where lines run, and where their labels are: around the boxes and off each other, as far as there is room.

use super::graph::{Edge, Graph, LABEL_SIZE, What};
use super::layout::Point;
use super::text::{short, width};

/// How far apart lines between the same two nodes are.
const APART: f64 = 46.0;
/// Places on a curve that are tried.
const STEPS: u32 = 100;
/// Beyond so many lines or nodes nobody reads the labels, and they stay where they are first put.
const FEW: usize = 400;

/// A line as it is drawn.
pub(super) struct Line {
    pub(super) curve: Curve,
    /// What it is, in full.
    pub(super) title: String,
    pub(super) labels: Vec<Label>,
}

pub(super) struct Label {
    pub(super) at: Point,
    pub(super) text: String,
    pub(super) class: &'static str,
}

/// From a point to another, through a third one half-way.
#[derive(Clone, Copy)]
pub(super) struct Curve {
    pub(super) from: Point,
    bend: Point,
    pub(super) to: Point,
}

/// A box: its centre, half of its width and half of its height.
type Area = (Point, (f64, f64));

impl Label {
    pub(super) fn half(&self) -> (f64, f64) {
        (width(&self.text, LABEL_SIZE) / 2.0 + 5.0, LABEL_SIZE / 2.0 + 3.0)
    }
}

impl Curve {
    /// The control point of the Bézier curve, which goes half as far aside.
    pub(super) fn handle(&self) -> Point {
        self.bend.times(2.0).minus(self.from.plus(self.to).times(0.5))
    }

    /// The point after this part of the curve, from 0 to 1.
    fn at(&self, part: f64) -> Point {
        let rest = 1.0 - part;
        self.from
            .times(rest * rest)
            .plus(self.handle().times(2.0 * part * rest))
            .plus(self.to.times(part * part))
    }
}

/// All lines of a graph whose nodes are at these places.
pub(super) fn lines(graph: &Graph<'_>, places: &[Point]) -> Vec<Line> {
    let boxes: Vec<Area> = graph.nodes.iter().zip(places).map(|(node, place)| (*place, node.half)).collect();
    let few = graph.edges.len() <= FEW && boxes.len() <= FEW;
    let curves: Vec<Curve> = graph.edges.iter().map(|edge| curve(edge, &boxes, few)).collect();
    let mut taken = if few { boxes.clone() } else { Vec::new() };
    let mut lines: Vec<Line> = curves
        .into_iter()
        .zip(&graph.edges)
        .map(|(curve, edge)| Line { curve, title: title(edge, graph), labels: Vec::new() })
        .collect();
    // First the interfaces, which belong to an end, then the links, which have the rest.
    for (line, edge) in lines.iter_mut().zip(&graph.edges) {
        let both = edge.ends.iter().all(|(_, name)| name.is_some());
        for (n, (node, name)) in edge.ends.iter().enumerate() {
            let Some(name) = name else { continue };
            // To the middle, where another label is, or nearly to the other end.
            let furthest = STEPS * if both { 45 } else { 85 } / 100;
            let part = |step: u32| f64::from(step) / f64::from(STEPS);
            let tried = (0..furthest).map(|step| if n == 0 { part(step) } else { 1.0 - part(step) });
            put(line, name, "n", tried, Some(boxes[*node]), &mut taken, few);
        }
    }
    for (line, edge) in lines.iter_mut().zip(&graph.edges) {
        // What a bar is called is in it.
        if edge.ends.iter().all(|(_, name)| name.is_some()) {
            let tried = (0..STEPS / 4).flat_map(|step| {
                let aside = f64::from(step) / f64::from(STEPS);
                [0.5 - aside, 0.5 + aside]
            });
            put(line, edge.link.name.as_str(), "k", tried, None, &mut taken, few);
        }
    }
    lines
}

/// `link-1: R1 Ethernet1 — R2 Ethernet1`.
fn title(edge: &Edge<'_>, graph: &Graph<'_>) -> String {
    let end = |(node, name): (usize, Option<&str>)| match (&graph.nodes[node].what, name) {
        (What::Device(device), Some(name)) => Some(format!("{} {name}", device.name)),
        _ => None,
    };
    let ends: Vec<_> = edge.ends.into_iter().filter_map(end).collect();
    format!("{}: {}", edge.link.name, ends.join(" — "))
}

/// Puts a label at the first place where it is in nothing's way. If there is none, one that belongs to a box goes
/// where it is clear of that, and another is left out; the line's title has it.
fn put(
    line: &mut Line,
    text: &str,
    class: &'static str,
    tried: impl Iterator<Item = f64> + Clone,
    own: Option<Area>,
    taken: &mut Vec<Area>,
    few: bool,
) {
    let mut label = Label { at: line.curve.at(0.5), text: short(text), class };
    let half = (label.half().0 + 2.0, label.half().1 + 2.0);
    let points = tried.map(|part| line.curve.at(part));
    let free = |point: &Point| !taken.iter().any(|area| overlap((*point, half), *area));
    let beside = |point: &Point| own.is_none_or(|area| !overlap((*point, half), area));
    let found = if few { points.clone().find(free) } else { None };
    if found.is_none() && own.is_none() && few {
        return;
    }
    if let Some(at) = found.or_else(|| points.clone().find(beside)) {
        label.at = at;
    }
    if few {
        taken.push((label.at, label.half()));
    }
    line.labels.push(label);
}

fn overlap(one: Area, other: Area) -> bool {
    let apart = one.0.minus(other.0);
    apart.x.abs() < one.1.0 + other.1.0 && apart.y.abs() < one.1.1 + other.1.1
}

/// The way of a line: straight, or as far aside as it takes to be apart from its like and to go around boxes.
fn curve(edge: &Edge<'_>, boxes: &[Area], few: bool) -> Curve {
    let [(one, _), (other, _)] = edge.ends;
    let (from, to) = (boxes[one].0, boxes[other].0);
    // From the same side, whichever end comes first.
    let (low, high) = if one <= other { (from, to) } else { (to, from) };
    let along = high.minus(low);
    let across = Point::new(-along.y, along.x).times(1.0 / along.length().max(1e-9));
    let (n, count) = edge.of;
    let narrow = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let place = (narrow(n) - (narrow(count) - 1.0) / 2.0) * APART;
    let bent = |aside: f64| Curve { from, bend: from.plus(to).times(0.5).plus(across.times(aside)), to };
    if !few {
        return bent(place);
    }
    let more = along.length() * 0.08;
    let tried = (0..5).flat_map(|step: u32| {
        let aside = f64::from(step) * more;
        [place + aside, place - aside]
    });
    let clear = |curve: &Curve| {
        boxes.iter().enumerate().all(|(n, area)| {
            n == one
                || n == other
                || (1..40).all(|step| !overlap((curve.at(f64::from(step) / 40.0), (6.0, 6.0)), *area))
        })
    };
    tried.map(bent).find(clear).unwrap_or_else(|| bent(place))
}
