//! Uses the directories and addresses that a policy grants, and tries what lies beside them.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream, ToSocketAddrs};

/// `read` and `write` are directories, `address` may be connected to, `other` may not.
#[easypy::testscript]
fn uses_what_is_granted(read: String, write: String, address: String, other: String) -> easypy::Result {
    easypy::ensure!(fs::read_to_string(format!("{read}/file"))? == "granted", "the file says something else");
    if fs::write(format!("{read}/new"), "x").is_ok() {
        easypy::failed!("{read} can be written to");
    }
    fs::write(format!("{write}/new"), "written")?;
    for beside in [format!("{read}/../secret"), format!("{write}/../secret")] {
        if fs::read(&beside).is_ok() {
            easypy::failed!("{beside} can be read");
        }
    }
    let mut stream = TcpStream::connect(&address)?;
    stream.write_all(b"ping\n")?;
    let mut answer = [0; 5];
    stream.read_exact(&mut answer)?;
    easypy::ensure!(&answer == b"pong\n", "another answer: {answer:?}");
    if TcpStream::connect(&other).is_ok() {
        easypy::failed!("connected to {other}");
    }
    if TcpListener::bind("127.0.0.1:0").is_ok() {
        easypy::failed!("listens");
    }
    if ("localhost", 80).to_socket_addrs().is_ok() {
        easypy::failed!("resolves names");
    }
    Ok(())
}
