//! Sessions with devices that follow a script: races that no real device shows on demand.
//!
//! Time stands still unless all wait, so nothing here depends on how fast a machine is.

mod conversations;
mod devices;
mod faults;
mod hearings;
mod logins;
mod races;
mod transcripts;

use devices::{Device, access, access_to, enabled};
