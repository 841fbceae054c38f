//! A directory made to hold certain files and nothing else, with as little writing as possible.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

/// The files that a directory is to hold: relative place to the file to copy.
#[derive(Debug, Default)]
pub(crate) struct Tree(BTreeMap<PathBuf, PathBuf>);

/// What was done to a directory.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    pub(crate) copied: usize,
    pub(crate) removed: usize,
}

/// The extension of a file while it is being copied.
const PARTIAL: &str = "partial";

impl Tree {
    /// Adds one file.
    ///
    /// # Errors
    /// The place is taken.
    pub(crate) fn add(&mut self, place: PathBuf, source: PathBuf) -> Result<()> {
        if let Some(other) = self.0.get(&place) {
            bail!("{} and {} both want to be {}", other.display(), source.display(), place.display());
        }
        self.0.insert(place, source);
        Ok(())
    }

    /// Adds all files below a directory; none if it does not exist.
    ///
    /// # Errors
    /// It cannot be read, or a place is taken.
    pub(crate) fn add_directory(&mut self, place: &Path, source: &Path) -> Result<()> {
        if !source.exists() {
            return Ok(());
        }
        for file in files_below(source).with_context(|| format!("cannot read {}", source.display()))? {
            self.add(place.join(&file), source.join(&file))?;
        }
        Ok(())
    }

    /// Copies what is new or changed, and removes what does not belong.
    ///
    /// # Errors
    /// A file cannot be read, written or removed.
    pub(crate) fn write(&self, directory: &Path) -> Result<Changes> {
        let mut changes = Changes::default();
        fs::create_dir_all(directory)?;
        for (place, source) in &self.0 {
            let target = directory.join(place);
            if !same(source, &target) {
                copy(source, &target)
                    .with_context(|| format!("cannot copy {} to {}", source.display(), target.display()))?;
                changes.copied += 1;
            }
        }
        for place in files_below(directory)?.iter().filter(|place| !self.0.contains_key(*place)) {
            fs::remove_file(directory.join(place))
                .with_context(|| format!("cannot remove {}", place.display()))?;
            changes.removed += 1;
        }
        Ok(changes)
    }
}

/// A relative path joined to a directory, if it stays below it.
///
/// # Errors
/// It is absolute, empty, or goes up.
pub(crate) fn below(directory: &Path, relative: &Path) -> Result<PathBuf> {
    let normal = relative.components().all(|part| matches!(part, Component::Normal(_)));
    ensure!(
        normal && relative != Path::new(""),
        "{} is no path below {}",
        relative.display(),
        directory.display()
    );
    Ok(directory.join(relative))
}

/// Whether the copy has the size and the time of its source, as [`copy`] leaves them.
fn same(source: &Path, copy: &Path) -> bool {
    let state = |path| {
        let metadata = fs::metadata(path).ok()?;
        Some((metadata.len(), metadata.modified().ok()?))
    };
    let source = state(source);
    source.is_some() && source == state(copy)
}

/// Copies a file, with its time. A reader sees the old file or the new one, never half of it.
fn copy(source: &Path, target: &Path) -> io::Result<()> {
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut partial = target.as_os_str().to_owned();
    partial.push(OsStr::new("."));
    partial.push(PARTIAL);
    fs::copy(source, &partial)?;
    File::options().write(true).open(&partial)?.set_modified(fs::metadata(source)?.modified()?)?;
    fs::rename(partial, target)
}

/// All files below a directory, relative to it.
pub(super) fn files_below(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut pending = vec![PathBuf::new()];
    while let Some(relative) = pending.pop() {
        for entry in fs::read_dir(directory.join(&relative))? {
            let entry = entry?;
            let path = relative.join(entry.file_name());
            if entry.file_type()?.is_dir() { pending.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_copied_and_what_is_gone_is_removed() {
        let directory = tempfile::tempdir().unwrap();
        let (a, b) = (directory.path().join("a"), directory.path().join("b"));
        fs::write(&a, "one").unwrap();
        fs::write(&b, "two").unwrap();
        let target = directory.path().join("out");

        let mut tree = Tree::default();
        tree.add("a.wasm".into(), a.clone()).unwrap();
        tree.add("deep/er/b.wasm".into(), b).unwrap();
        assert_eq!(tree.write(&target).unwrap(), Changes { copied: 2, removed: 0 });
        assert_eq!(tree.write(&target).unwrap(), Changes::default());
        assert_eq!(fs::read_to_string(target.join("deep/er/b.wasm")).unwrap(), "two");

        fs::write(&a, "other").unwrap();
        let mut tree = Tree::default();
        tree.add("a.wasm".into(), a).unwrap();
        assert_eq!(tree.write(&target).unwrap(), Changes { copied: 1, removed: 1 });
        assert_eq!(files_below(&target).unwrap(), [Path::new("a.wasm")]);
        assert_eq!(fs::read_to_string(target.join("a.wasm")).unwrap(), "other");
    }

    #[test]
    fn a_change_of_the_same_length_is_seen_by_its_time() {
        let directory = tempfile::tempdir().unwrap();
        let source = directory.path().join("a");
        fs::write(&source, "one").unwrap();
        let target = directory.path().join("out");
        copy(&source, &target).unwrap();
        assert!(same(&source, &target));
        let earlier = fs::metadata(&source).unwrap().modified().unwrap() - std::time::Duration::from_secs(5);
        File::options().write(true).open(&source).unwrap().set_modified(earlier).unwrap();
        assert!(!same(&source, &target));
    }

    #[test]
    fn a_directory_is_added_with_all_below_it_and_may_be_absent() {
        let directory = tempfile::tempdir().unwrap();
        let mut tree = Tree::default();
        tree.add_directory("data".as_ref(), &directory.path().join("absent")).unwrap();
        assert!(tree.0.is_empty());
        fs::create_dir(directory.path().join("r1")).unwrap();
        fs::write(directory.path().join("r1/version.txt"), "").unwrap();
        tree.add_directory("data".as_ref(), directory.path()).unwrap();
        assert!(tree.0.contains_key(Path::new("data/r1/version.txt")));
    }

    #[test]
    fn two_guests_cannot_have_one_place() {
        let mut tree = Tree::default();
        tree.add("x.wasm".into(), "/a/x.wasm".into()).unwrap();
        assert!(tree.add("x.wasm".into(), "/b/x.wasm".into()).is_err());
    }

    #[test]
    fn places_stay_below_their_directory() {
        let jobs = Path::new("jobs");
        assert_eq!(below(jobs, "path/to/x.wasm".as_ref()).unwrap(), Path::new("jobs/path/to/x.wasm"));
        for bad in ["", "/etc/x.wasm", "../x.wasm", "a/../../x.wasm"] {
            assert!(below(jobs, bad.as_ref()).is_err(), "{bad:?}");
        }
    }
}
