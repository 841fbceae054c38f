//! Testbeds made of texts, and what is said on a wire.

use std::io;
use std::time::Duration;

use easypy_contract::testbed::ConnectFailure;
use easypy_devices::transport::{ConnectError, Opened, Way, Wire, open};
use easypy_testbed::{Answer, Argument, AskError, Asker, Question, Testbed, load};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;

/// When a test that waits for what never comes is given up.
const PATIENCE: Duration = Duration::from_secs(60);

struct Nobody;

impl Asker for Nobody {
    fn environment(&self, _: &str) -> Option<String> {
        None
    }
    fn argument(&self, _: &str) -> Option<Argument> {
        None
    }
    fn ask(&self, _: &Question<'_>) -> Result<Answer, AskError> {
        Ok(Answer::Later)
    }
}

/// A testbed with these devices, as lines of YAML flow.
pub(crate) fn testbed(devices: &str) -> Testbed {
    whole(&format!("devices:\n{devices}\n"))
}

/// A testbed of this text.
pub(crate) fn whole(text: &str) -> Testbed {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("lab.yaml");
    std::fs::write(&file, text).unwrap();
    load(&file, &Nobody).map(|(testbed, _)| testbed).map_err(|error| error.to_string()).unwrap()
}

/// A device whose only connection is this.
pub(crate) fn device(connection: &str) -> Testbed {
    testbed(&format!("  R1: {{os: linux, connections: {{cli: {connection}}}}}"))
}

/// Opens the device's only way in.
pub(crate) async fn connect(testbed: &Testbed, device: &str) -> Result<Line, ConnectError> {
    let device = testbed.device(device).unwrap();
    let way = Way::new(testbed, device, "cli").unwrap();
    let Opened { wire, authenticated } =
        timeout(PATIENCE, open(&way)).await.expect("it neither opens nor fails")?;
    Ok(Line { wire, authenticated, heard: Vec::new() })
}

/// The device `R1` of [`device`].
pub(crate) async fn reach(connection: &str) -> Result<Line, ConnectError> {
    connect(&device(connection), "R1").await
}

/// Why a device cannot be reached.
pub(crate) async fn failure(connection: &str) -> (ConnectFailure, String) {
    match reach(connection).await {
        Ok(_) => panic!("it can be reached"),
        Err(error) => {
            // Whatever is tried, passwords are not told.
            for secret in [easypy_peers::PASSWORD, "wrong-Secret"] {
                assert!(!error.message.contains(secret), "{error}");
            }
            (error.kind, error.message)
        }
    }
}

/// A wire, and what was heard on it.
pub(crate) struct Line {
    pub(crate) wire: Box<dyn Wire>,
    pub(crate) authenticated: bool,
    heard: Vec<u8>,
}

impl Line {
    /// Sends a text and the end of a line.
    pub(crate) async fn say(&mut self, text: &str) {
        self.raw(format!("{text}\r\n").as_bytes()).await;
    }

    pub(crate) async fn raw(&mut self, bytes: &[u8]) {
        self.wire.write_all(bytes).await.unwrap();
        self.wire.flush().await.unwrap();
    }

    /// Waits for a text; what was heard up to its end.
    pub(crate) async fn until(&mut self, text: &str) -> String {
        let waited = timeout(PATIENCE, async {
            let mut looked = 0;
            loop {
                let found =
                    self.heard[looked..].windows(text.len()).position(|bytes| bytes == text.as_bytes());
                if let Some(at) = found {
                    let rest = self.heard.split_off(looked + at + text.len());
                    let heard = std::mem::replace(&mut self.heard, rest);
                    return String::from_utf8_lossy(&heard).into_owned();
                }
                looked = self.heard.len().saturating_sub(text.len());
                let mut chunk = [0; 65536];
                let length = self.wire.read(&mut chunk).await.unwrap();
                assert!(length > 0, "it ended, and there was no {text:?} in {:?}", shown(&self.heard));
                self.heard.extend(&chunk[..length]);
            }
        });
        match waited.await {
            Ok(heard) => heard,
            Err(_) => panic!("no {text:?} in {:?}", shown(&self.heard)),
        }
    }

    /// What is heard until the end, and why it ended.
    pub(crate) async fn rest(&mut self) -> (Vec<u8>, Option<String>) {
        let mut all = std::mem::take(&mut self.heard);
        let why = timeout(PATIENCE, async {
            let mut chunk = [0; 65536];
            loop {
                match self.wire.read(&mut chunk).await {
                    Ok(0) => return None,
                    Ok(length) => all.extend(&chunk[..length]),
                    Err(error) => {
                        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof, "{error}");
                        // Said once; then it is over.
                        assert_eq!(self.wire.read(&mut chunk).await.unwrap(), 0);
                        return Some(error.to_string());
                    }
                }
            }
        });
        let why = why.await.expect("it does not end");
        (all, why)
    }
}

/// A login to an sshd that knows its key, with these further keys of the connection. Neither the agent nor the
/// keys of whoever runs the tests take part.
pub(crate) fn ssh(server: &easypy_peers::Sshd, login: &str, more: &str) -> String {
    ssh_with(server, login, "-o IdentityAgent=none -o IdentitiesOnly=yes", more)
}

/// The same, with these options.
pub(crate) fn ssh_with(server: &easypy_peers::Sshd, login: &str, options: &str, more: &str) -> String {
    format!(
        "{{protocol: ssh, ip: 127.0.0.1, port: {}, credentials: {{default: {{username: tester, {login}}}}}, \
         ssh_options: '{options}', settings: {{known_hosts: {}, {more}}}}}",
        server.port(),
        server.known_hosts().display()
    )
}

/// The right password, as part of a login.
pub(crate) fn password() -> String {
    format!("password: {}", easypy_peers::PASSWORD)
}

/// The end of what was heard.
fn shown(heard: &[u8]) -> String {
    String::from_utf8_lossy(&heard[heard.len().saturating_sub(2000)..]).into_owned()
}
