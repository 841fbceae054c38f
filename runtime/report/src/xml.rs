//! `ResultsSummary.xml` and `ResultsDetails.xml`, in the form of pyATS (SPEC 3.4).
//!
//! Both leave out what they have no place for: steps, warnings, tasks that were never started. What is not
//! known here (image, topology, versions of hardware …) is as empty as pyATS leaves it.

mod details;
mod element;
mod summary;

use std::io::{self, Write};

use crate::model::Run;
use element::Document;

/// # Errors
/// The output cannot be written.
pub fn write_summary(out: impl Write, run: &Run) -> io::Result<()> {
    let mut document = Document::begin(out)?;
    summary::job_summary(&mut document, run)?;
    document.end()
}

/// # Errors
/// The output cannot be written.
pub fn write_details(out: impl Write, run: &Run) -> io::Result<()> {
    let mut document = Document::begin(out)?;
    details::report(&mut document, run)?;
    document.end()
}
