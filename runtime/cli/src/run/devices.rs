//! The testbed and the policy of a run: read before anything runs, so that a mistake in them costs nothing.

use std::rc::Rc;

use easypy_devices::platform::Platforms;
use easypy_engine::Lab;
use easypy_policy::Policy;
use easypy_testbed::Testbed;
use easypy_testbed::model::Credentials;
use zeroize::Zeroizing;

use crate::args::RunRequest;
use crate::error::ExpectedError;
use crate::{policy, testbed};

/// What a run has of them.
#[derive(Default)]
pub(super) struct Devices {
    pub(super) lab: Option<Rc<Lab>>,
    pub(super) policy: Option<Policy>,
}

impl Devices {
    /// Reads them. The user may be asked, which waits on a thread of its own.
    ///
    /// # Errors
    /// Something is not there, or has mistakes, which have been shown.
    pub(super) async fn read(request: &RunRequest) -> Result<Devices, ExpectedError> {
        let options = &request.options.testbed;
        let general = &request.options.general;
        let (color, shows_warnings) = (general.color, general.verbosity().shows_warnings());
        let policy = match &options.policy {
            Some(file) => Some(policy::read(file, color, shows_warnings)?),
            None => None,
        };
        let Some(file) = options.testbed_file.clone() else {
            return Ok(Devices { policy, lab: None });
        };
        let platforms = testbed::platforms(options.platform_dir.as_deref())?;
        let arguments = request.arguments.clone();
        let reading =
            tokio::task::spawn_blocking(move || testbed::of_run(&file, arguments, color, shows_warnings));
        let testbed = reading.await.map_err(|error| ExpectedError::Process {
            what: "the testbed cannot be read",
            why: std::io::Error::other(error),
        })??;
        Ok(Devices { policy, lab: Some(lab(testbed, &platforms)) })
    }
}

impl Devices {
    /// The passwords of the testbed, wherever they came from: no guest and no file of the run may have them.
    pub(super) fn passwords(&self) -> Vec<Zeroizing<String>> {
        let Some(lab) = &self.lab else { return Vec::new() };
        let testbed = lab.testbed();
        let of_devices = testbed.devices().flat_map(|device| {
            let of_connections = device.connections.iter().map(|(_, connection)| &connection.credentials);
            of_connections.chain([&device.credentials])
        });
        let all = of_devices.chain([&testbed.credentials]).flat_map(Credentials::iter);
        all.filter_map(|(_, credential)| credential.password.as_ref()?.reveal())
            .filter(|password| !password.is_empty())
            .map(|password| Zeroizing::new(password.to_owned()))
            .collect()
    }
}

/// Whether a text has a password in it; a short one may stand in it by chance, and only counts alone.
pub(super) fn tells(text: &str, passwords: &[Zeroizing<String>]) -> bool {
    passwords.iter().any(|password| {
        text == password.as_str() || (password.len() >= 8 && text.contains(password.as_str()))
    })
}

fn lab(testbed: Testbed, platforms: &Platforms) -> Rc<Lab> {
    Rc::new(Lab::new(testbed, platforms))
}
