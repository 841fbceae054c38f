//! Starting programs that end with the test's process, however that ends.
//!
//! The kernel can signal a child when its parent is gone, but takes the parent's *thread* for the parent, and
//! tests are threads that come and go. So one thread starts them all, and stays.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};
use std::sync::mpsc::{self, Sender};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use rustix::process::{Signal, set_parent_process_death_signal};

type Request = (Command, Sender<io::Result<Child>>);

static SPAWNER: OnceLock<Mutex<Sender<Request>>> = OnceLock::new();

/// Starts it; it is killed when this process ends.
pub(crate) fn spawn(mut command: Command) -> io::Result<Child> {
    // Not in the group that a Ctrl-C at the terminal goes to: whoever talks to it may want to say goodbye.
    command.process_group(0);
    // SAFETY: between fork and exec this makes one system call and allocates nothing.
    unsafe { command.pre_exec(|| Ok(set_parent_process_death_signal(Some(Signal::KILL))?)) };
    let (answer, answered) = mpsc::channel();
    let spawner = SPAWNER.get_or_init(|| Mutex::new(start_spawner()));
    let sent = spawner.lock().unwrap_or_else(PoisonError::into_inner).send((command, answer));
    sent.map_err(io::Error::other)?;
    answered.recv().map_err(io::Error::other)?
}

fn start_spawner() -> Sender<Request> {
    let (requests, received) = mpsc::channel::<Request>();
    thread::spawn(move || {
        for (mut command, answer) in received {
            let _ = answer.send(command.spawn());
        }
    });
    requests
}
