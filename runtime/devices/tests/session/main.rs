//! Sessions with what nobody here wrote: Unicon's mock devices, OpenSSH's sshd, bash. And with a router that fails
//! on demand, over TCP.

#![expect(clippy::unwrap_used, reason = "what must be there and is not fails the test")]

mod faults;
mod linux;
mod mocks;
mod support;
