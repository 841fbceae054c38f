//! Modules: what a file is, compiled in a limited child, kept in an authenticated cache.

mod adapt;
mod cache;
mod compile;
mod compiler;
mod error;
mod info;
mod language;

pub use cache::{Cache, CacheError, Module, sha256_of_file};
pub use compile::compile_child_main;
pub use compiler::{COMPILE_CHILD, CompileLimits};
pub use error::{ModuleError, Role};
pub use info::{CONTRACT_VERSION, Entry, Form, ModuleInfo};
pub use language::Language;
