//! A terminal for the binary to run on: what a person would see, and type.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::wait::eventually;

/// A pseudo-terminal of 40 lines and 120 columns.
#[derive(Debug)]
pub(crate) struct Terminal {
    keyboard: File,
    shown: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl Terminal {
    /// Makes one, and lets the command run on it: as its session's terminal, with all three streams.
    pub(crate) fn give_to(command: &mut Command) -> io::Result<Terminal> {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&ours)?;
        unlockpt(&ours)?;
        let size = Winsize { ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&ours, size)?;
        let name = ptsname(&ours, Vec::new())?;
        let theirs: OwnedFd =
            rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())?;
        command.stdin(theirs.try_clone()?).stdout(theirs.try_clone()?).stderr(theirs).env("TERM", "xterm");
        let begin_session = || {
            rustix::process::setsid()?;
            rustix::process::ioctl_tiocsctty(rustix::stdio::stdin())?;
            Ok(())
        };
        // SAFETY: only system calls between fork and exec.
        unsafe { command.pre_exec(begin_session) };

        let shown = Arc::new(Mutex::new(Vec::new()));
        let (mut screen, seen) = (File::from(ours.try_clone()?), Arc::clone(&shown));
        let reader = thread::spawn(move || {
            let mut piece = [0; 4096];
            // It ends when nobody has the terminal open any more.
            while let Ok(length @ 1..) = screen.read(&mut piece) {
                seen.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&piece[..length]);
            }
        });
        Ok(Terminal { keyboard: File::from(ours), shown, reader })
    }

    /// All that was written to it so far.
    pub(crate) fn shown(&self) -> String {
        String::from_utf8_lossy(&self.shown.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    /// All that was written to it, when everybody has closed it.
    pub(crate) fn all_shown(&self) -> String {
        eventually("end of the terminal", || self.reader.is_finished().then(|| self.shown()))
    }

    pub(crate) fn type_keys(&self, keys: &str) -> io::Result<()> {
        (&self.keyboard).write_all(keys.as_bytes())
    }
}
