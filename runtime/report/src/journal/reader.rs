//! Reading a journal, line by line: of a run that is over, that still goes on, or that was killed.
//!
//! What a newer version added (events, members) is passed over. A reader does not judge whether the events
//! make sense together: that is the model's.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use serde::Deserialize;

use super::{Event, Record, SCHEMA};

/// The longest line: a section's data of the greatest size, with everything in it escaped.
const LINE_BYTES: u64 = 128 * 1024 * 1024;
/// What the buffer may keep between two lines, bytes.
const KEPT: usize = 64 * 1024;

/// Why a journal cannot be read on.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    /// A line that is not the last is not a record.
    #[error("line {line} is not a record: {why}")]
    Corrupt { line: u64, why: String },
    /// It was written by a newer version in which members mean other things.
    #[error("its schema is version {found}, and this version of easypy-wasm reads up to {SCHEMA}")]
    Schema { found: u32 },
}

/// The records of a journal, in their order. Ends at the first error.
#[derive(Debug)]
pub struct Reader<R> {
    input: BufReader<R>,
    buffer: Vec<u8>,
    /// the number of the line in the buffer, from 1
    line: u64,
    truncated: bool,
    over: bool,
}

impl Reader<File> {
    /// Reads the journal in a runinfo directory.
    ///
    /// # Errors
    /// There is none, or it cannot be opened.
    pub fn open(runinfo: &Path) -> io::Result<Reader<File>> {
        File::open(super::path(runinfo)).map(Reader::new)
    }
}

impl<R: Read> Reader<R> {
    pub fn new(input: R) -> Reader<R> {
        Reader { input: BufReader::new(input), buffer: Vec::new(), line: 0, truncated: false, over: false }
    }

    /// Whether the last line was cut off, as it is when its writer was killed. Known once all records have
    /// been taken.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// The next record; none at the end.
    fn read(&mut self) -> Result<Option<Record>, ReadError> {
        loop {
            self.buffer.clear();
            self.buffer.shrink_to(KEPT);
            self.line += 1;
            if self.input.by_ref().take(LINE_BYTES).read_until(b'\n', &mut self.buffer)? == 0 {
                return Ok(None);
            }
            let whole = self.buffer.pop_if(|last| *last == b'\n').is_some();
            if !whole && self.buffer.len() as u64 == LINE_BYTES {
                return Err(self.corrupt(format!("it is longer than {LINE_BYTES} bytes")));
            }
            if self.buffer.trim_ascii().is_empty() {
                continue;
            }
            match parse(&self.buffer) {
                Ok(Some(record)) => return check_schema(record).map(Some),
                Ok(None) => {}
                Err(_) if !whole => {
                    self.truncated = true;
                    return Ok(None);
                }
                Err(error) => return Err(self.corrupt(error.to_string())),
            }
        }
    }

    fn corrupt(&self, why: String) -> ReadError {
        ReadError::Corrupt { line: self.line, why }
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Result<Record, ReadError>> {
        if self.over {
            return None;
        }
        let next = self.read().transpose();
        self.over = !matches!(next, Some(Ok(_)));
        next
    }
}

/// The record of a line; none if its event is not known here.
fn parse(line: &[u8]) -> serde_json::Result<Option<Record>> {
    /// What every line of every version has.
    #[derive(Deserialize)]
    struct AnyRecord<'a> {
        #[serde(borrow)]
        event: std::borrow::Cow<'a, str>,
    }

    serde_json::from_slice(line).map(Some).or_else(|error| {
        match serde_json::from_slice::<AnyRecord<'_>>(line) {
            Ok(any) if !Event::NAMES.contains(&any.event.as_ref()) => Ok(None),
            _ => Err(error),
        }
    })
}

fn check_schema(record: Record) -> Result<Record, ReadError> {
    match &record.event {
        Event::RunStarted(started) if started.schema > SCHEMA => {
            Err(ReadError::Schema { found: started.schema })
        }
        _ => Ok(record),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ReadError, Reader};
    use crate::journal::Event;

    const GOOD: &str = r#"{"time":"2026-11-24T02:13:12.5Z","event":"warning","text":"w"}"#;

    fn read(journal: &str) -> (Vec<Event>, Option<ReadError>, bool) {
        let mut reader = Reader::new(journal.as_bytes());
        let mut events = Vec::new();
        let mut error = None;
        for record in reader.by_ref() {
            match record {
                Ok(record) => events.push(record.event),
                Err(found) => error = Some(found),
            }
        }
        (events, error, reader.is_truncated())
    }

    #[test]
    fn what_a_newer_version_added_is_passed_over() {
        let newer =
            r#"{"time":"2026-11-24T02:13:12Z","event":"device-rebooted","device":{"name":"uut"},"task":1}"#;
        let member = GOOD.replace("\"text\"", "\"colour\":[1,{}],\"text\"");
        let (events, error, truncated) = read(&format!("{newer}\n{member}\n\n{GOOD}\n"));
        assert_eq!(events.len(), 2);
        assert!(error.is_none() && !truncated);
    }

    #[test]
    fn a_last_line_that_was_cut_off_is_left_out_and_said() {
        let (events, error, truncated) = read(&format!("{GOOD}\n{}", &GOOD[..40]));
        assert_eq!((events.len(), error.is_none(), truncated), (1, true, true));
        // It lacks nothing but its end of line.
        assert_eq!(read(GOOD).0.len(), 1);
    }

    #[test]
    fn a_bad_line_before_the_last_is_an_error_with_its_number() {
        for bad in ["{", "[]", "\u{0}\u{0}", r#"{"event":"warning"}"#, r#"{"time":1,"event":"run-ended"}"#] {
            let (events, error, _) = read(&format!("{GOOD}\n{bad}\n{GOOD}\n"));
            assert_eq!(events.len(), 1, "{bad}");
            assert!(matches!(error, Some(ReadError::Corrupt { line: 2, .. })), "{bad}: {error:?}");
        }
    }

    #[test]
    fn a_journal_of_another_schema_is_refused() {
        let started = crate::journal::RunStarted { schema: 2, ..Default::default() };
        let event = Event::RunStarted(Box::new(started));
        let record = crate::journal::Record { time: jiff::Timestamp::UNIX_EPOCH, event };
        let (events, error, _) = read(&format!("{}\n{GOOD}\n", serde_json::to_string(&record).unwrap()));
        assert!(events.is_empty());
        assert!(matches!(error, Some(ReadError::Schema { found: 2 })));
    }

    proptest! {
        #[test]
        fn any_bytes_are_records_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = Reader::new(bytes.as_slice()).count();
        }

        #[test]
        fn a_line_with_any_change_is_a_record_or_an_error(at in 0..GOOD.len(), byte: u8) {
            let mut line = GOOD.as_bytes().to_vec();
            line[at] = byte;
            prop_assert!(Reader::new(line.as_slice()).count() <= 1);
        }
    }
}
