//! The journal: what it holds, its one writer, its readers.

mod event;

pub use event::{Event, JobFailure, Record, RunStarted, SCHEMA, TaskEnded, Usage};
