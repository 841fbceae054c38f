//! Tasks that have devices to themselves: they start when they have them.

use easypy_contract::task::{Error, TaskNumber};
use easypy_contract::testbed;
use easypy_devices::turns::Turn;
use easypy_policy::Grant;

use super::Pending;
use crate::broker::{Broker, Launch};
use crate::child::ChildId;

impl Broker {
    /// Checks the names of a task's devices, before it is set up.
    pub(crate) fn check_exclusive(&self, names: &[String], grant: &Grant) -> Result<(), Error> {
        if names.is_empty() {
            return Ok(());
        }
        let check = || {
            let lab = self.devices.lab()?;
            names.iter().try_for_each(|name| match lab.find(name) {
                Ok(device) if grant.sees(lab.device(device)) => Ok(()),
                // One that is not granted is none.
                _ => Err(testbed::Error::UnknownDevice(name.clone())),
            })
        };
        check().map_err(|error| Error::InvalidArgument(format!("exclusive: {error}")))
    }

    /// Has a task wait for its devices; it is launched when it has them.
    ///
    /// # Errors
    /// It may not have them.
    pub(crate) fn launch_exclusively(
        &mut self,
        task: TaskNumber,
        names: &[String],
        launch: Box<Launch>,
    ) -> Result<(), String> {
        let child = ChildId::of(task);
        let devices = self.leasable(child, names).map_err(|error| format!("exclusive: {error}"))?;
        let mut todos = Vec::new();
        let turn = self.devices.turns.lease(child, &devices, &mut todos);
        let turn = turn.map_err(|refused| format!("exclusive: {}", self.refusal(refused)))?;
        self.devices.pending.insert(child, Pending::Exclusive { task, launch });
        self.follow(todos);
        if turn == Turn::Waits {
            self.look_for_cycle(child);
        }
        Ok(())
    }

    /// Gives up a task that waits for its devices; whether it did.
    pub(crate) fn give_up_exclusive(&mut self, task: TaskNumber) -> bool {
        let child = ChildId::of(task);
        let waits = matches!(self.devices.pending.get(&child), Some(Pending::Exclusive { .. }));
        if waits {
            self.devices.pending.remove(&child);
            let mut todos = Vec::new();
            self.devices.turns.ended(child, &mut todos);
            self.follow(todos);
        }
        waits
    }
}
