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
mod verdicts;

mod bindings;
mod entry;
mod harness;
pub mod logging;
mod outcome;
mod panic;
mod runtime;
mod stop;
pub mod synchro;
mod task;
pub mod testbed;
#[cfg(all(target_os = "wasi", target_env = "p1"))]
mod threads;

pub use harness::{AttachError, Parameters, Section, Step, StepBuilder, Steps};
pub use outcome::Outcome;
pub use runtime::{Runtime, runtime};
pub use stop::{Result, SectionReturn, Stop};
pub use task::{ExitStatus, Task, TaskError, TaskResult, TaskSummary, Testscript, run};

/// Makes a function the entry point of a job.
///
/// It takes `runtime: &Runtime` or nothing, and returns [`Result`] or nothing; an error makes the job Errored.
/// There is one job in a component.
///
/// ```no_run
/// # mod job {
/// use easypy::prelude::*;
///
/// #[easypy::job]
/// fn main(runtime: &Runtime) -> easypy::Result {
///     let retries = runtime.arguments().len();
///     run(Testscript::new("script_one.wasm").kwarg("retries", retries))?;
///     Ok(())
/// }
/// # }
/// ```
pub use easypy_macros::job;

/// Makes a module with sections, or one function, a testscript. There is one testscript in a component.
///
/// ```no_run
/// #[easypy::testscript]
/// mod interfaces {
///     use easypy::prelude::*;
///
///     /// Parameters of the script, for those that the task is not given.
///     #[parameters]
///     fn parameters() -> Parameters {
///         Parameters::new().set("vlan", 10)
///     }
///
///     #[common_setup]
///     impl CommonSetup {
///         #[subsection]
///         fn connect(section: &mut Section, steps: &mut Steps) -> easypy::Result {
///             steps.start("log in", |_| Ok(()))?;
///             section.set_parameter("names", ["Gi0/1", "Gi0/3"])
///         }
///     }
///
///     /// What the sections of the testcase share.
///     #[derive(Default)]
///     struct AllAreUp {
///         seen: usize,
///     }
///
///     /// The description in the report.
///     #[testcase(must_pass, id = "all are up")]
///     impl AllAreUp {
///         #[setup]
///         fn look(&mut self, names: Vec<String>) {
///             self.seen = names.len();
///         }
///
///         #[test]
///         fn count(&self, vlan: u32, expected: Option<usize>) -> easypy::Result {
///             ensure!(self.seen == expected.unwrap_or(2), "{} interfaces in VLAN {vlan}", self.seen);
///             Ok(())
///         }
///
///         #[cleanup]
///         fn forget() {}
///     }
///
///     #[common_cleanup]
///     impl CommonCleanup {
///         #[subsection]
///         fn disconnect() {}
///     }
/// }
/// # fn main() {}
/// ```
///
/// **Parts** are `impl` blocks, whatever their type is called: `#[common_setup]` and `#[common_cleanup]`, at
/// most one of each, and any number of `#[testcase]`s. Common setup runs first, the testcases as they are
/// written, common cleanup last. The id of a testcase is its type's name, or `id = "…"`. After a testcase that
/// `must_pass` and does not, the testcases behind it are Blocked. What has no attribute is left alone.
///
/// **Sections** are their functions: `#[subsection]`s in common setup and cleanup; `#[setup]`, `#[test]`s and
/// `#[cleanup]` in a testcase, which run in this order. A section takes `&self`, `&mut self` or neither, and
/// returns nothing (Passed) or [`Result`]. Its type must be `Default` and is made anew for each run; a type
/// that is not declared in the module gets a declaration without fields.
///
/// **Arguments** are found by their names in the parameters: those of the testcase's `#[parameters]` function,
/// then the task's kwargs and what [`Section::set_parameter`] set, then those of the script's `#[parameters]`
/// function. Any type that `serde` reads will do; a missing `Option` is `None`, anything else that is missing
/// is Errored. `steps: &mut Steps` and `section: &mut Section` are found by their types.
///
/// **Doc comments** become descriptions in the report, and `#[cfg(…)]` is honoured.
///
/// **One function** makes a script with one testcase, which holds one test; both are called as the function is.
///
/// ```no_run
/// #[easypy::testscript]
/// fn vlan_is_free(vlan: u32, steps: &mut easypy::Steps) -> easypy::Result {
///     steps.start("look it up", |_| Ok(()))?;
///     easypy::ensure!(vlan < 4095, "vlan {vlan} is out of range");
///     Ok(())
/// }
/// # fn main() {}
/// ```
///
/// What cannot run does not compile. What the sections share needs a beginning, for example:
///
/// ```compile_fail
/// #[easypy::testscript]
/// mod script {
///     struct NoDefault;
///
///     #[testcase]
///     impl NoDefault {
///         #[test]
///         fn test_a(&self) {}
///     }
/// }
/// # fn main() {}
/// ```
pub use easypy_macros::testscript;

/// What most guests need: `use easypy::prelude::*;`.
pub mod prelude {
    pub use std::time::Duration;

    pub use crate::logging::{self, Level};
    pub use crate::synchro::{Barrier, Dict, Event, List, Lock, Queue, Semaphore, SynchroError, Value};
    pub use crate::testbed::{ConnectFailure, Device, DeviceError, Exchange, Lease, Testbed};
    pub use crate::{
        Outcome, Parameters, Runtime, Section, Step, Steps, Stop, Task, TaskError, TaskResult, Testscript,
        run, runtime,
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
    use crate::{Result, Stop};

    /// What the sections of a container share, by its type.
    ///
    /// # Errors
    /// Never in what the attributes write: they make it of this type.
    pub fn state<T: 'static>(state: &mut dyn Any) -> Result<&mut T> {
        state.downcast_mut().ok_or_else(|| Stop::errored("the testcase's state is of another type"))
    }

    /// An argument, after [`Arguments::finish`] found none missing.
    ///
    /// # Errors
    /// Never then.
    pub fn present<T>(argument: Option<T>) -> Result<T> {
        argument.ok_or_else(|| Stop::errored("an argument was not read"))
    }
}
