//! The journal of a run, and everything that is made of it: the printed report, `results.json`, XML, JUnit,
//! the rerun file, the exit code, the archive.
//!
//! All of it is a pure function of the journal, apart from the writing of files. This crate starts nothing,
//! talks to no child and knows no grants. A format of its own is a module beside the others: it gets a
//! [`model::Run`] and somewhere to write, and is named in `finish`.

pub mod archive;
mod details;
pub mod escape;
mod exit;
mod finish;
pub mod journal;
pub mod json;
pub mod junit;
pub mod model;
pub mod rerun;
pub mod text;
mod time;
pub mod xml;

pub use exit::exit_code;
pub use finish::{FinishError, FinishOptions, Finished, Problem, finish};
