//! Sessions on devices: everything that talks to one.
//!
//! | room | for |
//! | --- | --- |
//! | [`transport`] | the bytes: SSH, telnet, a program on a terminal |
//! | [`platform`] | what a kind of device is like: prompts, modes, errors; one data file each |
//! | [`session`] | a login that is open: commands and their answers, modes, the transcript |
//! | [`turns`] | whose turn it is on a device: fair queues, leases, cycles |
//!
//! Nothing here knows guests, processes or grants. Nothing blocks: all of it runs on one thread.

pub mod platform;
pub mod session;
pub mod transport;
pub mod turns;
