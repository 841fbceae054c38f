//! Key pairs, made by OpenSSH's ssh-keygen.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::place;

/// What kind of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// What is made by default today.
    Ed25519,
    /// 2048 bits; takes a moment to make.
    Rsa,
    /// On the curve nistp256.
    Ecdsa,
}

/// A key pair in files: the private one, and `.pub` beside it.
#[derive(Clone, Debug)]
pub struct Key {
    path: PathBuf,
    public: String,
}

impl Key {
    /// Makes one with its private half in the file `path`, encrypted where `passphrase` is not empty.
    ///
    /// # Panics
    /// ssh-keygen is not there or fails.
    pub fn generate(path: &Path, kind: KeyKind, passphrase: &str) -> Key {
        let kind: &[&str] = match kind {
            KeyKind::Ed25519 => &["-t", "ed25519"],
            KeyKind::Rsa => &["-t", "rsa", "-b", "2048"],
            KeyKind::Ecdsa => &["-t", "ecdsa", "-b", "256"],
        };
        let mut command = place::openssh("ssh-keygen");
        command.args(["-q", "-C", "test", "-N", passphrase]).args(kind).arg("-f").arg(path);
        let output = command.stdin(Stdio::null()).output();
        let output = output.unwrap_or_else(|error| panic!("cannot run ssh-keygen: {error}"));
        assert!(output.status.success(), "ssh-keygen failed: {}", String::from_utf8_lossy(&output.stderr));
        let mut public = path.as_os_str().to_owned();
        public.push(".pub");
        let public = fs::read_to_string(public).unwrap_or_else(|error| panic!("no public key: {error}"));
        Key { path: path.to_owned(), public: public.trim_end().to_owned() }
    }

    /// The file of the private key; readable by its owner only, as clients want it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The public key in a line as `authorized_keys` has it: `ssh-ed25519 AAAA… test`.
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The line of a known_hosts file that says: a server at this port of 127.0.0.1 has this key.
    pub fn known_hosts_line(&self, port: u16) -> String {
        let key: Vec<&str> = self.public.split(' ').take(2).collect();
        format!("[127.0.0.1]:{port} {}\n", key.join(" "))
    }
}
