//! The host's end of the fork server.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::pin::Pin;
use std::rc::Rc;

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::sync::Mutex;

use super::channel::{MESSAGE_BYTES, pair, receive, send};
use super::server::serve;
use super::{Answer, Assignment, Request, assignment};
use crate::child::{settle, tie_to, title};
use crate::module::Entry;
use crate::spawn::{ChildProcess, ExecSpawner, Order, SpawnError, Spawned, Spawner, socket_pair};
use crate::versions::{Versions, VersionsView};

/// Makes children by the fork server.
pub struct ForkSpawner {
    state: Mutex<State>,
    /// For when the server is gone.
    fallback: ExecSpawner,
}

struct State {
    socket: OwnedFd,
    slots: HashMap<(blake3::Hash, Entry), Result<u32, String>>,
    loaded: u32,
    /// How many children have been asked for.
    made: u64,
    /// The next child, made ahead.
    spare: Option<Ordered>,
    /// Children that were made ahead in vain, and are about to end.
    discarded: Vec<ChildProcess>,
}

/// A child that was asked for.
struct Ordered {
    socket: UnixStream,
    /// How many modules it has.
    loaded: u32,
}

/// A child that waits for its assignment, and ends when its socket is closed.
struct Child {
    process: ChildProcess,
    socket: UnixStream,
}

/// The job, and the first task.
const MADE_WITHOUT_SPARE: u64 = 2;

impl ForkSpawner {
    /// Forks the server. To be called at the very beginning of the program: before the first thread, and
    /// before anything secret is read.
    ///
    /// # Errors
    /// No process or socket could be made.
    ///
    /// # Safety
    /// The calling process has one thread.
    pub unsafe fn start() -> io::Result<ForkSpawner> {
        title::prepare();
        let (ours, theirs) = pair()?;
        let versions = Versions::new()?;
        let host = std::process::id();
        // SAFETY: the caller says that there is one thread, so the child may do as it likes.
        match unsafe { libc::fork() } {
            -1 => Err(io::Error::last_os_error()),
            0 => {
                drop(ours);
                settle();
                tie_to(host);
                leave_terminal();
                let view = VersionsView::open(versions.file()).ok();
                // What the host writes to is none of its children's.
                drop(versions);
                close_inherited(&theirs);
                title::take_over();
                let code = serve(theirs, host, view);
                // SAFETY: always sound. The host's exit handlers are not this process's to run.
                unsafe { libc::_exit(code) }
            }
            _ => {
                rustix::io::ioctl_fionbio(&ours, true)?;
                Ok(ForkSpawner {
                    state: Mutex::new(State::new(ours)),
                    fallback: ExecSpawner::new(Rc::new(versions)),
                })
            }
        }
    }
}

/// The server has nothing of the host's terminal, and neither have the children that it forks.
fn leave_terminal() {
    // SAFETY: plain system calls on descriptors of this process.
    unsafe {
        let null = libc::open(c"/dev/null".as_ptr(), libc::O_RDWR);
        if null >= 0 {
            libc::dup2(null, 0);
            libc::dup2(null, 1);
            libc::dup2(null, 2);
            if null > 2 {
                libc::close(null);
            }
        }
    }
}

/// Whatever the one who started this program left open is none of a child's business.
fn close_inherited(socket: &OwnedFd) {
    let socket = socket.as_raw_fd().cast_unsigned();
    // SAFETY: nothing in this process owns a descriptor but the socket, and the standard streams before it.
    unsafe {
        if socket > 3 {
            libc::syscall(libc::SYS_close_range, 3, socket - 1, 0);
        }
        libc::syscall(libc::SYS_close_range, socket + 1, u32::MAX, 0);
    }
}

impl Spawner for ForkSpawner {
    fn spawn<'a>(
        &'a self,
        order: &'a Order,
    ) -> Pin<Box<dyn Future<Output = Result<Spawned, SpawnError>> + 'a>> {
        Box::pin(async move {
            match self.state.lock().await.spawn(order).await {
                // A run does not end with its fork server: children then cost some milliseconds more.
                Err(SpawnError::Gone(_)) => self.fallback.spawn(order).await,
                made => made,
            }
        })
    }

    fn versions(&self) -> Rc<Versions> {
        self.fallback.versions()
    }
}

impl State {
    fn new(socket: OwnedFd) -> State {
        State { socket, slots: HashMap::new(), loaded: 0, made: 0, spare: None, discarded: Vec::new() }
    }

    async fn spawn(&mut self, order: &Order) -> Result<Spawned, SpawnError> {
        self.discarded.retain(|process| matches!(process.try_wait(), Ok(None)));
        let slot = self.slot(order).await?;
        let assignment = Assignment { slot, title: bounded_title(order.title.clone()) };
        let assign = |child: &Child| assignment::send(&child.socket, &assignment, &order.log, &order.start);
        let spawned = |child: Child, unsent| Spawned { process: child.process, socket: child.socket, unsent };
        if let Some(child) = self.take_spare(slot).await? {
            match assign(&child) {
                Ok(unsent) => {
                    self.order_spare();
                    return Ok(spawned(child, unsent));
                }
                // Somebody has ended it.
                Err(_) => self.discarded.push(child.process),
            }
        }
        let ordered = self.order_child()?;
        let child = self.child(ordered).await?;
        let unsent = assign(&child)?;
        // A run of one task has no use for another process.
        if self.made > MADE_WITHOUT_SPARE {
            self.order_spare();
        }
        Ok(spawned(child, unsent))
    }

    /// The child that waits, if it has this module.
    async fn take_spare(&mut self, slot: u32) -> Result<Option<Child>, SpawnError> {
        let Some(ordered) = self.spare.take() else { return Ok(None) };
        let loaded = ordered.loaded;
        match self.child(ordered).await {
            Ok(child) if slot < loaded => Ok(Some(child)),
            Ok(child) => {
                self.discarded.push(child.process);
                Ok(None)
            }
            Err(error @ SpawnError::Gone(_)) => Err(error),
            // What keeps the system from making one now shows again, or is over.
            Err(_) => Ok(None),
        }
    }

    /// Has the next child made while the one before it runs. Without it, the next one takes longer.
    fn order_spare(&mut self) {
        self.spare = self.order_child().ok();
    }

    /// Asks for a child, whose making is not waited for.
    fn order_child(&mut self) -> Result<Ordered, SpawnError> {
        let (ours, theirs) = socket_pair()?;
        self.request(&Request::Spawn, &[theirs.as_fd()])?;
        self.made += 1;
        Ok(Ordered { socket: ours, loaded: self.loaded })
    }

    /// The child that was asked for.
    async fn child(&mut self, ordered: Ordered) -> Result<Child, SpawnError> {
        let (answer, mut descriptors) = self.answer().await?;
        match (answer, descriptors.pop()) {
            (Answer::Spawned { pid }, Some(pidfd)) => {
                Ok(Child { process: ChildProcess::new(pid, pidfd), socket: ordered.socket })
            }
            (Answer::Failed(errno), _) => Err(io::Error::from_raw_os_error(errno).into()),
            (answer, _) => Err(SpawnError::Gone(format!("unexpected answer {answer:?}"))),
        }
    }

    /// The slot of a module, loading it on first use.
    async fn slot(&mut self, order: &Order) -> Result<u32, SpawnError> {
        let key = (order.module.key, order.entry);
        if let Some(slot) = self.slots.get(&key) {
            return slot.clone().map_err(SpawnError::Module);
        }
        let Some(image) = &order.module.image else {
            return Err(SpawnError::Module("the module has nothing to run".into()));
        };
        // The child that waits would not have it: it is discarded.
        self.take_spare(self.loaded).await?;
        self.request(&Request::Load { entry: order.entry }, &[image.as_fd()])?;
        let slot = match self.answer().await?.0 {
            Answer::Loaded => {
                self.loaded += 1;
                Ok(self.loaded - 1)
            }
            Answer::Unusable(why) => Err(why),
            answer => return Err(SpawnError::Gone(format!("unexpected answer {answer:?}"))),
        };
        self.slots.insert(key, slot.clone());
        slot.map_err(SpawnError::Module)
    }

    /// Sends a request. The answer to the one before it has been taken, so the buffer has room.
    fn request(&mut self, request: &Request, descriptors: &[BorrowedFd<'_>]) -> Result<(), SpawnError> {
        send(&self.socket, request, descriptors).map_err(gone)
    }

    /// Waits for the answer to the last request.
    async fn answer(&mut self) -> Result<(Answer, Vec<OwnedFd>), SpawnError> {
        // Most often it is there. The socket is watched only where it is not, because an answer that comes while nobody
        // waits for it would wake the host in vain.
        match receive::<Answer>(&self.socket) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            received => return answered(received),
        }
        // SAFETY: the descriptor is borrowed from this client, which outlives the watch and keeps it open.
        let watched = unsafe { AsyncFd::register_with_interest(self.socket.as_fd(), Interest::READABLE) };
        let watched = watched.map_err(|error| gone(error.into()))?;
        loop {
            let mut ready = watched.readable().await.map_err(gone)?;
            if let Ok(received) = ready.try_io(|socket| receive::<Answer>(socket.get_ref())) {
                return answered(received);
            }
        }
    }
}

fn answered(
    received: io::Result<Option<(Answer, Vec<OwnedFd>)>>,
) -> Result<(Answer, Vec<OwnedFd>), SpawnError> {
    received.map_err(gone)?.ok_or_else(|| SpawnError::Gone("it ended".into()))
}

fn gone(error: io::Error) -> SpawnError {
    SpawnError::Gone(error.to_string())
}

fn bounded_title(mut title: String) -> String {
    title.truncate(title.floor_char_boundary(MESSAGE_BYTES / 2));
    title
}
