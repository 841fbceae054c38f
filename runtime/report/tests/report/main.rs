//! What is made of journals: those in `tests/journals`, and such as nobody would write.

#![expect(clippy::unwrap_used, reason = "a test that meets what it did not expect fails")]

mod archive;
mod document;
mod exit;
mod finish;
mod fold;
mod journals;
mod sample;
mod snapshots;
mod verify;
