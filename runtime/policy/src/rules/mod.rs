//! What a layer of a grant consists of. Made by `schema`, not changed afterwards.

mod addresses;
mod device;
mod directories;
mod layer;
mod limits;

pub use addresses::Addresses;
pub(crate) use device::{Condition, DeviceRule, Flag, Kind};
pub use directories::Directories;
pub(crate) use layer::{Layer, Rule, shown};
pub use limits::Limits;
