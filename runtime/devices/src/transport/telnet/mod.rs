//! Telnet: a connection, and the protocol on it.
//!
//! Nobody logs in here: a device asks for that once it can be typed to. A server that says nothing is no error.

mod codec;

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

use self::codec::Codec;
use super::way::host;
use super::{ConnectError, Opened, Settings, Way, Wire, ssh, tcp};

const PORT: u16 = 23;

/// Bytes that are read at once.
const CHUNK: usize = 16 * 1024;
/// Bytes that wait to be written before more are taken.
const WAITING: usize = 16 * 1024;

/// Connects, through the jump hosts if there are any.
pub(super) async fn open(way: &Way<'_>, settings: &Settings) -> Result<Opened, ConnectError> {
    let host = host(way)?;
    let port = way.connection.port.unwrap_or(PORT);
    let deadline = Instant::now() + settings.connect_timeout;
    let hops = ssh::hops(way, settings)?;
    let wire: Box<dyn Wire> = if hops.is_empty() {
        let stream = tcp::connect(&host, port, settings.ssh.family, deadline).await?;
        // A data mark that is sent as urgent would else be taken out of the stream, and leave half a command.
        let _ = rustix::net::sockopt::set_socket_oobinline(&stream, true);
        Box::new(Telnet::new(stream))
    } else {
        Box::new(Telnet::new(ssh::through(&hops, &host, port, settings.connect_timeout, deadline).await?))
    };
    Ok(Opened { wire, authenticated: false })
}

/// Telnet on a stream. Answers to the server's options go out whenever it is polled.
struct Telnet<S> {
    stream: S,
    codec: Codec,
    received: Vec<u8>,
    /// How much of `received` has been handed on.
    taken: usize,
    answers: Vec<u8>,
    waiting: Vec<u8>,
    /// How much of `waiting` has been written.
    written: usize,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Telnet<S> {
    fn new(stream: S) -> Telnet<S> {
        Telnet {
            stream,
            codec: Codec::default(),
            received: Vec::new(),
            taken: 0,
            answers: Vec::new(),
            waiting: Vec::new(),
            written: 0,
        }
    }

    /// Writes what waits. Ready when nothing does.
    fn poll_drain(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            if self.written == self.waiting.len() {
                self.waiting.clear();
                self.written = 0;
                if self.answers.is_empty() {
                    return Poll::Ready(Ok(()));
                }
                self.waiting.append(&mut self.answers);
            }
            let some = ready!(Pin::new(&mut self.stream).poll_write(cx, &self.waiting[self.written..]))?;
            if some == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.written += some;
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Telnet<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        loop {
            // What cannot be written will be told when it is written to.
            let _ = this.poll_drain(cx);
            if this.taken < this.received.len() {
                let some = buf.remaining().min(this.received.len() - this.taken);
                buf.put_slice(&this.received[this.taken..this.taken + some]);
                this.taken += some;
                return Poll::Ready(Ok(()));
            }
            this.received.clear();
            this.taken = 0;
            if buf.remaining() == 0 {
                return Poll::Ready(Ok(()));
            }
            let mut chunk = [0; CHUNK];
            let mut chunk = ReadBuf::new(&mut chunk);
            ready!(Pin::new(&mut this.stream).poll_read(cx, &mut chunk))?;
            if chunk.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            this.codec.decode(chunk.filled(), &mut this.received, &mut this.answers);
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Telnet<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if let Poll::Ready(drained) = this.poll_drain(cx) {
            drained?;
        } else if this.waiting.len() - this.written > WAITING {
            return Poll::Pending;
        }
        let some = data.len().min(WAITING);
        this.codec.encode(&data[..some], &mut this.waiting);
        // What ends a write is not half of what the next one begins with: it goes now.
        if some == data.len() {
            this.codec.finish(&mut this.waiting);
        }
        if let Poll::Ready(Err(error)) = this.poll_drain(cx) {
            return Poll::Ready(Err(error));
        }
        Poll::Ready(Ok(some))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        ready!(this.poll_drain(cx))?;
        Pin::new(&mut this.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.as_mut().poll_flush(cx))?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    #[tokio::test]
    async fn answers_go_out_while_nothing_is_written() {
        // So narrow that each answer takes several turns.
        let (near, mut far) = duplex(2);
        let mut near = Telnet::new(near);
        let server = async {
            far.write_all(b"\xff\xfd\x1f\xff\xfb\x01login: ").await.unwrap();
            let mut answers = [0; 15];
            far.read_exact(&mut answers).await.unwrap();
            (far, answers)
        };
        let client = async {
            let mut text = vec![0; 7];
            near.read_exact(&mut text).await.unwrap();
            text.push(near.read_u8().await.unwrap());
            text
        };
        let served = async {
            let (mut far, answers) = server.await;
            far.write_all(b"!").await.unwrap();
            answers
        };
        let (answers, text) = tokio::join!(served, client);
        assert_eq!(answers, *b"\xff\xfb\x1f\xff\xfa\x1f\x01\xff\xff\x00\x18\xff\xf0\xff\xfd");
        assert_eq!(text, b"login: !");
    }

    #[tokio::test]
    async fn what_is_written_arrives_whole_however_narrow_the_way_is() {
        let (near, mut far) = duplex(3);
        let mut near = Telnet::new(near);
        let data: Vec<u8> = (0..100_000u32).map(|number| number.to_le_bytes()[0]).collect();
        let writer = async {
            near.write_all(&data).await.unwrap();
            near.shutdown().await.unwrap();
        };
        let reader = async {
            let mut wire = Vec::new();
            far.read_to_end(&mut wire).await.unwrap();
            wire
        };
        let ((), wire) = tokio::join!(writer, reader);
        let mut received = Vec::new();
        Codec::default().decode(&wire, &mut received, &mut Vec::new());
        assert!(received == data, "{} bytes", received.len());
    }
}
