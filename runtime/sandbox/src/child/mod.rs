//! What runs in a child process, from its first line to its exit.

mod confine;
mod link;
mod main;
pub(crate) mod title;

pub use confine::guard_process;
pub(crate) use confine::{EXIT_HOST_GONE, settle, tie_to};
pub(crate) use link::Link;
pub use main::exec_child_main;
pub(crate) use main::{leave, run_child};

/// The descriptors of a child; 0 is `/dev/null`. Nothing else is open but the images of its module and its directories.
pub(crate) mod fd {
    /// The log, for what the sandbox itself or a crash says.
    pub(crate) const STDOUT: i32 = 1;
    pub(crate) const STDERR: i32 = 2;
    /// The socket to the host.
    pub(crate) const SOCKET: i32 = 3;
    /// The compiled module; only in a child that was made by executing the program again.
    pub(crate) const MODULE: i32 = 4;
    /// The versions of shared objects; likewise.
    pub(crate) const VERSIONS: i32 = 5;
}
