//! The TaskLog or JobLog as a child writes it.

use std::fs::File;
use std::io::Write as _;

use easypy_contract::entry::{LogSettings, RunInfo};
use easypy_contract::log::Level;
use easypy_contract::results::LogPosition;

use super::{LineFormat, Origin};
use crate::guest::Stop;

/// A longer record becomes several: each of its lines gets some hundred bytes in front.
const RECORD_BYTES: usize = 64 * 1024;

/// The log of one child. Lines are numbered; a record of several lines says which part each is.
pub(crate) struct LogFile {
    file: File,
    format: LineFormat,
    process: String,
    pid: u32,
    next_line: u64,
    written: LogPosition,
    limit: u64,
    buffer: String,
}

impl LogFile {
    pub(crate) fn new(file: File, settings: &LogSettings, info: &RunInfo) -> LogFile {
        LogFile {
            file,
            format: LineFormat::new(&info.host, settings.utc_offset),
            process: settings.process.clone(),
            pid: std::process::id(),
            next_line: settings.first_line,
            written: LogPosition::default(),
            limit: settings.limit,
            buffer: String::new(),
        }
    }

    /// What this child has written so far.
    pub(crate) fn position(&self) -> LogPosition {
        self.written
    }

    /// Writes a record: in one `write` unless it is very long.
    ///
    /// # Errors
    /// The log's limit is reached or its file system is full: the guest is to be ended.
    pub(crate) fn record(&mut self, logger: &str, level: Level, mut message: &str) -> Result<(), Stop> {
        while message.len() > RECORD_BYTES {
            let (now, later) = message.split_at(message.floor_char_boundary(RECORD_BYTES));
            self.write(logger, level, now)?;
            message = later;
        }
        self.write(logger, level, message)
    }

    fn write(&mut self, logger: &str, level: Level, message: &str) -> Result<(), Stop> {
        self.buffer.clear();
        let origin = Origin { process: &self.process, pid: self.pid };
        let lines = self.format.record(&mut self.buffer, origin, self.next_line, (logger, level), message);
        let bytes = self.buffer.len() as u64;
        if self.written.bytes + bytes > self.limit {
            return Err(Stop::LogLimit(self.limit));
        }
        self.file.write_all(self.buffer.as_bytes()).map_err(Stop::LogWrite)?;
        self.next_line += lines;
        self.written.bytes += bytes;
        self.written.lines += lines;
        if self.buffer.capacity() > 1024 * 1024 {
            self.buffer = String::new();
        }
        Ok(())
    }
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
        assert!(text.ends_with("a\\x1b[2J\\rb\\u{202e}c\n"), "{text}");
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
