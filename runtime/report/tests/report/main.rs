//! What is made of journals: those in `tests/journals`, and such as nobody would write.

mod archive;
mod document;
mod exit;
mod finish;
mod fold;
mod journals;
mod sample;
mod snapshots;
