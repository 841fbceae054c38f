//! One child's life, as the dispatcher is told of it: made, its frames, its end. Each child has one such
//! task; a full channel makes it wait, and with it the child.

use std::rc::Rc;
use std::time::Duration;

use easypy_contract::FromChild;
use easypy_devices::turns::SessionId;
use easypy_sandbox::spawn::{ChildProcess, Exit};
use tokio::sync::mpsc::Sender;
use tokio::sync::oneshot;

use super::frames::Frames;
use super::launch::{Made, give_back, make};
use super::{Connection, Facts};
use crate::broker::{Ending, Launch, NotStarted, Started, Violation};
use crate::child::ChildId;
use crate::devices::SessionEvent;

/// How long a child may live on after it has closed its socket.
const AFTER_LAST_WORD: Duration = Duration::from_secs(1);

/// What the dispatcher is told.
pub(crate) enum Input {
    Started(ChildId, Started, Connection),
    NotStarted(ChildId, NotStarted),
    Frame(ChildId, FromChild),
    Violation(ChildId, Violation),
    /// A session of a device says something.
    Session(SessionId, SessionEvent),
    /// All frames came before.
    Ended(ChildId, Ending),
}

/// Makes a child and follows it to its end.
pub(super) async fn live(
    facts: Rc<Facts>,
    launch: Launch,
    cancelled: oneshot::Receiver<()>,
    to: Sender<Input>,
) {
    let child = launch.child;
    // A dispatcher that is gone has killed all children.
    let _ = match make(&facts, launch, cancelled).await {
        Ok(made) => follow(&facts, child, made, &to).await,
        Err(why) => to.send(Input::NotStarted(child, why)).await.map_err(drop),
    };
}

async fn follow(facts: &Facts, child: ChildId, made: Made, to: &Sender<Input>) -> Result<(), ()> {
    let Made { process, socket, unsent, started, temporary } = made;
    let (process, socket) = (Rc::new(process), Rc::new(socket));
    let connection =
        Connection { process: Rc::clone(&process), socket: Rc::clone(&socket), answering: Rc::default() };
    to.send(Input::Started(child, started, connection)).await.map_err(drop)?;
    if !unsent.is_empty() {
        // A child that ends meanwhile shows by its process.
        let _ = socket.write_all(&unsent).await;
    }
    let mut frames = Frames::default();
    loop {
        match frames.next(&socket).await {
            Ok(Some(frame)) => to.send(Input::Frame(child, frame)).await.map_err(drop)?,
            Ok(None) => break,
            Err(error) => {
                let violation = Violation::protocol(error.to_string());
                to.send(Input::Violation(child, violation)).await.map_err(drop)?;
                break;
            }
        }
    }
    let exit = last_breath(&process).await;
    let ending = Ending { status: exit.status, cpu: exit.cpu, peak_kib: exit.peak_kib };
    give_back(facts, temporary).await;
    to.send(Input::Ended(child, ending)).await.map_err(drop)
}

/// Waits for the end of a child that has nothing more to say.
async fn last_breath(process: &ChildProcess) -> Exit {
    let exit = match tokio::time::timeout(AFTER_LAST_WORD, process.wait()).await {
        Ok(exit) => exit,
        Err(_) => {
            process.signal(libc::SIGKILL);
            process.wait().await
        }
    };
    // Nobody else waits for children of this process; if somebody did, all that is known is that it is gone.
    exit.unwrap_or(Exit {
        status: easypy_contract::task::ExitStatus::Signal(libc::SIGKILL),
        cpu: Duration::ZERO,
        peak_kib: 0,
    })
}
