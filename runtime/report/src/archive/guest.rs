//! What guests wrote to their `/runtime`.

use std::collections::HashSet;
use std::io;

use super::GUESTS;
use super::entries::{Entries, safe};
use super::files::{Directory, Kind, Name};

/// How many files and directories of guests are archived.
const FILES: usize = 100_000;
/// How many bytes their files may have together.
const BYTES: u64 = 16 << 30;
/// How deep their directories may be nested.
const DEPTH: usize = 64;

/// Adds guests' files to the archive.
pub(super) struct Files<'a> {
    entries: &'a mut Entries,
    /// What the host has at the root, lower case: elsewhere `Results.json` is `results.json`.
    hosts: &'a HashSet<String>,
    files_left: usize,
    bytes_left: u64,
}

impl<'a> Files<'a> {
    pub(super) fn new(entries: &'a mut Entries, hosts: &'a HashSet<String>) -> Files<'a> {
        Files { entries, hosts, files_left: FILES, bytes_left: BYTES }
    }

    pub(super) fn add_all(&mut self, directory: &Directory) -> io::Result<()> {
        for name in self.names(directory)? {
            let shown = safe(&name.to_string_lossy());
            let lower = shown.to_lowercase();
            // What begins with the name of the directory itself could not be told from what is under it.
            let clashes = self.hosts.contains(&lower) || lower == GUESTS;
            let entry = if clashes { format!("{GUESTS}/{shown}") } else { shown.clone() };
            self.add(directory, &name, &format!("{GUESTS}/{shown}"), &entry, 1)?;
        }
        Ok(())
    }

    /// `path` is where it is in the runinfo directory, `entry` where it will be in the archive.
    fn add(
        &mut self,
        directory: &Directory,
        name: &Name,
        path: &str,
        entry: &str,
        depth: usize,
    ) -> io::Result<()> {
        let Some(files_left) = self.files_left.checked_sub(1) else {
            self.entries.leave_out(path, &format!("more than {FILES} files of guests"), true);
            return Ok(());
        };
        self.files_left = files_left;
        match directory.kind(name) {
            Ok(Kind::File) => self.add_file(directory, name, path, entry),
            Ok(Kind::Directory) if depth >= DEPTH => {
                self.entries.leave_out(path, &format!("it is nested more than {DEPTH} deep"), true);
                Ok(())
            }
            Ok(Kind::Directory) => {
                match directory.directory(name).and_then(|inner| Ok((self.names(&inner)?, inner))) {
                    Ok((names, inner)) => names.iter().try_for_each(|name| {
                        let shown = safe(&name.to_string_lossy());
                        let (path, entry) = (format!("{path}/{shown}"), format!("{entry}/{shown}"));
                        self.add(&inner, name, &path, &entry, depth + 1)
                    }),
                    Err(why) => {
                        self.entries.leave_out(path, &why.to_string(), true);
                        Ok(())
                    }
                }
            }
            Ok(Kind::Other(what)) => {
                self.entries.leave_out(path, what, false);
                Ok(())
            }
            Err(why) => {
                self.entries.leave_out(path, &why.to_string(), true);
                Ok(())
            }
        }
    }

    fn add_file(&mut self, directory: &Directory, name: &Name, path: &str, entry: &str) -> io::Result<()> {
        let added = match directory.file(name) {
            Ok(file) if file.bytes > self.bytes_left => {
                let why = format!("guests' files have more than {BYTES} bytes together");
                self.entries.leave_out(path, &why, true);
                return Ok(());
            }
            Ok(file) => {
                self.bytes_left -= file.bytes;
                self.entries.add(file, entry)?
            }
            Err(why) => Err(why),
        };
        if let Err(why) = added {
            self.entries.leave_out(path, &why.to_string(), true);
        }
        Ok(())
    }

    /// One more than may be, so that it is seen when there are too many.
    fn names(&self, directory: &Directory) -> io::Result<Vec<Name>> {
        directory.names(self.files_left.saturating_add(1))
    }
}
