//! What a testbed is: devices, ways into them, how they are linked.
//!
//! Made by [`crate::load`] and not changed afterwards. Nothing here connects to anything, and nothing knows
//! what a platform is.

mod address;
mod connection;
mod credentials;
mod device;
mod names;
mod testbed;
mod topology;
mod value;

pub use address::{Address, Host};
pub use connection::{Connection, Connections, Defaults, Protocol};
pub use credentials::{Credential, Credentials};
pub use device::Device;
pub use names::{CredentialName, DeviceName, InterfaceName, LinkName, NameError, TestbedName, Via};
pub use testbed::{MaskedFile, Testbed};
pub use topology::{End, Interface, Link, LinkKind};
pub use value::{Map, Value};
