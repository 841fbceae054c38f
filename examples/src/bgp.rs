//! `show ip bgp summary`.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::{Capture, ReadError};

const COMMAND: &str = "show ip bgp summary";
/// Neighbor, V, AS, MsgRcvd, MsgSent, TblVer, InQ, OutQ, Up/Down: what is before State/PfxRcd.
const COLUMNS: usize = 9;

/// One BGP neighbour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbour {
    /// of its end of the session
    pub address: IpAddr,
    /// its autonomous system
    pub system: u32,
    /// what has become of the session
    pub session: Session,
}

/// The state of a BGP session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Session {
    /// It is up, and this many prefixes came in by it.
    Established(u32),
    /// It is not, with the word for it: `Idle`, `Active`, `Idle (Admin)`.
    Down(String),
}

impl fmt::Display for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Session::Established(prefixes) => write!(f, "Established, {prefixes} prefixes"),
            Session::Down(state) => f.write_str(state),
        }
    }
}

/// All neighbours, in the order in which they are printed; none where BGP does not run.
pub(crate) fn read(capture: Capture<'_>) -> Result<Vec<Neighbour>, ReadError> {
    let mut lines = capture.output(COMMAND)?.filter(|line| !line.trim().is_empty()).peekable();
    if lines.peek().is_some_and(|line| line.starts_with("% BGP not active")) {
        return Ok(Vec::new());
    }
    if !lines.any(|line| line.starts_with("Neighbor")) {
        return Err(form("no table of neighbours"));
    }
    lines.map(|line| row(line).ok_or_else(|| form(line))).collect()
}

/// `203.0.113.1     4        64500   98133   61305     9120    0    0 5w3d              202`
fn row(line: &str) -> Option<Neighbour> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (columns, state) = words.split_at_checked(COLUMNS)?;
    let [address, _version, system, ..] = columns else { return None };
    let session = match state {
        [] => return None,
        [prefixes] if prefixes.starts_with(|first: char| first.is_ascii_digit()) => {
            Session::Established(prefixes.parse().ok()?)
        }
        words => Session::Down(words.join(" ")),
    };
    Some(Neighbour { address: address.parse().ok()?, system: system.parse().ok()?, session })
}

fn form(found: &str) -> ReadError {
    ReadError::Form { command: COMMAND, found: found.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(line: &str) -> Option<Session> {
        row(line).map(|neighbour| neighbour.session)
    }

    #[test]
    fn a_number_of_prefixes_is_a_session_that_is_up() {
        let line = "203.0.113.1     4        64500   98133   61305     9120    0    0 5w3d              202";
        let found = row(line).unwrap();
        assert_eq!((found.address.to_string().as_str(), found.system), ("203.0.113.1", 64500));
        assert_eq!(found.session, Session::Established(202));
    }

    #[test]
    fn a_word_is_a_session_that_is_down() {
        let idle = session("203.0.113.1 4 64500 0 0 1 0 0 never Idle");
        assert_eq!(idle, Some(Session::Down("Idle".to_owned())));
        let shut = session("203.0.113.1 4 64500 0 0 1 0 0 2d11h Idle (Admin)");
        assert_eq!(shut.unwrap().to_string(), "Idle (Admin)");
    }

    #[test]
    fn a_router_without_bgp_has_no_neighbours() {
        let read = |text| read(Capture::new("r1", text));
        assert_eq!(read("r1#show ip bgp summary\n% BGP not active\n\n"), Ok(Vec::new()));
        assert_eq!(read("r1#show ip bgp summary\n\n"), Err(form("no table of neighbours")));
    }

    #[test]
    fn a_line_that_is_no_neighbour_is_refused() {
        for columns in ["", "192.0.2.1 4 64500", "x 4 64500 0 0 1 0 0 1w", "192.0.2.1 4 64500 0 0 1 0 0"] {
            assert_eq!(row(columns), None, "{columns:?}");
            let line = format!("{columns} 12x");
            assert_eq!(row(&line), None, "{line:?}");
        }
    }
}
