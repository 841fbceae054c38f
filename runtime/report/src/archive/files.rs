//! Directories and files by descriptor, so that no link is ever followed, however fast it is put in place.

use std::borrow::Cow;
use std::ffi::CString;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;

use jiff::Timestamp;
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags};

/// A directory that is open.
pub(super) struct Directory(OwnedFd);

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Directory,
    /// What it is instead, for a person.
    Other(&'static str),
}

/// A file that is open.
pub(super) struct OpenFile {
    pub(super) file: File,
    pub(super) bytes: u64,
    pub(super) modified: Timestamp,
}

impl Directory {
    /// A directory of the host's own: its path may have links in it.
    pub(super) fn open(path: &Path) -> io::Result<Directory> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Directory(rustix::fs::open(path, flags, Mode::empty())?))
    }

    /// A directory in this one, which must not be a link.
    pub(super) fn directory(&self, name: &Name) -> io::Result<Directory> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(Directory(rustix::fs::openat(&self.0, name.0.as_c_str(), flags, Mode::empty())?))
    }

    /// The names in it, sorted: at the most so many, and the others are not read.
    pub(super) fn names(&self, limit: usize) -> io::Result<Vec<Name>> {
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.0)? {
            let entry = entry?;
            if matches!(entry.file_name().to_bytes(), b"." | b"..") {
                continue;
            }
            if names.len() == limit {
                break;
            }
            names.push(Name(entry.file_name().to_owned()));
        }
        names.sort();
        Ok(names)
    }

    pub(super) fn kind(&self, name: &Name) -> io::Result<Kind> {
        let found = rustix::fs::statat(&self.0, name.0.as_c_str(), AtFlags::SYMLINK_NOFOLLOW)?;
        Ok(kind(FileType::from_raw_mode(found.st_mode)))
    }

    /// Opens a file. What is no file, or has become none, is refused without waiting for it.
    pub(super) fn file(&self, name: &Name) -> io::Result<OpenFile> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let file = rustix::fs::openat(&self.0, name.0.as_c_str(), flags, Mode::empty())?;
        let found = rustix::fs::fstat(&file)?;
        if kind(FileType::from_raw_mode(found.st_mode)) != Kind::File {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
        }
        Ok(OpenFile {
            file: file.into(),
            bytes: u64::try_from(found.st_size).unwrap_or(0),
            modified: Timestamp::from_second(found.st_mtime).unwrap_or_default(),
        })
    }
}

/// The name of an entry, in whatever bytes it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name(CString);

impl Name {
    pub(super) fn to_string_lossy(&self) -> Cow<'_, str> {
        self.0.to_string_lossy()
    }
}

fn kind(of: FileType) -> Kind {
    match of {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Directory,
        FileType::Symlink => Kind::Other("it is a symbolic link"),
        FileType::Fifo => Kind::Other("it is a pipe"),
        FileType::Socket => Kind::Other("it is a socket"),
        _ => Kind::Other("it is a device"),
    }
}
