//! What a testbed may cost. Testbed files are written by people, and people copy them from each other.

/// The largest file, in bytes.
pub(crate) const FILE: u64 = 4 << 20;
/// Files that a testbed is made of: itself, what it extends and what it includes.
pub(crate) const FILES: usize = 256;
/// How many files may name each other in a chain.
pub(crate) const FILE_CHAIN: usize = 16;
/// How deep maps and lists may be nested, aliases, included files and references among them. The depth of
/// the stack of everything here that recurses.
pub(crate) const DEPTH: usize = 64;
/// How many references may follow each other.
pub(crate) const REFERENCE_CHAIN: usize = 16;
/// Markup within markup.
pub(crate) const MARKUP_DEPTH: usize = 4;
/// What all values together may take, in bytes: their texts and [`NODE`] for each. Copies that aliases and
/// references make count.
pub(crate) const VALUES: usize = 64 << 20;
/// What a value takes beside its text.
pub(crate) const NODE: usize = 64;
/// The longest name of a device, an interface, a link …, in bytes.
pub(crate) const NAME: usize = 256;
/// Mistakes and warnings that are shown; the rest is counted.
pub(crate) const FINDINGS: usize = 100;
/// The longest line that is shown with a mistake in it, in bytes. Beyond it only the place is told.
pub(crate) const SHOWN_LINE: usize = 2048;
/// The longest text from a file within a message, in characters.
pub(crate) const QUOTED: usize = 80;
/// The longest text that is compared with known keys.
pub(crate) const COMPARED: usize = 64;
/// Devices and shared links of a picture whose places are computed by their links; above it they stand in rows.
pub(crate) const ARRANGED: usize = 250;

/// What of [`VALUES`] is left.
#[derive(Debug)]
pub(crate) struct Budget {
    left: usize,
}

/// There is nothing left.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Spent;

impl Budget {
    pub(crate) fn new() -> Budget {
        Budget { left: VALUES }
    }

    /// Takes what a value with a text of this length costs.
    pub(crate) fn value(&mut self, text: usize) -> Result<(), Spent> {
        self.take(NODE.saturating_add(text))
    }

    pub(crate) fn take(&mut self, cost: usize) -> Result<(), Spent> {
        self.left = self.left.checked_sub(cost).ok_or(Spent)?;
        Ok(())
    }
}
