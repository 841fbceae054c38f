//! SSH: connections through jump hosts, host keys, logins, and a shell on a terminal.
//!
//! The protocol is russh's; which keys are trusted and what is tried to log in is decided here.

mod algorithms;
mod hops;
mod keys;
mod known_hosts;
mod leash;
mod login;
pub(super) mod options;
mod server;
mod shell;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use easypy_contract::testbed::ConnectFailure;
use russh::client::{self, Handle, Msg};
use russh::keys::Algorithm;
use russh::{ChannelStream, Error};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, timeout_at};

use self::hops::{Account, Hop};
use self::known_hosts::KnownHosts;
use self::leash::{Leash, Leashed};
use self::login::{Attempt, LoggedIn};
use self::server::{Checker, Notes};
use self::shell::Shell;
use super::settings::HostKeys;
use super::text::quoted;
use super::way::timed_out;
use super::{ConnectError, Opened, Settings, Way, Wire, tcp};

pub(super) use self::hops::hops;

/// Messages of a channel that wait to be read before the server has to wait.
const WAITING: usize = 32;
/// Bytes that a server may send ahead.
const SENT_AHEAD: u32 = 256 * 1024;
/// Unanswered questions whether the server is still there.
const UNANSWERED: usize = 3;

/// A server that is logged in to. Dropping it closes the connection.
struct Client {
    handle: Handle<Checker>,
    notes: Notes,
    logged_in: LoggedIn,
    _leash: Leash,
}

/// Opens a shell on the way's server.
pub(super) async fn open(way: &Way<'_>, settings: &Settings) -> Result<Opened, ConnectError> {
    let target = Hop::target(way, settings)?;
    let hops = hops(way, settings)?;
    let deadline = Instant::now() + settings.connect_timeout;
    let client = log_in(&hops, &target, settings.connect_timeout, deadline).await?;
    let authenticated = client.logged_in == LoggedIn::Authenticated;
    let what = format!("{} gave no shell", target.shown());
    let shell = within(deadline, settings.connect_timeout, &what, Shell::open(client)).await?;
    Ok(Opened { wire: Box::new(shell), authenticated })
}

/// A TCP connection to a host from the last of some jump hosts.
pub(super) async fn through(
    hops: &[Hop],
    host: &str,
    port: u16,
    time: Duration,
    deadline: Instant,
) -> Result<Box<dyn Wire>, ConnectError> {
    let Some((last, before)) = hops.split_last() else {
        return Err(ConnectError::unsupported("there is no jump host"));
    };
    let client =
        Box::pin(log_in(before, last, time, deadline)).await.map_err(|error| on_the_way(last, error))?;
    let what = format!("the jump host {} had made no connection to {}", last.shown(), tcp::shown(host, port));
    within(deadline, time, &what, tunnel(client, last, host, port)).await
}

fn on_the_way(hop: &Hop, error: ConnectError) -> ConnectError {
    match error.message.starts_with("jump host") {
        true => error,
        false => error.behind(&format!("jump host {}", hop.shown())),
    }
}

/// Logs in to a server: with one login after the other, each on a connection of its own, since a server does
/// not let the user change.
async fn log_in(hops: &[Hop], hop: &Hop, time: Duration, deadline: Instant) -> Result<Client, ConnectError> {
    let mut refused: Vec<String> = Vec::new();
    for account in &hop.logins {
        match connect(hops, hop, account, time, deadline).await {
            Err(error) if error.kind == ConnectFailure::Authentication => refused.push(error.message),
            other => return other,
        }
    }
    Err(ConnectError::new(ConnectFailure::Authentication, refused.join("; then: ")))
}

async fn connect(
    hops: &[Hop],
    hop: &Hop,
    account: &Account,
    time: Duration,
    deadline: Instant,
) -> Result<Client, ConnectError> {
    let stream: Box<dyn Wire> = match hops {
        [] => Box::new(tcp::connect(&hop.host, hop.port, hop.settings.ssh.family, deadline).await?),
        hops => through(hops, &hop.host, hop.port, time, deadline).await?,
    };
    let name = hop.shown();
    let what = format!("{name} had not spoken SSH");
    let (mut handle, notes, user_keys, leash) = within(deadline, time, &what, handshake(stream, hop)).await?;
    let attempt = Attempt::new(&mut handle, hop, account, &notes, &user_keys);
    let what = format!("{name} had not decided on the login of {}", quoted(&account.user));
    let logged_in = within(deadline, time, &what, attempt.run()).await?;
    Ok(Client { handle, notes, logged_in, _leash: leash })
}

async fn within<T>(
    deadline: Instant,
    time: Duration,
    what: &str,
    work: impl Future<Output = Result<T, ConnectError>>,
) -> Result<T, ConnectError> {
    timeout_at(deadline, work).await.unwrap_or_else(|_| Err(timed_out(time, what)))
}

/// Agrees on keys with a server, and checks its own.
async fn handshake(
    stream: Box<dyn Wire>,
    hop: &Hop,
) -> Result<(Handle<Checker>, Notes, Vec<Algorithm>, Leash), ConnectError> {
    let settings = &hop.settings;
    let files = known_hosts_files(settings);
    let known = known(settings, files.clone(), hop).await;
    let offer = algorithms::offer(settings.legacy_algorithms, &settings.ssh.algorithms, &known.kinds())?;
    let config = client::Config {
        preferred: offer.preferred,
        window_size: SENT_AHEAD,
        channel_buffer_size: WAITING,
        keepalive_interval: settings.keepalive,
        keepalive_max: settings.ssh.keepalive_max.unwrap_or(UNANSWERED),
        nodelay: true,
        ..client::Config::default()
    };
    let notes = Notes::default();
    let checker = Checker { wanted: settings.host_keys, known, files, notes: notes.clone() };
    let (leash, stream) = Leashed::new(stream);
    match client::connect_stream(Arc::new(config), stream, checker).await {
        Ok(handle) => Ok((handle, notes, offer.user_keys, leash)),
        Err(error) => Err(notes.refused().unwrap_or_else(|| handshake_failed(&hop.shown(), &error))),
    }
}

async fn known(settings: &Settings, files: Vec<PathBuf>, hop: &Hop) -> KnownHosts {
    // Who believes anybody needs no files.
    let files = if settings.host_keys == HostKeys::Ignore { Vec::new() } else { files };
    let (host, port) = (hop.host.clone(), hop.port);
    let read = tokio::task::spawn_blocking(move || KnownHosts::read(&files, &host, port)).await;
    // A reader that broke knows nothing, and nothing is trusted.
    read.unwrap_or_else(|_| KnownHosts::read(&[], &hop.host, hop.port))
}

/// Where keys of hosts are known; new ones go to the first.
fn known_hosts_files(settings: &Settings) -> Vec<PathBuf> {
    if let Some(file) = &settings.known_hosts {
        return vec![file.clone()];
    }
    let home = std::env::home_dir().map(|home| home.join(".ssh"));
    let own = |name: &str| home.as_deref().map(|directory: &Path| directory.join(name));
    let user = settings.ssh.user_known_hosts.clone();
    let mut files =
        user.unwrap_or_else(|| ["known_hosts", "known_hosts2"].into_iter().filter_map(own).collect());
    let system = settings.ssh.global_known_hosts.clone();
    files.extend(system.unwrap_or_else(|| vec![PathBuf::from("/etc/ssh/ssh_known_hosts")]));
    files
}

fn handshake_failed(name: &str, error: &Error) -> ConnectError {
    match error {
        Error::NoCommonAlgo { kind, theirs, .. } => {
            let hint = match algorithms::has_legacy(theirs) {
                true => {
                    "these are not safe any more; `legacy_algorithms: true` in its `settings` takes them all the same"
                }
                false => "this program knows none of them",
            };
            let theirs: Vec<String> = theirs.iter().map(|name| quoted(name)).collect();
            ConnectError::unsupported(format!(
                "{name} and this program have no {kind:?} algorithm in common: it has {}; {hint}",
                quoted(&theirs.join(", "))
            ))
        }
        Error::Version => ConnectError::unsupported(format!(
            "{name} does not speak SSH 2: is it the right port, and the right protocol?"
        )),
        error if is_end(error) => ConnectError::new(
            ConnectFailure::Closed,
            format!(
                "{name} closed the connection before a login; it may allow no more sessions, or not from this address"
            ),
        ),
        error => ConnectError::new(
            ConnectFailure::Closed,
            format!("the connection to {name} failed: {}", quoted(&error.to_string())),
        ),
    }
}

fn is_end(error: &Error) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
    match error {
        Error::Disconnect | Error::HUP => true,
        Error::IO(error) => matches!(error.kind(), UnexpectedEof | ConnectionReset | BrokenPipe),
        _ => false,
    }
}

/// A connection that a jump host passes on. The jump host is left with it.
struct Tunnel {
    stream: ChannelStream<Msg>,
    _client: Client,
}

async fn tunnel(client: Client, hop: &Hop, host: &str, port: u16) -> Result<Box<dyn Wire>, ConnectError> {
    let opened = client.handle.channel_open_direct_tcpip(host, port.into(), "127.0.0.1", 0).await;
    match opened {
        Ok(channel) => Ok(Box::new(Tunnel { stream: channel.into_stream(), _client: client })),
        Err(error) => {
            let (jump, target) = (hop.shown(), tcp::shown(host, port));
            let (kind, why) = match &error {
                Error::ChannelOpenFailure(russh::ChannelOpenFailure::ConnectFailed) => {
                    (ConnectFailure::Refused, format!("cannot connect to {target} from there"))
                }
                Error::ChannelOpenFailure(reason) => (
                    ConnectFailure::Unreachable,
                    format!(
                        "does not pass on connections to {target} ({reason:?}): is AllowTcpForwarding off there?"
                    ),
                ),
                error => {
                    let why = client.notes.ended().unwrap_or_else(|| quoted(&error.to_string()));
                    (ConnectFailure::Closed, format!("made no connection to {target}: {why}"))
                }
            };
            Err(ConnectError::new(kind, format!("jump host {jump} {why}")))
        }
    }
}

impl AsyncRead for Tunnel {
    fn poll_read(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        std::pin::Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Tunnel {
    fn poll_write(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
        data: &[u8],
    ) -> std::task::Poll<std::io::Result<usize>> {
        std::pin::Pin::new(&mut self.stream).poll_write(cx, data)
    }

    fn poll_flush(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        std::pin::Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        std::pin::Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
