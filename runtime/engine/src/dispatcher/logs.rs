//! What the host itself writes into the JobLog and, when a task goes wrong, into its TaskLog (SPEC 3.5).

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use easypy_sandbox::log::{LineFormat, Origin};

use crate::broker::LogLine;

/// The logger of the host's own lines.
const LOGGER: &str = "pyats.easypy";
/// The process of the host's own lines.
const PROCESS: &str = "MainProcess";

/// The host's end of the logs. The children have their own.
pub(crate) struct Logs {
    job_log: File,
    runinfo: PathBuf,
    format: LineFormat,
    /// The number of the host's next line.
    next_line: u64,
    buffer: String,
}

impl Logs {
    pub(crate) fn open(job_log: &Path, runinfo: &Path, host: &str, utc_offset: i32) -> io::Result<Logs> {
        Ok(Logs {
            job_log: append_to(job_log)?,
            runinfo: runinfo.to_owned(),
            format: LineFormat::new(host, utc_offset),
            next_line: 0,
            buffer: String::new(),
        })
    }

    /// Writes a line. The journal has what matters, so a log that cannot be written stops nothing.
    pub(crate) fn write(&mut self, line: &LogLine) {
        self.buffer.clear();
        let logger = (LOGGER, line.level);
        match &line.origin {
            Some(of) => {
                let origin = Origin { process: &of.taskid, pid: of.pid };
                // Three records of a line each, as pyATS has them, in one write.
                for (n, text) in (0..).zip(line.text.lines()) {
                    self.format.record(&mut self.buffer, origin, n, logger, text);
                }
            }
            None => {
                let origin = Origin { process: PROCESS, pid: std::process::id() };
                self.next_line +=
                    self.format.record(&mut self.buffer, origin, self.next_line, logger, &line.text);
            }
        }
        let _ = match &line.task {
            None => self.job_log.write_all(self.buffer.as_bytes()),
            Some(task) => append_to(&self.runinfo.join(format!("TaskLog.{task}")))
                .and_then(|mut log| log.write_all(self.buffer.as_bytes())),
        };
    }
}

/// A log that several processes write: each `write` goes to its end.
pub(super) fn append_to(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path)
}
