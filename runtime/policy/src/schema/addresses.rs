//! Addresses on the network: `10.0.0.0/8:443`, `[2001:db8::/32]:22`, `10.0.0.1:*`.

use std::net::IpAddr;

use super::Reading;
use crate::read::{Mistake, Node, quoted};
use easypy_contract::network::{Network, masked};

const FORM: &str =
    "expected an address and a port, e.g. 10.0.0.0/8:443 or [2001:db8::/32]:22; `*` is any port";

/// Why a text is no address.
#[derive(Debug, PartialEq, Eq)]
struct Wrong {
    why: String,
    help: Option<String>,
}

impl Reading<'_> {
    pub(super) fn addresses(&mut self, node: Node) -> Vec<Network> {
        let items = self.texts(node, "addresses", "an address with a port");
        let mut networks = Vec::new();
        for item in items {
            match network(&item.text) {
                Ok(network) => networks.push(network),
                Err(wrong) => {
                    let message = format!("`addresses` cannot have `{}`", quoted(&item.text));
                    let mistake = Mistake::at(&item.at, message).label(wrong.why);
                    self.mistakes.error(match wrong.help {
                        Some(help) => mistake.help(help),
                        None => mistake,
                    });
                }
            }
        }
        networks
    }
}

fn network(text: &str) -> Result<Network, Wrong> {
    let wrong = |why: &str| Wrong { why: why.to_owned(), help: None };
    let (host, port) = text.rsplit_once(':').ok_or_else(|| wrong(FORM))?;
    let (host, is_bracketed) = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(host) => (host, true),
        None => (host, false),
    };
    let port = match port {
        "*" => None,
        port if port.bytes().all(|byte| byte.is_ascii_digit()) => match port.parse() {
            Ok(0) | Err(_) => return Err(wrong("a port is a number from 1 to 65535, or `*`")),
            Ok(port) => Some(port),
        },
        _ => return Err(wrong(FORM)),
    };
    let (address, prefix) = match host.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix)),
        None => (host, None),
    };
    let address: IpAddr = address.parse().map_err(|_| {
        let looks_like_a_name = address.contains(|c: char| c.is_ascii_alphabetic()) && !is_bracketed;
        wrong(if looks_like_a_name { "names are not looked up here: expected an address" } else { FORM })
    })?;
    if address.is_ipv6() != is_bracketed {
        return Err(wrong("IPv6 addresses, and no others, stand in brackets"));
    }
    if address.to_canonical() != address {
        return Err(wrong("this is an IPv4 address: expected it in its own form"));
    }
    let longest = if address.is_ipv4() { 32 } else { 128 };
    let prefix = match prefix {
        None => longest,
        Some(prefix) if prefix.bytes().all(|byte| byte.is_ascii_digit()) => prefix
            .parse::<u8>()
            .ok()
            .filter(|prefix| *prefix <= longest)
            .ok_or_else(|| wrong(&format!("a prefix is a number from 0 to {longest}")))?,
        Some(_) => return Err(wrong(&format!("a prefix is a number from 0 to {longest}"))),
    };
    match masked(address, prefix) {
        Some(first) if first != address => {
            let port = port.map_or("*".to_owned(), |port| port.to_string());
            let (open, close) = if is_bracketed { ("[", "]") } else { ("", "") };
            Err(Wrong {
                why: format!("the address has more bits than the {prefix} that count"),
                help: Some(format!("did you mean `{open}{first}/{prefix}{close}:{port}`?")),
            })
        }
        _ => Ok(Network { address, prefix, port }),
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::network;
    use crate::rules::Addresses;

    fn permits(rules: &[&str], address: &str) -> bool {
        let networks: Vec<_> = rules.iter().map(|rule| network(rule).unwrap()).collect();
        Addresses { layers: vec![&networks] }.permits(address.parse::<SocketAddr>().unwrap())
    }

    #[test]
    fn an_address_is_permitted_by_its_first_bits_and_its_port() {
        for (rule, address, expected) in [
            ("10.0.0.0/8:443", "10.255.1.2:443", true),
            ("10.0.0.0/8:443", "11.0.0.1:443", false),
            ("10.0.0.0/8:443", "10.0.0.1:80", false),
            ("10.0.0.1:22", "10.0.0.1:22", true),
            ("10.0.0.1:22", "10.0.0.2:22", false),
            ("10.0.0.1:*", "10.0.0.1:65535", true),
            ("0.0.0.0/0:*", "192.0.2.1:1", true),
            ("0.0.0.0/0:*", "[2001:db8::1]:1", false),
            ("[2001:db8::/32]:22", "[2001:db8:ffff::1]:22", true),
            ("[2001:db8::/32]:22", "[2001:db9::1]:22", false),
            ("[::/0]:22", "10.0.0.1:22", false),
            // An IPv4 address in another dress is what it is.
            ("10.0.0.0/8:443", "[::ffff:10.1.2.3]:443", true),
            ("[::/0]:443", "[::ffff:10.1.2.3]:443", false),
        ] {
            assert_eq!(permits(&[rule], address), expected, "{rule} {address}");
        }
        assert!(!permits(&[], "10.0.0.1:1"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "10.0.0.1",
            "10.0.0.1:0",
            "10.0.0.1:65536",
            "10.0.0.1:+1",
            "10.0.0.1/33:1",
            "10.0.0.1/+8:1",
            "10.0.0.1/8:1",
            "10.0.0/8:1",
            "010.0.0.1:1",
            "lab.example:443",
            "2001:db8::1:22",
            "[10.0.0.1]:22",
            "[::ffff:10.0.0.1]:22",
            "[fe80::1%eth0]:22",
            "*:443",
        ] {
            assert!(network(text).is_err(), "{text}");
        }
        let help = network("10.1.2.3/8:443").unwrap_err().help.unwrap();
        assert_eq!(help, "did you mean `10.0.0.0/8:443`?");
    }
}
