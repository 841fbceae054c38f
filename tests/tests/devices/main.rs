//! Testbeds in runs: what tasks can do with devices, alone and together. The devices are real: OpenSSH's sshd, Unicon's
//! mock devices, and for faults a server of the tests.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

mod attacks;
mod commands;
mod faults;
mod files;
mod grants;
mod lab;
mod leases;
mod platforms;
mod real;
mod sharing;
mod world;
