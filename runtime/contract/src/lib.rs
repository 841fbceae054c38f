//! What a child process and the host say to each other: messages and their frames, outcomes and roll-up.
//!
//! This crate does no I/O, knows neither Wasm nor processes, and is the one place where the size of what
//! crosses is bounded. Each capability of the contract (`guest-sdk/wit`) is one module with the requests a
//! child may make, the answers, and the errors.

pub mod entry;
pub mod frame;
pub mod limits;
pub mod log;
mod message;
pub mod network;
mod outcome;
pub mod results;
pub mod runtime;
mod sections;
pub mod synchro;
pub mod task;
mod taskid;
pub mod testbed;
pub mod value;
mod visible;
pub mod wildcard;

pub use message::{FromChild, Notice, Reply, Request};
pub use outcome::{Outcome, roll_up};
pub use sections::OpenSections;
pub use taskid::TaskId;
pub use visible::{push_visible, visible};
