//! What users see of policies: their mistakes, what they allow, and why.

#![expect(clippy::unwrap_used, reason = "a test that meets what it did not expect fails")]

mod decisions;
mod explain;
mod grants;
mod mistakes;
mod narrowing;
mod properties;
mod support;
