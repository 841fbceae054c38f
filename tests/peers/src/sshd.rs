//! OpenSSH's sshd as a linux device: one user, who comes in with a password or a key.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::key::{Key, KeyKind};
use crate::namespace::{self, User};
use crate::server::Server;
use crate::{place, port};

/// The one user.
pub const USER: &str = "tester";

/// His password.
pub const PASSWORD: &str = "fra-Lab_42";

/// The password as crypt(5) has it: `openssl passwd -6`.
const PASSWORD_HASH: &str =
    "$6$easypyeasypy$yYPBLg4uxb9AcHZUi6II2G/LDS/dbZAIVhKkBKh8I/hJAxggowtIVSWV5jEzn4bKDs5ffFJ0QVETmXUWgiVob0";

/// What to do where it cannot be started.
const ADVICE: &str = "It runs in namespaces of its own, as in `unshare --user --mount --uts true`. Where that is not \
                      permitted: Ubuntu: sysctl kernel.apparmor_restrict_unprivileged_userns=0; Debian: sysctl \
                      kernel.unprivileged_userns_clone=1; in a container: docker run --security-opt \
                      seccomp=unconfined --security-opt apparmor=unconfined";

/// How often another port is tried when somebody was faster.
const ATTEMPTS: usize = 5;

/// What the server is to be; [`SshdBuilder::start`] makes it run.
#[derive(Debug)]
pub struct SshdBuilder {
    hostname: String,
    methods: Option<String>,
    lines: String,
}

impl SshdBuilder {
    /// What the machine is called inside, also in the prompt; `uut` if this is not called.
    #[must_use]
    pub fn hostname(mut self, hostname: &str) -> SshdBuilder {
        hostname.clone_into(&mut self.hostname);
        self
    }

    /// The only ways in, as sshd_config's `AuthenticationMethods` has them: `password`, `publickey`,
    /// `keyboard-interactive`, or several that must all succeed: `publickey,password`. Any of the three does if
    /// this is not called.
    #[must_use]
    pub fn methods(mut self, methods: &str) -> SshdBuilder {
        self.methods = Some(methods.to_owned());
        self
    }

    /// One more line for sshd_config; the first line for a setting wins, and these come first.
    #[must_use]
    pub fn config(mut self, line: &str) -> SshdBuilder {
        self.lines.push_str(line);
        self.lines.push('\n');
        self
    }

    /// Starts it.
    ///
    /// # Panics
    /// sshd is not there or does not start, or this machine permits no user namespaces; the message says which.
    pub fn start(self) -> Sshd {
        let directory = tempfile::tempdir().unwrap_or_else(|error| panic!("no directory: {error}"));
        let host_key = Key::generate(&directory.path().join("host_key"), KeyKind::Ed25519, "");
        let user_key = Key::generate(&directory.path().join("user_key"), KeyKind::Ed25519, "");
        let home = directory.path().join("home");
        let shell = shell();
        let write = |file: &Path, text: &str| {
            fs::write(file, text).unwrap_or_else(|error| panic!("cannot write {}: {error}", file.display()));
        };
        fs::create_dir(&home).unwrap_or_else(|error| panic!("cannot make {}: {error}", home.display()));
        write(&home.join(".profile"), &format!("PS1='{USER}@{}:~$ '\n", self.hostname));
        for port in (0..ATTEMPTS).map(|_| port::free()) {
            write(&directory.path().join("config"), &self.config_text(directory.path(), port));
            write(&directory.path().join("known_hosts"), &host_key.known_hosts_line(port));
            write(&directory.path().join("authorized_keys"), &format!("{}\n", user_key.public()));
            if let Some(server) = launch(directory.path(), &home, &shell, &self.hostname, port) {
                let hostname = self.hostname.clone();
                return Sshd { server, port, hostname, shell, host_key, user_key, directory };
            }
        }
        panic!("sshd found {ATTEMPTS} ports taken, one after the other");
    }

    fn config_text(&self, directory: &Path, port: u16) -> String {
        let methods = self.methods.as_ref().map(|methods| format!("AuthenticationMethods {methods}\n"));
        let directory = directory.display();
        format!(
            "{lines}{methods}\
             ListenAddress 127.0.0.1\n\
             Port {port}\n\
             HostKey {directory}/host_key\n\
             AuthorizedKeysFile {directory}/authorized_keys\n\
             PidFile none\n\
             UsePAM yes\n\
             PubkeyAuthentication yes\n\
             PasswordAuthentication yes\n\
             KbdInteractiveAuthentication yes\n\
             PrintMotd no\n\
             PrintLastLog no\n\
             UseDNS no\n\
             MaxStartups 1000\n\
             MaxSessions 1000\n\
             LoginGraceTime 600\n\
             StrictModes no\n\
             LogLevel VERBOSE\n",
            lines = self.lines,
            methods = methods.unwrap_or_default(),
        )
    }
}

/// A server that runs.
///
/// Its user has a shell with the prompt `tester@uut:~$ ` ([`Sshd::prompt`]) in a home directory of his own; what
/// he can read and write beyond it is what whoever runs the test can.
#[derive(Debug)]
pub struct Sshd {
    server: Server,
    port: u16,
    hostname: String,
    shell: PathBuf,
    host_key: Key,
    user_key: Key,
    // Behind the server: it goes when that has ended.
    directory: TempDir,
}

impl Sshd {
    /// One with the usual settings.
    ///
    /// # Panics
    /// As [`SshdBuilder::start`].
    pub fn start() -> Sshd {
        Sshd::builder().start()
    }

    /// One with other settings.
    pub fn builder() -> SshdBuilder {
        SshdBuilder { hostname: "uut".to_owned(), methods: None, lines: String::new() }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port).into()
    }

    /// The port of 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What the shell shows when it waits, with the blank behind it.
    pub fn prompt(&self) -> String {
        format!("{USER}@{}:~$ ", self.hostname)
    }

    /// The user's home directory, as tests may look into it.
    pub fn home(&self) -> PathBuf {
        self.directory.path().join("home")
    }

    /// The key that [`USER`] comes in with; it is not encrypted.
    pub fn key(&self) -> &Key {
        &self.user_key
    }

    /// Lets this key in as well.
    ///
    /// # Panics
    /// The file of keys cannot be written.
    pub fn authorize(&self, key: &Key) {
        let file = self.directory.path().join("authorized_keys");
        let mut keys = fs::read_to_string(&file).unwrap_or_default();
        keys.push_str(key.public());
        keys.push('\n');
        fs::write(&file, keys).unwrap_or_else(|error| panic!("cannot write {}: {error}", file.display()));
    }

    /// What it proves its identity with.
    pub fn host_key(&self) -> &Key {
        &self.host_key
    }

    /// A known_hosts file with its line and no other.
    pub fn known_hosts(&self) -> PathBuf {
        self.directory.path().join("known_hosts")
    }

    /// Its line of a known_hosts file, with the end of line.
    pub fn known_hosts_line(&self) -> String {
        self.host_key.known_hosts_line(self.port)
    }

    /// What it has written so far: who came in and how, who did not.
    pub fn log(&self) -> String {
        self.server.log()
    }

    /// Breaks all connections, as a machine that goes down does; it goes on listening.
    pub fn disconnect_all(&self) {
        self.server.end_descendants();
    }

    /// Breaks all connections and listens no more, until [`Sshd::start_again`].
    pub fn stop(&mut self) {
        self.server.stop();
    }

    /// Starts it again at the same port.
    ///
    /// # Panics
    /// It cannot be started, or somebody took the port.
    pub fn start_again(&mut self) {
        self.server.stop();
        let started = launch(self.directory.path(), &self.home(), &self.shell, &self.hostname, self.port);
        self.server = started.unwrap_or_else(|| panic!("port {} was taken", self.port));
    }
}

/// Starts the program; none if the port was taken.
fn launch(directory: &Path, home: &Path, shell: &Path, hostname: &str, port: u16) -> Option<Server> {
    let mut command = place::openssh("sshd");
    command.args(["-D", "-e", "-f"]).arg(directory.join("config"));
    let user = User { name: USER, password_hash: PASSWORD_HASH, home, shell, hostname };
    if let Err(error) = namespace::enter(&mut command, &user, &directory.join("etc")) {
        panic!("cannot write what sshd sees in /etc: {error}");
    }
    let mut server = Server::start("sshd", command, &directory.join("log"))
        .unwrap_or_else(|error| panic!("cannot start sshd in a user namespace: {error}\n{ADVICE}"));
    if server.ready(&[format!("Server listening on 127.0.0.1 port {port}.")]) {
        return Some(server);
    }
    let log = server.log();
    assert!(log.contains("Address already in use"), "sshd does not start:\n{log}");
    None
}

/// bash if there is one: it is what a linux device has.
fn shell() -> PathBuf {
    let bash = Path::new("/bin/bash");
    if bash.is_file() { bash.to_owned() } else { PathBuf::from("/bin/sh") }
}
