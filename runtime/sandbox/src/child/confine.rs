//! What a child gives up before it touches guest code.

use std::io;

use crate::engine::NATIVE_STACK;

/// Whose death a child does not survive.
#[derive(Clone, Copy)]
pub(crate) enum Parent {
    /// The process with this number, which is this child's parent as long as it lives.
    Process(u32),
}

/// Settles a child: it dies with the host, has a process group of its own (so that Ctrl-C reaches only the
/// host), can gain no privileges and leaves no core dump.
///
/// Each of these can only fail where the kernel lacks it, and none is what keeps guests apart.
pub(crate) fn confine(parent: Parent) {
    let Parent::Process(host) = parent;
    // SAFETY: plain system calls with constant arguments.
    unsafe {
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
        libc::setpgid(0, 0);
        libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        if libc::getppid().cast_unsigned() != host {
            // The host died before the signal was asked for.
            libc::_exit(111);
        }
    }
    reset_signals();
}

/// What every process of a run needs from its beginning, set once and inherited: room for the Wasm stack, no
/// core dumps (they would hold what the guest saw), and a full disk or a file-size limit as an error rather
/// than a signal.
///
/// # Errors
/// The limit on the stack cannot be raised: `ulimit -s` has a hard limit that is too low.
pub fn guard_process() -> io::Result<()> {
    set_limit(libc::RLIMIT_CORE, |limit| limit.rlim_cur = 0)?;
    set_limit(libc::RLIMIT_STACK, |limit| {
        if limit.rlim_cur != libc::RLIM_INFINITY && limit.rlim_cur < NATIVE_STACK {
            limit.rlim_cur = NATIVE_STACK;
        }
    })?;
    // A run with many tasks has a socket and a log for each.
    set_limit(libc::RLIMIT_NOFILE, |limit| limit.rlim_cur = limit.rlim_max)?;
    // SAFETY: ignoring a signal installs no handler.
    unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
    Ok(())
}

fn set_limit(resource: libc::__rlimit_resource_t, change: impl FnOnce(&mut libc::rlimit)) -> io::Result<()> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the pointers are to a live rlimit.
    unsafe {
        if libc::getrlimit(resource, &raw mut limit) != 0 {
            return Err(io::Error::last_os_error());
        }
        change(&mut limit);
        if libc::setrlimit(resource, &raw const limit) != 0 {
            return Err(io::Error::last_os_error());
        }
    }
    Ok(())
}

/// The host's handlers are not the child's.
fn reset_signals() {
    for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP, libc::SIGQUIT] {
        // SAFETY: the default action installs no handler.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
}
