//! The jobfile: is it there, and is it a job?

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use easypy_engine::{NoPython, Python};
use easypy_sandbox::module::{Cache, Language, Module, ModuleError, Role, sha256_of_file};

use crate::error::ExpectedError;

/// How a jobfile is called in messages.
const WHAT: &str = "jobfile";
/// How the component that runs Python files is called in messages.
const INTERPRETER: &str = "Python component";
/// How many names of a directory are looked at for one that resembles a missing file's.
const NAMES: usize = 1_000;

/// The absolute path of a jobfile, if it may be one.
///
/// # Errors
/// It is not there, is not a file, or cannot be read.
pub(crate) fn find(given: &Path) -> Result<PathBuf, ExpectedError> {
    find_file(WHAT, given)
}

/// The absolute path of a file that a user named.
///
/// # Errors
/// It is not there, is not a file, or cannot be read.
pub(crate) fn find_file(what: &'static str, given: &Path) -> Result<PathBuf, ExpectedError> {
    let path = std::path::absolute(given).unwrap_or_else(|_| given.to_owned());
    let refuse = |error: ModuleError| ExpectedError::Module { what, path: path.clone(), error };
    // Looked at before it is opened: opening a pipe waits for whoever writes to it.
    let checked = fs::metadata(&path).and_then(|metadata| {
        if metadata.is_file() {
            fs::File::open(&path)?;
        }
        Ok(metadata)
    });
    match checked {
        Ok(metadata) if metadata.is_dir() => Err(refuse(ModuleError::Directory)),
        Ok(metadata) if !metadata.is_file() => {
            Err(refuse(ModuleError::Unreadable { why: "it is not a regular file".to_owned() }))
        }
        Ok(_) => Ok(path),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            let similar = similar(&path);
            Err(ExpectedError::NoSuchFile { what, path, similar })
        }
        Err(error) => Err(refuse(ModuleError::Unreadable { why: error.to_string() })),
    }
}

/// A jobfile that can be run.
pub(crate) struct Jobfile {
    pub(crate) language: Language,
    /// The SHA-256 of the file's bytes, hexadecimal.
    pub(crate) sha256: String,
    /// What is run: the file itself, or its interpreter.
    pub(crate) module: Arc<Module>,
}

/// Loads a jobfile, or the component that runs it. `on_compile` is called with the file that has to be compiled first.
///
/// # Errors
/// It is not a job that this host can run.
pub(crate) async fn load(
    cache: &Cache,
    path: &Path,
    python: &Python,
    on_compile: impl FnOnce(&Path),
) -> Result<Jobfile, ExpectedError> {
    let refuse = |error: ModuleError| ExpectedError::Module { what: WHAT, path: path.to_owned(), error };
    let unreadable = |error: io::Error| refuse(ModuleError::unreadable(&error));
    let language = Language::of_file(path);
    match language {
        Language::Wasm => {
            let module = cache.load(path, Role::Job, || on_compile(path)).await.map_err(refuse)?;
            module.info.as_job().map_err(refuse)?;
            Ok(Jobfile { language, sha256: module.sha256.clone(), module })
        }
        Language::Python => {
            let missing = |error: NoPython| ExpectedError::NoPython { path: path.to_owned(), error };
            let component = python.component.clone().map_err(missing)?;
            let refuse = |error: ModuleError| ExpectedError::Module {
                what: INTERPRETER,
                path: component.clone(),
                error,
            };
            let module =
                cache.load(&component, Role::Job, || on_compile(&component)).await.map_err(refuse)?;
            module.info.as_job().map_err(refuse)?;
            Ok(Jobfile { language, sha256: sha256_of_file(path).map_err(unreadable)?, module })
        }
    }
}

/// A file beside a missing one whose name is nearly the same.
fn similar(missing: &Path) -> Option<PathBuf> {
    let name = missing.file_name()?.to_str()?;
    let names = fs::read_dir(missing.parent()?).ok()?.take(NAMES).flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        entry.file_type().ok()?.is_file().then_some(name)
    });
    let extended = [format!("{name}.wasm"), format!("{name}.py")];
    let distance = |other: &str| {
        if extended.iter().any(|name| name == other) { 0 } else { strsim::osa_distance(name, other) }
    };
    // A name of three letters or fewer is near to everything.
    let limit = (name.chars().count() / 4).min(3);
    names
        .map(|other| (distance(&other), other))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, other)| missing.with_file_name(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory_with(names: &[&str]) -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        for name in names {
            fs::write(directory.path().join(name), "x").unwrap();
        }
        directory
    }

    #[test]
    fn a_missing_file_is_told_from_one_that_is_misspelt() {
        let directory = directory_with(&["nightly.wasm", "other.txt"]);
        let similar_to = |name: &str| match find(&directory.path().join(name)) {
            Err(ExpectedError::NoSuchFile { similar, .. }) => {
                similar.map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(similar_to("nigthly.wasm").as_deref(), Some("nightly.wasm"));
        assert_eq!(similar_to("nightly").as_deref(), Some("nightly.wasm"));
        assert_eq!(similar_to("weekly.wasm"), None);
        assert_eq!(similar_to("no/such/dir.wasm"), None);
        assert_eq!(similar_to("other.txt/job.wasm"), None);
    }

    #[test]
    fn directories_are_named_as_such() {
        let directory = directory_with(&["job"]);
        assert!(matches!(
            find(directory.path()),
            Err(ExpectedError::Module { error: ModuleError::Directory, .. })
        ));
        assert_eq!(find(&directory.path().join("job")).unwrap(), directory.path().join("job"));
    }
}
