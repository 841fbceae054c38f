//! `show ip interface brief`.

use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use crate::{Capture, ReadError};

const COMMAND: &str = "show ip interface brief";

/// One interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interface {
    /// `GigabitEthernet0/0/0`
    pub name: String,
    /// none where it is unassigned
    pub address: Option<Ipv4Addr>,
    /// `up`, `down`, `administratively down`
    pub status: String,
    /// the line protocol: `up`, `down`
    pub protocol: String,
}

impl Interface {
    /// Whether somebody has switched it off on purpose.
    pub fn is_shut(&self) -> bool {
        self.status == "administratively down"
    }

    /// Whether it carries packets.
    pub fn is_up(&self) -> bool {
        self.status == "up" && self.protocol == "up"
    }
}

/// All interfaces, in the order in which they are printed.
pub(crate) fn read(capture: Capture<'_>) -> Result<Vec<Interface>, ReadError> {
    let lines = capture.output(COMMAND)?.filter(|line| !line.trim().is_empty());
    // The first line holds the titles.
    lines.skip(1).map(|line| row(line).ok_or_else(|| form(line))).collect()
}

/// `GigabitEthernet0/0/2   unassigned      YES NVRAM  administratively down down`
fn row(line: &str) -> Option<Interface> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [name, address, _ok, _method, status @ .., protocol] = words.as_slice() else { return None };
    let address = match *address {
        "unassigned" => None,
        address => Some(address.parse().ok()?),
    };
    let (name, protocol) = ((*name).to_owned(), (*protocol).to_owned());
    (!status.is_empty()).then(|| Interface { name, address, status: status.join(" "), protocol })
}

fn form(line: &str) -> ReadError {
    ReadError::Form { command: COMMAND, found: line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_of_two_words_is_read_whole() {
        let shut =
            row("GigabitEthernet0/0/2   unassigned      YES NVRAM  administratively down down").unwrap();
        assert_eq!((shut.address, shut.status.as_str()), (None, "administratively down"));
        assert!(shut.is_shut() && !shut.is_up());
        let up = row("Loopback0              192.0.2.1       YES NVRAM  up                    up").unwrap();
        assert_eq!(up.address, Some(Ipv4Addr::new(192, 0, 2, 1)));
        assert!(up.is_up() && !up.is_shut());
    }

    #[test]
    fn an_interface_with_its_line_protocol_down_is_not_up() {
        let half = row("Te0/0/4 192.0.2.41 YES NVRAM up down").unwrap();
        assert!(!half.is_up() && !half.is_shut());
    }

    #[test]
    fn a_line_that_is_no_interface_is_an_error_with_that_line() {
        let titles = "Interface IP-Address OK? Method Status Protocol";
        let text = format!("r1#show ip interface brief\n{titles}\nLo0 no-address YES x up up\n");
        let error = read(Capture::new("r1", &text)).unwrap_err();
        assert!(error.to_string().ends_with(": Lo0 no-address YES x up up"), "{error}");
        for line in ["", "Lo0", "Lo0 192.0.2.1 YES NVRAM up"] {
            assert_eq!(row(line), None, "{line:?}");
        }
    }
}
