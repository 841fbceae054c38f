//! An action against the rules of a layer, and why it is allowed or not.
//!
//! A decision and its explanation are one walk: what [`Trace`] notes is what was decided by.

mod action;
mod command;
mod device;
mod trace;

pub use action::{Action, Decision};
pub(crate) use command::is_plain;
pub(crate) use device::{Verdict, judge, may_configure};
pub(crate) use trace::Trace;
