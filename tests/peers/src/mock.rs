//! Unicon's mock devices: on a PTY, over telnet, over SSH.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::key::{Key, KeyKind};
use crate::server::Server;
use crate::{place, port};

/// How often other ports are tried when somebody was faster.
const ATTEMPTS: usize = 5;

/// A mock device, as it is to be.
#[derive(Clone, Debug)]
pub struct Mock {
    os: String,
    state: String,
    hostname: String,
    data: Option<PathBuf>,
    user: String,
    password: String,
}

impl Mock {
    /// A device of one of Unicon's systems (`iosxe`, `nxos`, `iosxr`, `eos`, `junos` …) in one of the states that
    /// its data has: `general_login`, `general_exec`, `general_enable` for iosxe, `exec` for nxos.
    pub fn new(os: &str, state: &str, hostname: &str) -> Mock {
        Mock {
            os: os.to_owned(),
            state: state.to_owned(),
            hostname: hostname.to_owned(),
            data: None,
            user: "admin".to_owned(),
            password: "cisco123".to_owned(),
        }
    }

    /// An IOS XE router with our own data, `mock-data/iosxe`: over telnet and on a PTY it asks for the user
    /// `admin` and the password `cisco123`; the enable password is `en123`.
    pub fn own(hostname: &str) -> Mock {
        Mock::new("iosxe", "lab_login", hostname).data(place::own("mock-data/iosxe"))
    }

    /// The like of NX-OS, `mock-data/nxos`: the same user and password, and no enable mode.
    pub fn own_nxos(hostname: &str) -> Mock {
        Mock::new("nxos", "lab_login", hostname).data(place::own("mock-data/nxos"))
    }

    /// Data of the test's own: a directory of YAML files with `state: {prompt, preface, commands}`.
    #[must_use]
    pub fn data(mut self, directory: impl Into<PathBuf>) -> Mock {
        self.data = Some(directory.into());
        self
    }

    /// Another state to begin in.
    #[must_use]
    pub fn state(mut self, state: &str) -> Mock {
        state.clone_into(&mut self.state);
        self
    }

    /// Who comes in over SSH, and how; `admin` and `cisco123` if this is not called. The state's own dialog, if
    /// it has one, is not concerned.
    #[must_use]
    pub fn credentials(mut self, user: &str, password: &str) -> Mock {
        user.clone_into(&mut self.user);
        password.clone_into(&mut self.password);
        self
    }

    /// The command line of one on a PTY, for a testbed's `command`; nothing is started.
    ///
    /// # Panics
    /// Unicon is not there.
    pub fn command(&self) -> String {
        let mut words = vec![place::unicon("mock_device_cli").display().to_string()];
        words.extend(
            ["--os", &self.os, "--state", &self.state, "--hostname", &self.hostname].map(str::to_owned),
        );
        if let Some(data) = &self.data {
            words.extend(["--mock_data_dir".to_owned(), data.display().to_string()]);
        }
        let quoted =
            words.into_iter().map(|word| if word.contains(' ') { format!("'{word}'") } else { word });
        quoted.collect::<Vec<String>>().join(" ")
    }

    /// Starts one that is reached over telnet: it negotiates next to nothing and does not echo.
    ///
    /// # Panics
    /// Unicon is not there, or has no such system or state.
    pub fn telnet(&self) -> MockDevice {
        only(MockDevice::all_telnet(std::slice::from_ref(self)))
    }

    /// Starts one that is reached over SSH, with keyboard-interactive authentication.
    ///
    /// # Panics
    /// As [`Mock::telnet`].
    pub fn ssh(&self) -> MockDevice {
        only(MockDevice::all_ssh(std::slice::from_ref(self)))
    }
}

/// A mock device that runs.
#[derive(Debug)]
pub struct MockDevice {
    mock: Mock,
    port: u16,
    host: Arc<Host>,
}

/// The process that they run in. It ends with the last of them.
#[derive(Debug)]
struct Host {
    server: Server,
    key: Key,
    _directory: TempDir,
}

impl MockDevice {
    /// Many devices over telnet. Unicon is loaded once for all of them, so this is much faster than one by one;
    /// they end with the last of them.
    ///
    /// # Panics
    /// As [`Mock::telnet`].
    pub fn all_telnet(mocks: &[Mock]) -> Vec<MockDevice> {
        start("telnet", mocks)
    }

    /// Many devices over SSH, with one host key.
    ///
    /// # Panics
    /// As [`Mock::telnet`].
    pub fn all_ssh(mocks: &[Mock]) -> Vec<MockDevice> {
        start("ssh", mocks)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port).into()
    }

    /// The port of 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What its prompt begins with.
    pub fn hostname(&self) -> &str {
        &self.mock.hostname
    }

    /// Who comes in over SSH.
    pub fn user(&self) -> &str {
        &self.mock.user
    }

    /// His password.
    pub fn password(&self) -> &str {
        &self.mock.password
    }

    /// Its line of a known_hosts file, with the end of line; for one over SSH.
    pub fn known_hosts_line(&self) -> String {
        self.host.key.known_hosts_line(self.port)
    }

    /// What its process has written so far.
    pub fn log(&self) -> String {
        self.host.server.log()
    }
}

fn only(mut devices: Vec<MockDevice>) -> MockDevice {
    devices.pop().unwrap_or_else(|| unreachable!("there are as many devices as mocks"))
}

fn start(kind: &str, mocks: &[Mock]) -> Vec<MockDevice> {
    for ports in (0..ATTEMPTS).map(|_| port::free_ones(mocks.len())) {
        if let Some(host) = launch(kind, mocks, &ports) {
            let host = Arc::new(host);
            let device = |(mock, port): (&Mock, &u16)| MockDevice {
                mock: mock.clone(),
                port: *port,
                host: Arc::clone(&host),
            };
            return mocks.iter().zip(&ports).map(device).collect();
        }
    }
    panic!("Unicon's mock devices found their ports taken {ATTEMPTS} times");
}

/// Starts the process; none if a port was taken.
fn launch(kind: &str, mocks: &[Mock], ports: &[u16]) -> Option<Host> {
    let directory = tempfile::tempdir().unwrap_or_else(|error| panic!("no directory: {error}"));
    let key = Key::generate(&directory.path().join("ssh_host_key"), KeyKind::Ed25519, "");
    let devices: Vec<Value> =
        mocks.iter().zip(ports).map(|(mock, port)| described(kind, mock, *port)).collect();
    let mut command = Command::new(place::unicon("python"));
    command.arg("-I").arg(place::own("python/mock_server.py")).arg(Value::from(devices).to_string());
    command.current_dir(directory.path());
    let mut server = Server::start("Unicon's mock devices", command, &directory.path().join("log"))
        .unwrap_or_else(|error| panic!("cannot start Unicon's mock devices: {error}"));
    let listening: Vec<String> = ports.iter().map(|port| format!("listening on port {port}\n")).collect();
    if server.ready(&listening) {
        return Some(Host { server, key, _directory: directory });
    }
    let log = server.log();
    assert!(log.contains("address already in use"), "Unicon's mock device does not start:\n{log}");
    None
}

/// One device as the script wants it.
fn described(kind: &str, mock: &Mock, port: u16) -> Value {
    let Mock { os, state, hostname, data, user, password } = mock;
    json!({
        "kind": kind, "port": port, "os": os, "state": state, "hostname": hostname,
        "data": data, "credentials": { user.as_str(): password },
    })
}
