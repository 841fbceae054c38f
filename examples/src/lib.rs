//! Reads what routers print: the library that the demo's testscripts share.
//!
//! It turns the output of `show` commands, in the form of IOS XE, into what a test can judge. It must not
//! judge anything itself, and knows nothing of easypy: that is what testscripts are for.

mod bgp;
mod capture;
mod interfaces;
mod ntp;
mod state;
mod version;

pub use bgp::{Neighbour, Session};
pub use capture::{Capture, ReadError};
pub use interfaces::Interface;
pub use ntp::{TimeServers, TimeSource};
pub use state::{RouterState, Summary};
