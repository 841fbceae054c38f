//! Lines of a TaskLog or the JobLog.

use std::sync::OnceLock;

use regex::Regex;

/// A line: `<n>: <host>: <time>: %<TAG>-<severity>-<LEVEL>: %[part=…][pid=…][pname=…]: text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Its number.
    pub number: u64,
    /// `SCRIPT`, `STDOUT` …
    pub tag: String,
    /// `INFO`, `WARNING` …
    pub level: String,
    /// The number of the process that wrote it.
    pub pid: u32,
    /// The taskid, or `MainProcess`.
    pub process: String,
    /// What it says.
    pub text: String,
}

impl LogLine {
    /// Reads a log.
    ///
    /// # Panics
    /// A line does not have the form: somebody has forged one, or cut one.
    pub fn read(log: &str) -> Vec<LogLine> {
        log.lines()
            .map(|line| LogLine::parse(line).unwrap_or_else(|| panic!("no line of a log: {line:?}")))
            .collect()
    }

    /// Reads one line; none if it does not have the form.
    pub fn parse(line: &str) -> Option<LogLine> {
        static FORM: OnceLock<Option<Regex>> = OnceLock::new();
        let form = FORM.get_or_init(|| {
            let form = r"^(\d+): ([^ ]*): (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d): %(.*?)-(\d)-([A-Z]+): %\[(?:part=[\d./]+\]\[)?pid=(\d+)\]\[pname=(.*?)\]: (.*)$";
            Regex::new(form).ok()
        });
        let found = form.as_ref()?.captures(line)?;
        Some(LogLine {
            number: found[1].parse().ok()?,
            tag: found[4].to_owned(),
            level: found[6].to_owned(),
            pid: found[7].parse().ok()?,
            process: found[8].to_owned(),
            text: found[9].to_owned(),
        })
    }
}
