//! End-to-end tests: the built binary, real guests.
//!
//! The tests are in `tests/tests`, one file for each topic; the guests in `tests/guests`, one for each
//! behaviour. This library is how a test runs the binary and looks at what came of it. It must know the
//! product only from outside: its command line, its files, its processes. It depends on none of its crates.
//!
//! A missing binary or guest is a failure that says how to build it; nothing is skipped. Nothing sleeps to
//! wait: what a test waits for is an event that it can see, with a deadline that is there to fail by.

mod archive;
mod finished;
mod log;
mod place;
mod plan;
mod process;
mod run;
mod running;
mod terminal;
mod tree;
mod wait;
mod warm;
mod xml;

pub use archive::Archive;
pub use finished::Finished;
pub use log::LogLine;
pub use place::{binary, cache_directory, example_job, guests, python_runner, test_guest};
pub use plan::{crowd_of, launch, new, run, step};
pub use process::{Ended, Process, children_of, command_line};
pub use run::Run;
pub use running::Running;
pub use tree::{Node, tree_of};
pub use wait::{DEADLINE, eventually};
pub use xml::well_formed;
