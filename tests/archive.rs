//! What is in the archive of a run.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// An archive, unpacked in memory.
#[derive(Debug)]
pub struct Archive {
    /// Where it is.
    pub path: PathBuf,
    /// Contents by name, directories left out.
    pub members: BTreeMap<String, Vec<u8>>,
}

impl Archive {
    /// Reads an archive.
    ///
    /// # Panics
    /// It is not a whole zip file.
    pub fn read(path: &Path) -> Archive {
        read(path).unwrap_or_else(|error| panic!("{} is no archive: {error}", path.display()))
    }

    /// The one archive below a directory; none if there is none.
    ///
    /// # Panics
    /// There are several, or it cannot be read.
    pub fn below(directory: &Path) -> Option<Archive> {
        let mut found = Vec::new();
        find(directory, &mut found);
        assert!(found.len() <= 1, "several archives: {found:?}");
        found.first().map(|path| Archive::read(path))
    }

    /// The names of its members, in order.
    pub fn names(&self) -> Vec<&str> {
        self.members.keys().map(String::as_str).collect()
    }

    /// A member's bytes.
    ///
    /// # Panics
    /// There is no such member.
    pub fn bytes(&self, name: &str) -> &[u8] {
        self.members.get(name).unwrap_or_else(|| panic!("no {name} in the archive, only {:?}", self.names()))
    }

    /// A member's text.
    ///
    /// # Panics
    /// There is no such member, or it is not UTF-8.
    pub fn text(&self, name: &str) -> &str {
        std::str::from_utf8(self.bytes(name)).unwrap_or_else(|error| panic!("{name} is no text: {error}"))
    }
}

fn read(path: &Path) -> Result<Archive, Box<dyn std::error::Error>> {
    let mut zip = zip::ZipArchive::new(File::open(path)?)?;
    let mut members = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index)?;
        if file.is_dir() {
            continue;
        }
        let name = file.name()?.into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        if members.insert(name.clone(), bytes).is_some() {
            return Err(format!("two members are called {name}").into());
        }
    }
    Ok(Archive { path: path.to_owned(), members })
}

fn find(directory: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            find(&path, found);
        } else {
            found.push(path);
        }
    }
}
