//! The guests' own `/tmp` directories. A file system takes longer to make and remove a directory than the
//! host takes to run a small task, so one that its guest has left untouched serves the next.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// An empty directory for one guest.
#[derive(Debug)]
pub(crate) struct Temporary {
    path: PathBuf,
    /// When it was changed last, by the file system's clock: seconds and nanoseconds. No guest can set it.
    changed: (i64, i64),
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
    untouched: Vec<Temporary>,
}

impl Temporaries {
    pub(crate) fn new(parent: PathBuf) -> Temporaries {
        Temporaries { parent, made: 0, untouched: Vec::new() }
    }

    /// An empty directory that nobody else has.
    pub(crate) fn take(&mut self) -> io::Result<Temporary> {
        if let Some(untouched) = self.untouched.pop() {
            return Ok(untouched);
        }
        let path = self.parent.join(self.made.to_string());
        self.made += 1;
        fs::create_dir(&path)?;
        Ok(Temporary { changed: changed(&path)?, path })
    }

    /// Takes a directory back whose guest is gone. One that was used is to be removed: its path.
    pub(crate) fn give_back(&mut self, temporary: Temporary) -> Option<PathBuf> {
        match changed(&temporary.path) {
            Ok(changed) if changed == temporary.changed => {
                self.untouched.push(temporary);
                None
            }
            _ => Some(temporary.path),
        }
    }
}

fn changed(path: &Path) -> io::Result<(i64, i64)> {
    let metadata = fs::symlink_metadata(path)?;
    Ok((metadata.ctime(), metadata.ctime_nsec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_was_left_untouched_serves_the_next_and_no_other_does() {
        let parent = tempfile::tempdir().unwrap();
        let mut temporaries = Temporaries::new(parent.path().to_owned());
        let first = temporaries.take().unwrap();
        let second = temporaries.take().unwrap();
        assert_ne!(first.path(), second.path());

        let kept = first.path().to_owned();
        assert_eq!(temporaries.give_back(first), None);
        assert_eq!(temporaries.take().unwrap().path(), kept);

        // Made and removed again: it is empty, but it was touched.
        fs::write(second.path().join("x"), "").unwrap();
        fs::remove_file(second.path().join("x")).unwrap();
        let used = second.path().to_owned();
        assert_eq!(temporaries.give_back(second), Some(used.clone()));
        assert_ne!(temporaries.take().unwrap().path(), used);
    }
}
