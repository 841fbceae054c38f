//! Why a file cannot be run.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::info::CONTRACT_VERSION;

/// What a module was wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    Job,
    Testscript,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Role::Job => "jobfile",
            Role::Testscript => "testscript",
        })
    }
}

/// Why a file cannot be run. Displayed as what was found; [`ModuleError::hint`] says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ModuleError {
    #[error("cannot be read: {why}")]
    Unreadable { why: String },
    #[error("is a directory, expected a file")]
    Directory,
    #[error("is not WebAssembly: it is {found}")]
    NotWasm { found: String },
    #[error("is not valid WebAssembly{}: {why}", at(.offset))]
    Invalid { why: String, offset: Option<u64> },
    #[error("is {found}, expected a {wanted}{}", list(" (it exports ", .exports))]
    WrongWorld { wanted: Role, found: String, exports: Vec<String> },
    #[error(
        "is built for version {found} of easypy:runtime, expected {CONTRACT_VERSION} or a compatible one"
    )]
    OtherContract { found: String },
    #[error("imports what this host does not have: {}", .imports.join(", "))]
    UnknownImports { imports: Vec<String> },
    #[error("is a testscript that imports easypy:runtime/task, which only jobfiles may")]
    TaskInTestscript,
    #[error("is larger than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("could not be compiled: {why}")]
    Compile { why: String },
    #[error("could not be compiled within its limits: {what}")]
    CompileLimit { what: String },
    #[error("could not be linked: {why}")]
    Link { why: String },
}

fn at(offset: &Option<u64>) -> String {
    offset.map_or_else(String::new, |offset| format!(" (at byte {offset:#x})"))
}

fn list(before: &str, names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!("{before}{})", names.join(", ")) }
}

impl ModuleError {
    /// A file that the system does not give.
    pub fn unreadable(error: &std::io::Error) -> ModuleError {
        let text = error.to_string();
        let why = text.split(" (os error").next().unwrap_or(&text).to_owned();
        ModuleError::Unreadable { why }
    }

    /// What the user can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            ModuleError::Unreadable { .. } => "check that the path is right and that you may read the file",
            ModuleError::Directory => "name the .py or .wasm file inside it",
            ModuleError::NotWasm { .. } => {
                "Python files end in .py; Rust is built with `cargo build --target wasm32-wasip2`: name the .wasm file that makes"
            }
            ModuleError::Invalid { .. } => "the file is damaged or was cut off: build or copy it again",
            ModuleError::WrongWorld { wanted: Role::Job, .. } => {
                "a jobfile has a function with #[easypy::job]; run a testscript from a jobfile"
            }
            ModuleError::WrongWorld { wanted: Role::Testscript, .. } => {
                "a testscript has a module or function with #[easypy::testscript], or is a program with `main`"
            }
            ModuleError::OtherContract { .. } => "rebuild it with the SDK of this version of easypy-wasm",
            ModuleError::UnknownImports { .. } => {
                "`easypy-wasm inspect` lists what a module imports; guests have WASI 0.2 and easypy:runtime only"
            }
            ModuleError::TaskInTestscript => "start tasks from the jobfile",
            ModuleError::TooLarge { .. } => "build it with optimisation and without debug information",
            ModuleError::Compile { .. } => "check the module with another tool, e.g. `wasm-tools validate`",
            ModuleError::CompileLimit { .. } => {
                "the module is too large or too strange for the compiler's limits"
            }
            ModuleError::Link { .. } => "rebuild it with the SDK of this version of easypy-wasm",
        }
    }
}
