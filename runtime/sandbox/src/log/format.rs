//! The form of a log line: `<n>: <host>: <ISO>: %<TAG>-<sev>-<LEVEL>: %[part=<n>.<k>/<m>][pid=..][pname=..]: text`.

use std::fmt::Write as _;

use easypy_contract::log::{Level, tag};
use easypy_contract::{push_visible, visible};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// Writes records in the form of a log line: the host's name and local time are the same for all of them.
pub struct LineFormat {
    zone: TimeZone,
    host: String,
    /// The second that `clock` is formatted for.
    second: i64,
    clock: String,
}

/// Who writes a record.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The taskid, or `MainProcess`.
    pub process: &'a str,
    pub pid: u32,
}

impl LineFormat {
    /// For this host; `utc_offset` is that of the local time zone in seconds.
    pub fn new(host: &str, utc_offset: i32) -> LineFormat {
        let offset = Offset::from_seconds(utc_offset).unwrap_or(Offset::UTC);
        LineFormat {
            zone: TimeZone::fixed(offset),
            host: visible(host).into_owned(),
            second: i64::MIN,
            clock: String::new(),
        }
    }

    /// Appends one record, a line for each of its own, the first of which is `first`. How many lines it took.
    pub fn record(
        &mut self,
        out: &mut String,
        origin: Origin<'_>,
        first: u64,
        (logger, level): (&str, Level),
        message: &str,
    ) -> u64 {
        self.read_clock();
        let (tag, severity, pid) = (tag(logger), level.severity(), origin.pid);
        let message = message.strip_suffix('\n').unwrap_or(message);
        let parts = message.split('\n').count() as u64;
        for (part, text) in (1..).zip(message.split('\n')) {
            let (n, host, clock) = (first + part - 1, &self.host, &self.clock);
            // Writing to a String does not fail.
            let _ = write!(out, "{n}: {host}: {clock}: %{tag}-{severity}-{level}: %[");
            if parts > 1 {
                let _ = write!(out, "part={first}.{part}/{parts}][");
            }
            let _ = write!(out, "pid={pid}][pname=");
            push_visible(out, origin.process);
            out.push_str("]: ");
            push_visible(out, text.strip_suffix('\r').unwrap_or(text));
            out.push('\n');
        }
        parts
    }

    fn read_clock(&mut self) {
        let now = Timestamp::now();
        if now.as_second() != self.second {
            self.second = now.as_second();
            self.clock = self.zone.to_datetime(now).strftime("%Y-%m-%dT%H:%M:%S").to_string();
        }
    }
}
