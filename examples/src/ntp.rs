//! `show ntp associations`.

use serde::{Deserialize, Serialize};

use crate::{Capture, ReadError};

const COMMAND: &str = "show ntp associations";

/// The time servers of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeServers {
    /// the one to be used
    pub preferred: String,
    /// the one to be used when the other cannot be reached
    pub backup: String,
}

/// Where a router takes its time from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeSource {
    /// the server's address
    pub server: String,
    /// its distance from the clock
    pub stratum: u8,
}

/// The server that the router is synchronised to; none if there is none.
pub(crate) fn read(capture: Capture<'_>) -> Result<Option<TimeSource>, ReadError> {
    // `*~198.51.100.1    .GPS.            1     33     64   377  1.205   0.112  1.011`
    let mut chosen = capture.output(COMMAND)?.filter_map(|line| Some((line, line.strip_prefix('*')?)));
    chosen.next().map_or(Ok(None), |(line, row)| {
        let found = || ReadError::Form { command: COMMAND, found: line.to_owned() };
        source(row.strip_prefix('~').unwrap_or(row)).map(Some).ok_or_else(found)
    })
}

fn source(row: &str) -> Option<TimeSource> {
    let mut words = row.split_whitespace();
    let (server, stratum) = (words.next()?.to_owned(), words.nth(1)?.parse().ok()?);
    Some(TimeSource { server, stratum })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLES: &str = "r1#show ntp associations\n\n  address         ref clock       st   when   poll\n";
    const KEY: &str = " * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured\n";

    fn read_rows(rows: &str) -> Result<Option<TimeSource>, ReadError> {
        read(Capture::new("r1", &format!("{TITLES}{rows}{KEY}")))
    }

    #[test]
    fn the_source_is_the_peer_with_the_star() {
        let first = " ~198.51.100.1    .INIT.          16      -   1024";
        let second = "*~198.51.100.2    198.51.100.1     2     40     64";
        let source = read_rows(&format!("{first}\n{second}\n")).unwrap().unwrap();
        assert_eq!(source, TimeSource { server: "198.51.100.2".to_owned(), stratum: 2 });
    }

    #[test]
    fn a_router_that_is_not_synchronised_has_no_source() {
        assert_eq!(read_rows(" ~198.51.100.1    .INIT.          16      -   1024\n"), Ok(None));
    }

    #[test]
    fn a_row_that_cannot_be_read_is_an_error() {
        assert!(read_rows("*~198.51.100.1    .GPS.\n").is_err());
    }
}
