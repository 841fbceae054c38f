//! How devices are linked.

use serde::Serialize;

use super::{Address, DeviceName, InterfaceName, LinkName, Map};

/// An interface of a device.
#[derive(Clone, Debug, PartialEq)]
pub struct Interface {
    pub name: InterfaceName,
    pub alias: Option<InterfaceName>,
    pub kind: String,
    pub ipv4: Option<Address>,
    pub ipv6: Vec<Address>,
    /// The link or segment it is on.
    pub link: Option<LinkName>,
    /// All other keys.
    pub others: Map,
}

/// What interfaces are on.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub name: LinkName,
    pub kind: LinkKind,
    pub alias: Option<LinkName>,
    /// In the order of the file. One end alone is allowed, and so are more than two.
    pub ends: Vec<End>,
    /// All other keys of `topology: links:` or `segments:`.
    pub others: Map,
}

/// A link, or a segment; an interface is on one of them at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LinkKind {
    Link,
    Segment,
}

/// An interface on a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct End {
    pub device: DeviceName,
    pub interface: InterfaceName,
}
