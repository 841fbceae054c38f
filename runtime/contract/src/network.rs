//! Addresses on the network that a guest may connect to.

use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

/// Addresses that begin with the same bits, and their ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// All bits behind the prefix are 0.
    pub address: IpAddr,
    pub prefix: u8,
    /// None: any.
    pub port: Option<u16>,
}

impl Network {
    /// Whether an address is one of them. An IPv4 address within an IPv6 one is the IPv4 address.
    pub fn holds(&self, address: SocketAddr) -> bool {
        self.port.is_none_or(|port| port == address.port())
            && masked(address.ip().to_canonical(), self.prefix) == Some(self.address)
    }
}

/// Whether a guest may connect there: each list must have a network that holds the address. Without lists it may
/// connect nowhere.
pub fn permits<L: AsRef<[Network]>>(lists: &[L], address: SocketAddr) -> bool {
    let holds = |list: &L| list.as_ref().iter().any(|network| network.holds(address));
    !lists.is_empty() && lists.iter().all(holds)
}

/// The first bits of an address, and zeros. None if it has not as many.
pub fn masked(address: IpAddr, prefix: u8) -> Option<IpAddr> {
    match address {
        IpAddr::V4(address) => {
            let away = 32u32.checked_sub(prefix.into())?;
            let mask = u32::MAX.checked_shl(away).unwrap_or(0);
            Some(IpAddr::V4((address.to_bits() & mask).into()))
        }
        IpAddr::V6(address) => {
            let away = 128u32.checked_sub(prefix.into())?;
            let mask = u128::MAX.checked_shl(away).unwrap_or(0);
            Some(IpAddr::V6((address.to_bits() & mask).into()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(address: &str, prefix: u8, port: Option<u16>) -> Network {
        Network { address: address.parse().unwrap(), prefix, port }
    }

    #[test]
    fn every_list_must_hold_an_address() {
        let lab = vec![network("10.0.0.0", 8, Some(443)), network("2001:db8::", 32, None)];
        let one = vec![network("10.1.0.0", 16, None)];
        let to = |address: &str| address.parse().unwrap();
        assert!(permits(std::slice::from_ref(&lab), to("10.9.9.9:443")));
        assert!(permits(std::slice::from_ref(&lab), to("[::ffff:10.9.9.9]:443")));
        assert!(permits(std::slice::from_ref(&lab), to("[2001:db8::7]:22")));
        assert!(!permits(std::slice::from_ref(&lab), to("10.9.9.9:80")));
        assert!(!permits(&[lab.clone(), one.clone()], to("10.9.9.9:443")));
        assert!(permits(&[lab, one], to("10.1.9.9:443")));
        assert!(!permits::<Vec<Network>>(&[], to("10.1.9.9:443")));
    }
}
