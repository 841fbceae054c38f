//! One child process, held by its pidfd: no number that could have been given to another process.

use std::io;
use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};
use std::time::Duration;

use easypy_contract::task::ExitStatus;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// A child process that has not been waited for.
pub struct ChildProcess {
    pid: u32,
    pidfd: OwnedFd,
}

/// How a child ended, and what it used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit {
    pub status: ExitStatus,
    /// User and system time.
    pub cpu: Duration,
    /// Peak resident memory, KiB.
    pub peak_kib: u64,
}

impl ChildProcess {
    pub(super) fn new(pid: u32, pidfd: OwnedFd) -> ChildProcess {
        ChildProcess { pid, pidfd }
    }

    /// A child of this process that nobody has waited for.
    pub(super) fn open(pid: u32) -> io::Result<ChildProcess> {
        // SAFETY: a plain system call; the descriptor it returns is new and ours.
        let pidfd = unsafe {
            let fd = libc::syscall(libc::SYS_pidfd_open, pid, 0);
            if fd < 0 {
                return Err(io::Error::last_os_error());
            }
            OwnedFd::from_raw_fd(i32::try_from(fd).map_err(io::Error::other)?)
        };
        Ok(ChildProcess { pid, pidfd })
    }

    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Sends a signal. A child that has ended takes none, which is no error.
    pub fn signal(&self, signal: i32) {
        // SAFETY: a plain system call.
        unsafe {
            libc::syscall(
                libc::SYS_pidfd_send_signal,
                self.pidfd.as_raw_fd(),
                signal,
                std::ptr::null::<libc::siginfo_t>(),
                0,
            );
        }
    }

    /// Waits for the end, and takes it: the process is gone afterwards.
    ///
    /// # Errors
    /// Somebody else waited for the child.
    pub async fn wait(&self) -> io::Result<Exit> {
        if let Some(exit) = self.try_wait()? {
            return Ok(exit);
        }
        // SAFETY: the descriptor is borrowed from this child, which outlives the watch and keeps it open.
        let watched = unsafe { AsyncFd::register_with_interest(self.pidfd.as_fd(), Interest::READABLE)? };
        loop {
            let mut ready = watched.readable().await?;
            if let Some(exit) = self.try_wait()? {
                return Ok(exit);
            }
            ready.clear_ready();
        }
    }

    /// Takes the end, if it has come.
    ///
    /// # Errors
    /// As [`ChildProcess::wait`].
    pub(super) fn try_wait(&self) -> io::Result<Option<Exit>> {
        // SAFETY: both are plain data that the system call fills; zero is a valid value of each.
        let (mut info, mut usage): (libc::siginfo_t, libc::rusage) = unsafe { std::mem::zeroed() };
        // SAFETY: the pointers are to live values of the types that waitid takes.
        let result = unsafe {
            libc::syscall(
                libc::SYS_waitid,
                libc::P_PIDFD,
                self.pidfd.as_raw_fd(),
                &raw mut info,
                libc::WEXITED | libc::WNOHANG,
                &raw mut usage,
            )
        };
        if result != 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: waitid filled the fields of a child's state, or left them zero.
        let (pid, status) = unsafe { (info.si_pid(), info.si_status()) };
        if pid == 0 {
            return Ok(None);
        }
        let status = if info.si_code == libc::CLD_EXITED {
            ExitStatus::Code(status)
        } else {
            ExitStatus::Signal(status)
        };
        Ok(Some(Exit {
            status,
            cpu: duration(usage.ru_utime) + duration(usage.ru_stime),
            peak_kib: u64::try_from(usage.ru_maxrss).unwrap_or(0),
        }))
    }
}

fn duration(time: libc::timeval) -> Duration {
    Duration::new(
        u64::try_from(time.tv_sec).unwrap_or(0),
        u32::try_from(time.tv_usec).unwrap_or(0).saturating_mul(1000),
    )
}
