//! Ways in, tried against what nobody here wrote: OpenSSH's sshd and agent, Unicon's mock devices, programs on a
//! terminal. Where a peer has to be at fault, it is one of ours.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that meets what it did not expect fails"
)]

mod command;
mod faults;
mod host_keys;
mod jump;
mod login;
mod settings;
mod support;
mod telnet;
