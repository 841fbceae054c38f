//! One job: its tasks, its shared objects, and the broker that answers every request of a child.
//!
//! The `broker` decides and does nothing: it takes what happened and says what is to be done. The
//! `dispatcher` does it: it alone touches sockets, processes, files and clocks. Each capability of the
//! contract (`runtime`, `log`, `results`, `task`, `synchro`, `testbed`) is one module with its state and the handling of
//! its requests. This crate knows no command line, no report and no terminal.

mod broker;
mod child;
mod devices;
mod dispatcher;
mod filter;
mod log;
mod python;
mod results;
mod run;
mod runtime;
mod settings;
mod synchro;
mod task;

pub use devices::Lab;
pub use filter::{FilterError, TaskFilter};
pub use python::{NoPython, Python};
pub use run::{RunError, run};
pub use settings::{GuestLimits, Settings, StopSignal};
