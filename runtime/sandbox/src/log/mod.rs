//! Log lines (SPEC 3.5): how they look, and a log that one child writes.

mod file;
mod format;

pub(crate) use file::LogFile;
pub use format::{LineFormat, Origin};
