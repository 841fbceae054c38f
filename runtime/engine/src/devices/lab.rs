//! The testbed by numbers: devices and their ways in, as turns and sessions name them.

use std::collections::HashMap;
use std::sync::Arc;

use easypy_contract::testbed::Error;
use easypy_devices::platform::{Platform, Platforms};
use easypy_devices::turns::{DeviceId, SessionId};
use easypy_testbed::Testbed;
use easypy_testbed::model::{Device, DeviceName, Via};

/// A testbed whose devices have their platforms.
pub struct Lab {
    testbed: Arc<Testbed>,
    devices: Vec<LabDevice>,
    by_name: HashMap<String, DeviceId>,
}

struct LabDevice {
    name: DeviceName,
    vias: Vec<Via>,
    platform: Result<Arc<Platform>, String>,
}

impl Lab {
    /// A device whose platform is unknown can be looked at, and not be connected to.
    pub fn new(testbed: Testbed, platforms: &Platforms) -> Lab {
        let mut by_name = HashMap::new();
        let mut devices = Vec::new();
        for (number, device) in (0..).map(DeviceId).zip(testbed.devices()) {
            by_name.insert(device.name.as_str().to_owned(), number);
            devices.push(LabDevice {
                name: device.name.clone(),
                vias: device.connections.iter().map(|(via, _)| via.clone()).collect(),
                platform: platforms.of(device).map(Arc::clone).map_err(|unknown| unknown.to_string()),
            });
        }
        // No alias is another device's name.
        for (number, device) in (0..).map(DeviceId).zip(testbed.devices()) {
            if let Some(alias) = &device.alias {
                by_name.entry(alias.as_str().to_owned()).or_insert(number);
            }
        }
        Lab { testbed: Arc::new(testbed), devices, by_name }
    }

    pub fn testbed(&self) -> &Arc<Testbed> {
        &self.testbed
    }

    /// The device of this name or alias.
    pub(crate) fn find(&self, name: &str) -> Result<DeviceId, Error> {
        self.by_name.get(name).copied().ok_or_else(|| Error::UnknownDevice(name.to_owned()))
    }

    /// The session by a way in; by the default one without a name.
    pub(crate) fn session(&self, device: DeviceId, via: Option<&str>) -> Result<SessionId, Error> {
        let known = self.known(device);
        let default = || self.device(device).connections.default_via().map(Via::as_str);
        let via = via.or_else(default).unwrap_or("cli");
        match known.vias.iter().position(|known| known.as_str() == via) {
            Some(number) => Ok(SessionId { device, via: u32::try_from(number).unwrap_or(u32::MAX) }),
            None => Err(Error::UnknownVia { device: self.name(device).to_owned(), via: via.to_owned() }),
        }
    }

    pub(crate) fn device(&self, device: DeviceId) -> &Device {
        let name = self.name(device);
        // The numbers are made of the testbed's own devices.
        #[expect(clippy::expect_used, reason = "a number that is no device's cannot be made")]
        self.testbed.device(name).expect("a device of the testbed")
    }

    pub(crate) fn name(&self, device: DeviceId) -> &str {
        self.known(device).name.as_str()
    }

    pub(crate) fn via(&self, session: SessionId) -> &str {
        self.known(session.device).vias[session.via as usize].as_str()
    }

    /// What it is like; or why that is not known.
    pub(crate) fn platform(&self, device: DeviceId) -> Result<&Arc<Platform>, &str> {
        self.known(device).platform.as_ref().map_err(String::as_str)
    }

    /// What tells one command from the next within a line.
    pub(crate) fn separators(&self, device: DeviceId) -> &[String] {
        self.platform(device).map_or(&[], |platform| platform.separators())
    }

    /// All devices.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = DeviceId> + use<> {
        (0..self.devices.len()).filter_map(|number| u32::try_from(number).ok()).map(DeviceId)
    }

    /// The file that the session's transcript is in.
    pub(crate) fn transcript(&self, session: SessionId) -> String {
        transcript(self.name(session.device), self.via(session))
    }

    pub(super) fn is_transcript(&self, file: &str) -> bool {
        file.ends_with(".log")
            && self.devices.iter().any(|device| {
                device.vias.iter().any(|via| transcript(device.name.as_str(), via.as_str()) == file)
            })
    }

    /// The session's number among all that there can be.
    pub(crate) fn number(&self, session: SessionId) -> u32 {
        let before: usize =
            self.devices.iter().take(session.device.0 as usize).map(|device| device.vias.len()).sum();
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(session.via)
    }

    /// A session in words.
    pub(crate) fn describe(&self, session: SessionId) -> String {
        format!("{} ({})", self.name(session.device), self.via(session))
    }

    fn known(&self, device: DeviceId) -> &LabDevice {
        &self.devices[device.0 as usize]
    }
}

/// A transcript's file: `<device>-<via>.log`.
fn transcript(device: &str, via: &str) -> String {
    let plain = |text: &str| text.replace(['/', '\\'], "_");
    let name = format!("{}-{}.log", plain(device), plain(via));
    if name.starts_with('.') { format!("_{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::transcript;

    #[test]
    fn a_transcript_stays_in_its_directory() {
        assert_eq!(transcript("R1", "cli"), "R1-cli.log");
        assert_eq!(transcript("../../etc/cron.d/x", "a/b"), "_.._.._etc_cron.d_x-a_b.log");
    }
}
