//! Ports of 127.0.0.1.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

/// A port that nobody listened on a moment ago. Whoever finds it taken after all asks again.
pub(crate) fn free() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address.unwrap_or_else(|error| panic!("there is no free port: {error}")).port()
}

/// The same, several different ones.
pub(crate) fn free_ones(count: usize) -> Vec<u16> {
    let bind = |_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    // All of them are held until the last is found.
    let listeners: Result<Vec<TcpListener>, _> = (0..count).map(bind).collect();
    let listeners = listeners.unwrap_or_else(|error| panic!("there are no {count} free ports: {error}"));
    let addresses: Result<Vec<SocketAddr>, _> = listeners.iter().map(TcpListener::local_addr).collect();
    let addresses = addresses.unwrap_or_else(|error| panic!("a listener has no address: {error}"));
    addresses.iter().map(SocketAddr::port).collect()
}

/// An address of this machine where every connection is refused, for as long as the value is kept.
///
/// The port is bound and nobody listens, so that no other program can be given it.
#[derive(Debug)]
pub struct Refusing {
    _held: rustix::fd::OwnedFd,
    address: SocketAddr,
}

impl Refusing {
    /// Where connections are refused.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

/// Makes a [`Refusing`].
///
/// # Panics
/// The system has no port left.
pub fn refusing() -> Refusing {
    use rustix::net::{AddressFamily, SocketType, bind, getsockname, socket};
    let made = || -> rustix::io::Result<Refusing> {
        let held = socket(AddressFamily::INET, SocketType::STREAM, None)?;
        bind(&held, &SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let address = getsockname(&held)?.try_into()?;
        Ok(Refusing { _held: held, address })
    };
    made().unwrap_or_else(|error| panic!("cannot hold a port: {error}"))
}
