//! Where the nodes are.
//!
//! Nodes push each other away and lines pull (Fruchterman and Reingold, 1991), from places on a spiral, for a
//! fixed number of steps. Then the picture is made so large that most lines have room for their labels, and boxes
//! that are nearer than [`GAP`] are pushed apart. Only `+ - * /` and square roots are used, which give the same on every
//! machine. Parts that are not linked are arranged for themselves and put beside each other.

use super::graph::{Graph, LABEL_SIZE};
use super::text::{short, width};
use crate::limits;

/// Between two boxes, at least.
const GAP: f64 = 40.0;
/// Steps of the arrangement.
const STEPS: u32 = 300;
/// Boxes and labels are wider than high, so places are drawn out.
const WIDER: f64 = 1.4;
/// Pixels for the length of a line when nothing pushes, at least and at most.
const LEAST: f64 = 130.0;
const MOST: f64 = 420.0;

/// A point, or a direction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Point {
    pub(super) fn new(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    pub(super) fn plus(self, other: Point) -> Point {
        Point::new(self.x + other.x, self.y + other.y)
    }

    pub(super) fn minus(self, other: Point) -> Point {
        Point::new(self.x - other.x, self.y - other.y)
    }

    pub(super) fn times(self, factor: f64) -> Point {
        Point::new(self.x * factor, self.y * factor)
    }

    pub(super) fn length(self) -> f64 {
        (self.x * self.x + self.y * self.y).sqrt()
    }
}

/// The centre of each node.
pub(super) fn places(graph: &Graph<'_>) -> Vec<Point> {
    if graph.nodes.len() > limits::ARRANGED {
        return in_rows(graph, &(0..graph.nodes.len()).map(|n| vec![n]).collect::<Vec<_>>(), &[]);
    }
    let parts = parts(graph);
    let arranged: Vec<Vec<Point>> = parts.iter().map(|part| arrange(graph, part)).collect();
    in_rows(graph, &parts, &arranged)
}

/// The nodes that are linked with each other, in order.
fn parts(graph: &Graph<'_>) -> Vec<Vec<usize>> {
    let mut neighbours = vec![Vec::new(); graph.nodes.len()];
    for edge in &graph.edges {
        let [(one, _), (other, _)] = edge.ends;
        neighbours[one].push(other);
        neighbours[other].push(one);
    }
    let mut seen = vec![false; graph.nodes.len()];
    let mut parts = Vec::new();
    for first in 0..graph.nodes.len() {
        if std::mem::replace(&mut seen[first], true) {
            continue;
        }
        let mut part = vec![first];
        let mut next = 0;
        while let Some(node) = part.get(next).copied() {
            next += 1;
            for neighbour in &neighbours[node] {
                if !std::mem::replace(&mut seen[*neighbour], true) {
                    part.push(*neighbour);
                }
            }
        }
        parts.push(part);
    }
    parts
}

/// Places of one part's nodes, around no point in particular.
fn arrange(graph: &Graph<'_>, part: &[usize]) -> Vec<Point> {
    let links = links(graph, part);
    let mut places = spiral(part.len());
    for step in 0..STEPS {
        let moves = forces(&places, &links);
        // Ever smaller steps, in units of the length that a line has when nothing pushes.
        let most = 0.3 * f64::from(STEPS - step) / f64::from(STEPS);
        for (place, towards) in places.iter_mut().zip(moves) {
            let length = towards.length();
            if length > 1e-9 {
                *place = place.plus(towards.times(length.min(most) / length));
            }
        }
    }
    stretched(graph, part, &level(places))
}

/// The pairs of a part's nodes between which there are lines, by their places in the part.
fn links(graph: &Graph<'_>, part: &[usize]) -> Vec<(usize, usize)> {
    let mut at = vec![None; graph.nodes.len()];
    part.iter().enumerate().for_each(|(n, node)| at[*node] = Some(n));
    let mut links: Vec<_> = graph
        .edges
        .iter()
        .filter_map(|edge| Some((at[edge.ends[0].0]?, at[edge.ends[1].0]?)))
        .map(|(one, other)| (one.min(other), one.max(other)))
        .collect();
    links.sort_unstable();
    links.dedup();
    links
}

/// Points on a spiral, each a golden angle on.
fn spiral(count: usize) -> Vec<Point> {
    const COSINE: f64 = -0.737_368_878_078_320_1;
    const SINE: f64 = 0.675_490_294_261_523_7;
    let mut direction = Point::new(1.0, 0.0);
    let mut places = Vec::with_capacity(count);
    for n in 0..count {
        let radius = f64::from(u32::try_from(n).unwrap_or(u32::MAX)).sqrt();
        places.push(direction.times(radius));
        direction =
            Point::new(direction.x * COSINE - direction.y * SINE, direction.x * SINE + direction.y * COSINE);
    }
    places
}

fn forces(places: &[Point], links: &[(usize, usize)]) -> Vec<Point> {
    let mut moves = vec![Point::default(); places.len()];
    for one in 0..places.len() {
        for other in one + 1..places.len() {
            let away = places[one].minus(places[other]);
            let square = (away.x * away.x + away.y * away.y).max(1e-4);
            let push = away.times(1.0 / square);
            moves[one] = moves[one].plus(push);
            moves[other] = moves[other].minus(push);
        }
    }
    for (one, other) in links {
        let towards = places[*other].minus(places[*one]);
        let pull = towards.times(towards.length());
        moves[*one] = moves[*one].plus(pull);
        moves[*other] = moves[*other].minus(pull);
    }
    moves
}

/// Turned so that the two nodes that are furthest apart are beside each other: screens are wide.
fn level(places: Vec<Point>) -> Vec<Point> {
    let mut furthest = (0.0, Point::new(1.0, 0.0));
    for (n, one) in places.iter().enumerate() {
        for other in &places[n + 1..] {
            let between = other.minus(*one);
            // Of distances that are nearly the same, the first.
            if between.length() > furthest.0 + 1e-6 {
                furthest = (between.length(), between);
            }
        }
    }
    let along = furthest.1.times(1.0 / furthest.1.length().max(1e-9));
    let along = if along.x < 0.0 { along.times(-1.0) } else { along };
    places
        .into_iter()
        .map(|p| Point::new(p.x * along.x + p.y * along.y, p.y * along.x - p.x * along.y))
        .collect()
}

/// Made as large as boxes and labels need, with boxes that are still too near pushed apart.
fn stretched(graph: &Graph<'_>, part: &[usize], places: &[Point]) -> Vec<Point> {
    let wide: Vec<Point> = places.iter().map(|place| Point::new(place.x * WIDER, place.y)).collect();
    let factor = for_labels(graph, part, &wide).max(LEAST);
    let half = |n: usize| graph.nodes[part[n]].half;
    let mut places: Vec<Point> = wide.iter().map(|place| place.times(factor)).collect();
    for _ in 0..STEPS {
        if !push_apart(&mut places, half) {
            return places;
        }
    }
    // Far too many at one point: whatever it takes.
    let mut more: f64 = 1.0;
    for_pairs(places.len(), |n, m| {
        let apart = places[m].minus(places[n]);
        let across = (half(n).0 + half(m).0 + GAP) / apart.x.abs().max(1e-3);
        let down = (half(n).1 + half(m).1 + GAP) / apart.y.abs().max(1e-3);
        more = more.max(across.min(down));
    });
    places.iter().map(|place| place.times(more)).collect()
}

fn for_pairs(count: usize, mut each: impl FnMut(usize, usize)) {
    for n in 0..count {
        for m in n + 1..count {
            each(n, m);
        }
    }
}

/// Moves boxes that are nearer than [`GAP`], the short way. Whether there were any.
fn push_apart(places: &mut [Point], half: impl Fn(usize) -> (f64, f64)) -> bool {
    let mut pushed = false;
    for_pairs(places.len(), |n, m| {
        let apart = places[m].minus(places[n]);
        let (x, y) =
            (half(n).0 + half(m).0 + GAP - apart.x.abs(), half(n).1 + half(m).1 + GAP - apart.y.abs());
        if x <= 0.0 || y <= 0.0 {
            return;
        }
        pushed = true;
        // A bit more than needed, so that rounding does not leave them at it for ever.
        let push = if x < y {
            Point::new((x / 2.0 + 0.5) * if apart.x < 0.0 { -1.0 } else { 1.0 }, 0.0)
        } else {
            Point::new(0.0, (y / 2.0 + 0.5) * if apart.y < 0.0 { -1.0 } else { 1.0 })
        };
        places[n] = places[n].minus(push);
        places[m] = places[m].plus(push);
    });
    pushed
}

/// How large a part must be for the labels of most of its lines.
fn for_labels(graph: &Graph<'_>, part: &[usize], places: &[Point]) -> f64 {
    let mut at = vec![None; graph.nodes.len()];
    part.iter().enumerate().for_each(|(n, node)| at[*node] = Some(n));
    let mut factors = Vec::new();
    for edge in &graph.edges {
        let [(one, first), (other, second)] = edge.ends;
        let (Some(from), Some(to)) = (at[one], at[other]) else { continue };
        let along = places[to].minus(places[from]);
        let length = along.length().max(1e-3);
        let (dx, dy) = (along.x.abs() / length, along.y.abs() / length);
        // How much of a line is under something of this size.
        let under = |half: (f64, f64)| (half.0 / dx.max(1e-3)).min(half.1 / dy.max(1e-3));
        let label = |text: &str| under((width(&short(text), LABEL_SIZE) / 2.0 + 8.0, LABEL_SIZE)) * 2.0;
        let link = if first.is_some() && second.is_some() { edge.link.name.as_str() } else { "" };
        let needed = under(graph.nodes[one].half)
            + under(graph.nodes[other].half)
            + [first.unwrap_or(""), second.unwrap_or(""), link].iter().map(|text| label(text)).sum::<f64>();
        factors.push(needed / length);
    }
    factors.sort_unstable_by(f64::total_cmp);
    factors.get(factors.len() * 9 / 10).copied().unwrap_or(0.0).min(MOST)
}

/// Parts in rows, each as it was arranged, or at one point.
fn in_rows(graph: &Graph<'_>, parts: &[Vec<usize>], arranged: &[Vec<Point>]) -> Vec<Point> {
    let extents: Vec<Extent> = parts
        .iter()
        .enumerate()
        .map(|(n, part)| Extent::of(graph, part, arranged.get(n).map_or(&[], Vec::as_slice)))
        .collect();
    let area: f64 = extents.iter().map(|extent| (extent.size.x + GAP) * (extent.size.y + GAP)).sum();
    // Half as wide again as high.
    let row = extents.iter().map(|extent| extent.size.x).fold((area * 1.5).sqrt(), f64::max);
    let mut places = vec![Point::default(); graph.nodes.len()];
    let (mut at, mut height) = (Point::default(), 0.0_f64);
    for (n, (part, extent)) in parts.iter().zip(&extents).enumerate() {
        if at.x > 0.0 && at.x + extent.size.x > row {
            at = Point::new(0.0, at.y + height + GAP);
            height = 0.0;
        }
        for (m, node) in part.iter().enumerate() {
            let place = arranged.get(n).and_then(|places| places.get(m)).copied().unwrap_or_default();
            places[*node] = place.minus(extent.corner).plus(at);
        }
        at.x += extent.size.x + GAP;
        height = height.max(extent.size.y);
    }
    places
}

/// What a part takes.
struct Extent {
    corner: Point,
    size: Point,
}

impl Extent {
    fn of(graph: &Graph<'_>, part: &[usize], places: &[Point]) -> Extent {
        let (mut low, mut high) = (Point::new(f64::MAX, f64::MAX), Point::new(f64::MIN, f64::MIN));
        for (n, node) in part.iter().enumerate() {
            let place = places.get(n).copied().unwrap_or_default();
            let half = graph.nodes[*node].half;
            low = Point::new(low.x.min(place.x - half.0), low.y.min(place.y - half.1));
            high = Point::new(high.x.max(place.x + half.0), high.y.max(place.y + half.1));
        }
        Extent { corner: low, size: high.minus(low) }
    }
}
