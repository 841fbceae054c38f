//! Processes, each held by a descriptor: a number could by then be another's.

use std::fs;
use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

use crate::wait::eventually;

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It exited with this code.
    Code(i32),
    /// It was ended by this signal.
    Signal(i32),
}

/// A process that ran when this was made.
#[derive(Debug)]
pub struct Process {
    pid: u32,
    descriptor: OwnedFd,
}

impl Process {
    /// The process with this number; none if there is none.
    pub fn open(pid: u32) -> Option<Process> {
        let number = Pid::from_raw(i32::try_from(pid).ok()?)?;
        Some(Process { pid, descriptor: pidfd_open(number, PidfdFlags::empty()).ok()? })
    }

    /// Its number.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// The most memory that it has had, in KiB; none if it has ended.
    pub fn peak_kib(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().trim_end_matches("kB").trim().parse().ok()
    }

    /// Sends a signal. A process that has ended takes none.
    pub fn signal(&self, signal: Signal) {
        let _ = pidfd_send_signal(&self.descriptor, signal);
    }

    /// Stops it, and waits until it stands still or has ended. Only then what comes next meets a process that takes
    /// no signal but SIGKILL: of signals that are pending together, SIGTERM is taken before SIGSTOP.
    ///
    /// # Panics
    /// It goes on.
    pub fn stop(&self) {
        self.signal(Signal::STOP);
        eventually("stop of a process that was sent SIGSTOP", || {
            let state = state_of(self.pid);
            // A zombie or nothing at all has ended; `t` is one that is traced.
            state.is_none_or(|state| ['T', 't', 'Z', 'X'].contains(&state)).then_some(())
        });
    }

    /// Whether it has ended within this time.
    pub fn ends_within(&self, time: Duration) -> bool {
        let time = Timespec::try_from(time).ok();
        let mut watched = [PollFd::new(&self.descriptor, PollFlags::IN)];
        matches!(poll(&mut watched, time.as_ref()), Ok(ready) if ready > 0)
    }
}

/// The numbers of a process's children.
pub fn children_of(parent: u32) -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(|pid| parent_of(*pid) == Some(parent)).collect()
}

fn parent_of(pid: u32) -> Option<u32> {
    stat_of(pid)?.split_whitespace().nth(1)?.parse().ok()
}

/// The letter of a process's state; none if it is gone.
fn state_of(pid: u32) -> Option<char> {
    stat_of(pid)?.trim_start().chars().next()
}

/// What `/proc/PID/stat` says behind the name, which may hold anything: the state, the parent …
fn stat_of(pid: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    Some(stat.rsplit_once(')')?.1.to_owned())
}

/// What `ps` shows of a process, its arguments separated by spaces; none if it is gone.
pub fn command_line(pid: u32) -> Option<String> {
    let bytes = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let text = String::from_utf8_lossy(&bytes).trim_end_matches('\0').replace('\0', " ");
    (!text.is_empty()).then_some(text)
}
