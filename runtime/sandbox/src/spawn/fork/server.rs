//! The fork server's own loop. It runs no guest, touches no guest's files, starts no thread.

use std::os::fd::{AsFd, AsRawFd, OwnedFd, RawFd};

use wasmtime::Engine;
use wasmtime::component::Component;

use super::channel::{MESSAGE_BYTES, receive, send};
use super::clone::{Forked, fork_for_parent};
use super::{Answer, Request};
use crate::child::{fd, run_child, tie_to, title};
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
}

/// Serves until the host is gone; the exit code.
pub(super) fn serve(socket: OwnedFd, host: u32, versions: Option<VersionsView>) -> i32 {
    let Ok(engine) = crate::engine::new() else { return 1 };
    let Ok(linkers) = Linkers::new(&engine) else { return 1 };
    warm_up();
    let mut server = Server { socket, engine, linkers, slots: Vec::new(), host, versions };
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
/// hypervisor on a virtual machine, and the stack on which wasmtime handles signals.
///
/// Nothing here may seed a generator that a child goes on with (`rand::rng()`, and with it `WasiCtxBuilder::new()`):
/// all children would draw the same numbers.
fn warm_up() {
    use rand::{Rng as _, SeedableRng as _};
    rand::rngs::StdRng::from_seed([0; 32]).next_u64();
    Engine::tls_eager_initialize();
}

impl Server {
    /// Whether the host is still there.
    fn answer(&mut self, request: Request, descriptors: Vec<OwnedFd>) -> bool {
        let (answer, pidfd) = match request {
            Request::Load { entry } => (self.load(entry, descriptors), None),
            Request::Spawn { slot, title } => match self.spawn(slot, &title, descriptors) {
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

    fn spawn(&self, slot: u32, title: &str, descriptors: Vec<OwnedFd>) -> std::io::Result<(u32, OwnedFd)> {
        let (Some(slot), [socket, log]) = (self.slots.get(slot as usize), descriptors.as_slice()) else {
            return Err(std::io::Error::from_raw_os_error(libc::EINVAL));
        };
        // SAFETY: this process has one thread; the child never returns from `child`.
        match unsafe { fork_for_parent()? } {
            Forked::Child => self.child(slot, title, socket.as_raw_fd(), log.as_raw_fd()),
            Forked::Server { pid, pidfd } => Ok((pid, pidfd)),
        }
    }

    /// The child's first lines: its parent, its descriptors, its title; then its guest.
    fn child(&self, slot: &Slot, title: &str, socket: RawFd, log: RawFd) -> ! {
        tie_to(self.host);
        // SAFETY: plain system calls on this process's own descriptors. Those that were closed have owners
        // that are never dropped: the child leaves without running destructors.
        unsafe {
            libc::dup2(log, fd::STDOUT);
            libc::dup2(log, fd::STDERR);
            libc::dup2(socket, fd::SOCKET);
            let others = self.slots.iter().flat_map(|slot| &slot.descriptors);
            for other in others.filter(|other| !slot.descriptors.contains(other)) {
                libc::close(*other);
            }
            for descriptor in [self.socket.as_raw_fd(), socket, log] {
                if descriptor != fd::SOCKET {
                    libc::close(descriptor);
                }
            }
        }
        title::set(title);
        run_child(&slot.loaded, self.versions)
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
