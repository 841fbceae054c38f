//! Exclusive use of devices.

use std::time::Duration;

use super::{DeviceError, Result};
use crate::bindings::testbed;
use crate::task::nanoseconds;

/// Exclusive use of all these devices at once, as soon as they are free: waiting is fair. After `timeout` it is given up.
///
/// # Errors
/// [`DeviceError::Timeout`]; [`DeviceError::Deadlock`] when guests wait for each other; devices that are unknown.
pub fn lease<D: Into<String>>(
    devices: impl IntoIterator<Item = D>,
    timeout: impl Into<Option<Duration>>,
) -> Result<Lease> {
    let devices: Vec<String> = devices.into_iter().map(Into::into).collect();
    let number = testbed::lease(&devices, timeout.into().map(nanoseconds))?;
    Ok(Lease { devices, number })
}

/// Exclusive use of devices until it is dropped. When its guest ends, however it ends, the host takes it back, and brings the
/// sessions to their home mode before anyone else gets them.
#[derive(Debug)]
#[must_use = "the devices are given back when the lease is dropped"]
pub struct Lease {
    devices: Vec<String>,
    number: u64,
}

impl Lease {
    /// Its own number, greater than that of any lease before.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Gives the devices back.
    ///
    /// # Errors
    /// [`DeviceError::LeaseLost`] if that has been done by other means.
    pub fn release(mut self) -> Result<(), DeviceError> {
        let devices = std::mem::take(&mut self.devices);
        Ok(testbed::release(&devices)?)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if !self.devices.is_empty() {
            // It can only fail when the run is ending, or when the lease is over: free in both cases.
            let _ = testbed::release(&self.devices);
        }
    }
}
