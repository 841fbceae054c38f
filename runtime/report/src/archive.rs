//! The archive: the zip that a run leaves (SPEC 3.2, 3.3).
//!
//! The files of the runinfo directory are at its root, and so are those that guests wrote to their
//! `/runtime`, with the directories they made. A guest's file whose name is one of the host's, or that would
//! look like one, is under `runtime/` instead: nothing a guest writes can stand in for a log or a result.
//! Guests' files are hostile: links are never followed, what is no file is never opened, and how much there
//! may be is bounded. What the directory `tmp` holds is nobody's and not archived.
//!
//! Last comes `SHA256SUMS`, with the hash of every other entry, by which [`verify`] and `sha256sum -c` check it.

mod entries;
mod files;
mod guest;
mod sums;
mod verify;

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use crate::time::Clock;
use entries::Entries;
pub use sums::NAME as SUMS;
pub use verify::{Finding, Found, Verified, VerifyError, verify};

/// The directory in the runinfo directory that guests see as `/runtime`.
const GUESTS: &str = "runtime";
/// The directory in the runinfo directory that holds what is needed while a run goes on.
const TEMPORARY: &str = "tmp";

/// Something that is not in the archive, or not under its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its path in the runinfo directory, made visible.
    pub path: String,
    pub why: String,
    /// Whether something of worth is missing: then the runinfo directory should be kept.
    pub is_lost: bool,
}

/// Writes all of a runinfo directory into a zip. The file has its name only when it is whole and on the disk;
/// one that was there before is replaced. Returns what was left out. Times are shown in the zone of this name.
///
/// # Errors
/// The archive cannot be written, or the runinfo directory cannot be read. There is no archive then.
pub fn write(runinfo: &Path, archive: &Path, time_zone: &str) -> io::Result<Vec<LeftOut>> {
    if let Some(directory) = archive.parent() {
        fs::create_dir_all(directory)?;
    }
    let partial = partial(archive)?;
    let written = write_to(&partial, runinfo, time_zone).and_then(|left_out| {
        fs::rename(&partial, archive)?;
        sync_directory(archive);
        Ok(left_out)
    });
    if written.is_err() {
        // It may not be there; the error that counts is the first.
        let _ = fs::remove_file(&partial);
    }
    written
}

/// The file that becomes the archive: beside it, and hidden.
fn partial(archive: &Path) -> io::Result<PathBuf> {
    let invalid = || io::Error::new(io::ErrorKind::InvalidInput, "an archive needs a file name");
    let mut name = std::ffi::OsString::from(".");
    name.push(archive.file_name().ok_or_else(invalid)?);
    name.push(format!(".{}.tmp", std::process::id()));
    Ok(archive.with_file_name(name))
}

/// Puts the name of a file on the disk as well, where the file system can do so.
fn sync_directory(of: &Path) {
    let directory = of.parent().filter(|directory| !directory.as_os_str().is_empty());
    let _ = File::open(directory.unwrap_or(Path::new("."))).and_then(|directory| directory.sync_all());
}

fn write_to(partial: &Path, runinfo: &Path, time_zone: &str) -> io::Result<Vec<LeftOut>> {
    let file = BufWriter::with_capacity(256 * 1024, File::create(partial)?);
    let mut entries = Entries::begin(file, Clock::of(time_zone));
    let root = files::Directory::open(runinfo)?;
    let mut hosts = HashSet::from([SUMS.to_lowercase()]);
    let mut guests = None;
    for name in &root.names(usize::MAX)? {
        let shown = name.to_string_lossy();
        match root.kind(name)? {
            files::Kind::File => {
                hosts.insert(shown.to_lowercase());
                let added = match root.file(name) {
                    Ok(file) => entries.add(file, &entries::safe(&shown))?,
                    Err(why) => Err(why),
                };
                if let Err(why) = added {
                    entries.leave_out(&shown, &why.to_string(), true);
                }
            }
            files::Kind::Directory if shown == GUESTS => guests = Some(root.directory(name)?),
            files::Kind::Directory if shown == TEMPORARY => {}
            files::Kind::Directory => entries.leave_out(&shown, "the host makes no such directory", true),
            files::Kind::Other(what) => entries.leave_out(&shown, what, false),
        }
    }
    if let Some(guests) = guests {
        guest::Files::new(&mut entries, &hosts).add_all(&guests)?;
    }
    entries.end()
}
