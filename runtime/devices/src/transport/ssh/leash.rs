//! Streams that end when their owner is gone.
//!
//! russh drives a connection in a task of its own, which ends when the connection does: that of a server that
//! never answers would go on for ever. So each connection is on a leash.

use std::convert::Infallible;
use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::oneshot;

use super::super::Wire;

/// Dropping it ends the stream.
pub(super) struct Leash {
    _held: oneshot::Sender<Infallible>,
}

/// A stream that ends when its leash is dropped. Both its halves belong to one task.
pub(super) struct Leashed {
    stream: Box<dyn Wire>,
    /// `None` once it was dropped.
    leash: Option<oneshot::Receiver<Infallible>>,
}

impl Leashed {
    pub(super) fn new(stream: Box<dyn Wire>) -> (Leash, Leashed) {
        let (held, leash) = oneshot::channel();
        (Leash { _held: held }, Leashed { stream, leash: Some(leash) })
    }

    fn is_over(&mut self, cx: &mut Context<'_>) -> bool {
        let over = self.leash.as_mut().is_none_or(|leash| Pin::new(leash).poll(cx).is_ready());
        if over {
            self.leash = None;
        }
        over
    }
}

impl AsyncRead for Leashed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.is_over(cx) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Leashed {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        if self.is_over(cx) {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        Pin::new(&mut self.stream).poll_write(cx, data)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_over(cx) {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_over(cx) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    #[tokio::test]
    async fn a_stream_ends_with_its_leash_while_it_is_waited_for() {
        let (near, mut far) = duplex(64);
        let (leash, mut stream) = Leashed::new(Box::new(near));
        far.write_all(b"a").await.unwrap();
        assert_eq!(stream.read_u8().await.unwrap(), b'a');
        let reader = tokio::spawn(async move {
            let end = stream.read(&mut [0; 8]).await.unwrap();
            (end, stream.write(b"x").await.unwrap_err().kind())
        });
        tokio::task::yield_now().await;
        drop(leash);
        assert_eq!(reader.await.unwrap(), (0, io::ErrorKind::BrokenPipe));
        // And nothing of it is left.
        assert_eq!(far.read(&mut [0; 8]).await.unwrap(), 0);
    }
}
