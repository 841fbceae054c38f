//! Python programs: what runs them, and where their guests see what.
//!
//! A Python guest is a component with CPython in it, and the program is a file that it reads. It sees the files at their
//! real paths, so that `__file__` and everything that is made of it is right.

use std::fmt;
use std::path::{Path, PathBuf};

use easypy_contract::entry::Directory;

/// The variables by which the interpreter is told where it is. It takes them out of `os.environ`.
const CURRENT_DIRECTORY: &str = "EASYPY_CWD";
const PACKAGES: &str = "EASYPY_PYTHON_PATH";

/// What Python programs are run with.
#[derive(Clone, Debug)]
pub struct Python {
    /// The component that runs them.
    pub component: Result<PathBuf, NoPython>,
    /// Directories of pure-Python packages (`--python-path`), absolute.
    pub packages: Vec<PathBuf>,
}

/// The component that runs Python programs is nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoPython {
    /// Where it was looked for.
    pub looked: Vec<PathBuf>,
}

impl fmt::Display for NoPython {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let looked: Vec<String> = self.looked.iter().map(|path| path.display().to_string()).collect();
        write!(
            f,
            "is Python, and the component that runs Python is not there: there is no {}",
            looked.join(" nor ")
        )
    }
}

impl std::error::Error for NoPython {}

impl NoPython {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        "it belongs to an installation, as share/easypy-wasm/python.wasm; in a source tree `cargo xtask guests` builds \
         target/guests/easypy-python.wasm: name it by EASYPY_PYTHON"
    }
}

/// What a Python guest sees.
pub(crate) struct View {
    pub(crate) program: String,
    pub(crate) home: String,
    pub(crate) runtime: String,
    pub(crate) directories: Vec<Directory>,
    pub(crate) environment: Vec<(String, String)>,
}

/// What a view is made of.
pub(crate) struct Places<'a> {
    /// The program's path as it was asked for, absolute.
    pub(crate) file: &'a Path,
    /// The same without symbolic links.
    pub(crate) real: &'a Path,
    pub(crate) job_directory: &'a Path,
    /// What guests may write to of the runinfo directory.
    pub(crate) runtime: &'a Path,
    pub(crate) temporary: &'a Path,
    pub(crate) packages: &'a [PathBuf],
}

impl View {
    pub(crate) fn new(places: &Places<'_>) -> View {
        let (home, name) = seen_as(places.file, places.real);
        let mut directories: Vec<Directory> = Vec::new();
        let mut mount = |host: &Path, guest: String, writable| {
            if !directories.iter().any(|directory| directory.guest == guest) {
                directories.push(Directory { host: host.to_owned(), guest, writable });
            }
        };
        mount(places.real.parent().unwrap_or(Path::new("/")), text(&home), false);
        mount(places.job_directory, text(places.job_directory), false);
        for packages in places.packages {
            mount(packages, text(packages), false);
        }
        mount(places.runtime, text(places.runtime), true);
        // A program that lies in `/tmp` itself sees that there; its own is then at its real place.
        let is_taken = directories.iter().any(|directory| directory.guest == "/tmp");
        let temporary = if is_taken { text(places.temporary) } else { "/tmp".to_owned() };
        directories.push(Directory {
            host: places.temporary.to_owned(),
            guest: temporary.clone(),
            writable: true,
        });
        let packages: Vec<String> = places.packages.iter().map(|path| text(path)).collect();
        let mut environment = vec![
            (CURRENT_DIRECTORY.to_owned(), text(places.job_directory)),
            (PACKAGES.to_owned(), packages.join(":")),
        ];
        if is_taken {
            environment.push(("TMPDIR".to_owned(), temporary));
        }
        View {
            program: text(&home.join(name)),
            home: text(&home),
            runtime: text(places.runtime),
            directories,
            environment,
        }
    }
}

/// The directory and the name by which a program is seen: as it was asked for, unless links in between would lead to
/// another directory.
fn seen_as(file: &Path, real: &Path) -> (PathBuf, PathBuf) {
    let is_plain = !file.components().any(|part| part == std::path::Component::ParentDir);
    let path = if is_plain && file.file_name() == real.file_name() { file } else { real };
    let directory = path.parent().map_or_else(|| PathBuf::from("/"), Path::to_owned);
    (directory, path.file_name().map_or_else(PathBuf::new, PathBuf::from))
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(file: &str, real: &str, job: &str) -> View {
        View::new(&Places {
            file: Path::new(file),
            real: Path::new(real),
            job_directory: Path::new(job),
            runtime: Path::new("/r/uid/runtime"),
            temporary: Path::new("/r/uid/tmp/1"),
            packages: &[PathBuf::from("/packages")],
        })
    }

    #[test]
    fn a_program_is_seen_at_its_real_path_and_its_directory_once() {
        let view = view("/lab/job.py", "/lab/job.py", "/lab");
        assert_eq!((view.program.as_str(), view.home.as_str()), ("/lab/job.py", "/lab"));
        let seen: Vec<_> = view.directories.iter().map(|d| (d.guest.as_str(), d.writable)).collect();
        assert_eq!(seen, [("/lab", false), ("/packages", false), ("/r/uid/runtime", true), ("/tmp", true)]);
    }

    #[test]
    fn a_program_in_tmp_sees_it_and_has_its_own_elsewhere() {
        let view = view("/tmp/job.py", "/tmp/job.py", "/tmp");
        let seen: Vec<_> = view.directories.iter().map(|d| (d.guest.as_str(), d.writable)).collect();
        assert_eq!(seen[0], ("/tmp", false));
        assert!(seen.contains(&("/r/uid/tmp/1", true)));
        assert!(view.environment.contains(&("TMPDIR".to_owned(), "/r/uid/tmp/1".to_owned())));
    }

    #[test]
    fn a_program_that_is_reached_by_links_is_seen_where_it_is() {
        let view = view("/lab/jobs/../scripts/a.py", "/lab/scripts/a.py", "/lab/jobs");
        assert_eq!(view.program, "/lab/scripts/a.py");
        let renamed = self::view("/lab/today.py", "/store/v3.py", "/lab");
        assert_eq!(renamed.program, "/store/v3.py");
        assert_eq!(renamed.directories[0].host, Path::new("/store"));
        let linked_directory = self::view("/lab/now/a.py", "/store/3/a.py", "/lab");
        assert_eq!(linked_directory.program, "/lab/now/a.py");
        assert_eq!(linked_directory.directories[0].host, Path::new("/store/3"));
    }
}
