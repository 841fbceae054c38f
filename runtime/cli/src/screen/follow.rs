//! Follows a log while it is written, and takes its lines apart (SPEC 3.5).

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;

use easypy_contract::log::Level;

use crate::text::visible;

/// How much is read at once. A record's line is a little longer than 64 KiB at the most; what is longer
/// without a line feed is taken in pieces.
const READ_BYTES: usize = 256 * 1024;

/// A log, and how far it has been shown.
pub(super) struct Follower {
    path: PathBuf,
    offset: u64,
    /// Whose lines its are: the taskid, or `MainProcess`, as it is in the lines.
    process: String,
}

/// A line of a log, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LogLine<'a> {
    pub(super) clock: &'a str,
    pub(super) tag: &'a str,
    pub(super) level: Level,
    pub(super) pid: u32,
    /// Whether it is the process that is followed.
    pub(super) is_own: bool,
    pub(super) text: &'a str,
}

/// How far a log is to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// What has been written by now.
    Now,
    /// This byte.
    Byte(u64),
    /// The log is whole: a line without an end is the last.
    TheEnd,
}

/// Whether there is more to be read at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum More {
    Yes,
    No,
}

impl Follower {
    pub(super) fn new(path: PathBuf, process: &str) -> Follower {
        Follower { path, offset: 0, process: visible(process).into_owned() }
    }

    /// Gives each whole line that was written since the last time, up to [`READ_BYTES`]; what is not in the form of
    /// a log line comes as it is.
    ///
    /// # Errors
    /// The log cannot be read.
    pub(super) fn poll(
        &mut self,
        until: Until,
        buffer: &mut Vec<u8>,
        each: &mut dyn FnMut(Result<LogLine<'_>, &str>),
    ) -> io::Result<More> {
        let mut room = READ_BYTES as u64;
        if let Until::Byte(end) = until {
            room = room.min(end.saturating_sub(self.offset));
        }
        if room == 0 {
            return Ok(More::No);
        }
        let mut file = File::open(&self.path)?;
        if file.metadata()?.len() <= self.offset {
            return Ok(More::No);
        }
        file.seek(SeekFrom::Start(self.offset))?;
        buffer.clear();
        file.take(room).read_to_end(buffer)?;
        let full = buffer.len() == READ_BYTES;
        let whole = match buffer.iter().rposition(|b| *b == b'\n') {
            _ if until == Until::TheEnd && !full => buffer.len(),
            Some(end) => end + 1,
            // No end in sight: it is shown in pieces.
            None if full => buffer.len(),
            None => 0,
        };
        let text = String::from_utf8_lossy(&buffer[..whole]);
        for line in text.lines() {
            each(parse(line, &self.process).ok_or(line));
        }
        self.offset += whole as u64;
        Ok(if full { More::Yes } else { More::No })
    }
}

/// `<n>: <host>: <time>: %<TAG>-<sev>-<LEVEL>: %[part=..][pid=..][pname=..]: text`
fn parse<'a>(line: &'a str, process: &str) -> Option<LogLine<'a>> {
    let (number, rest) = line.split_once(": ")?;
    number.parse::<u64>().ok()?;
    let (_host, rest) = rest.split_once(": ")?;
    let (clock, rest) = rest.split_once(": %")?;
    let (head, rest) = rest.split_once(": %[")?;
    let (tag_and_severity, level) = head.rsplit_once('-')?;
    let (tag, _severity) = tag_and_severity.rsplit_once('-')?;
    let level = level_of(level)?;
    let rest = match rest.strip_prefix("part=") {
        Some(rest) => rest.split_once("][")?.1,
        None => rest,
    };
    let (pid, rest) = rest.strip_prefix("pid=")?.split_once("][pname=")?;
    let pid = pid.parse().ok()?;
    // A taskid may hold the mark that ends it, so the one that is expected is tried first.
    let own = rest.strip_prefix(process).and_then(|rest| rest.strip_prefix("]: "));
    let text = match own {
        Some(text) => text,
        None => rest.split_once("]: ")?.1,
    };
    Some(LogLine { clock, tag, level, pid, is_own: own.is_some(), text })
}

fn level_of(word: &str) -> Option<Level> {
    [Level::Debug, Level::Info, Level::Warning, Level::Error, Level::Critical]
        .into_iter()
        .find(|level| level.as_str() == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    struct Log {
        file: tempfile::NamedTempFile,
        follower: Follower,
    }

    impl Log {
        fn new(process: &str) -> Log {
            let file = tempfile::NamedTempFile::new().unwrap();
            let follower = Follower::new(file.path().to_owned(), process);
            Log { file, follower }
        }

        fn write(&mut self, text: &str) {
            self.file.write_all(text.as_bytes()).unwrap();
        }

        fn poll(&mut self, last: bool) -> Vec<String> {
            let (mut lines, mut buffer) = (Vec::new(), Vec::new());
            let mut each = |line: Result<LogLine<'_>, &str>| {
                lines.push(line.map_or_else(|raw| format!("raw {raw}"), |line| line.text.to_owned()));
            };
            let until = if last { Until::TheEnd } else { Until::Now };
            self.follower.poll(until, &mut buffer, &mut each).unwrap();
            lines
        }
    }

    #[test]
    fn a_line_is_taken_apart() {
        let line = "3: vm: 2026-11-24T02:32:20: %MY-TAG-4-WARNING: %[part=3.1/3][pid=27630][pname=MainProcess]: a: b";
        assert_eq!(
            parse(line, "MainProcess"),
            Some(LogLine {
                clock: "2026-11-24T02:32:20",
                tag: "MY-TAG",
                level: Level::Warning,
                pid: 27630,
                is_own: true,
                text: "a: b"
            })
        );
        let other = parse(line, "Task-1").unwrap();
        assert!(!other.is_own && other.text == "a: b");
    }

    #[test]
    fn a_taskid_may_look_like_the_end_of_the_prefix() {
        let id = "x]: y\n";
        let line = format!("0: h: t: %SCRIPT-6-INFO: %[pid=1][pname={}]: text", visible(id));
        assert_eq!(parse(&line, &visible(id)).unwrap().text, "text");
    }

    #[test]
    fn what_is_no_log_line_is_not_taken_for_one() {
        for line in
            ["", "panicked at x", "1: h: t: %X-6-LOUD: %[pid=1][pname=a]: b", "1: h: t: %X-6-INFO: %[pid=a]"]
        {
            assert_eq!(parse(line, "a"), None, "{line}");
        }
    }

    #[test]
    fn lines_are_given_once_and_only_when_they_are_whole() {
        let mut log = Log::new("a");
        assert_eq!(log.poll(false), [""; 0]);
        log.write("1: h: t: %X-6-INFO: %[pid=1][pname=a]: one\ntw");
        assert_eq!(log.poll(false), ["one"]);
        assert_eq!(log.poll(false), [""; 0]);
        log.write("o\nthree");
        assert_eq!(log.poll(false), ["raw two"]);
        assert_eq!(log.poll(true), ["raw three"]);
        assert_eq!(log.poll(true), [""; 0]);
    }

    #[test]
    fn a_log_is_shown_up_to_a_byte_and_no_further() {
        let mut log = Log::new("a");
        log.write("one\n");
        let bytes = 4;
        log.write("two\n");
        let (mut lines, mut buffer) = (Vec::new(), Vec::new());
        let mut each = |line: Result<LogLine<'_>, &str>| lines.push(line.unwrap_err().to_owned());
        log.follower.poll(Until::Byte(bytes), &mut buffer, &mut each).unwrap();
        log.follower.poll(Until::Byte(bytes), &mut buffer, &mut each).unwrap();
        assert_eq!(lines, ["one"]);
        assert_eq!(log.poll(false), ["raw two"]);
    }

    #[test]
    fn a_line_that_does_not_end_is_shown_in_pieces_and_read_in_bounded_memory() {
        let mut log = Log::new("a");
        log.write(&"x".repeat(READ_BYTES + 10));
        assert_eq!(log.poll(false)[0].len(), "raw ".len() + READ_BYTES);
        assert_eq!(log.poll(false), [""; 0]);
        assert_eq!(log.poll(true), ["raw xxxxxxxxxx"]);
    }

    #[test]
    fn a_log_that_is_not_there_is_an_error_not_a_panic() {
        let mut follower = Follower::new("/nonexistent/log".into(), "a");
        assert!(follower.poll(Until::TheEnd, &mut Vec::new(), &mut |_| {}).is_err());
    }
}
