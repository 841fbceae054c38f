//! Addresses of interfaces and of connections.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// An address with the length of its network's prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    pub ip: IpAddr,
    /// In bits; all of them if the file names none.
    pub prefix: u8,
}

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an address, as 10.0.0.1/24 or 2001:db8::1/64")]
pub struct AddressError;

impl FromStr for Address {
    type Err = AddressError;

    /// `address`, `address/prefix`, or for IPv4 `address/netmask`.
    fn from_str(text: &str) -> Result<Address, AddressError> {
        let (ip, prefix) = match text.split_once('/') {
            Some((ip, prefix)) => (ip, Some(prefix)),
            None => (text, None),
        };
        let ip: IpAddr = ip.parse().map_err(|_| AddressError)?;
        let bits = if ip.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => bits,
            Some(prefix) => match prefix.parse::<Ipv4Addr>() {
                Ok(mask) if ip.is_ipv4() => netmask(mask)?,
                _ if prefix.bytes().all(|b| b.is_ascii_digit()) => {
                    prefix.parse().map_err(|_| AddressError)?
                }
                _ => return Err(AddressError),
            },
        };
        if prefix > bits { Err(AddressError) } else { Ok(Address { ip, prefix }) }
    }
}

fn netmask(mask: Ipv4Addr) -> Result<u8, AddressError> {
    let bits = u32::from(mask);
    let ones = bits.leading_ones();
    if bits.count_ones() == ones { u8::try_from(ones).map_err(|_| AddressError) } else { Err(AddressError) }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.ip, self.prefix)
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where a connection goes: an address, or a name that is looked up when it is made.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    Ip(IpAddr),
    Name(String),
}

impl FromStr for Host {
    type Err = AddressError;

    /// An address, in brackets or not, or a host's name.
    fn from_str(text: &str) -> Result<Host, AddressError> {
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        if let Ok(ip) = bare.parse() {
            return Ok(Host::Ip(ip));
        }
        let label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        // Four numbers are an address that is wrong, not a name.
        let numbers = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let name = text.strip_suffix('.').unwrap_or(text);
        if numbers || name.len() > 253 || !name.split('.').all(label) {
            return Err(AddressError);
        }
        Ok(Host::Name(text.to_owned()))
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Host::Ip(ip) => ip.fmt(f),
            Host::Name(name) => f.write_str(name),
        }
    }
}

impl Serialize for Host {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_prefix_a_netmask_or_neither() {
        let shown = |text: &str| text.parse::<Address>().map(|address| address.to_string());
        assert_eq!(shown("10.0.0.1/24").as_deref(), Ok("10.0.0.1/24"));
        assert_eq!(shown("10.0.0.1/255.255.254.0").as_deref(), Ok("10.0.0.1/23"));
        assert_eq!(shown("10.0.0.1").as_deref(), Ok("10.0.0.1/32"));
        assert_eq!(shown("2001:db8::1/64").as_deref(), Ok("2001:db8::1/64"));
        assert_eq!(shown("::1").as_deref(), Ok("::1/128"));
        for wrong in [
            "10.0.0.1/33",
            "10.0.0.1/255.0.255.0",
            "10.0.0.1/",
            "10.0.0.1/+4",
            "10.0.0",
            "::1/129",
            "::1/1.1.1.1",
            "",
        ] {
            assert_eq!(shown(wrong), Err(AddressError), "{wrong}");
        }
    }

    #[test]
    fn a_host_is_an_address_or_a_name() {
        assert_eq!("[::1]".parse(), Ok(Host::Ip("::1".parse().unwrap())));
        assert_eq!("r1.lab.example.".parse(), Ok(Host::Name("r1.lab.example.".to_owned())));
        assert_eq!("terminal_server-2".parse(), Ok(Host::Name("terminal_server-2".to_owned())));
        for wrong in ["", "10.0.0.300", "-oProxyCommand=x", "a b", "a..b", "a/b", "a@b", "ä"] {
            assert_eq!(wrong.parse::<Host>(), Err(AddressError), "{wrong}");
        }
    }
}
