//! Addresses on the network.

use std::net::SocketAddr;

use easypy_contract::network::{Network, permits};

/// Where a guest may connect to.
#[derive(Clone, Debug)]
pub struct Addresses<'a> {
    /// Each must have one that fits. Without any nothing does.
    pub(crate) layers: Vec<&'a [Network]>,
}

impl Addresses<'_> {
    /// Whether a guest may connect there. An IPv4 address within an IPv6 one is the IPv4 address.
    pub fn permits(&self, address: SocketAddr) -> bool {
        permits(&self.layers, address)
    }

    /// Whether there is no address that may be connected to, so that a guest needs no network.
    pub fn is_empty(&self) -> bool {
        self.layers.is_empty() || self.layers.iter().any(|layer| layer.is_empty())
    }

    /// The lists, each of which must hold an address; none if nothing may be connected to.
    pub fn lists(&self) -> Vec<Vec<Network>> {
        if self.is_empty() {
            return Vec::new();
        }
        self.layers.iter().map(|layer| layer.to_vec()).collect()
    }
}
