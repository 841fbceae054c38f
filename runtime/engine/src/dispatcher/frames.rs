//! Frames on a child's socket.

use std::io;

use super::socket::Socket;
use easypy_contract::FromChild;
use easypy_contract::frame::{self, FrameError, HEADER_BYTES};

/// What is read at once.
const CHUNK: usize = 8 * 1024;

/// Reads the frames that a child sends.
#[derive(Default)]
pub(super) struct Frames {
    buffer: Vec<u8>,
    /// What of the buffer has been taken.
    taken: usize,
}

impl Frames {
    /// The next frame; none when the child has closed its end, or is gone.
    ///
    /// # Errors
    /// What the child sent is no frame.
    pub(super) async fn next(&mut self, socket: &Socket) -> Result<Option<FromChild>, FrameError> {
        loop {
            if let Some(frame) = self.take()? {
                return Ok(Some(frame));
            }
            match self.fill(socket).await {
                Ok(0) | Err(_) => return Ok(None),
                Ok(_) => {}
            }
        }
    }

    /// A frame that has arrived as a whole.
    fn take(&mut self) -> Result<Option<FromChild>, FrameError> {
        let waiting = &self.buffer[self.taken..];
        let Some((header, rest)) = waiting.split_first_chunk::<HEADER_BYTES>() else { return Ok(None) };
        let length = frame::body_length(*header)?;
        let Some(body) = rest.get(..length) else { return Ok(None) };
        let message = frame::decode(body)?;
        self.taken += HEADER_BYTES + length;
        Ok(Some(message))
    }

    async fn fill(&mut self, socket: &Socket) -> io::Result<usize> {
        self.buffer.drain(..self.taken);
        self.taken = 0;
        if self.buffer.is_empty() {
            // A child that is silent holds no memory here.
            self.buffer = Vec::new();
        }
        // A large frame grows the buffer by what has arrived of it, not by what it announces.
        let most = CHUNK.max(self.buffer.len());
        socket.read(&mut self.buffer, most).await
    }
}
