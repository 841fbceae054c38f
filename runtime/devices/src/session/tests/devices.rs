//! Devices that follow a script, on the other end of a pipe.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use easypy_contract::testbed::{ConnectFailure, Error, Exchange};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

use super::super::settings::Settings;
use super::super::target::{Access, Dial, Local, Login, Password};
use super::super::{Mask, Session, Transcript};
use crate::platform::{Platform, Platforms};
use crate::transport::{ConnectError, Opened};

/// The device's end.
pub(super) struct Device {
    wire: DuplexStream,
}

impl Device {
    pub(super) async fn say(&mut self, text: &str) {
        self.wire.write_all(text.as_bytes()).await.unwrap();
    }

    pub(super) async fn say_bytes(&mut self, bytes: &[u8]) {
        self.wire.write_all(bytes).await.unwrap();
    }

    /// Fills the buffer.
    pub(super) async fn reads(&mut self, buffer: &mut [u8]) {
        self.wire.read_exact(buffer).await.unwrap();
    }

    /// Nothing happens for so long.
    pub(super) async fn pause(&mut self, millis: u64) {
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }

    /// Waits for exactly this.
    pub(super) async fn hears(&mut self, text: &str) {
        let mut heard = vec![0; text.len()];
        self.wire.read_exact(&mut heard).await.unwrap();
        assert_eq!(String::from_utf8_lossy(&heard), text);
    }

    /// Waits for a command, and echoes it.
    pub(super) async fn echoes(&mut self, command: &str) {
        self.hears(&format!("{command}\r")).await;
        self.say(&format!("{command}\r\n")).await;
    }

    /// Waits for a command and answers it, the prompt included.
    pub(super) async fn answers(&mut self, command: &str, answer: &str) {
        self.echoes(command).await;
        self.say(answer).await;
    }

    /// Hears nothing more but what is sent on leaving, and closes.
    pub(super) async fn hears_no_more(mut self) {
        let mut rest = String::new();
        self.wire.read_to_string(&mut rest).await.unwrap();
        assert_eq!(rest, "");
    }
}

/// What a device does, each time it is called.
type Script = Box<dyn FnOnce(Device) -> Local<'static, ()>>;

/// Each script is for one connection.
struct Dialled(RefCell<Vec<Script>>);

impl Dial for Dialled {
    fn dial(&self) -> Local<'_, Result<Opened, ConnectError>> {
        Box::pin(async {
            let mut scripts = self.0.borrow_mut();
            if scripts.is_empty() {
                return Err(ConnectError {
                    kind: ConnectFailure::Refused,
                    message: "nothing listens there".to_owned(),
                });
            }
            let (ours, theirs) = tokio::io::duplex(1 << 20);
            tokio::task::spawn_local(scripts.remove(0)(Device { wire: theirs }));
            Ok(Opened { wire: Box::new(ours), authenticated: false })
        })
    }
}

pub(super) fn platform(name: &str) -> Arc<Platform> {
    static KNOWN: LazyLock<Platforms> = LazyLock::new(|| Platforms::load(None).unwrap());
    KNOWN.get(name).unwrap().clone()
}

/// A device that does this when it is connected to; a further connection does the next.
#[macro_export]
macro_rules! scripts {
    ($(|$device:ident| $body:block)*) => {
        vec![$($crate::session::tests::devices::script(async move |mut $device: $crate::session::tests::Device| $body)),*]
    };
}

pub(super) fn script<F: Future<Output = ()> + 'static>(run: impl FnOnce(Device) -> F + 'static) -> Script {
    Box::new(|device| Box::pin(run(device)))
}

pub(super) fn access(scripts: Vec<Script>) -> Access {
    access_to(scripts, "cisco123", "en123")
}

pub(super) fn access_to(scripts: Vec<Script>, password: &str, enable: &str) -> Access {
    let secret = |text: &str| Password::new(text.to_owned());
    Access {
        dial: Box::new(Dialled(RefCell::new(scripts))),
        shown: "`R1` via `cli`".to_owned(),
        via: "cli".to_owned(),
        logins: vec![Login {
            name: "default".to_owned(),
            username: Some("admin".to_owned()),
            password: Some(secret(password)),
        }],
        passwords: vec![("enable".to_owned(), secret(enable))],
        mask: Arc::new(Mask::new([password, enable], &[])),
        settings: Settings { commands: Some(Vec::new()), ..Settings::default() },
        login_timeout: Duration::from_secs(30),
        wake: Duration::from_secs(3),
    }
}

/// A session with a device that is at once in its mode `enable` as `R1`, and does this then.
pub(super) async fn enabled(scripts: Vec<Script>) -> Session {
    let access = access(scripts);
    Session::connect_by(access, platform("iosxe"), Transcript::none(), "T", None).await.unwrap().0
}

pub(super) async fn logged_in(platform_name: &str, access: Access) -> Result<Session, Error> {
    let platform = platform(platform_name);
    let connected = Session::connect_by(access, platform, Transcript::none(), "T", None).await;
    connected.map(|(session, _)| session)
}

pub(super) fn asked() -> Exchange {
    Exchange {
        timeout: Some(Duration::from_secs(10)),
        raise: true,
        errors: None,
        replies: Vec::new(),
        output_limit: None,
    }
}

/// What a transcript was given.
#[derive(Clone, Default)]
pub(super) struct Written(Rc<RefCell<Vec<u8>>>);

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Written {
    pub(super) fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

/// Runs a test where scripts can be spawned, with time standing still.
pub(super) fn run(test: impl Future<Output = ()>) {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(tokio::task::LocalSet::new().run_until(test));
}
