//! The signals that ask a run to end.

use std::io;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use easypy_engine::StopSignal;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How many signals end the program by themselves. One press may send two, and the second press is answered by the event
/// loop unless that hangs.
const INSISTED: u32 = 5;
/// How many seconds after the first.
const HANGING: i64 = 3;

/// Waits for SIGINT, SIGTERM and SIGHUP. From its making on they do not end the program any more.
pub(crate) struct Signals {
    interrupt: Option<Signal>,
    terminate: Option<Signal>,
    /// The terminal went away.
    hangup: Option<Signal>,
}

impl Signals {
    /// Within a tokio runtime. A signal that is ignored, as by `nohup`, stays ignored.
    ///
    /// # Errors
    /// The system lets no handler be installed.
    pub(crate) fn new() -> io::Result<Signals> {
        Ok(Signals {
            interrupt: watch(SignalKind::interrupt())?,
            terminate: watch(SignalKind::terminate())?,
            hangup: watch(SignalKind::hangup())?,
        })
    }

    /// The next one.
    pub(crate) async fn next(&mut self) -> StopSignal {
        tokio::select! {
            () = came(&mut self.interrupt) => StopSignal::Interrupt,
            () = came(&mut self.terminate) => StopSignal::Terminate,
            () = came(&mut self.hangup) => StopSignal::Terminate,
        }
    }
}

fn watch(kind: SignalKind) -> io::Result<Option<Signal>> {
    if is_ignored(kind.as_raw_value())? {
        return Ok(None);
    }
    let watched = signal(kind)?;
    leave_when_insisted_on(kind.as_raw_value())?;
    Ok(Some(watched))
}

/// Leaves at once after so many signals, whatever the event loop is busy with: it has not answered the second.
fn leave_when_insisted_on(signal: i32) -> io::Result<()> {
    static TIMES: AtomicU32 = AtomicU32::new(0);
    static FIRST: AtomicI64 = AtomicI64::new(0);
    let insisted = move || {
        let now = seconds();
        let _ = FIRST.compare_exchange(0, now, Ordering::Relaxed, Ordering::Relaxed);
        let times = TIMES.fetch_add(1, Ordering::Relaxed) + 1;
        if times >= INSISTED && now - FIRST.load(Ordering::Relaxed) >= HANGING {
            // SAFETY: nothing of the program runs any more; children end with this process.
            unsafe { libc::_exit(128 + signal) };
        }
    };
    // SAFETY: the action looks at the clock, counts and leaves, all of which may be done in a signal handler.
    unsafe { signal_hook_registry::register(signal, insisted) }.map(drop)
}

async fn came(signal: &mut Option<Signal>) {
    if let Some(signal) = signal
        && signal.recv().await.is_some()
    {
        return;
    }
    // One that is ignored never comes.
    std::future::pending().await
}

/// Of a clock that never goes back; not 0.
fn seconds() -> i64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is live for the call.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut now) };
    now.tv_sec.max(1)
}

fn is_ignored(signal: i32) -> io::Result<bool> {
    // SAFETY: zero is a valid value of this plain data, and the pointer to it is live; nothing is changed.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        if libc::sigaction(signal, std::ptr::null(), &raw mut action) != 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(action.sa_sigaction == libc::SIG_IGN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_signals_are_told_from_others() {
        // SAFETY: SIGUSR2 is used by nothing in this program.
        unsafe { libc::signal(libc::SIGUSR2, libc::SIG_IGN) };
        assert!(is_ignored(libc::SIGUSR2).unwrap());
        assert!(!is_ignored(libc::SIGTERM).unwrap());
    }
}
