//! Terminals, and programs that are started on them.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::process::{ioctl_tiocsctty, setsid};
use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::stdio;
use rustix::termios::{Winsize, tcsetwinsize};
use zeroize::Zeroizing;

use super::super::{TERMINAL, WINDOW};

/// A new terminal: our end of it, which does not block, and the program's.
fn pair() -> io::Result<(OwnedFd, OwnedFd)> {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    let ours = openpt(flags)?;
    grantpt(&ours)?;
    unlockpt(&ours)?;
    let theirs = ioctl_tiocgptpeer(&ours, flags)?;
    let (columns, rows) = WINDOW;
    tcsetwinsize(&ours, Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 })?;
    fcntl_setfl(&ours, fcntl_getfl(&ours)? | OFlags::NONBLOCK)?;
    Ok((ours, theirs))
}

/// Starts a program as the leader of a session whose terminal is a new one; with our end of it.
///
/// It has this program's environment but for the variables that are withheld, and its directory, and a terminal that is as the system makes it: lines are
/// edited and echoed until the program wants it otherwise.
pub(super) fn start(words: &[Zeroizing<String>], withheld: &[OsString]) -> io::Result<(Child, OwnedFd)> {
    let (ours, theirs) = pair()?;
    let (name, arguments) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(name.as_str());
    command
        .args(arguments.iter().map(|word| OsStr::new(word.as_str())))
        .env("TERM", TERMINAL)
        .env_remove("COLUMNS")
        .env_remove("LINES")
        .stdin(Stdio::from(theirs.try_clone()?))
        .stdout(Stdio::from(theirs.try_clone()?))
        .stderr(Stdio::from(theirs));
    for name in withheld {
        command.env_remove(name);
    }
    let lead = || {
        // Whoever started this program may have made it deaf to them; the terminal's must be heard.
        for signal in [libc::SIGHUP, libc::SIGINT, libc::SIGQUIT, libc::SIGTERM, libc::SIGTSTP] {
            // SAFETY: it installs no function.
            unsafe { libc::signal(signal, libc::SIG_DFL) };
        }
        setsid()?;
        ioctl_tiocsctty(stdio::stdin())?;
        Ok(())
    };
    // SAFETY: between fork and exec only system calls are made.
    unsafe { command.pre_exec(lead) };
    Ok((command.spawn()?, ours))
}
