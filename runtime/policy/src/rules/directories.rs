//! Directories of the host.

use std::path::{Path, PathBuf};

/// Directories that a guest sees at their own paths. The paths are absolute, without `.` and `..`; whether they
/// exist, and what links in them lead to, is for those to see who open them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directories {
    /// Read only. None of them is within one of `write`.
    pub read: Vec<PathBuf>,
    /// Read and written.
    pub write: Vec<PathBuf>,
}

impl Directories {
    /// What is in both.
    #[must_use]
    pub(crate) fn within(&self, other: &Directories) -> Directories {
        let write = tidy(common(&self.write, &other.write), &[]);
        let read = common(&self.readable(), &other.readable());
        Directories { read: tidy(read, &write), write }
    }

    /// Without paths that another one holds.
    #[must_use]
    pub(crate) fn tidied(self) -> Directories {
        let write = tidy(self.write, &[]);
        Directories { read: tidy(self.read, &write), write }
    }

    /// What is written can be read.
    fn readable(&self) -> Vec<PathBuf> {
        self.read.iter().chain(&self.write).cloned().collect()
    }
}

/// What is below a path of both lists.
fn common(left: &[PathBuf], right: &[PathBuf]) -> Vec<PathBuf> {
    let lower = |a: &Path, b: &Path| {
        if a.starts_with(b) {
            Some(a.to_owned())
        } else if b.starts_with(a) {
            Some(b.to_owned())
        } else {
            None
        }
    };
    left.iter().flat_map(|a| right.iter().filter_map(move |b| lower(a, b))).collect()
}

/// The paths that are in no other one and not in `covered`, in their order and each once.
fn tidy(paths: Vec<PathBuf>, covered: &[PathBuf]) -> Vec<PathBuf> {
    let mut sorted: Vec<&PathBuf> = paths.iter().collect();
    // What holds others comes right before them.
    sorted.sort();
    let mut kept: Vec<PathBuf> = Vec::new();
    for path in sorted {
        let is_held = kept.last().is_some_and(|last| path.starts_with(last))
            || covered.iter().any(|held| path.starts_with(held));
        if !is_held {
            kept.push(path.clone());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directories(read: &[&str], write: &[&str]) -> Directories {
        let paths = |texts: &[&str]| texts.iter().map(PathBuf::from).collect();
        Directories { read: paths(read), write: paths(write) }.tidied()
    }

    #[test]
    fn a_narrower_layer_may_name_what_is_below_and_what_is_above() {
        let wide = directories(&["/data"], &["/var/results"]);
        let narrow = directories(&["/data/configs", "/etc", "/var/results/a"], &["/data", "/var"]);
        assert_eq!(wide.within(&narrow), directories(&["/data"], &["/var/results"]));
        let narrow = directories(&["/data/configs", "/var/results/a"], &[]);
        assert_eq!(wide.within(&narrow), directories(&["/data/configs", "/var/results/a"], &[]));
        assert_eq!(wide.within(&directories(&["/"], &[])), directories(&["/data", "/var/results"], &[]));
        assert_eq!(wide.within(&directories(&["/dat", "/data2"], &[])), directories(&[], &[]));
    }

    #[test]
    fn each_directory_is_named_once() {
        let tidied = directories(&["/b", "/a/x", "/a", "/a-b", "/w/x"], &["/w", "/w/y"]);
        assert_eq!(tidied, directories(&["/a", "/a-b", "/b"], &["/w"]));
        assert_eq!(tidied.read.len(), 3);
        assert_eq!(tidied.write, [PathBuf::from("/w")]);
    }
}
