//! The portable spawner: the program executes itself again, which takes some milliseconds for each child.

use std::future::Future;
use std::io::{self, Write as _};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::pin::Pin;
use std::process::{Command, Stdio};
use std::rc::Rc;

use super::{ChildProcess, Order, SpawnError, Spawned, Spawner, socket_pair};
use crate::Versions;
use crate::child::fd;

/// The variable that makes this program a child: `<entry>:<process id of the host>`.
pub const CHILD: &str = "EASYPY_WASM_CHILD";

/// Makes children by executing the program again.
pub struct ExecSpawner {
    versions: Rc<Versions>,
}

impl ExecSpawner {
    pub fn new(versions: Rc<Versions>) -> ExecSpawner {
        ExecSpawner { versions }
    }
}

impl Spawner for ExecSpawner {
    fn spawn<'a>(
        &'a self,
        order: &'a Order,
    ) -> Pin<Box<dyn Future<Output = Result<Spawned, SpawnError>> + 'a>> {
        Box::pin(async move { spawn(order, &self.versions) })
    }

    fn versions(&self) -> Rc<Versions> {
        Rc::clone(&self.versions)
    }
}

fn spawn(order: &Order, versions: &Versions) -> Result<Spawned, SpawnError> {
    let Some(image) = &order.module.image else {
        return Err(SpawnError::Module("the module has nothing to run".into()));
    };
    let (ours, theirs) = socket_pair()?;
    // It waits in the socket for the child, which need not wait for it.
    let unsent = send(&ours, &order.start)?;
    let places = [
        (theirs.as_raw_fd(), fd::SOCKET),
        (image.as_raw_fd(), fd::MODULE),
        (versions.file().as_raw_fd(), fd::VERSIONS),
    ];
    let mut command = Command::new("/proc/self/exe");
    command
        .arg0(&order.title)
        .env_clear()
        .env(CHILD, format!("{}:{}", order.entry.word(), std::process::id()))
        .current_dir("/")
        .stdin(Stdio::null())
        .stderr(order.log.try_clone()?)
        .stdout(order.log.try_clone()?);
    // SAFETY: only system calls between fork and exec.
    unsafe { command.pre_exec(move || place(&places)) };
    let child = command.spawn()?;
    // The child's number stays its own until it is waited for, which only its pidfd is used for.
    Ok(Spawned { process: ChildProcess::open(child.id())?, socket: ours, unsent })
}

/// Sends what the socket takes at once; the rest.
fn send(mut socket: &UnixStream, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let sent = match socket.write(bytes) {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => 0,
        sent => sent?,
    };
    Ok(bytes[sent..].to_owned())
}

/// Puts descriptors in their places and closes all behind them.
fn place(places: &[(RawFd, RawFd)]) -> io::Result<()> {
    const OUT_OF_THE_WAY: RawFd = fd::VERSIONS + 1;
    let mut moved = [0; 4];
    // SAFETY: plain system calls on descriptors of this process.
    unsafe {
        for ((from, _), moved) in places.iter().zip(&mut moved) {
            *moved = libc::fcntl(*from, libc::F_DUPFD_CLOEXEC, OUT_OF_THE_WAY);
            if *moved < 0 {
                return Err(io::Error::last_os_error());
            }
        }
        for ((_, to), moved) in places.iter().zip(moved) {
            if libc::dup2(moved, *to) < 0 {
                return Err(io::Error::last_os_error());
            }
        }
        // Those of the standard library close by themselves when the program is executed.
        libc::syscall(libc::SYS_close_range, fd::VERSIONS + 1, u32::MAX, libc::CLOSE_RANGE_CLOEXEC);
    }
    Ok(())
}
