//! The journal: what it holds, its one writer, its readers.
//!
//! The file is the only thing that the rest of this crate believes. It must not be written by anything but
//! [`Writer`], and no reader may change it.

mod event;
mod reader;
mod writer;

use std::path::{Path, PathBuf};

pub use event::{Event, JobFailure, Record, RunStarted, SCHEMA, TaskEnded, Usage};
pub use reader::{ReadError, Reader};
pub use writer::Writer;

/// The journal's name in the runinfo directory and in the archive.
pub const FILE_NAME: &str = "journal.ndjson";

pub(crate) fn path(runinfo: &Path) -> PathBuf {
    runinfo.join(FILE_NAME)
}
