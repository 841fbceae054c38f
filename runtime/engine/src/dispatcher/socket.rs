//! The host's end of a child's socket.
//!
//! It is watched for what can be read, and for what can be written only while something waits for room: a socket
//! that is watched for both, as tokio's own is, wakes the host each time that the child has read an answer.

use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::net::UnixStream;

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

pub(crate) struct Socket(AsyncFd<UnixStream>);

impl Socket {
    /// Watches a socket that does not block.
    ///
    /// # Errors
    /// The system watches no more.
    pub(super) fn watch(socket: UnixStream) -> io::Result<Socket> {
        // SAFETY: the stream owns its descriptor and is never replaced here.
        Ok(Socket(unsafe { AsyncFd::register_with_interest(socket, Interest::READABLE)? }))
    }

    /// Appends what can be read to the buffer, as far as it has room, and waits until there is something. How many
    /// bytes; 0 at the end.
    ///
    /// # Errors
    /// The child is gone.
    pub(super) async fn read(&self, buffer: &mut Vec<u8>, most: usize) -> io::Result<usize> {
        loop {
            let mut ready = self.0.readable().await?;
            let before = buffer.len();
            buffer.resize(before + most, 0);
            let read = ready.try_io(|socket| socket.get_ref().read(&mut buffer[before..]));
            let length = match &read {
                Ok(Ok(length)) => *length,
                _ => 0,
            };
            buffer.truncate(before + length);
            if length > 0 && length < most {
                // That was all: the next arrival is told anew, so there is no need to ask for more in vain.
                ready.clear_ready();
            }
            if let Ok(read) = read {
                return read;
            }
        }
    }

    /// Writes what there is room for; how many bytes.
    ///
    /// # Errors
    /// The child is gone.
    pub(super) fn write_now(&self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.get_ref().write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(0),
            written => written,
        }
    }

    /// Writes all of it, and waits for room.
    ///
    /// # Errors
    /// The child is gone.
    pub(super) async fn write_all(&self, mut bytes: &[u8]) -> io::Result<()> {
        // A second descriptor, because one can be watched once.
        let watched: OwnedFd = self.0.get_ref().as_fd().try_clone_to_owned()?;
        // SAFETY: the descriptor owns itself and is never replaced here.
        let watched = unsafe { AsyncFd::register_with_interest(watched, Interest::WRITABLE)? };
        while !bytes.is_empty() {
            let mut ready = watched.writable().await?;
            match self.write_now(bytes)? {
                0 => ready.clear_ready(),
                written => bytes = &bytes[written..],
            }
        }
        Ok(())
    }
}
