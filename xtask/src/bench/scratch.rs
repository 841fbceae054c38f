//! Where runs write: a directory in memory, if there is one with room.
//!
//! A run makes a file for each task. On ext4 that takes microseconds, or most of a millisecond where thousands of
//! files were removed within the last minutes, as a bench does. The disk is not what is measured.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use anyhow::{Context, Result};

use crate::command;

/// The file system in memory that Linux has.
const MEMORY: &str = "/dev/shm";

/// The name of a directory in it, before the process's id.
const NAME: &str = "easypy-wasm-bench-";

/// What the largest run leaves is a fifth of this.
const ROOM_KIB: u64 = 512 * 1024;

/// An empty directory; removed when it is dropped.
#[derive(Debug)]
pub(super) struct Scratch {
    path: PathBuf,
    in_memory: bool,
}

impl Scratch {
    /// In memory, else below `target`.
    ///
    /// # Errors
    /// The directory cannot be emptied or made.
    pub(super) fn new(target: &Path) -> Result<Scratch> {
        let memory = Path::new(MEMORY);
        let in_memory = room_kib(memory).is_some_and(|room| room >= ROOM_KIB);
        let path =
            if in_memory { memory.join(format!("{NAME}{}", process::id())) } else { target.join("bench") };
        sweep(memory);
        Scratch::at(path, in_memory)
    }

    /// At a place of the caller's choice.
    ///
    /// # Errors
    /// As [`Scratch::new`].
    pub(super) fn at(path: PathBuf, in_memory: bool) -> Result<Scratch> {
        if path.exists() {
            fs::remove_dir_all(&path).with_context(|| format!("cannot empty {}", path.display()))?;
        }
        make(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(Scratch { path, in_memory })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes what a run has left, where that costs the next one nothing.
    pub(super) fn discard(&self, run: &Path) {
        if self.in_memory {
            // What stays is removed in the end.
            let _ = fs::remove_dir_all(run);
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A directory that others cannot look into.
fn make(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Removes what benches that were broken off have left in memory.
fn sweep(memory: &Path) {
    for entry in fs::read_dir(memory).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let pid = name.to_str().and_then(|name| name.strip_prefix(NAME));
        if pid.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
            // It may be somebody else's.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// How much may be written below a directory; none when there is no such directory, or nobody knows.
fn room_kib(directory: &Path) -> Option<u64> {
    if !directory.is_dir() {
        return None;
    }
    available_kib(&command::capture(Command::new("df").arg("-Pk").arg(directory)).ok()?)
}

/// The fourth column of what `df -Pk` says, in its last line.
fn available_kib(said: &str) -> Option<u64> {
    said.lines().last()?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_what_posix_df_says() {
        let said = "Filesystem     1024-blocks  Used Available Capacity Mounted on\n\
                    tmpfs             24684096  1556  24682540       1% /dev/shm\n";
        assert_eq!(available_kib(said), Some(24_682_540));
        assert_eq!(available_kib(""), None);
        assert_eq!(room_kib(Path::new("/no/such/directory")), None);
    }

    #[test]
    fn only_what_has_no_process_any_more_is_swept() {
        let memory = tempfile::tempdir().unwrap();
        let place = |name: &str| memory.path().join(name);
        let (gone, here) = (place(&format!("{NAME}no-pid")), place(&format!("{NAME}{}", process::id())));
        for directory in [&gone, &here, &place("another")] {
            fs::create_dir(directory).unwrap();
        }
        sweep(memory.path());
        assert!(!gone.exists());
        assert!(here.exists() && place("another").exists());
    }

    #[test]
    fn nothing_stays() {
        let target = tempfile::tempdir().unwrap();
        let path = target.path().join("bench");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("file"), "").unwrap();
        let scratch = Scratch::at(path.clone(), false).unwrap();
        assert_eq!(fs::read_dir(&path).unwrap().count(), 0);
        fs::write(path.join("file"), "").unwrap();
        drop(scratch);
        assert!(!path.exists());
    }
}
