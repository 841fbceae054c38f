//! A device and a way in, as a command line names them.

use easypy_testbed::Testbed;
use easypy_testbed::model::Device;

use crate::error::ExpectedError;

/// A device and a way in.
pub(crate) struct Place<'a> {
    pub(crate) device: &'a Device,
    pub(crate) via: String,
}

impl<'a> Place<'a> {
    /// # Errors
    /// There is no such device, or it has no such way in.
    pub(crate) fn find(
        testbed: &'a Testbed,
        name: &str,
        via: Option<&str>,
    ) -> Result<Place<'a>, ExpectedError> {
        let Some(device) = testbed.device(name) else {
            let names = testbed.devices().map(|device| device.name.as_str());
            return Err(ExpectedError::NotInTestbed {
                what: "device",
                name: name.to_owned(),
                known: names.map(str::to_owned).collect(),
            });
        };
        let default = || device.connections.default_via().map(|via| via.as_str());
        let known = || device.connections.iter().map(|(via, _)| via.as_str().to_owned()).collect();
        match via.or_else(default) {
            Some(via) if device.connections.get(via).is_some() => Ok(Place { device, via: via.to_owned() }),
            via => Err(ExpectedError::NotInTestbed {
                what: "connection",
                name: via.unwrap_or("cli").to_owned(),
                known: known(),
            }),
        }
    }
}
