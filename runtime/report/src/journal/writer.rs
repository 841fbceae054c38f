//! The journal's one writer.
//!
//! It does not decide what happens, and it does not wait for the disk at each line: a line is safe from the
//! end of this process once it is written, and from the end of the machine after [`Writer::sync`].

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use jiff::{Timestamp, TimestampRound, Unit};

use super::{Event, Record};

/// What the buffer may keep between two commits, bytes.
const KEPT: usize = 64 * 1024;

/// Writes the journal of one run.
///
/// While it lives it holds a lock on the file, so that nobody takes the run for one that is over.
#[derive(Debug)]
pub struct Writer<W = File> {
    file: W,
    /// What is not written yet: whole lines, but for the first, whose beginning may be in the file.
    buffer: Vec<u8>,
    /// The time of the last record.
    last: Timestamp,
    /// An event that could not be put into words.
    failed: Option<io::Error>,
}

impl Writer<File> {
    /// Makes the journal of a run in its runinfo directory.
    ///
    /// # Errors
    /// There is a journal already, or the file cannot be made.
    pub fn create(runinfo: &Path) -> io::Result<Writer> {
        let file = OpenOptions::new().append(true).create_new(true).open(super::path(runinfo))?;
        // A file system without locks is no reason not to run.
        let _ = file.try_lock();
        Ok(Writer::to(file))
    }

    /// Writes what is left, and waits until the disk has it all.
    ///
    /// # Errors
    /// As for [`Writer::commit`].
    pub fn sync(&mut self) -> io::Result<()> {
        self.commit()?;
        self.file.sync_data()
    }
}

impl<W: Write> Writer<W> {
    pub(crate) fn to(file: W) -> Writer<W> {
        Writer { file, buffer: Vec::new(), last: Timestamp::MIN, failed: None }
    }

    /// Takes an event into the journal: it is written by the next commit. Times never go back within a
    /// journal, whatever the clock does.
    pub fn append(&mut self, event: Event) -> Record {
        let now = Timestamp::now();
        let now = now.round(TimestampRound::new().smallest(Unit::Microsecond)).unwrap_or(now);
        self.last = self.last.max(now);
        let record = Record { time: self.last, event };
        let before = self.buffer.len();
        match serde_json::to_writer(&mut self.buffer, &record) {
            Ok(()) => self.buffer.push(b'\n'),
            Err(error) => {
                self.buffer.truncate(before);
                self.failed.get_or_insert(error.into());
            }
        }
        record
    }

    /// Writes what has been taken, in one call to the system.
    ///
    /// # Errors
    /// The file cannot be written, e.g. because the disk is full. What was not written is kept, and is what
    /// the next commit begins with: a line that was cut off is always followed by its own rest.
    pub fn commit(&mut self) -> io::Result<()> {
        let mut written = 0;
        let result = loop {
            let rest = self.buffer.get(written..).unwrap_or_default();
            if rest.is_empty() {
                break Ok(());
            }
            match self.file.write(rest) {
                Ok(0) => break Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => written += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => break Err(error),
            }
        };
        self.buffer.drain(..written.min(self.buffer.len()));
        self.buffer.shrink_to(KEPT);
        result?;
        self.failed.take().map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};

    use super::Writer;
    use crate::journal::{Event, Reader};

    /// A disk that has room for so many bytes, and takes at most seven at a time.
    struct Disk {
        content: Vec<u8>,
        room: usize,
        calls: usize,
        at_once: usize,
    }

    impl Disk {
        fn new(room: usize, at_once: usize) -> Disk {
            Disk { content: Vec::new(), room, calls: 0, at_once }
        }
    }

    impl Write for &mut Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.calls += 1;
            let count = bytes.len().min(self.room).min(self.at_once);
            if count == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.room -= count;
            self.content.extend_from_slice(&bytes[..count]);
            Ok(count)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn warning(text: &str) -> Event {
        Event::Warning { text: text.to_owned() }
    }

    #[test]
    fn what_is_appended_is_what_is_read_and_is_written_at_once() {
        let mut disk = Disk::new(usize::MAX, usize::MAX);
        let mut writer = Writer::to(&mut disk);
        let records = [warning("one"), warning("two\nlines"), Event::RunEnded {}].map(|e| writer.append(e));
        writer.commit().unwrap();
        writer.commit().unwrap();
        assert_eq!(disk.calls, 1);
        let read: Vec<_> = Reader::new(disk.content.as_slice()).map(Result::unwrap).collect();
        assert_eq!(read, records);
        assert!(records.is_sorted_by_key(|record| record.time));
    }

    #[test]
    fn a_full_disk_cuts_a_line_and_its_rest_follows_when_there_is_room() {
        let mut disk = Disk::new(100, 7);
        let mut writer = Writer::to(&mut disk);
        let mut records = vec![writer.append(warning("first")), writer.append(warning("second"))];
        assert_eq!(writer.commit().unwrap_err().kind(), io::ErrorKind::StorageFull);
        records.push(writer.append(warning("third")));
        assert!(writer.commit().is_err());
        writer.file.room = 1000;
        writer.commit().unwrap();
        let read: Vec<_> = Reader::new(disk.content.as_slice()).map(Result::unwrap).collect();
        assert_eq!(read, records);
    }

    #[test]
    fn a_run_has_one_journal() {
        let runinfo = tempfile::tempdir().unwrap();
        let mut writer = Writer::create(runinfo.path()).unwrap();
        assert_eq!(Writer::create(runinfo.path()).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        let record = writer.append(Event::RunEnded {});
        writer.sync().unwrap();
        let read: Vec<_> = Reader::open(runinfo.path()).unwrap().map(Result::unwrap).collect();
        assert_eq!(read, [record]);
    }
}
