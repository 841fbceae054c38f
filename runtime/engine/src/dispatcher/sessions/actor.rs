//! One session's life: it does what it is told, one thing at a time, and gives up what it does when it is told to come home.

use std::rc::Rc;

use easypy_devices::turns::SessionId;
use tokio::sync::mpsc::{Sender, UnboundedReceiver};

use super::super::{Facts, Input};
use super::line::Line;
use crate::devices::{SessionEvent, SessionOrder};

/// For the transcript, what nobody asked for.
const HOST: &str = "easypy-wasm";

/// Until nobody can tell it anything any more; then it logs off.
pub(super) async fn live(
    facts: Rc<Facts>,
    session: SessionId,
    mut orders: UnboundedReceiver<SessionOrder>,
    to: Sender<Input>,
) {
    let Some(lab) = facts.lab.clone() else { return };
    let mut line = Line::new(lab, session, facts.runinfo.clone());
    let mut given = None;
    loop {
        let order = match given.take() {
            Some(order) => order,
            None => tokio::select! {
                biased;
                order = orders.recv() => match order {
                    Some(order) => order,
                    None => break,
                },
                () = line.idle() => {
                    if to.send(Input::Session(session, SessionEvent::Closed)).await.is_err() {
                        break;
                    }
                    continue;
                }
            },
        };
        let event = match order {
            SessionOrder::Run { fence, who, op, may_configure } => {
                tokio::select! {
                    biased;
                    done = line.run(&who, op, may_configure) => SessionEvent::Done {
                        fence,
                        answer: done.answer,
                        left: done.left,
                        state: line.state(),
                    },
                    // Its guest is gone: what it did is given up where it is.
                    told = orders.recv() => match told {
                        Some(told) => {
                            given = Some(told);
                            continue;
                        }
                        None => break,
                    },
                }
            }
            SessionOrder::Restore => {
                tokio::select! {
                    biased;
                    was = line.restore() => SessionEvent::Restored { was, state: line.state() },
                    // The run is over, and does not wait for it.
                    told = orders.recv() => match told {
                        Some(told) => {
                            given = Some(told);
                            continue;
                        }
                        None => break,
                    },
                }
            }
        };
        if to.send(Input::Session(session, event)).await.is_err() {
            break;
        }
    }
    line.close(HOST).await;
}
