//! The host's end of the fork server.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::pin::Pin;
use std::rc::Rc;

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::sync::Mutex;

use super::channel::{MESSAGE_BYTES, pair, receive, send};
use super::server::serve;
use super::{Answer, Request};
use crate::child::{settle, tie_to, title};
use crate::module::Entry;
use crate::spawn::{ChildProcess, ExecSpawner, Order, SpawnError, Spawner};
use crate::versions::{Versions, VersionsView};

/// Makes children by the fork server.
pub struct ForkSpawner {
    state: Mutex<State>,
    /// For when the server is gone.
    fallback: ExecSpawner,
}

struct State {
    socket: Socket,
    slots: HashMap<(blake3::Hash, Entry), Result<u32, String>>,
    loaded: u32,
}

/// The socket, watched from the first use on: the server is started before there is anything to watch it.
enum Socket {
    Plain(Option<OwnedFd>),
    Watched(AsyncFd<OwnedFd>),
}

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
                let socket = Socket::Plain(Some(ours));
                Ok(ForkSpawner {
                    state: Mutex::new(State { socket, slots: HashMap::new(), loaded: 0 }),
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
    ) -> Pin<Box<dyn Future<Output = Result<ChildProcess, SpawnError>> + 'a>> {
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
    async fn spawn(&mut self, order: &Order) -> Result<ChildProcess, SpawnError> {
        let slot = self.slot(order).await?;
        let request = Request::Spawn { slot, title: bounded_title(order.title.clone()) };
        let (answer, mut descriptors) =
            self.ask(&request, &[order.socket.as_fd(), order.log.as_fd()]).await?;
        match (answer, descriptors.pop()) {
            (Answer::Spawned { pid }, Some(pidfd)) => Ok(ChildProcess::new(pid, pidfd)),
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
        let slot = match self.ask(&Request::Load { entry: order.entry }, &[image.as_fd()]).await?.0 {
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

    async fn ask(
        &mut self,
        request: &Request,
        descriptors: &[BorrowedFd<'_>],
    ) -> Result<(Answer, Vec<OwnedFd>), SpawnError> {
        let gone = |error: io::Error| SpawnError::Gone(error.to_string());
        let socket = self.socket.watched().map_err(gone)?;
        // One request is under way at a time, so the buffer has room.
        send(socket.get_ref(), request, descriptors).map_err(gone)?;
        loop {
            let mut ready = socket.ready(Interest::READABLE).await.map_err(gone)?;
            match ready.try_io(|socket| receive::<Answer>(socket.get_ref())) {
                Ok(Ok(Some(answer))) => return Ok(answer),
                Ok(Ok(None)) => return Err(SpawnError::Gone("it ended".into())),
                Ok(Err(error)) => return Err(gone(error)),
                Err(_not_ready) => {}
            }
        }
    }
}

impl Socket {
    fn watched(&mut self) -> io::Result<&AsyncFd<OwnedFd>> {
        if let Socket::Plain(plain) = self {
            let plain = plain.take().ok_or_else(|| io::Error::other("no socket"))?;
            // SAFETY: an OwnedFd owns its descriptor and is never replaced here.
            // For reading only: the buffer always has room for the one request that is under way, and watching for it
            // would wake the host each time that the server has read one.
            *self = Socket::Watched(unsafe { AsyncFd::register_with_interest(plain, Interest::READABLE)? });
        }
        match self {
            Socket::Watched(watched) => Ok(watched),
            Socket::Plain(_) => Err(io::Error::other("no socket")),
        }
    }
}

fn bounded_title(mut title: String) -> String {
    title.truncate(title.floor_char_boundary(MESSAGE_BYTES / 2));
    title
}
