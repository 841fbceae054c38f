//! Exclusive use of devices.

use std::time::{Duration, Instant};

use easypy_contract::Reply as AnyReply;
use easypy_contract::testbed::{Error, Output, Reply};
use easypy_devices::turns::{DeviceId, Fence, Turn};
use easypy_report::journal::Event;

use super::Pending;
use super::audit::Ask;
use super::request::timeout_of;
use crate::broker::{Broker, Effect, Waiting};
use crate::child::ChildId;

impl Broker {
    pub(super) fn lease(
        &mut self,
        child: ChildId,
        names: &[String],
        timeout: Option<Duration>,
        now: Instant,
    ) -> Result<Option<Reply>, Error> {
        let devices = self.leasable(child, names)?;
        let mut todos = Vec::new();
        let turn =
            self.devices.turns.lease(child, &devices, &mut todos).map_err(|refused| self.refusal(refused))?;
        self.devices.pending.insert(child, Pending::Lease { timeout });
        let deadline = timeout.and_then(|timeout| now.checked_add(timeout));
        self.wait(child, Waiting::Device, deadline);
        self.follow(todos);
        if turn == Turn::Waits {
            self.look_for_cycle(child);
        }
        Ok(None)
    }

    /// The devices that a guest wants for itself, if it may.
    pub(super) fn leasable(&mut self, child: ChildId, names: &[String]) -> Result<Vec<DeviceId>, Error> {
        let mut devices = Vec::new();
        for name in names {
            let device = self.granted_device(child, name)?;
            if !devices.contains(&device) {
                let record = self.decide(child, (device, None), Ask::Lease)?;
                self.effect(Effect::Audit(Box::new(record)));
                devices.push(device);
            }
        }
        Ok(devices)
    }

    pub(super) fn release(&mut self, child: ChildId, names: &[String]) -> Result<Option<Reply>, Error> {
        let devices: Result<Vec<DeviceId>, Error> =
            names.iter().map(|name| self.granted_device(child, name)).collect();
        let devices = devices?;
        let mut todos = Vec::new();
        let released = self.devices.turns.release(child, &devices, &mut todos);
        released.map_err(|refused| self.refusal(refused))?;
        let given_back: Vec<DeviceId> =
            devices.into_iter().filter(|device| !self.devices.turns.holds(child, *device)).collect();
        self.tell_lease(child, &given_back, None);
        self.follow(todos);
        Ok(Some(Reply::Done))
    }

    /// A guest has the devices that it waited for.
    pub(super) fn leased(&mut self, who: ChildId, fences: &[(DeviceId, Fence)]) {
        let number = fences.iter().map(|(_, fence)| fence.get()).max().unwrap_or_default();
        let devices: Vec<DeviceId> = fences.iter().map(|(device, _)| *device).collect();
        self.tell_lease(who, &devices, Some(number));
        match self.devices.pending.remove(&who) {
            Some(Pending::Exclusive { launch, .. }) => self.effect(Effect::Launch(launch)),
            Some(Pending::Lease { .. }) => self.reply(who, AnyReply::Testbed(Ok(Reply::Leased(number)))),
            Some(Pending::Order { .. }) | None => {}
        }
    }

    /// The time that a guest would wait is over.
    pub(crate) fn device_wait_expired(&mut self, child: ChildId) {
        let mut todos = Vec::new();
        // One that has its turn is answered by its session.
        if self.devices.turns.give_up(child, &mut todos) {
            let timeout = match self.devices.pending.remove(&child) {
                Some(Pending::Lease { timeout }) => timeout,
                Some(Pending::Order { op, .. }) => timeout_of(&op),
                Some(Pending::Exclusive { .. }) | None => None,
            };
            let error = Error::Timeout { after: timeout.unwrap_or_default(), output: Output::default() };
            self.reply(child, AnyReply::Testbed(Err(error)));
        }
        self.follow(todos);
    }

    /// Keeps down that a lease began (with its number) or ended.
    fn tell_lease(&mut self, who: ChildId, devices: &[DeviceId], number: Option<u64>) {
        let Some(lab) = self.devices.lab.clone() else { return };
        if devices.is_empty() {
            return;
        }
        let devices = devices.iter().map(|device| lab.name(*device).to_owned()).collect();
        let task = who.task().map(|task| task.0);
        self.event(match number {
            Some(number) => Event::LeaseTaken { task, devices, number },
            None => Event::LeaseEnded { task, devices },
        });
    }

    /// Keeps down the end of the leases of a guest that is gone.
    pub(super) fn tell_leases_ended(&mut self, child: ChildId) {
        let Some(lab) = self.devices.lab.clone() else { return };
        let held: Vec<DeviceId> =
            lab.numbers().filter(|device| self.devices.turns.holds(child, *device)).collect();
        self.tell_lease(child, &held, None);
    }
}
