//! The test harness: runs a script's sections in order and reports them (SPEC 8).
//!
//! It knows the host only by `report::Reporter`, so that its rules can be tested without one.

mod arguments;
mod attach;
mod host;
mod open;
mod parameters;
mod report;
mod resume;
mod runner;
mod section;
mod steps;
#[cfg(test)]
mod tests;

use std::any::Any;

use serde_json::{Map, Value};

use crate::Result;
use crate::bindings::testscript::exports::easypy::runtime::script::{Failure, Resume};

pub use arguments::Arguments;
pub use attach::AttachError;
pub use parameters::Parameters;
pub use section::Section;
pub use steps::{Step, StepBuilder, Steps};

pub(crate) use open::panicked;

/// A testscript as the attribute lays it out.
#[derive(Debug)]
pub struct Script {
    /// the module's or function's name
    pub name: &'static str,
    /// `module_path!()` of the script
    pub module: &'static str,
    pub parameters: Option<fn() -> Parameters>,
    /// common setup, the testcases and common cleanup, in the order in which they run
    pub containers: &'static [Container],
}

/// Common setup, a testcase or common cleanup.
#[derive(Debug)]
pub struct Container {
    pub kind: ContainerKind,
    pub id: &'static str,
    pub description: Option<&'static str>,
    pub source: Source,
    pub must_pass: bool,
    pub parameters: Option<fn() -> Parameters>,
    /// makes what its sections share: called when the first of them runs
    pub state: fn() -> Box<dyn Any>,
    /// whether that holds anything that a trap would lose
    pub shares: bool,
    /// in the order in which they run
    pub sections: &'static [Leaf],
}

/// A section that holds code.
#[derive(Debug)]
pub struct Leaf {
    pub kind: LeafKind,
    pub id: &'static str,
    pub description: Option<&'static str>,
    pub source: Source,
    pub run: fn(&mut dyn Any, Call<'_, '_>) -> Result,
}

/// Where a section is written.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    pub file: &'static str,
    pub line: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContainerKind {
    CommonSetup,
    Testcase,
    CommonCleanup,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafKind {
    Subsection,
    Setup,
    Test,
    Cleanup,
}

/// What a section function is called with, before its arguments are picked out.
#[derive(Debug)]
pub struct Call<'c, 'a> {
    pub section: Section<'a>,
    pub steps: &'c mut Steps<'a>,
    pub arguments: Arguments<'a>,
}

/// The `script.run` of the contract.
///
/// # Errors
/// When the script cannot run at all: parameters that are no JSON object, a checkpoint that is not one of
/// this script's.
pub fn run(
    script: &'static Script,
    parameters: &str,
    resume: Option<Resume>,
) -> std::result::Result<(), Failure> {
    crate::entry::start(script.module, "pyats.aetest.testscript", script.name);
    crate::panic::report_to_task();
    let kwargs = serde_json::from_str::<Map<String, Value>>(parameters)
        .map_err(|error| Failure { message: format!("the parameters are no JSON object: {error}") })?;
    runner::run(script, &host::Host, kwargs, resume.map(resume::Resumed::from).as_ref())
        .map_err(|message| Failure { message })
}
