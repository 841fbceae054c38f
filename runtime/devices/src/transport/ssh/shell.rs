//! A shell on a terminal of the server.

use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use easypy_contract::testbed::ConnectFailure;
use russh::client::Msg;
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf, Error};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::super::text::quoted;
use super::super::{ConnectError, TERMINAL, WINDOW};
use super::Client;

/// How long a server that has ended the output may take to say why.
const STATUS: Duration = Duration::from_secs(1);
/// Bytes that a shell may say before the server has said that there is one.
const EARLY: usize = 64 * 1024;

/// A shell, as a stream. Dropping it closes the connection.
pub(super) struct Shell {
    messages: ChannelReadHalf,
    writer: Box<dyn AsyncWrite + Send + Unpin>,
    /// What was received and not yet taken.
    received: Vec<u8>,
    taken: usize,
    status: Option<String>,
    end: End,
    client: Client,
    // The channel is closed with its halves.
    _channel: ChannelWriteHalf<Msg>,
}

/// How far a shell's end has come.
enum End {
    No,
    /// There is no more output; the reason may follow.
    Awaited(Pin<Box<Sleep>>),
    Told,
}

impl Shell {
    /// Asks a server for a terminal, and a shell on it.
    pub(super) async fn open(client: Client) -> Result<Shell, ConnectError> {
        let failed = |what: &str, error: &Error| {
            let why = client.notes.ended().unwrap_or_else(|| quoted(&error.to_string()));
            ConnectError::new(ConnectFailure::Closed, format!("the server {what}: {why}"))
        };
        let mut channel =
            client.handle.channel_open_session().await.map_err(|error| failed("opens no session", &error))?;
        let (columns, rows) = WINDOW;
        let mut received = Vec::new();
        channel
            .request_pty(true, TERMINAL, columns.into(), rows.into(), 0, 0, &[])
            .await
            .map_err(|error| failed("gives no terminal", &error))?;
        granted(&mut channel, &client, "gives no terminal", &mut received).await?;
        channel.request_shell(true).await.map_err(|error| failed("gives no shell", &error))?;
        granted(&mut channel, &client, "gives no shell", &mut received).await?;
        let (messages, channel) = channel.split();
        let writer: Box<dyn AsyncWrite + Send + Unpin> = Box::new(channel.make_writer());
        Ok(Shell {
            messages,
            writer,
            received,
            taken: 0,
            status: None,
            end: End::No,
            client,
            _channel: channel,
        })
    }

    /// Says once why there is no more, if that is known, then that there is no more.
    fn told(&mut self) -> Poll<io::Result<()>> {
        if let End::Told = self.end {
            return Poll::Ready(Ok(()));
        }
        self.end = End::Told;
        match self.status.take().or_else(|| self.client.notes.ended()) {
            Some(why) => Poll::Ready(Err(io::Error::new(io::ErrorKind::UnexpectedEof, why))),
            None => Poll::Ready(Ok(())),
        }
    }
}

/// Waits for the server's yes. What is said before is kept.
async fn granted(
    channel: &mut Channel<Msg>,
    client: &Client,
    what: &str,
    received: &mut Vec<u8>,
) -> Result<(), ConnectError> {
    loop {
        match channel.wait().await {
            Some(ChannelMsg::Success) => return Ok(()),
            Some(ChannelMsg::Data { data } | ChannelMsg::ExtendedData { data, .. }) => {
                let room = EARLY.saturating_sub(received.len());
                received.extend(data.iter().take(room));
            }
            Some(ChannelMsg::Failure) => {
                return Err(ConnectError::new(ConnectFailure::Dialog, format!("the server {what}")));
            }
            Some(ChannelMsg::Close) | None => {
                let why = client.notes.ended().map(|why| format!(": {why}")).unwrap_or_default();
                return Err(ConnectError::new(
                    ConnectFailure::Closed,
                    format!("the server {what} and closed the connection{why}"),
                ));
            }
            Some(_) => {}
        }
    }
}

impl AsyncRead for Shell {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if buf.remaining() == 0 {
            return Poll::Ready(Ok(()));
        }
        loop {
            if this.taken < this.received.len() {
                let some = buf.remaining().min(this.received.len() - this.taken);
                buf.put_slice(&this.received[this.taken..this.taken + some]);
                this.taken += some;
                return Poll::Ready(Ok(()));
            }
            if let End::Told = this.end {
                return Poll::Ready(Ok(()));
            }
            let received = pin!(this.messages.wait()).poll(cx);
            let Poll::Ready(message) = received else {
                let End::Awaited(patience) = &mut this.end else { return Poll::Pending };
                ready!(patience.as_mut().poll(cx));
                return this.told();
            };
            match message {
                Some(ChannelMsg::Data { data } | ChannelMsg::ExtendedData { data, .. }) => {
                    let some = buf.remaining().min(data.len());
                    buf.put_slice(&data[..some]);
                    this.received.clear();
                    this.received.extend_from_slice(&data[some..]);
                    this.taken = 0;
                    if some > 0 {
                        return Poll::Ready(Ok(()));
                    }
                }
                Some(ChannelMsg::ExitStatus { exit_status }) => {
                    this.status = Some(format!("the shell ended with status {exit_status}"));
                }
                Some(ChannelMsg::ExitSignal { signal_name, .. }) => {
                    this.status = Some(format!(
                        "the shell was ended by signal {}",
                        quoted(&format!("{signal_name:?}"))
                    ));
                }
                Some(ChannelMsg::Eof) if matches!(this.end, End::No) => {
                    this.end = End::Awaited(Box::pin(sleep(STATUS)));
                }
                Some(ChannelMsg::Close) | None => return this.told(),
                Some(_) => {}
            }
        }
    }
}

impl AsyncWrite for Shell {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        if data.is_empty() {
            return Poll::Ready(Ok(0));
        }
        Pin::new(&mut self.writer).poll_write(cx, data)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.writer).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.writer).poll_shutdown(cx)
    }
}
