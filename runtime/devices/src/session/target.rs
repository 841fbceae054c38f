//! Which device a session is with, how it is reached, and what logs in to it.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use easypy_contract::testbed::Error;
use easypy_testbed::Testbed;
use easypy_testbed::model::{Credentials, Device, Protocol};
use zeroize::Zeroizing;

use super::Mask;
use super::settings::Settings;
use crate::platform::Platform;
use crate::transport::{self, ConnectError, Opened, Way};

/// After how long a silence the return key is pressed, since a console may wait for it.
const WAKE: Duration = Duration::from_secs(3);
const WAKE_SOON: Duration = Duration::from_millis(500);

/// A device of a testbed, and a way into it.
#[derive(Clone)]
pub struct Target {
    pub testbed: Arc<Testbed>,
    /// Its name or alias.
    pub device: String,
    pub via: String,
}

/// A future of this thread.
pub(crate) type Local<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Opens the bytes to and from a device.
pub(crate) trait Dial {
    fn dial(&self) -> Local<'_, Result<Opened, ConnectError>>;
}

/// A password.
pub(crate) type Password = Zeroizing<String>;

/// Who logs in.
#[derive(Clone)]
pub(crate) struct Login {
    pub(crate) name: String,
    pub(crate) username: Option<String>,
    pub(crate) password: Option<Password>,
}

/// All that a session needs to be opened, and to be opened again.
pub(crate) struct Access {
    pub(crate) dial: Box<dyn Dial>,
    /// As messages name it: `` `R1` via `cli` ``.
    pub(crate) shown: String,
    pub(crate) via: String,
    pub(crate) logins: Vec<Login>,
    /// Passwords of modes, by the names of their logins.
    pub(crate) passwords: Vec<(String, Password)>,
    pub(crate) mask: Arc<Mask>,
    pub(crate) settings: Settings,
    /// For the dialog behind the opening.
    pub(crate) login_timeout: Duration,
    /// After how long a silence the return key is pressed the first time.
    pub(crate) wake: Duration,
}

impl Access {
    /// # Errors
    /// No such device or way; a setting that is wrong.
    pub(crate) fn to(target: &Target, platform: &Platform) -> Result<Access, Error> {
        let testbed = &target.testbed;
        let device =
            testbed.device(&target.device).ok_or_else(|| Error::UnknownDevice(target.device.clone()))?;
        let way = Way::new(testbed, device, &target.via)
            .ok_or_else(|| Error::UnknownVia { device: target.device.clone(), via: target.via.clone() })?;
        let refused = |error: ConnectError| Error::Connect { kind: error.kind, message: error.message };
        let login_timeout = way.settings().map_err(refused)?.connect_timeout;
        let settings = Settings::of(&way).map_err(refused)?;
        let logins = way
            .logins()
            .into_iter()
            .map(|login| Login {
                name: login.name.to_owned(),
                username: login.username().map(str::to_owned),
                password: login.password().map(|password| Password::new(password.to_owned())),
            })
            .collect();
        Ok(Access {
            dial: Box::new(target.clone()),
            shown: way.to_string(),
            via: target.via.clone(),
            logins,
            passwords: passwords(testbed, device, &target.via),
            mask: Arc::new(Mask::new(device.secrets().chain(testbed.credentials.secrets()), &platform.words)),
            settings,
            login_timeout,
            wake: match way.connection.protocol {
                // Whoever listens there is there already.
                Protocol::Telnet => WAKE_SOON,
                _ => WAKE,
            },
        })
    }

    /// The password of a mode; that of the login itself if there is none of its own.
    pub(crate) fn password(&self, name: &str) -> Option<Password> {
        let own = self.passwords.iter().find(|(known, _)| known == name).map(|(_, password)| password);
        own.or_else(|| self.logins.iter().find_map(|login| login.password.as_ref())).cloned()
    }
}

impl Dial for Target {
    fn dial(&self) -> Local<'_, Result<Opened, ConnectError>> {
        Box::pin(async {
            let way = self
                .testbed
                .device(&self.device)
                .and_then(|device| Way::new(&self.testbed, device, &self.via));
            match way {
                Some(way) => transport::open(&way).await,
                None => Err(ConnectError {
                    kind: easypy_contract::testbed::ConnectFailure::Unsupported,
                    message: format!("there is no `{}` via `{}`", self.device, self.via),
                }),
            }
        })
    }
}

/// The passwords that this way in may take, by name, the nearest first.
fn passwords(testbed: &Testbed, device: &Device, via: &str) -> Vec<(String, Password)> {
    let own = device.connections.get(via).map(|connection| &connection.credentials);
    let all = own.into_iter().chain([&device.credentials, &testbed.credentials]).flat_map(Credentials::iter);
    all.filter_map(|(name, credential)| {
        let password = credential.password.as_ref()?.reveal()?;
        Some((name.to_string(), Password::new(password.to_owned())))
    })
    .collect()
}
