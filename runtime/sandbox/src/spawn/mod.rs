//! Child processes: how they come to be, and how they are watched and ended.

mod exec;
mod fork;
mod process;

use std::fs::File;
use std::future::Future;
use std::os::fd::OwnedFd;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

pub use exec::{CHILD, ExecSpawner};
pub use fork::ForkSpawner;
pub use process::{ChildProcess, Exit};

use crate::Versions;
use crate::module::{Entry, Module};

/// A child to be made.
pub struct Order {
    pub module: Arc<Module>,
    pub entry: Entry,
    /// What `ps` shows.
    pub title: String,
    /// The child's end of its socket; the first frame on it is a [`easypy_contract::entry::Start`].
    pub socket: OwnedFd,
    /// The child's log, opened for appending.
    pub log: File,
}

/// Why no child was made.
#[derive(Debug, thiserror::Error)]
pub enum SpawnError {
    /// The module cannot be run by this host, whatever is tried.
    #[error("{0}")]
    Module(String),
    /// The system gave no process.
    #[error("{0}")]
    System(#[from] std::io::Error),
    /// The fork server is gone.
    #[error("the fork server is gone: {0}")]
    Gone(String),
}

/// Makes child processes. Its future is the time until the child runs, not until it ends.
pub trait Spawner {
    /// # Errors
    /// No child was made. A module that turns out unusable in the child is reported by the child.
    fn spawn<'a>(
        &'a self,
        order: &'a Order,
    ) -> Pin<Box<dyn Future<Output = Result<ChildProcess, SpawnError>> + 'a>>;

    /// The versions of shared objects that all its children read.
    fn versions(&self) -> Rc<Versions>;
}
