//! OpenSSH's ssh-agent, which holds keys for clients.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::key::Key;
use crate::place;
use crate::server::Server;

/// An agent that runs, without any key at first.
#[derive(Debug)]
pub struct Agent {
    server: Server,
    socket: PathBuf,
    // Behind the server: it goes when that has ended.
    _directory: TempDir,
}

impl Agent {
    /// Starts one.
    ///
    /// # Panics
    /// ssh-agent is not there or does not start.
    pub fn start() -> Agent {
        let directory = tempfile::tempdir().unwrap_or_else(|error| panic!("no directory: {error}"));
        let socket = directory.path().join("agent");
        let mut command = place::openssh("ssh-agent");
        command.arg("-D").arg("-a").arg(&socket);
        let mut server = Server::start("ssh-agent", command, &directory.path().join("log"))
            .unwrap_or_else(|error| panic!("cannot start ssh-agent: {error}"));
        while std::os::unix::net::UnixStream::connect(&socket).is_err() {
            assert!(server.runs(), "ssh-agent ended: {}", server.log());
            thread::sleep(Duration::from_millis(2));
        }
        Agent { server, socket, _directory: directory }
    }

    /// What `SSH_AUTH_SOCK` is for its clients.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Gives it a key that is not encrypted.
    ///
    /// # Panics
    /// ssh-add fails.
    pub fn add(&self, key: &Key) {
        let mut command = place::openssh("ssh-add");
        command.arg("-q").arg(key.path()).env("SSH_AUTH_SOCK", &self.socket).stdin(Stdio::null());
        let output = command.output().unwrap_or_else(|error| panic!("cannot run ssh-add: {error}"));
        let log = self.server.log();
        assert!(output.status.success(), "ssh-add: {}{log}", String::from_utf8_lossy(&output.stderr));
    }
}
