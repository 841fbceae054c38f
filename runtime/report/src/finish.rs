//! The end of a run: everything that is made of its journal is written, and archived.
//!
//! It needs nothing but the runinfo directory, so that the run of a host that was killed can be finished
//! later. What is there is never lost: the directory goes only when all of it is in an archive on the disk.

use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::escape::visible;
use crate::exit_code;
use crate::journal::{self, ReadError, Reader};
use crate::model::{Run, fold};
use crate::text::{self, Style};
use crate::{archive, json, junit, rerun, xml};

/// What is not as the run was started with.
#[derive(Clone, Debug, Default)]
pub struct FinishOptions {
    /// Where the archive goes, if not where the journal says.
    pub archive: Option<PathBuf>,
    /// Keeps the runinfo directory although there is an archive.
    pub keep_runinfo: bool,
}

/// A run that is finished.
#[derive(Debug)]
pub struct Finished {
    pub run: Run,
    /// What easypy-wasm exits with, if nothing else goes wrong.
    pub exit_code: u8,
    /// The archive, if one was made.
    pub archive: Option<PathBuf>,
    pub runinfo_kept: bool,
    /// What a person should know, in one line each.
    pub warnings: Vec<String>,
    /// What could not be written. The runinfo directory has been kept then.
    pub problems: Vec<Problem>,
}

/// A file that could not be written.
#[derive(Debug)]
pub struct Problem {
    pub path: PathBuf,
    pub why: io::Error,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write {}: {}", self.path.display(), self.why)
    }
}

/// Why a run cannot be finished. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum FinishError {
    /// This is no runinfo directory, or may not be read.
    #[error("cannot read the journal {}: {why}", path.display())]
    NoJournal { path: PathBuf, why: io::Error },
    /// Its host, or another `finish`, is at work on it.
    #[error("the run of {} still goes on", path.display())]
    StillRunning { path: PathBuf },
    /// The host was killed before the run had begun.
    #[error("the journal {} has nothing of a run", path.display())]
    NotStarted { path: PathBuf },
    #[error("the journal {} is damaged: {why}", path.display())]
    Damaged { path: PathBuf, why: ReadError },
}

/// Writes all reports of a run into its runinfo directory, then the archive, and removes the directory. A file
/// that cannot be written keeps no other from being written, but the directory from being removed.
///
/// # Errors
/// The journal cannot be read, or the run still goes on.
pub fn finish(runinfo: &Path, options: &FinishOptions) -> Result<Finished, FinishError> {
    let path = journal::path(runinfo);
    // Locked until the end: two must not finish the same run at once.
    let journal = open(&path)?;
    let mut reader = Reader::new(&journal);
    let run = match fold(reader.by_ref()) {
        Ok(Some(run)) => run,
        Ok(None) => return Err(FinishError::NotStarted { path }),
        Err(why) => return Err(FinishError::Damaged { path, why }),
    };
    let mut run = run;
    if let Some(archive) = &options.archive {
        run.started.archive = Some(archive.to_string_lossy().into_owned());
    }

    let mut output = Output::default();
    if reader.is_truncated() {
        output.warnings.push("the last line of the journal was cut off, and is left out".to_owned());
    }
    output.write_reports(runinfo, &run);
    let archive = output.archive(runinfo, &run, options);
    let whole = archive.is_some() && output.problems.is_empty() && !output.is_something_lost;
    let mut runinfo_kept = true;
    if whole && !options.keep_runinfo {
        match fs::remove_dir_all(runinfo) {
            Ok(()) => runinfo_kept = false,
            Err(why) => output.warnings.push(format!("cannot remove {}: {why}", runinfo.display())),
        }
    }
    let Output { warnings, problems, .. } = output;
    Ok(Finished { exit_code: exit_code(&run), run, archive, runinfo_kept, warnings, problems })
}

/// Opens the journal, which nobody else may have locked.
fn open(path: &Path) -> Result<File, FinishError> {
    let file = File::open(path).map_err(|why| FinishError::NoJournal { path: path.to_owned(), why })?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(FinishError::StillRunning { path: path.to_owned() }),
        // A file system without locks cannot tell.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

/// What is written, and what goes wrong with it.
#[derive(Default)]
struct Output {
    warnings: Vec<String>,
    problems: Vec<Problem>,
    is_something_lost: bool,
}

impl Output {
    fn write_reports(&mut self, runinfo: &Path, run: &Run) {
        self.put(runinfo, "results.json", |out| json::write(out, run));
        if !run.started.no_xml_report {
            self.put(runinfo, "ResultsSummary.xml", |out| xml::write_summary(out, run));
            self.put(runinfo, "ResultsDetails.xml", |out| xml::write_details(out, run));
        }
        self.put(runinfo, "rerun.results", |out| rerun::write(out, run));
        self.put(runinfo, &text::file_name(&run.name), |out| text::write(out, run, Style::Plain));
        if run.started.xunit {
            self.put(runinfo, "xunit.xml", |out| junit::write(out, run));
            if let Some(directory) = &run.started.xunit_directory {
                let directory = Path::new(directory);
                match fs::create_dir_all(directory) {
                    Ok(()) => self.put(directory, "xunit.xml", |out| junit::write(out, run)),
                    Err(why) => self.problems.push(Problem { path: directory.to_owned(), why }),
                }
            }
        }
    }

    /// Writes a file: it has its name when it is whole.
    fn put(
        &mut self,
        directory: &Path,
        name: &str,
        write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
    ) {
        let partial = directory.join(format!(".{name}.tmp"));
        let path = directory.join(name);
        let written = File::create(&partial).and_then(|file| {
            let mut out = BufWriter::new(file);
            write(&mut out)?;
            out.flush()?;
            fs::rename(&partial, &path)
        });
        if let Err(why) = written {
            // It takes room that others need.
            let _ = fs::remove_file(&partial);
            self.problems.push(Problem { path, why });
        }
    }

    /// Writes the archive, if there is to be one.
    fn archive(&mut self, runinfo: &Path, run: &Run, options: &FinishOptions) -> Option<PathBuf> {
        let path = match &options.archive {
            Some(path) => path.clone(),
            None => PathBuf::from(run.started.archive.as_ref()?),
        };
        let written =
            check_place(runinfo, &path).and_then(|()| archive::write(runinfo, &path, &run.started.time_zone));
        match written {
            Ok(left_out) => {
                for archive::LeftOut { path, why, is_lost } in left_out {
                    self.warnings.push(format!("not archived: {path}: {}", visible(&why)));
                    self.is_something_lost |= is_lost;
                }
                Some(path)
            }
            Err(why) => {
                self.problems.push(Problem { path, why });
                None
            }
        }
    }
}

/// An archive within the directory that it is made of would be removed with it.
fn check_place(runinfo: &Path, archive: &Path) -> io::Result<()> {
    let directory = archive.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(directory)?;
    let directory = if directory.as_os_str().is_empty() { Path::new(".") } else { directory };
    if directory.canonicalize()?.starts_with(runinfo.canonicalize()?) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "the archive would be inside of the runinfo directory",
        ));
    }
    Ok(())
}
