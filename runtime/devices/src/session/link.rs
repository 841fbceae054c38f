//! The open way to a device: bytes out, bytes in. What is read while nothing is asked is read all the same.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::task::unconstrained;
use zeroize::Zeroizing;

use crate::transport::Wire;

/// What is read at once, in bytes.
const READ: usize = 16 * 1024;
/// Sizes that reads have when there is more to come: a terminal's, and those of TCP's segments.
const FULL: [usize; 5] = [512, 536, 1448, 1460, 4095];

pub(crate) struct Link {
    wire: Box<dyn Wire>,
    out: Zeroizing<Vec<u8>>,
    sent: usize,
    buffer: Box<[u8]>,
    length: usize,
}

/// What came of a read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Read {
    Data,
    /// Why there is no more; empty if there is nothing to say of it.
    Closed(String),
}

impl Link {
    pub(crate) fn new(wire: Box<dyn Wire>) -> Link {
        let buffer = vec![0; READ].into_boxed_slice();
        Link { wire, out: Zeroizing::new(Vec::new()), sent: 0, buffer, length: 0 }
    }

    /// Adds to what is to be sent; [`Link::next`] sends it.
    pub(crate) fn send(&mut self, bytes: &[u8]) {
        // Without leaving copies of passwords behind when it grows.
        let mut out = Zeroizing::new(Vec::with_capacity(self.out.len() - self.sent + bytes.len()));
        out.extend_from_slice(self.out.get(self.sent..).unwrap_or_default());
        out.extend_from_slice(bytes);
        self.out = out;
        self.sent = 0;
    }

    /// What the last read gave.
    pub(crate) fn data(&self) -> &[u8] {
        self.buffer.get(..self.length).unwrap_or_default()
    }

    /// Whether the last read looks as if its other half were on the way.
    pub(crate) fn is_full(&self) -> bool {
        self.length > 0
            && (self.length == self.buffer.len() || FULL.iter().any(|size| self.length.is_multiple_of(*size)))
    }

    /// Sends what is to be sent, and waits until there is something to read. Nothing is lost when the future is
    /// dropped.
    pub(crate) async fn next(&mut self) -> Read {
        std::future::poll_fn(|cx| self.poll(cx)).await
    }

    /// What can be read without waiting.
    pub(crate) async fn now(&mut self) -> Option<Read> {
        // Tokio's budget would make it look as if there were nothing.
        unconstrained(std::future::poll_fn(|cx| {
            Poll::Ready(match self.poll(cx) {
                Poll::Ready(read) => Some(read),
                Poll::Pending => None,
            })
        }))
        .await
    }

    /// Whether all is sent.
    pub(crate) fn is_sent(&self) -> bool {
        self.sent == self.out.len()
    }

    /// What is not sent yet is not sent any more.
    pub(crate) fn forget(&mut self) {
        self.out = Zeroizing::new(Vec::new());
        self.sent = 0;
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Read> {
        if let Err(error) = self.poll_send(cx) {
            // What it said before it closed is to be read first.
            if !matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset) {
                return Poll::Ready(Read::Closed(error.to_string()));
            }
            self.out = Zeroizing::new(Vec::new());
            self.sent = 0;
        }
        self.length = 0;
        let mut buffer = ReadBuf::new(&mut self.buffer);
        match Pin::new(&mut self.wire).poll_read(cx, &mut buffer) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Ok(())) if buffer.filled().is_empty() => Poll::Ready(Read::Closed(String::new())),
            Poll::Ready(Ok(())) => {
                self.length = buffer.filled().len();
                Poll::Ready(Read::Data)
            }
            Poll::Ready(Err(error)) => Poll::Ready(Read::Closed(error.to_string())),
        }
    }

    fn poll_send(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        let mut wrote = false;
        while self.sent < self.out.len() {
            match Pin::new(&mut self.wire).poll_write(cx, &self.out[self.sent..]) {
                Poll::Ready(Ok(0)) => return Err(io::ErrorKind::BrokenPipe.into()),
                Poll::Ready(Ok(n)) => self.sent += n,
                Poll::Ready(Err(error)) => return Err(error),
                Poll::Pending => break,
            }
            wrote = true;
        }
        if wrote && let Poll::Ready(Err(error)) = Pin::new(&mut self.wire).poll_flush(cx) {
            return Err(error);
        }
        if self.sent == self.out.len() && self.sent > 0 {
            self.out = Zeroizing::new(Vec::new());
            self.sent = 0;
        }
        Ok(())
    }
}
