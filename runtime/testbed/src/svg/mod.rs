//! The topology as a picture.
//!
//! `graph` says what is drawn, `layout` where the nodes are, `lines` where lines and labels go, `draw` how it
//! looks. The same testbed gives the same picture, byte by
//! byte. Every text of the file is escaped; nothing in the picture refers to anything outside it.

mod draw;
mod graph;
mod layout;
mod lines;
mod text;

use std::io::{self, Write};

use crate::model::Testbed;

/// Writes the picture of a testbed's devices and links, a whole SVG document.
///
/// # Errors
/// What the writer says.
pub fn write(out: &mut impl Write, testbed: &Testbed) -> io::Result<()> {
    let graph = graph::Graph::of(testbed);
    let places = layout::places(&graph);
    draw::draw(out, testbed, &graph, &places)
}
