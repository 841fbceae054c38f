//! `audit.ndjson`: what was done to devices, and what was refused.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;

use crate::devices::AuditRecord;

/// The file, which is there as soon as there is something to say.
pub(super) struct Audit {
    path: PathBuf,
    file: Option<File>,
}

#[derive(Serialize)]
struct Line<'a> {
    time: Timestamp,
    #[serde(flatten)]
    record: &'a AuditRecord,
}

impl Audit {
    pub(super) fn new(runinfo: &Path) -> Audit {
        Audit { path: runinfo.join("audit.ndjson"), file: None }
    }

    /// # Errors
    /// It cannot be written: then nothing may be done that it does not say.
    pub(super) fn write(&mut self, record: &AuditRecord) -> io::Result<()> {
        let mut line = serde_json::to_vec(&Line { time: Timestamp::now(), record })?;
        line.push(b'\n');
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(File::options().create(true).append(true).open(&self.path)?),
        };
        file.write_all(&line)
    }
}
