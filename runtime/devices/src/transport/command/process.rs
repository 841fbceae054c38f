//! A program on its terminal, and how it ends.

use std::ffi::OsString;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::process::ExitStatusExt as _;
use std::pin::Pin;
use std::process::{Child, ExitStatus};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, Signal, kill_process_group, pidfd_open};
use tokio::io::unix::AsyncFd;
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::time::{Sleep, sleep, timeout};
use zeroize::Zeroizing;

use super::pty;

/// How long a program may take to end once it was told that its terminal is gone.
const GRACE: Duration = Duration::from_secs(1);
/// How long is waited for the second of two things that end a terminal: its program's end, and that nobody has
/// its other end any more.
const SECOND: Duration = Duration::from_secs(1);

/// Our end of a program's terminal. The program ends with it.
pub(super) struct Terminal {
    ours: AsyncFd<OwnedFd>,
    /// Until it is dropped.
    program: Option<Program>,
    /// How the program ended.
    status: Option<String>,
    /// How long the second thing is still waited for.
    patience: Option<Pin<Box<Sleep>>>,
    /// Whether the end was told.
    told: bool,
}

/// A program that was started, the first of its process group.
struct Program {
    child: Child,
    group: Option<Pid>,
    /// Can be read once the program has ended, also before it is reaped.
    end: AsyncFd<OwnedFd>,
}

impl Terminal {
    pub(super) fn start(words: &[Zeroizing<String>], withheld: &[OsString]) -> io::Result<Terminal> {
        let (child, ours) = pty::start(words, withheld)?;
        let program = Program::watch(child)?;
        // SAFETY: the descriptor is owned and never replaced.
        let ours = unsafe { AsyncFd::register_with_interest(ours, Interest::READABLE | Interest::WRITABLE)? };
        Ok(Terminal { ours, program: Some(program), status: None, patience: None, told: false })
    }

    /// Reads what there is; whether there was something, or the other end is closed.
    fn poll_data(&self, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<bool>> {
        loop {
            let mut ready = ready!(self.ours.poll_read_ready(cx))?;
            match ready.try_io(|ours| Ok(rustix::io::read(ours, buf.initialize_unfilled())?)) {
                Ok(Ok(0)) => return Poll::Ready(Ok(false)),
                Ok(Ok(length)) => {
                    buf.advance(length);
                    return Poll::Ready(Ok(true));
                }
                Ok(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {}
                // What a terminal says when nobody is at its other end any more.
                Ok(Err(error)) if error.raw_os_error() == Some(Errno::IO.raw_os_error()) => {
                    return Poll::Ready(Ok(false));
                }
                Ok(Err(error)) => return Poll::Ready(Err(error)),
                Err(_) => {}
            }
        }
    }

    fn poll_status(&mut self, cx: &mut Context<'_>) {
        if self.status.is_none()
            && let Some(program) = &mut self.program
            && let Poll::Ready(status) = program.poll_status(cx)
        {
            self.status = Some(status.map_or_else(|_| "the program ended".to_owned(), shown));
        }
    }
}

fn shown(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("the program ended with status {code}"),
        (None, Some(signal)) => format!("the program was ended by signal {signal}"),
        (None, None) => "the program ended".to_owned(),
    }
}

impl AsyncRead for Terminal {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if buf.remaining() == 0 {
            return Poll::Ready(Ok(()));
        }
        if self.told {
            return Poll::Ready(Ok(()));
        }
        let closed = match self.poll_data(cx, buf) {
            Poll::Ready(Ok(true)) => return Poll::Ready(Ok(())),
            Poll::Ready(Ok(false)) => true,
            Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
            Poll::Pending => false,
        };
        self.poll_status(cx);
        match (closed, self.status.is_some()) {
            (true, true) => {}
            (false, false) => return Poll::Pending,
            // What was written last may still be on its way; what the program left running may hold on to the
            // terminal for ever, and a program may close it and go on.
            _ => ready!(self.patience.get_or_insert_with(|| Box::pin(sleep(SECOND))).as_mut().poll(cx)),
        }
        self.told = true;
        let why = self.status.take().unwrap_or_else(|| "the program closed its terminal".to_owned());
        Poll::Ready(Err(io::Error::new(io::ErrorKind::UnexpectedEof, why)))
    }
}

impl AsyncWrite for Terminal {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            let mut ready = ready!(self.ours.poll_write_ready(cx))?;
            match ready.try_io(|ours| Ok(rustix::io::write(ours, data)?)) {
                Ok(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(Err(error)) if error.raw_os_error() == Some(Errno::IO.raw_os_error()) => {
                    return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
                }
                Ok(written) => return Poll::Ready(written),
                Err(_) => {}
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    /// A terminal has no half that could be closed.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if let Some(program) = self.program.take() {
            program.end();
        }
    }
}

impl Program {
    fn watch(mut child: Child) -> io::Result<Program> {
        let watched = || {
            let group = Pid::from_raw(i32::try_from(child.id()).map_err(io::Error::other)?);
            let end = pidfd_open(group.ok_or(io::ErrorKind::InvalidInput)?, PidfdFlags::NONBLOCK)?;
            // SAFETY: the descriptor is owned and never replaced.
            let end = unsafe { AsyncFd::register_with_interest(end, Interest::READABLE)? };
            Ok((group, end))
        };
        match watched() {
            Ok((group, end)) => Ok(Program { child, group, end }),
            Err(error) => {
                // It has done nothing yet that would have to be ended in peace.
                let _ = child.kill();
                let _ = child.wait();
                Err(error)
            }
        }
    }

    /// Its status, once it has ended.
    fn poll_status(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<ExitStatus>> {
        loop {
            let mut ended = ready!(self.end.poll_read_ready(cx))?;
            // What it leaves behind ends with it. Its group has its number as long as it is not reaped.
            if let Some(group) = self.group {
                let _ = kill_process_group(group, Signal::KILL);
            }
            match self.child.try_wait()? {
                Some(status) => {
                    self.group = None;
                    return Poll::Ready(Ok(status));
                }
                None => ended.clear_ready(),
            }
        }
    }

    /// To all of its group. Who is gone need not hear it.
    fn signal(&self, signal: Signal) {
        if let Some(group) = self.group {
            let _ = kill_process_group(group, signal);
        }
    }

    /// Tells it that its terminal is gone; kills it if that does not end it. Waits for nothing itself.
    fn end(self) {
        if self.group.is_none() {
            return;
        }
        self.signal(Signal::HUP);
        // A program that was stopped hears of it only when it goes on.
        self.signal(Signal::CONT);
        // Without a runtime, or when it ends first, dropping the program kills it.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let mut program = self;
            runtime.spawn(async move {
                let ended = std::future::poll_fn(|cx| program.poll_status(cx));
                if timeout(GRACE, ended).await.is_err() {
                    program.signal(Signal::KILL);
                    let _ = std::future::poll_fn(|cx| program.poll_status(cx)).await;
                }
            });
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if self.group.is_some() {
            self.signal(Signal::KILL);
            let _ = self.child.try_wait();
        }
    }
}
