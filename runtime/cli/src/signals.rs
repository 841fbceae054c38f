//! The signals that ask a run to end.

use std::io;

use easypy_engine::StopSignal;
use tokio::signal::unix::{Signal, SignalKind, signal};

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
    if is_ignored(kind.as_raw_value())? { Ok(None) } else { signal(kind).map(Some) }
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
