//! The TaskLog or JobLog as a child writes it (SPEC 3.5):
//! `<n>: <host>: <ISO>: %<TAG>-<sev>-<LEVEL>: %[part=<n>.<k>/<m>][pid=..][pname=..]: text`.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;

use easypy_contract::entry::{LogSettings, RunInfo};
use easypy_contract::log::{Level, tag};
use easypy_contract::results::LogPosition;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Stop;

/// The log of one child. Lines are numbered; a record of several lines says which part each is.
pub(crate) struct LogFile {
    file: File,
    zone: TimeZone,
    host: String,
    process: String,
    pid: u32,
    next_line: u64,
    written: LogPosition,
    limit: u64,
    /// The second that `clock` is formatted for.
    second: i64,
    clock: String,
    buffer: String,
}

impl LogFile {
    pub(crate) fn new(file: File, settings: &LogSettings, info: &RunInfo) -> LogFile {
        LogFile {
            zone: TimeZone::fixed(
                jiff::tz::Offset::from_seconds(settings.utc_offset).unwrap_or(jiff::tz::Offset::UTC),
            ),
            file,
            host: visible(&info.host),
            process: visible(&settings.process),
            pid: std::process::id(),
            next_line: settings.first_line,
            written: LogPosition::default(),
            limit: settings.limit,
            second: i64::MIN,
            clock: String::new(),
            buffer: String::new(),
        }
    }

    /// What this child has written so far.
    pub(crate) fn position(&self) -> LogPosition {
        self.written
    }

    /// Writes one record in one `write`, however many lines it has.
    ///
    /// # Errors
    /// The log's limit is reached or its file system is full: the guest is to be ended.
    pub(crate) fn record(&mut self, logger: &str, level: Level, message: &str) -> Result<(), Stop> {
        self.read_clock();
        let tag = tag(logger);
        let message = message.strip_suffix('\n').unwrap_or(message);
        let parts = message.split('\n').count();
        let first = self.next_line;
        self.buffer.clear();
        for (part, text) in message.split('\n').enumerate() {
            let (n, severity, clock) = (self.next_line, level.severity(), &self.clock);
            let (host, pid, process) = (&self.host, self.pid, &self.process);
            let out = &mut self.buffer;
            // Writing to a String does not fail.
            let _ = write!(out, "{n}: {host}: {clock}: %{tag}-{severity}-{level}: %[");
            if parts > 1 {
                let _ = write!(out, "part={first}.{}/{parts}][", part + 1);
            }
            let _ = write!(out, "pid={pid}][pname={process}]: ");
            push_visible(out, text);
            out.push('\n');
            self.next_line += 1;
        }
        self.flush(parts as u64)
    }

    fn flush(&mut self, lines: u64) -> Result<(), Stop> {
        let bytes = self.buffer.len() as u64;
        if self.written.bytes + bytes > self.limit {
            return Err(Stop::LogLimit(self.limit));
        }
        self.file.write_all(self.buffer.as_bytes()).map_err(Stop::LogWrite)?;
        self.written.bytes += bytes;
        self.written.lines += lines;
        if self.buffer.capacity() > 1024 * 1024 {
            self.buffer = String::new();
        }
        Ok(())
    }

    fn read_clock(&mut self) {
        let now = Timestamp::now();
        if now.as_second() != self.second {
            self.second = now.as_second();
            self.clock = self.zone.to_datetime(now).strftime("%Y-%m-%dT%H:%M:%S").to_string();
        }
    }
}

/// Appends a text with its control characters made visible, so that a log can be shown on a terminal.
fn push_visible(out: &mut String, text: &str) {
    if !text.chars().any(needs_escape) {
        out.push_str(text.strip_suffix('\r').unwrap_or(text));
        return;
    }
    for c in text.strip_suffix('\r').unwrap_or(text).chars() {
        if needs_escape(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
}

fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_visible(&mut out, text);
    out
}

fn needs_escape(c: char) -> bool {
    // Controls but for tab, and what turns the direction of text around.
    (c.is_control() && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Seek};

    fn log(limit: u64) -> LogFile {
        let settings = LogSettings { first_line: 3, process: "Task-1".into(), limit, utc_offset: 9 * 3600 };
        let info = RunInfo {
            uid: String::new(),
            directory: String::new(),
            home: String::new(),
            archive: None,
            submitter: String::new(),
            user: String::new(),
            host: "vm".into(),
        };
        LogFile::new(tempfile::tempfile().unwrap(), &settings, &info)
    }

    fn text(log: &mut LogFile) -> String {
        log.file.rewind().unwrap();
        let mut text = String::new();
        log.file.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_record_of_one_line_has_the_observed_form() {
        let mut log = log(1000);
        log.record("pyats.aetest", Level::Info, "hello").unwrap();
        let line = text(&mut log);
        let (before, after) = line.split_once(": %AETEST-6-INFO: ").unwrap();
        assert!(before.starts_with("3: vm: 20"), "{before}");
        assert_eq!(after, format!("%[pid={}][pname=Task-1]: hello\n", std::process::id()));
        assert_eq!(log.position(), LogPosition { bytes: line.len() as u64, lines: 1 });
    }

    #[test]
    fn a_record_of_several_lines_numbers_its_parts() {
        let mut log = log(1000);
        log.record("", Level::Error, "a\nb\n").unwrap();
        let text = text(&mut log);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].contains("%ROOT-3-ERROR: %[part=3.1/2]["));
        assert!(lines[1].starts_with("4: ") && lines[1].contains("%[part=3.2/2]["));
    }

    #[test]
    fn nothing_a_guest_writes_can_forge_a_line_or_move_a_cursor() {
        let mut log = log(1000);
        log.record("x", Level::Info, "a\u{1b}[2J\rb\u{202e}c").unwrap();
        let text = text(&mut log);
        assert!(text.ends_with("a\\u{1b}[2J\\u{d}b\\u{202e}c\n"), "{text}");
        assert_eq!(text.lines().count(), 1);
    }

    #[test]
    fn the_limit_is_kept() {
        let mut log = log(200);
        let mut refused = 0;
        for _ in 0..10 {
            refused +=
                u32::from(matches!(log.record("x", Level::Info, "0123456789"), Err(Stop::LogLimit(200))));
        }
        assert!(refused > 0);
        assert!(text(&mut log).len() <= 200);
    }
}
