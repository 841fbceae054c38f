//! The fork server's own loop. It runs no guest, touches no guest's files, starts no thread.

use std::os::fd::{AsFd, AsRawFd, FromRawFd, IntoRawFd, OwnedFd, RawFd};
use std::os::unix::net::UnixStream;

use wasmtime::Engine;
use wasmtime::component::Component;

use super::channel::{MESSAGE_BYTES, receive, send};
use super::clone::{Forked, fork_for_parent};
use super::{Answer, Request, assignment, text};
use crate::child::{EXIT_HOST_GONE, Link, fd, leave, run_child, tie_to, title};
use crate::guest::{Linkers, Loaded};
use crate::module::Entry;
use crate::versions::VersionsView;

/// A module in the server's memory, and the descriptors that its pages come from.
struct Slot {
    loaded: Loaded,
    descriptors: Vec<RawFd>,
}

struct Server {
    socket: OwnedFd,
    engine: Engine,
    linkers: Linkers,
    slots: Vec<Slot>,
    host: u32,
    versions: Option<VersionsView>,
    /// How many children have been made.
    made: u64,
}

/// With this child the program's code goes into huge pages. That takes some milliseconds, and a run of few tasks would
/// never have them back.
const MANY: u64 = 64;

/// The title of a child that waits for what it is to do.
const WAITING: &str = "easypy-wasm: next task";

/// Serves until the host is gone; the exit code.
pub(super) fn serve(socket: OwnedFd, host: u32, versions: Option<VersionsView>) -> i32 {
    let Ok(engine) = crate::engine::new() else { return 1 };
    let Ok(linkers) = Linkers::new(&engine) else { return 1 };
    warm_up();
    let mut server = Server { socket, engine, linkers, slots: Vec::new(), host, versions, made: 0 };
    loop {
        match receive::<Request>(&server.socket) {
            Ok(Some((request, descriptors))) => {
                if !server.answer(request, descriptors) {
                    return 1;
                }
            }
            Ok(None) => return 0,
            Err(_) => return 1,
        }
    }
}

/// Does once what every child would do again: finding out what the processor can do, which is a trap into the
/// hypervisor on a virtual machine, looking functions up in libraries, and the stack on which wasmtime handles signals.
///
/// Nothing here may seed a generator that a child goes on with (`rand::rng()`, and with it `WasiCtxBuilder::new()`):
/// all children would draw the same numbers.
fn warm_up() {
    use rand::{Rng as _, SeedableRng as _, TryRng as _};
    rand::rngs::StdRng::from_seed([0; 32]).next_u64();
    // The system's own generator, which has no state in this process: how it is called is looked up once.
    let _ = rand::rngs::SysRng.try_next_u64();
    Engine::tls_eager_initialize();
    // With it the C library is told, once, that this thread has something to take down at its end.
    let _ = std::thread::current();
}

impl Server {
    /// Whether the host is still there.
    fn answer(&mut self, request: Request, descriptors: Vec<OwnedFd>) -> bool {
        let (answer, pidfd) = match request {
            Request::Load { entry } => (self.load(entry, descriptors), None),
            Request::Spawn => match self.spawn(descriptors) {
                Ok((pid, pidfd)) => (Answer::Spawned { pid }, Some(pidfd)),
                Err(error) => (Answer::Failed(error.raw_os_error().unwrap_or(libc::EINVAL)), None),
            },
        };
        let pidfd: Vec<_> = pidfd.iter().map(OwnedFd::as_fd).collect();
        send(&self.socket, &answer, &pidfd).is_ok()
    }

    fn load(&mut self, entry: Entry, descriptors: Vec<OwnedFd>) -> Answer {
        let before = open_descriptors();
        let loaded = descriptors.first().ok_or_else(|| wasmtime::format_err!("no image")).and_then(|image| {
            let path = format!("/proc/self/fd/{}", image.as_raw_fd());
            // SAFETY: the host authenticated the file before it handed over its descriptor.
            let component = unsafe { Component::deserialize_file(&self.engine, path)? };
            // Done once, here, so that no child has to.
            component.initialize_copy_on_write_image()?;
            self.linkers.load(&component, entry)
        });
        match loaded {
            Ok(loaded) => {
                let descriptors = open_descriptors().into_iter().filter(|fd| !before.contains(fd)).collect();
                self.slots.push(Slot { loaded, descriptors });
                Answer::Loaded
            }
            Err(error) => {
                let mut why = format!("{error:#}");
                why.truncate(why.floor_char_boundary(MESSAGE_BYTES / 2));
                Answer::Unusable(why)
            }
        }
    }

    fn spawn(&mut self, descriptors: Vec<OwnedFd>) -> std::io::Result<(u32, OwnedFd)> {
        let Some(socket) = descriptors.into_iter().next() else {
            return Err(std::io::Error::from_raw_os_error(libc::EINVAL));
        };
        self.made += 1;
        if self.made == MANY {
            // SAFETY: this process has one thread.
            unsafe { text::into_huge_pages() };
        }
        // SAFETY: this process has one thread; the child never returns from `child`.
        match unsafe { fork_for_parent()? } {
            Forked::Child => self.child(socket),
            Forked::Server { pid, pidfd } => Ok((pid, pidfd)),
        }
    }

    /// The child's first lines: its parent, its socket; then its assignment, its other descriptors, its title; then its
    /// guest.
    fn child(&self, socket: OwnedFd) -> ! {
        tie_to(self.host);
        let socket = socket.into_raw_fd();
        // SAFETY: plain system calls on this process's own descriptors. The server's socket has an owner that is never
        // dropped: the child leaves without running destructors.
        let socket = unsafe {
            if socket != fd::SOCKET {
                libc::dup2(socket, fd::SOCKET);
                libc::close(socket);
            }
            if self.socket.as_raw_fd() != fd::SOCKET {
                libc::close(self.socket.as_raw_fd());
            }
            UnixStream::from_raw_fd(fd::SOCKET)
        };
        title::set(WAITING);
        let Some((assignment, log, early)) = assignment::receive(&socket) else { leave(EXIT_HOST_GONE) };
        let Some(slot) = self.slots.get(assignment.slot as usize) else { leave(EXIT_HOST_GONE) };
        // SAFETY: as above. The descriptors of other modules have owners that are never dropped.
        unsafe {
            libc::dup2(log.as_raw_fd(), fd::STDOUT);
            libc::dup2(log.as_raw_fd(), fd::STDERR);
            let others = self.slots.iter().flat_map(|slot| &slot.descriptors);
            for other in others.filter(|other| !slot.descriptors.contains(other)) {
                libc::close(*other);
            }
        }
        drop(log);
        title::set(&assignment.title);
        run_child(&slot.loaded, Link::with_early(socket, early), self.versions)
    }
}

/// The descriptors that are open now. Only asked when a module is loaded.
fn open_descriptors() -> Vec<RawFd> {
    let Ok(entries) = std::fs::read_dir("/proc/self/fd") else { return Vec::new() };
    let mut listed: Vec<RawFd> =
        entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    // The one that the directory was read by is among them, and closed by now.
    // SAFETY: a plain system call.
    listed.retain(|fd| unsafe { libc::fcntl(*fd, libc::F_GETFD) } >= 0);
    listed
}
