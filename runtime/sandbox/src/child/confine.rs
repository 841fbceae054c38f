//! What a child gives up before it touches guest code.

use std::io;

/// The exit code of a child whose host is gone: it has nothing to live for, and nobody to tell.
pub(crate) const EXIT_HOST_GONE: i32 = 111;

/// Ties a process to the host, its parent: it dies when the host does. Not inherited by what it forks.
pub(crate) fn tie_to(host: u32) {
    // SAFETY: plain system calls with constant arguments.
    unsafe {
        libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
        if libc::getppid().cast_unsigned() != host {
            // The host died before the signal was asked for.
            libc::_exit(EXIT_HOST_GONE);
        }
    }
}

/// Settles a process and, because all of it is inherited, what it forks: a process group apart from the
/// host's, so that Ctrl-C reaches only the host; no way to gain privileges; the default action for every
/// signal that ends a process.
///
/// Each of these can only fail where the kernel lacks it, and none is what keeps guests apart.
pub(crate) fn settle() {
    // SAFETY: plain system calls with constant arguments.
    unsafe {
        libc::setpgid(0, 0);
        libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    }
    for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP, libc::SIGQUIT] {
        // SAFETY: the default action installs no handler.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
}

/// What every process of a run needs from its beginning, set once and inherited: no core dumps (they would hold
/// what the guest saw), as many descriptors as may be, and a full disk or a file-size limit as an error rather than
/// a signal. Wasm runs on stacks of its own.
///
/// # Errors
/// The system refuses to lower a limit or to raise one to what it allows.
pub fn guard_process() -> io::Result<()> {
    set_limit(libc::RLIMIT_CORE, |limit| limit.rlim_cur = 0)?;
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
