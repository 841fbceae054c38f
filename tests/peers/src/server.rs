//! A server that runs: a process with its log, ready when the log says so, ended by its own number.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::spawn::spawn;

/// How long a server may take to be ready. It is generous: machines can be slow.
const DEADLINE: Duration = Duration::from_secs(90);

/// How much of a log is shown with a failed test, in bytes from its end.
const SHOWN: usize = 8 * 1024;

/// A process that serves.
#[derive(Debug)]
pub(crate) struct Server {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Server {
    /// Starts it with its output, all of it, in the file `log`.
    ///
    /// # Errors
    /// It cannot be started, or its log not be written.
    pub(crate) fn start(name: &str, mut command: Command, log: &Path) -> io::Result<Server> {
        let out = File::create(log)?;
        let err = out.try_clone()?;
        // Where it reads its standard input it gets a pipe, whose end is also the end of this process.
        command.stdin(Stdio::piped()).stdout(out).stderr(err);
        Ok(Server { name: name.to_owned(), child: spawn(command)?, log: log.to_owned() })
    }

    /// Waits until all of these texts are in the log; false if it ends before that.
    ///
    /// # Panics
    /// It neither is ready nor ends.
    pub(crate) fn ready(&mut self, texts: &[String]) -> bool {
        let begin = Instant::now();
        loop {
            let log = self.log();
            if texts.iter().all(|text| log.contains(text)) {
                return true;
            }
            if !self.runs() {
                return false;
            }
            assert!(begin.elapsed() < DEADLINE, "{} is not ready after {DEADLINE:?}:\n{log}", self.name);
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Everything that it has written.
    pub(crate) fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }

    /// Whether it has not ended.
    pub(crate) fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Ends all processes that descend from it.
    pub(crate) fn end_descendants(&self) {
        end_descendants(self.child.id());
    }

    /// Ends it, and all processes that descend from it.
    pub(crate) fn stop(&mut self) {
        if !self.runs() {
            // Its number may be another's by now.
            return;
        }
        // Held first: so it starts no more of them.
        signal(i32::try_from(self.child.id()).unwrap_or_default(), Signal::STOP);
        end_descendants(self.child.id());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    #[expect(clippy::print_stderr, reason = "what the peers of a failed test wrote belongs to its output")]
    fn drop(&mut self) {
        self.stop();
        if thread::panicking() {
            let log = self.log();
            let mut begin = log.len().saturating_sub(SHOWN);
            while !log.is_char_boundary(begin) {
                begin += 1;
            }
            eprintln!("--- what {} wrote:\n{}", self.name, &log[begin..]);
        }
    }
}

/// Kills all processes that descend from this one, and not itself.
fn end_descendants(pid: u32) {
    let Ok(entries) = fs::read_dir("/proc") else { return };
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let mut parents: Vec<(i32, u32)> = pids.filter_map(|pid| Some((pid, parent_of(pid)?))).collect();
    let mut above = vec![pid];
    while let Some(parent) = above.pop() {
        let (children, others): (Vec<_>, Vec<_>) =
            parents.into_iter().partition(|(_, its_parent)| *its_parent == parent);
        parents = others;
        for (child, _) in children {
            signal(child, Signal::KILL);
            above.extend(u32::try_from(child));
        }
    }
}

/// Sends a signal; to a process that has ended it does nothing.
fn signal(pid: i32, signal: Signal) {
    if let Some(pid) = Pid::from_raw(pid) {
        let _ = kill_process(pid, signal);
    }
}

fn parent_of(pid: i32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // Behind the name, which may hold anything: the state, then the parent.
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}
