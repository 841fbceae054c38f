//! The system call that makes a child: `clone3` with a pidfd, as a child of the host.

use std::io;
use std::os::fd::{FromRawFd, OwnedFd};

/// What [`fork_for_parent`] returned in which process.
pub(super) enum Forked {
    Child,
    Server { pid: u32, pidfd: OwnedFd },
}

/// `struct clone_args`, as far as it is used.
#[repr(C)]
#[derive(Default)]
struct CloneArgs {
    flags: u64,
    pidfd: u64,
    child_tid: u64,
    parent_tid: u64,
    exit_signal: u64,
    stack: u64,
    stack_size: u64,
    tls: u64,
}

/// Forks a child whose parent is this process's parent: the host, which alone can then wait for it.
///
/// A raw `clone3` rather than `fork`: it gives a pidfd, and runs none of the handlers that libraries leave
/// for `fork`. That is sound because the calling process has one thread, so no lock is held by another.
///
/// # Safety
/// The caller has one thread. The child must not return to code that another thread would have to run.
pub(super) unsafe fn fork_for_parent() -> io::Result<Forked> {
    let mut pidfd: i32 = -1;
    let mut arguments = CloneArgs {
        flags: (libc::CLONE_PARENT | libc::CLONE_PIDFD) as u64,
        pidfd: (&raw mut pidfd) as u64,
        ..CloneArgs::default()
    };
    // The C library keeps the thread's number in the thread's memory. `fork` renews it in the child, and
    // `abort` needs it; the kernel knows where it is.
    let mut tid_address: u64 = 0;
    // SAFETY: the pointer is to a live value, large enough for an address.
    if unsafe { libc::prctl(PR_GET_TID_ADDRESS, &raw mut tid_address) } == 0 && tid_address != 0 {
        arguments.flags |= (libc::CLONE_CHILD_SETTID | libc::CLONE_CHILD_CLEARTID) as u64;
        arguments.child_tid = tid_address;
    }
    // SAFETY: the arguments are valid; without CLONE_VM the child has a copy of all memory, as after `fork`.
    let result = unsafe { libc::syscall(libc::SYS_clone3, &raw const arguments, size_of::<CloneArgs>()) };
    match result {
        0 => Ok(Forked::Child),
        pid if pid > 0 => {
            // SAFETY: the kernel stored a new descriptor, which nobody else owns.
            let pidfd = unsafe { OwnedFd::from_raw_fd(pidfd) };
            Ok(Forked::Server { pid: u32::try_from(pid).map_err(io::Error::other)?, pidfd })
        }
        _ => Err(io::Error::last_os_error()),
    }
}

const PR_GET_TID_ADDRESS: libc::c_int = 40;
