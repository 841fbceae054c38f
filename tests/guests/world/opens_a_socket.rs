//! Tries to reach the network: TCP to `address`, a listener, UDP, a name.

/// Tries every kind of socket.
#[easypy::testscript]
fn opens_a_socket(address: String) -> easypy::Result {
    use std::net::{TcpListener, TcpStream, ToSocketAddrs, UdpSocket};
    if TcpStream::connect(&address).is_ok() {
        easypy::failed!("connected to {address}");
    }
    if TcpListener::bind("127.0.0.1:0").is_ok() {
        easypy::failed!("listens on the loopback interface");
    }
    if UdpSocket::bind("127.0.0.1:0").is_ok() {
        easypy::failed!("has a UDP socket");
    }
    if ("localhost", 80).to_socket_addrs().is_ok() {
        easypy::failed!("resolves names");
    }
    easypy::passed!("there is no network")
}
