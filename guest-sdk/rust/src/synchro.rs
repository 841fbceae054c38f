//! Shared objects: they live in the host until the run ends; jobs and tasks hold them by reference.
//!
//! A handle can be a task's parameter, and a value inside another shared object: it serialises as
//! `{"$shared": id}` and comes back as a handle. Every call is atomic. Values are copied: changing a value
//! that was read does not change the shared object.
//!
//! ```no_run
//! # use easypy::prelude::*;
//! # fn job(runtime: &Runtime) -> easypy::Result {
//! let shared = runtime.synchro().dict()?;
//! run(Testscript::new("script_one.wasm").kwarg("shared_dict", &shared))?;
//! if shared.get("testbed_is_sane")? == Some(true) {
//!     run("script_two.wasm")?;
//! }
//! # Ok(()) }
//! ```

mod barrier;
mod dict;
mod error;
mod event;
mod handle;
mod list;
mod lock;
mod queue;
mod semaphore;
mod value;

use serde::Serialize;

use crate::bindings::synchro;

pub use barrier::Barrier;
pub use dict::Dict;
pub use error::{Kind, SynchroError};
pub use event::Event;
pub use list::List;
pub use lock::{Lock, LockGuard};
pub use queue::Queue;
pub use semaphore::{Permit, Semaphore};
pub use value::Value;

/// What calls on shared objects return.
type Result<T = ()> = std::result::Result<T, SynchroError>;

/// Makes shared objects: `runtime.synchro()`.
///
/// # Errors
/// All its functions fail with [`SynchroError::LimitExceeded`] when the run has as many objects as the host
/// allows.
#[derive(Debug)]
pub struct Synchro(());

#[expect(clippy::missing_errors_doc, reason = "said once, for all of them, on the type")]
impl Synchro {
    pub(crate) fn new() -> Synchro {
        Synchro(())
    }

    /// An empty dict.
    pub fn dict(&self) -> Result<Dict> {
        Ok(Dict::from_id(synchro::new_dict("{}")?))
    }

    /// A dict with these members: the fields of a struct, or the entries of a map.
    pub fn dict_from(&self, members: impl Serialize) -> Result<Dict> {
        Ok(Dict::from_id(synchro::new_dict(&handle::encode(members)?)?))
    }

    /// An empty list.
    pub fn list(&self) -> Result<List> {
        Ok(List::from_id(synchro::new_list("[]")?))
    }

    /// A list of these elements.
    pub fn list_from(&self, elements: impl Serialize) -> Result<List> {
        Ok(List::from_id(synchro::new_list(&handle::encode(elements)?)?))
    }

    /// A queue without a bound but the host's.
    pub fn queue(&self) -> Result<Queue> {
        Ok(Queue::from_id(synchro::new_queue(0)?))
    }

    /// A queue that holds at most `maximum` values; 0 is no bound but the host's.
    pub fn bounded_queue(&self, maximum: u32) -> Result<Queue> {
        Ok(Queue::from_id(synchro::new_queue(maximum)?))
    }

    /// One value.
    pub fn value(&self, initial: impl Serialize) -> Result<Value> {
        Ok(Value::from_id(synchro::new_value(&handle::encode(initial)?)?))
    }

    /// A lock.
    pub fn lock(&self) -> Result<Lock> {
        Ok(Lock::from_id(synchro::new_lock(false)?))
    }

    /// A lock that its holder may acquire again; it is free after as many releases.
    pub fn reentrant_lock(&self) -> Result<Lock> {
        Ok(Lock::from_id(synchro::new_lock(true)?))
    }

    /// An event that is not set.
    pub fn event(&self) -> Result<Event> {
        Ok(Event::from_id(synchro::new_event()?))
    }

    /// A semaphore with this many permits.
    pub fn semaphore(&self, permits: u32) -> Result<Semaphore> {
        Ok(Semaphore::from_id(synchro::new_semaphore(permits, false)?))
    }

    /// A semaphore that refuses more releases than acquisitions.
    pub fn bounded_semaphore(&self, permits: u32) -> Result<Semaphore> {
        Ok(Semaphore::from_id(synchro::new_semaphore(permits, true)?))
    }

    /// A barrier for this many parties.
    pub fn barrier(&self, parties: u32) -> Result<Barrier> {
        Ok(Barrier::from_id(synchro::new_barrier(parties)?))
    }
}
