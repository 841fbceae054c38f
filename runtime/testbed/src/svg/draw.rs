//! How nodes and lines look.

use std::collections::HashMap;
use std::io::{self, Write};

use super::graph::{FACT_SIZE, Graph, LABEL_SIZE, NAME_SIZE, Node, What, lines};
use super::layout::Point;
use super::lines::{Label, Line};
use super::text::{escaped, short, width};
use crate::model::{Device, Testbed};

/// Around everything.
const MARGIN: f64 = 32.0;
/// For the testbed's name.
const HEAD: f64 = 44.0;
/// One for each type of device, in the order in which types come.
const COLOURS: [&str; 8] =
    ["#2563eb", "#0d9488", "#d97706", "#7c3aed", "#dc2626", "#4d7c0f", "#0891b2", "#be185d"];
const STYLE: &str = "text{font-family:'Inter','Segoe UI','Helvetica Neue',Arial,'DejaVu Sans',sans-serif;fill:#1e293b}\
.t{font-weight:600}.f{fill:#64748b}.l{stroke:#94a3b8;stroke-width:2;fill:none}\
.p{fill:#fff;stroke:#cbd5e1}.n{fill:#475569}.k{fill:#94a3b8}";

pub(super) fn draw(
    out: &mut impl Write,
    testbed: &Testbed,
    graph: &Graph<'_>,
    places: &[Point],
) -> io::Result<()> {
    let lines = super::lines::lines(graph, places);
    let (low, high) = extent(graph, places, &lines);
    let head = Point::new(width(testbed.name.as_str(), 18.0), 0.0);
    let size = Point::new((high.x - low.x).max(head.x) + 2.0 * MARGIN, high.y - low.y + 2.0 * MARGIN + HEAD);
    writeln!(
        out,
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{w:.0}" height="{h:.0}" viewBox="0 0 {w:.0} {h:.0}" role="img">"##,
        w = size.x,
        h = size.y
    )?;
    writeln!(out, "<title>{}</title>", escaped(testbed.name.as_str()))?;
    writeln!(out, "<style>{STYLE}</style>")?;
    writeln!(out, r##"<rect width="100%" height="100%" fill="#f8fafc"/>"##)?;
    let name = escaped(&short(testbed.name.as_str()));
    writeln!(out, r#"<text class="t" x="{MARGIN}" y="{:.0}" font-size="18">{name}</text>"#, MARGIN + 10.0)?;
    writeln!(out, r#"<g transform="translate({:.1} {:.1})">"#, MARGIN - low.x, MARGIN + HEAD - low.y)?;
    for line in &lines {
        draw_line(out, line)?;
    }
    let colours = colours(testbed);
    for (node, place) in graph.nodes.iter().zip(places) {
        match node.what {
            What::Device(device) => draw_device(out, node, device, *place, &colours)?,
            What::Shared(link) => draw_shared(out, node, link.name.as_str(), *place)?,
        }
    }
    // Over the boxes: a label that has no room is still read.
    for line in &lines {
        for label in &line.labels {
            draw_label(out, label)?;
        }
    }
    writeln!(out, "</g>\n</svg>")
}

/// What everything takes.
fn extent(graph: &Graph<'_>, places: &[Point], lines: &[Line]) -> (Point, Point) {
    let boxes = graph.nodes.iter().zip(places).map(|(node, place)| (*place, node.half));
    let labels = lines.iter().flat_map(|line| line.labels.iter().map(|label| (label.at, label.half())));
    let mut corners: Option<(Point, Point)> = None;
    for (at, half) in boxes.chain(labels) {
        let half = Point::new(half.0, half.1);
        let (low, high) = corners.unwrap_or((at, at));
        let (from, to) = (at.minus(half), at.plus(half));
        corners = Some((
            Point::new(low.x.min(from.x), low.y.min(from.y)),
            Point::new(high.x.max(to.x), high.y.max(to.y)),
        ));
    }
    corners.unwrap_or_default()
}

fn colours(testbed: &Testbed) -> HashMap<&str, &'static str> {
    let mut colours = HashMap::new();
    for device in testbed.devices() {
        let next = COLOURS[colours.len() % COLOURS.len()];
        colours.entry(device.kind.as_deref().unwrap_or("")).or_insert(next);
    }
    colours
}

fn draw_device(
    out: &mut impl Write,
    node: &Node<'_>,
    device: &Device,
    at: Point,
    colours: &HashMap<&str, &'static str>,
) -> io::Result<()> {
    let (x, y) = (at.x - node.half.0, at.y - node.half.1);
    let (w, h) = (2.0 * node.half.0, 2.0 * node.half.1);
    let colour = colours.get(device.kind.as_deref().unwrap_or("")).copied().unwrap_or(COLOURS[0]);
    writeln!(out, "<g><title>{}</title>", escaped(device.name.as_str()))?;
    writeln!(
        out,
        r##"<rect x="{x:.1}" y="{y:.1}" width="{w:.1}" height="{h:.1}" rx="9" fill="#fff" stroke="{colour}" stroke-width="1.6"/>"##
    )?;
    writeln!(
        out,
        r#"<path d="M{:.1} {y:.1}h-1a9 9 0 0 0 -9 9v{:.1}a9 9 0 0 0 9 9h1z" fill="{colour}"/>"#,
        x + 10.0,
        h - 18.0
    )?;
    let lines = lines(device);
    let mut baseline = y + 25.5;
    for (n, line) in lines.iter().enumerate() {
        let (class, size) = if n == 0 { ("t", NAME_SIZE) } else { ("f", FACT_SIZE) };
        let text = escaped(line);
        let middle = at.x + 5.0;
        writeln!(
            out,
            r#"<text class="{class}" x="{middle:.1}" y="{baseline:.1}" font-size="{size}" text-anchor="middle">{text}</text>"#
        )?;
        baseline += 17.0;
    }
    writeln!(out, "</g>")
}

fn draw_shared(out: &mut impl Write, node: &Node<'_>, name: &str, at: Point) -> io::Result<()> {
    let (x, y) = (at.x - node.half.0, at.y - node.half.1);
    let (w, h) = (2.0 * node.half.0, 2.0 * node.half.1);
    let r = node.half.1;
    writeln!(
        out,
        r##"<g><title>{}</title><rect x="{x:.1}" y="{y:.1}" width="{w:.1}" height="{h:.1}" rx="{r}" fill="#e2e8f0" stroke="#94a3b8"/>"##,
        escaped(name)
    )?;
    writeln!(
        out,
        r#"<text class="n" x="{:.1}" y="{:.1}" font-size="{LABEL_SIZE}" text-anchor="middle">{}</text></g>"#,
        at.x,
        at.y + 4.0,
        escaped(&short(name))
    )
}

fn draw_line(out: &mut impl Write, line: &Line) -> io::Result<()> {
    let handle = line.curve.handle();
    let (from, to) = (line.curve.from, line.curve.to);
    writeln!(
        out,
        r#"<path class="l" d="M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}"><title>{}</title></path>"#,
        from.x,
        from.y,
        handle.x,
        handle.y,
        to.x,
        to.y,
        escaped(&line.title)
    )
}

fn draw_label(out: &mut impl Write, label: &Label) -> io::Result<()> {
    let half = label.half();
    writeln!(
        out,
        r#"<rect class="p" x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" rx="4"/>"#,
        label.at.x - half.0,
        label.at.y - half.1,
        2.0 * half.0,
        2.0 * half.1
    )?;
    writeln!(
        out,
        r#"<text class="{}" x="{:.1}" y="{:.1}" font-size="{LABEL_SIZE}" text-anchor="middle">{}</text>"#,
        label.class,
        label.at.x,
        label.at.y + 4.0,
        escaped(&label.text)
    )
}
