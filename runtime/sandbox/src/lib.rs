//! One guest in one child process: compiling and caching modules, making child processes, running the guest
//! in them.
//!
//! The host's half ([`module`], [`spawn`]) starts children and hands them descriptors. The child's half
//! (`child`, `guest`) encodes what the guest asks and waits for the answer: it has no authority of its own
//! and makes no decision that the host relies on. This crate knows nothing of jobs, grants or results.

mod bindings;
mod child;
mod engine;
mod guest;
pub mod log;
pub mod module;
pub mod spawn;
mod versions;

pub use child::{exec_child_main, guard_process};
pub use versions::Versions;
