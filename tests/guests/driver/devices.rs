//! Steps on devices, by the job itself.

use easypy_test_guests::talk::{Held, Talk, talk};
use serde_json::Value as Json;

/// The leases that the job holds.
#[derive(Default)]
pub(crate) struct Devices(Held);

impl Devices {
    pub(crate) fn step(&mut self, step: Talk) -> Json {
        talk(step, &mut self.0)
    }
}
