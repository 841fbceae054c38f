//! What tests talk to: OpenSSH's sshd, Unicon's mock devices, and servers with faults. For tests only.
//!
//! The first two are what nobody here wrote; `cargo xtask peers` gets them (`$EASYPY_PEERS`, else
//! `target/peers`). Everything listens on a free port of 127.0.0.1 and ends when its value is dropped, or with
//! the test's process however that ends. It must know nothing of the product: no crate of it is used here.
//!
//! A peer that cannot be had is a failure that says why; nothing is skipped. When a test fails, what its peers
//! wrote is shown with it.

mod agent;
mod faulty;
mod key;
mod lab;
mod mock;
mod namespace;
mod place;
mod port;
mod server;
mod spawn;
mod sshd;

pub use agent::Agent;
pub use faulty::{FAULTY_PASSWORD, FAULTY_USER, FaultyBuilder, FaultyServer, Greeting, Negotiation};
pub use key::{Key, KeyKind};
pub use lab::Lab;
pub use mock::{Mock, MockDevice};
pub use place::{look_in, openssh, unicon_programs};
pub use port::{Refusing, refusing};
pub use sshd::{PASSWORD, Sshd, SshdBuilder, USER};
