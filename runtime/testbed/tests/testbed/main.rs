//! Testbed files, from the text to what is said of them.

#![expect(clippy::unwrap_used, reason = "a test that meets what it did not expect fails")]

mod bounds;
mod cases;
mod files;
mod markup;
mod mistakes;
mod model;
mod pictures;
mod properties;
mod secrets;
mod support;
