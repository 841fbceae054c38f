//! The Rust SDK of easypy-wasm: jobfiles and testscripts as WebAssembly components.
//!
//! A job is a function with an attribute:
//!
//! ```no_run
//! # mod job {
//! use easypy::prelude::*;
//!
//! #[easypy::job]
//! fn main(runtime: &Runtime) -> easypy::Result {
//!     runtime.set_job_name("nightly");
//!     if run("script_one.wasm")?.is_truthy() {
//!         run(Testscript::new("script_two.wasm").taskid("two").kwarg("vlan", 10))?;
//!     }
//!     Ok(())
//! }
//! # }
//! ```
//!
//! A testscript is a module with sections, or just one function:
//!
//! ```no_run
//! # mod script {
//! #[easypy::testscript]
//! fn vlan_is_free(vlan: u32) -> easypy::Result {
//!     easypy::ensure!(vlan < 4095, "vlan {vlan} is out of range");
//!     Ok(())
//! }
//! # }
//! ```
//!
//! Build either as a `cdylib` for `wasm32-wasip2`. `print!`, panics, `std::env`, `std::fs` within what the
//! host preopens, and records of `log` and `tracing` work as usual and land in the TaskLog.
//!
//! This crate must not know more of the host than the contract in `guest-sdk/wit` says.

// The attributes name this crate; so they work in its own tests.
extern crate self as easypy;

#[macro_use]
mod stop;

mod bindings;
mod entry;
mod harness;
pub mod logging;
mod outcome;
mod panic;
mod runtime;
pub mod synchro;
mod task;

pub use easypy_macros::{job, testscript};
pub use harness::{AttachError, Parameters, Section, Step, StepBuilder, Steps};
pub use outcome::Outcome;
pub use runtime::{Runtime, runtime};
pub use stop::{Result, SectionReturn, Stop};
pub use task::{ExitStatus, Task, TaskError, TaskResult, TaskSummary, Testscript, run};

/// What most guests need: `use easypy::prelude::*;`.
pub mod prelude {
    pub use std::time::Duration;

    pub use crate::logging::{self, Level};
    pub use crate::synchro::{Barrier, Dict, Event, List, Lock, Queue, Semaphore, SynchroError, Value};
    pub use crate::{
        Outcome, Parameters, Runtime, Section, Step, Steps, Stop, Task, TaskError, TaskResult, Testscript, run,
        runtime,
    };
    pub use crate::{aborted, blocked, ensure, errored, failed, passed, passx, skipped};
}

/// What the attributes' code calls. Not for people: it changes without notice.
#[doc(hidden)]
pub mod __private {
    use std::any::Any;

    pub use crate::bindings::job::exports::easypy::runtime::jobfile;
    pub use crate::bindings::testscript::exports::easypy::runtime::script;
    pub use crate::bindings::{job, job::export_job, testscript, testscript::export_testscript};
    pub use crate::entry::run_job;
    pub use crate::harness::{
        Arguments, Call, Container, ContainerKind, Leaf, LeafKind, Script, Source, run as run_script,
    };
    use crate::{Outcome, Result, Stop};

    /// The stop of a verdict macro without a reason.
    pub fn bare_stop(name: &str) -> Stop {
        Stop::new(Outcome::from_str(&name.to_uppercase()).unwrap_or(Outcome::Errored))
    }

    /// What the sections of a container share, by its type.
    ///
    /// # Errors
    /// Never in what the attributes write: they make it of this type.
    pub fn state<T: 'static>(state: &mut dyn Any) -> Result<&mut T> {
        state.downcast_mut().ok_or_else(|| Stop::errored("the testcase's state is of another type"))
    }
}
