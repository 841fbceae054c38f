//! The sessions of devices: one task of the event loop for each that was ever asked for.

mod actor;
mod line;

use std::collections::HashMap;
use std::rc::Rc;

use easypy_devices::turns::SessionId;
use tokio::sync::mpsc::{Sender, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;

use super::{Facts, Input};
use crate::devices::SessionOrder;

/// The sessions, and how to tell them something. A session has one order at a time, and one that ends it.
#[derive(Default)]
pub(super) struct Sessions(HashMap<SessionId, (UnboundedSender<SessionOrder>, JoinHandle<()>)>);

impl Sessions {
    pub(super) fn tell(
        &mut self,
        session: SessionId,
        order: SessionOrder,
        facts: &Rc<Facts>,
        to: &Sender<Input>,
    ) {
        let (orders, _) = self.0.entry(session).or_insert_with(|| {
            let (sender, orders) = unbounded_channel();
            let (facts, to) = (Rc::clone(facts), to.clone());
            (sender, tokio::task::spawn_local(actor::live(facts, session, orders, to)))
        });
        // It ends only with the run.
        let _ = orders.send(order);
    }

    /// Ends all of them: they log off.
    pub(super) async fn close(self) {
        let handles: Vec<JoinHandle<()>> = self.0.into_values().map(|(_, handle)| handle).collect();
        for handle in handles {
            // One that panicked has nothing to log off from.
            let _ = handle.await;
        }
    }
}
