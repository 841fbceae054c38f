//! Child processes: how they come to be, and how they are watched and ended.

mod exec;
mod fork;
mod process;

use std::fs::File;
use std::future::Future;
use std::io;
use std::os::unix::net::UnixStream;
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
    /// The first frame for the child, encoded: an [`easypy_contract::entry::Start`].
    pub start: Vec<u8>,
    /// The child's log, opened for appending.
    pub log: File,
}

/// A child that was made.
pub struct Spawned {
    pub process: ChildProcess,
    /// The host's end of its socket, which does not block.
    pub socket: UnixStream,
    /// What of the first frame the socket had no room for.
    pub unsent: Vec<u8>,
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
    ) -> Pin<Box<dyn Future<Output = Result<Spawned, SpawnError>> + 'a>>;

    /// The versions of shared objects that all its children read.
    fn versions(&self) -> Rc<Versions>;
}

/// A child's socket: the host's end, which does not block, and the child's.
fn socket_pair() -> io::Result<(UnixStream, UnixStream)> {
    let (ours, theirs) = UnixStream::pair()?;
    ours.set_nonblocking(true)?;
    Ok((ours, theirs))
}
