//! The testbed: devices whose sessions the host owns.
//!
//! Guests of a run share one session for each device and way in (`via`). Requests of different guests never mix. Each begins
//! and ends in the platform's home mode, unless its guest holds a [`Lease`].

mod device;
mod error;
mod exchange;
mod lease;
mod topology;

use std::borrow::Borrow;
use std::rc::Rc;

use serde_json::{Map, Value};

use crate::bindings::testbed;

pub use device::{Configured, Connected, Device, Matched, Output};
pub use error::{ConnectFailure, DeviceError};
pub use exchange::Exchange;
pub use lease::{Lease, lease};
pub use topology::{DeviceFacts, Interface, Link, LinkEnd, Way};

use topology::Topology;

/// What calls on devices return.
pub type Result<T = (), E = DeviceError> = std::result::Result<T, E>;

/// Connects to several devices at once, each by its way in: what came of each, in their order.
///
/// ```no_run
/// # use easypy::prelude::*;
/// # fn script() -> easypy::Result {
/// let devices: Vec<Device> = runtime().testbed()?.devices().collect();
/// for connected in easypy::testbed::connect_all(&devices) {
///     connected?;
/// }
/// # Ok(()) }
/// ```
pub fn connect_all<D: Borrow<Device>>(devices: &[D]) -> Vec<Result<Connected>> {
    for device in devices {
        // What is wrong with one is told when it is connected to.
        let _ = device.borrow().prepare();
    }
    devices.iter().map(|device| device.borrow().connect()).collect()
}

/// The testbed as this guest's grant shows it.
#[derive(Clone, Debug)]
pub struct Testbed {
    topology: Rc<Topology>,
}

impl Testbed {
    /// The run's testbed.
    ///
    /// # Errors
    /// [`DeviceError::NoTestbed`] if the run was given none.
    pub fn of_the_run() -> Result<Testbed> {
        let json = testbed::topology()?.ok_or(DeviceError::NoTestbed)?;
        let topology = serde_json::from_str(&json).map_err(|error| {
            DeviceError::InvalidArgument(format!("the testbed as the host shows it: {error}"))
        })?;
        Ok(Testbed { topology: Rc::new(topology) })
    }

    /// The testbed's name.
    pub fn name(&self) -> &str {
        &self.topology.name
    }

    /// `testbed: custom:` of the file.
    pub fn custom(&self) -> &Map<String, Value> {
        &self.topology.custom
    }

    /// The device of this name or alias.
    ///
    /// # Errors
    /// [`DeviceError::UnknownDevice`], also for one that is not granted.
    pub fn device(&self, name: &str) -> Result<Device> {
        let named = self.topology.devices.get_key_value(name);
        let found = named
            .or_else(|| self.topology.devices.iter().find(|(_, facts)| facts.alias.as_deref() == Some(name)));
        match found {
            Some((name, _)) => Ok(Device::new(Rc::clone(&self.topology), name)),
            None => Err(DeviceError::UnknownDevice(name.to_owned())),
        }
    }

    /// All devices, by name.
    pub fn devices(&self) -> impl ExactSizeIterator<Item = Device> {
        self.topology.devices.keys().map(|name| Device::new(Rc::clone(&self.topology), name))
    }

    /// Links and segments by name.
    pub fn links(&self) -> impl ExactSizeIterator<Item = (&str, &Link)> {
        self.topology.links.iter().map(|(name, link)| (name.as_str(), link))
    }

    /// The names of the links that two devices have in common.
    pub fn links_between<'a>(&'a self, one: &'a Device, other: &'a Device) -> impl Iterator<Item = &'a str> {
        let on = |link: &Link, device: &Device| link.ends.iter().any(|end| end.device == device.name());
        let both = move |(_, link): &(&'a str, &'a Link)| on(link, one) && on(link, other);
        self.links().filter(both).map(|(name, _)| name)
    }
}
