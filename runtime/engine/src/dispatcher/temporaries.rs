//! The guests' own `/tmp` directories. A file system takes longer to make and remove a directory than the
//! host takes to run a small task, so one that its guest has left empty serves the next.

use std::fs;
use std::io;
use std::mem::MaybeUninit;
use std::path::{Path, PathBuf};

use rustix::fs::RawDir;

/// An empty directory for one guest.
#[derive(Debug)]
pub(crate) struct Temporary {
    path: PathBuf,
}

impl Temporary {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// The directories of a run, below one parent.
#[derive(Debug)]
pub(crate) struct Temporaries {
    parent: PathBuf,
    made: u64,
    empty: Vec<Temporary>,
}

impl Temporaries {
    pub(crate) fn new(parent: PathBuf) -> Temporaries {
        Temporaries { parent, made: 0, empty: Vec::new() }
    }

    /// An empty directory that nobody else has.
    pub(crate) fn take(&mut self) -> io::Result<Temporary> {
        if let Some(empty) = self.empty.pop() {
            return Ok(empty);
        }
        let path = self.parent.join(self.made.to_string());
        self.made += 1;
        fs::create_dir(&path)?;
        Ok(Temporary { path })
    }

    /// Takes a directory back whose guest is gone. One that is not empty is to be removed: its path.
    pub(crate) fn give_back(&mut self, temporary: Temporary) -> Option<PathBuf> {
        if is_empty(&temporary.path).unwrap_or(false) {
            self.empty.push(temporary);
            return None;
        }
        Some(temporary.path)
    }
}

/// Whether a directory holds nothing but itself and its parent. With no more memory than that takes, since each task
/// asks.
fn is_empty(path: &Path) -> io::Result<bool> {
    let directory = fs::File::open(path)?;
    let mut buffer = [MaybeUninit::uninit(); 1024];
    let mut entries = RawDir::new(directory, &mut buffer);
    while let Some(entry) = entries.next() {
        if ![c".", c".."].contains(&entry?.file_name()) {
            return Ok(false);
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_was_left_empty_serves_the_next_and_no_other_does() {
        let parent = tempfile::tempdir().unwrap();
        let mut temporaries = Temporaries::new(parent.path().to_owned());
        let first = temporaries.take().unwrap();
        let second = temporaries.take().unwrap();
        assert_ne!(first.path(), second.path());

        let kept = first.path().to_owned();
        assert_eq!(temporaries.give_back(first), None);
        assert_eq!(temporaries.take().unwrap().path(), kept);

        fs::write(second.path().join("x"), "").unwrap();
        let used = second.path().to_owned();
        assert_eq!(temporaries.give_back(second), Some(used.clone()));
        assert_ne!(temporaries.take().unwrap().path(), used);
    }
}
