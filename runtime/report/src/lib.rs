//! The journal of a run, and everything that is made of it: the printed report, `results.json`, XML, JUnit,
//! the rerun file, the exit code, the archive.
//!
//! All of it is a pure function of the journal, apart from the writing of files. This crate starts nothing,
//! talks to no child and knows no grants.

pub mod journal;
