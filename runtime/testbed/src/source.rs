//! The files that a testbed is made of, and places in them.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::limits;

/// One of the files of a load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SourceId(u16);

/// A place in a file: a range of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub(crate) source: SourceId,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// A file that was read. Its text may hold passwords, so it is wiped when it is dropped.
#[derive(Debug)]
pub(crate) struct Source {
    /// As the user wrote it, or as the file that names it makes it.
    pub(crate) path: PathBuf,
    pub(crate) text: Zeroizing<String>,
    /// What must not be shown, in order, without overlaps.
    pub(crate) secrets: Vec<(u32, u32)>,
}

/// All files of a load.
#[derive(Debug, Default)]
pub(crate) struct Sources(Vec<Source>);

/// There are too many files.
#[derive(Debug)]
pub(crate) struct TooMany;

impl Sources {
    pub(crate) fn add(&mut self, path: &Path, text: Zeroizing<String>) -> Result<SourceId, TooMany> {
        if self.0.len() >= limits::FILES {
            return Err(TooMany);
        }
        let id = u16::try_from(self.0.len()).map_err(|_| TooMany)?;
        self.0.push(Source { path: path.to_owned(), text, secrets: Vec::new() });
        Ok(SourceId(id))
    }

    /// The file; ids are made by [`Sources::add`] alone.
    pub(crate) fn get(&self, id: SourceId) -> Option<&Source> {
        self.0.get(usize::from(id.0))
    }

    pub(crate) fn get_mut(&mut self, id: SourceId) -> Option<&mut Source> {
        self.0.get_mut(usize::from(id.0))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }
}

impl Span {
    pub(crate) fn new(source: SourceId, start: usize, end: usize) -> Span {
        // Files are smaller than what 32 bits count.
        let narrow = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { source, start: narrow(start), end: narrow(end.max(start)) }
    }
}
