//! Testbeds made of peers, and sessions on them.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use easypy_contract::testbed::{Connected, Error, Exchange};
use easypy_devices::platform::Platforms;
use easypy_devices::session::{Session, Target, Transcript};
use easypy_peers::MockDevice;
use easypy_testbed::{Answer, Argument, AskError, Asker, Question, Testbed};

pub(crate) struct Nobody;

impl Asker for Nobody {
    fn environment(&self, _: &str) -> Option<String> {
        None
    }

    fn argument(&self, _: &str) -> Option<Argument> {
        None
    }

    fn ask(&self, _: &Question<'_>) -> Result<Answer, AskError> {
        Err(AskError("nobody is there".to_owned()))
    }
}

/// The time in which everything here is done, on a slow machine.
pub(crate) const AMPLE: Duration = Duration::from_secs(60);

pub(crate) fn testbed(text: &str) -> Arc<Testbed> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("testbed.yaml");
    std::fs::write(&path, text).unwrap();
    let (testbed, _) = easypy_testbed::load(&path, &Nobody).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    Arc::new(testbed)
}

/// A session on the device `D` of a testbed, via `cli`.
pub(crate) async fn connect(testbed: &Arc<Testbed>) -> Result<(Session, Connected), Error> {
    connect_with(testbed, Transcript::none()).await
}

pub(crate) async fn connect_with(
    testbed: &Arc<Testbed>,
    transcript: Transcript,
) -> Result<(Session, Connected), Error> {
    let platforms = Platforms::load(None).unwrap();
    let platform = platforms.of(testbed.device("D").unwrap()).unwrap().clone();
    let target = Target { testbed: testbed.clone(), device: "D".to_owned(), via: "cli".to_owned() };
    Session::connect(&target, platform, transcript, "Task-1", Some(AMPLE)).await
}

pub(crate) fn transcript_at(path: &Path) -> Transcript {
    Transcript::new(Box::new(BufWriter::new(File::create(path).unwrap())), 1 << 20)
}

pub(crate) fn exchange() -> Exchange {
    Exchange { timeout: Some(AMPLE), raise: true, errors: None, replies: Vec::new(), output_limit: None }
}

/// A device that is a program, with the login of the stock mocks.
pub(crate) fn program(os: &str, command: &str) -> Arc<Testbed> {
    testbed(&format!(
        "testbed: {{credentials: {{default: {{username: cisco, password: cisco}}, enable: {{password: cisco}}}}}}\n\
         devices: {{D: {{os: {os}, connections: {{cli: {{command: '{command}'}}}}}}}}\n"
    ))
}

/// A device with the login of our own mocks, by what its connection says.
pub(crate) fn known(os: &str, connection: &str) -> String {
    format!(
        "testbed: {{credentials: {{default: {{username: admin, password: cisco123}}, enable: {{password: en123}}}}}}\n\
         devices: {{D: {{os: {os}, connections: {{cli: {{{connection}}}}}}}}}\n"
    )
}

/// A connection to a mock that listens.
pub(crate) fn at(protocol: &str, device: &MockDevice) -> String {
    format!("protocol: {protocol}, ip: {}, port: {}", device.address().ip(), device.port())
}
