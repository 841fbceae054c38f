//! TCP connections: names looked up, each of their addresses tried.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use easypy_contract::testbed::ConnectFailure;
use rustix::net::sockopt;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout_at};

use super::ConnectError;
use super::text::listed;
use super::way::timed_out;

/// Addresses of a name that are tried.
const ADDRESSES: usize = 16;
/// When nothing is heard for so long, the system asks whether the other side is still there …
const IDLE: Duration = Duration::from_secs(60);
/// … so often …
const PROBES: u32 = 4;
/// … and waits so long in between.
const INTERVAL: Duration = Duration::from_secs(15);

/// Which addresses are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Family {
    #[default]
    Any,
    V4,
    V6,
}

impl Family {
    fn takes(self, address: &SocketAddr) -> bool {
        match self {
            Family::Any => true,
            Family::V4 => address.is_ipv4(),
            Family::V6 => address.is_ipv6(),
        }
    }
}

/// `host:port`, with brackets where they are needed.
pub(super) fn shown(host: &str, port: u16) -> String {
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

/// A connection to a host, made before the deadline. The time is shared by the addresses, so that one that does
/// not answer leaves some for the next.
///
/// # Errors
/// There is no such name, or none of its addresses takes a connection.
pub(super) async fn connect(
    host: &str,
    port: u16,
    family: Family,
    deadline: Instant,
) -> Result<TcpStream, ConnectError> {
    let started = Instant::now();
    let addresses = addresses(host, port, family, deadline).await?;
    let mut failed = Vec::with_capacity(addresses.len());
    let mut kind = ConnectFailure::Unreachable;
    for (tried, address) in addresses.iter().enumerate() {
        let left = u32::try_from(addresses.len() - tried).unwrap_or(u32::MAX);
        let now = Instant::now();
        let until = now + deadline.saturating_duration_since(now) / left;
        let why = match timeout_at(until, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                tune(&stream);
                return Ok(stream);
            }
            Ok(Err(error)) => {
                kind = worse(kind, kind_of(&error));
                error.to_string()
            }
            Err(_) => {
                kind = worse(kind, ConnectFailure::Timeout);
                let seconds = now.elapsed().as_secs_f64();
                format!("no answer within {seconds:.1} s (the setting `connect_timeout`)")
            }
        };
        failed.push(format!("{address}: {why}"));
    }
    if failed.is_empty() {
        return Err(timed_out(started.elapsed(), &format!("no address of `{host}` was found")));
    }
    let hint = match kind {
        ConnectFailure::Refused => "; nothing listens there: are the port and the protocol right?",
        ConnectFailure::Timeout => "; is the device up, and does a firewall let the port pass?",
        _ => "; is there a route to it?",
    };
    Err(ConnectError::new(kind, format!("cannot connect to {}{hint}", failed.join(", "))))
}

async fn addresses(
    host: &str,
    port: u16,
    family: Family,
    deadline: Instant,
) -> Result<Vec<SocketAddr>, ConnectError> {
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(ip, port)]);
    }
    let unknown = |why: &str| {
        ConnectError::new(
            ConnectFailure::Unreachable,
            format!("no address of `{host}` was found: {why}; is the name right?"),
        )
    };
    let started = Instant::now();
    let found = match timeout_at(deadline, lookup_host((host, port))).await {
        Ok(Ok(found)) => found,
        Ok(Err(error)) => return Err(unknown(&error.to_string())),
        Err(_) => {
            return Err(timed_out(started.elapsed(), &format!("no address of `{host}` was found")));
        }
    };
    let mut addresses: Vec<SocketAddr> = Vec::new();
    for address in found.filter(|address| family.takes(address)) {
        if !addresses.contains(&address) && addresses.len() < ADDRESSES {
            addresses.push(address);
        }
    }
    if addresses.is_empty() {
        let version = listed(if family == Family::V4 { &["IPv4"] } else { &["IPv6"] }, "or");
        return Err(unknown(&format!("it has no {version} address")));
    }
    Ok(addresses)
}

/// Of several addresses' failures, the one that says most.
fn worse(one: ConnectFailure, other: ConnectFailure) -> ConnectFailure {
    let rank = |kind: ConnectFailure| match kind {
        ConnectFailure::Refused => 2,
        ConnectFailure::Timeout => 1,
        _ => 0,
    };
    if rank(other) > rank(one) { other } else { one }
}

fn kind_of(error: &io::Error) -> ConnectFailure {
    match error.kind() {
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset => ConnectFailure::Refused,
        io::ErrorKind::TimedOut => ConnectFailure::Timeout,
        _ => ConnectFailure::Unreachable,
    }
}

/// Small writes go at once, and a device that is gone is noticed. A system that cannot do so connects all the
/// same.
fn tune(stream: &TcpStream) {
    let _ = stream.set_nodelay(true);
    let _ = sockopt::set_socket_keepalive(stream, true);
    let _ = sockopt::set_tcp_keepidle(stream, IDLE);
    let _ = sockopt::set_tcp_keepcnt(stream, PROBES);
    let _ = sockopt::set_tcp_keepintvl(stream, INTERVAL);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_shown_as_they_are_written() {
        assert_eq!(shown("10.0.0.1", 22), "10.0.0.1:22");
        assert_eq!(shown("::1", 2222), "[::1]:2222");
        assert_eq!(shown("r1.lab", 23), "r1.lab:23");
    }

    #[test]
    fn the_failure_that_says_most_is_told() {
        use ConnectFailure::{Refused, Timeout, Unreachable};
        assert_eq!(worse(Unreachable, Timeout), Timeout);
        assert_eq!(worse(Refused, Timeout), Refused);
    }
}
