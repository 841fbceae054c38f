//! The testbed and the policy of a run: read before anything runs, so that a mistake in them costs nothing.

use std::rc::Rc;

use easypy_engine::Lab;
use easypy_policy::Policy;
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
        Ok(Devices { policy, lab: Some(Rc::new(Lab::new(testbed, &platforms))) })
    }

    /// The secrets of the testbed, wherever they came from: no guest and no file of the run may have them.
    pub(super) fn secrets(&self) -> Vec<Zeroizing<String>> {
        let secrets = self.lab.iter().flat_map(|lab| lab.testbed().secrets());
        secrets.filter(|secret| !secret.is_empty()).map(|secret| Zeroizing::new(secret.to_owned())).collect()
    }
}

/// Whether a text has a secret in it; a short one may stand in it by chance, and only counts alone.
pub(super) fn tells(text: &str, secrets: &[Zeroizing<String>]) -> bool {
    secrets
        .iter()
        .any(|secret| text == secret.as_str() || (secret.len() >= 8 && text.contains(secret.as_str())))
}
