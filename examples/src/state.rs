//! What a router's outputs say, all together.

use std::net::{IpAddr, Ipv4Addr};

use serde::{Deserialize, Serialize};

use crate::{Capture, Interface, Neighbour, ReadError, Session, TimeSource, bgp, interfaces, ntp, version};

/// The state of one router.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouterState {
    /// the release that it runs
    pub release: String,
    /// all of them, shut ones too
    pub interfaces: Vec<Interface>,
    /// all of them; none where BGP does not run
    pub neighbours: Vec<Neighbour>,
    /// none when the clock is not synchronised
    pub time_source: Option<TimeSource>,
}

impl RouterState {
    /// Reads it from a session in which `show version`, `show ip interface brief`, `show ip bgp summary` and
    /// `show ntp associations` were run.
    ///
    /// # Errors
    /// One of them is missing, or has another form.
    pub fn read(capture: Capture<'_>) -> Result<RouterState, ReadError> {
        Ok(RouterState {
            release: version::read(capture)?,
            interfaces: interfaces::read(capture)?,
            neighbours: bgp::read(capture)?,
            time_source: ntp::read(capture)?,
        })
    }

    /// The few facts that other routers are compared with.
    pub fn summary(&self) -> Summary {
        let established = |neighbour: &Neighbour| match neighbour.session {
            Session::Established(prefixes) => Some((neighbour.address, prefixes)),
            Session::Down(_) => None,
        };
        let sessions: Vec<(IpAddr, u32)> = self.neighbours.iter().filter_map(established).collect();
        Summary {
            release: self.release.clone(),
            interfaces_up: self.interfaces.iter().filter(|interface| interface.is_up()).count(),
            addresses: self.interfaces.iter().filter_map(|interface| interface.address).collect(),
            sessions: sessions.iter().map(|(address, _)| *address).collect(),
            prefixes: sessions.iter().map(|(_, prefixes)| u64::from(*prefixes)).sum(),
        }
    }
}

/// The few facts of a router that others are compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// the release that it runs
    pub release: String,
    /// how many interfaces carry packets
    pub interfaces_up: usize,
    /// its own ones
    pub addresses: Vec<Ipv4Addr>,
    /// the neighbours with which a BGP session is up
    pub sessions: Vec<IpAddr>,
    /// how many prefixes came in by them
    pub prefixes: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The captures that the demo runs on.
    const CAPTURES: [(&str, &str); 5] = [
        ("par-core-1", include_str!("../data/paris/par-core-1.txt")),
        ("par-edge-1", include_str!("../data/paris/par-edge-1.txt")),
        ("par-acc-1", include_str!("../data/paris/par-acc-1.txt")),
        ("lyo-core-1", include_str!("../data/lyon/lyo-core-1.txt")),
        ("lyo-edge-1", include_str!("../data/lyon/lyo-edge-1.txt")),
    ];

    #[test]
    fn every_capture_of_a_good_day_is_read_and_nothing_is_down() {
        for (router, text) in CAPTURES {
            let state = RouterState::read(Capture::new(router, text)).unwrap();
            assert_eq!(state.release, "17.9.4a", "{router}");
            assert!(state.interfaces.iter().all(|it| it.is_up() || it.is_shut()), "{router}: {state:?}");
            assert!(
                state.neighbours.iter().all(|it| matches!(it.session, Session::Established(_))),
                "{router}"
            );
            assert!(state.time_source.is_some(), "{router}");
        }
    }

    #[test]
    fn the_broken_capture_has_the_faults_that_the_demo_finds() {
        let text = include_str!("../data/paris/broken/par-edge-1.txt");
        let state = RouterState::read(Capture::new("par-edge-1", text)).unwrap();
        assert_eq!(state.release, "17.3.5");
        let down: Vec<&str> = state
            .interfaces
            .iter()
            .filter(|it| !it.is_up() && !it.is_shut())
            .map(|it| it.name.as_str())
            .collect();
        assert_eq!(down, ["GigabitEthernet0/0/1"]);
        assert_eq!(state.summary().sessions.len(), 1);
    }

    #[test]
    fn a_summary_counts_what_is_up() {
        let state = RouterState::read(Capture::new("par-core-1", CAPTURES[0].1)).unwrap();
        let summary = state.summary();
        assert_eq!((summary.interfaces_up, summary.addresses.len(), summary.prefixes), (4, 4, 302));
        assert_eq!(summary.sessions.len(), 2);
    }
}
