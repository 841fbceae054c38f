//! The entries of the zip, one after the other.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::mem::ManuallyDrop;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::LeftOut;
use super::files::OpenFile;
use super::sums::{self, Sums};
use crate::escape::visible;
use crate::time::Clock;

/// How many things that were left out are named each.
const NAMED: usize = 100;
/// What a file is read by, bytes.
const CHUNK: usize = 64 * 1024;
/// From this size on an entry has room for sizes of 64 bits. The compressed size may be above the file's own.
const LARGE: u64 = u32::MAX as u64 / 2;

pub(super) struct Entries {
    /// Not dropped unless it is ended: it would say on standard error that an archive that could not be written is not whole.
    zip: ManuallyDrop<ZipWriter<BufWriter<File>>>,
    clock: Clock,
    names: HashSet<Box<str>>,
    sums: Sums,
    left_out: Vec<LeftOut>,
    /// How many more were left out than are named, and whether any of those is a loss.
    more_left_out: (u64, bool),
    buffer: Box<[u8]>,
}

impl Entries {
    pub(super) fn begin(file: BufWriter<File>, clock: Clock) -> Entries {
        Entries {
            zip: ManuallyDrop::new(ZipWriter::new(file)),
            clock,
            names: HashSet::new(),
            sums: Sums::default(),
            left_out: Vec::new(),
            more_left_out: (0, false),
            buffer: vec![0; CHUNK].into(),
        }
    }

    /// Adds a file under this name, or one like it if it is taken. The inner error is the file's, which is not
    /// in the archive then; the outer one the archive's.
    pub(super) fn add(&mut self, file: OpenFile, entry: &str) -> io::Result<io::Result<()>> {
        let OpenFile { file, bytes, modified } = file;
        let modified = dos_time(&self.clock, modified);
        self.add_content(file.take(bytes), bytes, modified, entry)
    }

    fn add_content(
        &mut self,
        mut content: impl Read,
        bytes: u64,
        modified: DateTime,
        entry: &str,
    ) -> io::Result<io::Result<()>> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(modified)
            .unix_permissions(0o644)
            .large_file(bytes >= LARGE);
        let entry = self.free_name(entry);
        self.zip.start_file(&*entry, options)?;
        self.names.insert(entry.as_str().into());
        let mut sum = sums::Hasher::default();
        loop {
            match content.read(&mut self.buffer) {
                Ok(0) => {
                    self.sums.add(&entry, sum);
                    return Ok(Ok(()));
                }
                Ok(count) => {
                    let read = self.buffer.get(..count).unwrap_or_default();
                    sum.update(read);
                    self.zip.write_all(read)?;
                }
                Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
                Err(why) => {
                    self.zip.abort_file()?;
                    return Ok(Err(why));
                }
            }
        }
    }

    /// The name, or with `~2`, `~3` … behind it: two files may have names that are the same once they are safe.
    fn free_name(&self, entry: &str) -> String {
        let mut name = entry.to_owned();
        let mut number = 2u64;
        while self.names.contains(&*name) {
            name = format!("{entry}~{number}");
            number += 1;
        }
        name
    }

    pub(super) fn leave_out(&mut self, path: &str, why: &str, is_lost: bool) {
        if self.left_out.len() < NAMED {
            self.left_out.push(LeftOut { path: visible(path).into_owned(), why: why.to_owned(), is_lost });
        } else {
            self.more_left_out.0 += 1;
            self.more_left_out.1 |= is_lost;
        }
    }

    /// Ends the zip with the hashes of all that is in it, and waits until it is on the disk; what was left out.
    pub(super) fn end(mut self) -> io::Result<Vec<LeftOut>> {
        let sums = std::mem::take(&mut self.sums).into_text();
        let modified = dos_time(&self.clock, jiff::Timestamp::now());
        self.add_content(sums.as_bytes(), sums.len() as u64, modified, sums::NAME)??;
        let (more, is_lost) = self.more_left_out;
        if more > 0 {
            let path = format!("{more} more");
            self.left_out.push(LeftOut { path, why: "for reasons like the above".to_owned(), is_lost });
        }
        let zip = ManuallyDrop::into_inner(self.zip);
        let file = zip.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(self.left_out)
    }
}

/// A part of a name that means the same wherever it is unpacked: without control characters, and without the
/// `\` that parts directories elsewhere.
pub(super) fn safe(part: &str) -> String {
    part.chars().map(|c| if c == '\\' || c == '/' || c.is_control() { '_' } else { c }).collect()
}

/// Zip has local times of two seconds' precision, from 1980 on.
fn dos_time(clock: &Clock, time: jiff::Timestamp) -> DateTime {
    let time = clock.civil(time);
    let unsigned = |value: i8| u8::try_from(value).unwrap_or(0);
    DateTime::from_date_and_time(
        u16::try_from(time.year()).unwrap_or(0),
        unsigned(time.month()),
        unsigned(time.day()),
        unsigned(time.hour()),
        unsigned(time.minute()),
        unsigned(time.second()),
    )
    .unwrap_or_default()
}
