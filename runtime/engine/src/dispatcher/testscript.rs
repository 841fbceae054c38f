//! Where a testscript is, and whether it may be run.
//!
//! A job names its testscripts by path, and a job is a guest: what it or its tasks can write is not run, and
//! what a file is like that it cannot see is told to the report only.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use easypy_sandbox::module::{Entry, Language, Module, ModuleError, Role};

use super::Facts;
use crate::NoPython;
use crate::broker::{LogLine, NotStarted};

/// How many names are remembered with their files.
const REMEMBERED: usize = 4096;

/// A file that a child is to run.
pub(super) struct Guest {
    /// As it was asked for, for reports.
    pub(super) file: PathBuf,
    /// Where it is.
    pub(super) real: PathBuf,
    pub(super) language: Language,
    /// The SHA-256 of its bytes, hexadecimal.
    pub(super) sha256: String,
    /// What is run: the file itself, or its interpreter.
    pub(super) module: Arc<Module>,
    pub(super) entry: Entry,
}

/// A file that was found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// As it was asked for, made absolute.
    file: PathBuf,
    /// Without symbolic links, so that what was looked at is what is opened: outside of the runinfo directory no
    /// guest can exchange a part of it.
    real: PathBuf,
}

/// Finds and loads a testscript. May be given up at any time: a compilation ends with it.
pub(super) async fn load(facts: &Facts, asked: &str) -> Result<Guest, NotStarted> {
    let remembered = facts.testscripts.borrow().get(asked).cloned();
    let found = match remembered {
        Some(found) => found,
        None => {
            let found = find(facts, asked)?;
            let mut testscripts = facts.testscripts.borrow_mut();
            if testscripts.len() < REMEMBERED {
                testscripts.insert(asked.to_owned(), found.clone());
            }
            found
        }
    };
    let refuse = |error: ModuleError| unusable(facts, asked, &found.file, (&error, error.hint()));
    let unreadable = |error: io::Error| refuse(ModuleError::unreadable(&error));
    let language = Language::of_testscript(&found.real);
    let (runs, sha256) = match language {
        Language::Wasm => (found.real.clone(), None),
        Language::Python => {
            let missing = |error: &NoPython| unusable(facts, asked, &found.file, (error, error.hint()));
            let component = facts.python.component.clone().map_err(|error| missing(&error))?;
            (component, Some(easypy_sandbox::module::sha256_of_file(&found.real).map_err(unreadable)?))
        }
    };
    let compiling = || {
        let line = LogLine::info(format!("Compiling {} (kept in the cache)", runs.display()));
        facts.logs.borrow_mut().write(&line);
    };
    let module = facts.cache.load(&runs, Role::Testscript, compiling).await.map_err(refuse)?;
    let entry = module.info.entry(Role::Testscript).map_err(refuse)?;
    let sha256 = sha256.unwrap_or_else(|| module.sha256.clone());
    Ok(Guest { file: found.file, real: found.real, language, sha256, module, entry })
}

/// A path as the job sees it, an absolute one of the host, or one relative to the jobfile's directory, then to
/// the host's current directory.
fn find(facts: &Facts, asked: &str) -> Result<Found, NotStarted> {
    let path = Path::new(asked);
    let tried = match path.strip_prefix(facts.job_view()) {
        Ok(below) => vec![facts.job_directory.join(below)],
        Err(_) if path.is_absolute() => vec![path.to_owned()],
        Err(_) if facts.job_directory == facts.current_dir => vec![facts.job_directory.join(path)],
        Err(_) => vec![facts.job_directory.join(path), facts.current_dir.join(path)],
    };
    let found = tried.iter().find_map(|file| Some((file.clone(), fs::canonicalize(file).ok()?)));
    let Some((file, real)) = found else {
        let tried: Vec<String> = tried.iter().map(|path| path.display().to_string()).collect();
        let hint =
            "hint: a relative path is looked for in the jobfile's directory, then in the current directory";
        return Err(NotStarted::Unusable {
            reason: format!("testscript {asked} was not found: there is no {}", tried.join(" nor ")),
            detail: Some(hint.to_owned()),
            told: told(asked, facts.job_view()),
        });
    };
    if is_in_a_runinfo_directory(&real) {
        return Err(NotStarted::Unusable {
            reason: format!(
                "testscript {asked} is in the runinfo directory: what a guest can write is not run"
            ),
            detail: Some("hint: put testscripts beside the jobfile".to_owned()),
            told: None,
        });
    }
    let directory = real.parent().unwrap_or(Path::new("/"));
    if !directory.starts_with(&facts.job_directory) && is_too_wide(directory, facts.home.as_deref()) {
        return Err(NotStarted::Unusable {
            reason: format!(
                "testscript {asked} is in {}: a task would see all that is in there",
                directory.display()
            ),
            detail: Some("hint: put testscripts into a directory of their own".to_owned()),
            told: told(asked, facts.job_view()),
        });
    }
    Ok(Found { file, real })
}

/// Whether a directory is not to be shown to a task because a job, which is a guest, says that a testscript is in it: one
/// of the system's, the user's home, or one around it.
fn is_too_wide(directory: &Path, home: Option<&Path>) -> bool {
    const OF_THE_SYSTEM: [&str; 7] = ["/proc", "/sys", "/dev", "/etc", "/boot", "/run", "/var/run"];
    OF_THE_SYSTEM.iter().any(|system| directory.starts_with(system))
        || home.is_some_and(|home| home.starts_with(directory))
        || directory == Path::new("/")
}

/// Whether a file lies where the guests of this run, or of another one, may write. A runinfo directory is known by
/// its journal.
fn is_in_a_runinfo_directory(real: &Path) -> bool {
    real.ancestors().skip(1).any(|directory| directory.join(easypy_report::journal::FILE_NAME).exists())
}

fn unusable(
    facts: &Facts,
    asked: &str,
    file: &Path,
    (error, hint): (&dyn std::error::Error, &str),
) -> NotStarted {
    NotStarted::Unusable {
        reason: format!("testscript {} {error}", file.display()),
        detail: Some(format!("hint: {hint}")),
        told: told(asked, facts.job_view()),
    }
}

/// What a job is told of a file that it cannot see; none where it is told all. `job_view` is what it sees its own
/// directory as.
fn told(asked: &str, job_view: &Path) -> Option<String> {
    let path = Path::new(asked);
    let is_seen = (path.is_relative() || path.starts_with(job_view))
        && !path.components().any(|part| part == Component::ParentDir);
    (!is_seen).then(|| format!("testscript {asked} cannot be run: the report says why"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{is_in_a_runinfo_directory, is_too_wide, told};

    #[test]
    fn a_job_cannot_have_the_system_or_a_whole_home_shown() {
        let too_wide = |directory| is_too_wide(Path::new(directory), Some(Path::new("/home/me")));
        for wide in ["/", "/home", "/home/me", "/etc", "/etc/deep", "/proc/self", "/dev/shm"] {
            assert!(too_wide(wide), "{wide}");
        }
        for narrow in ["/home/me/scripts", "/home/other", "/opt/lab", "/etcetera", "/tmp/x"] {
            assert!(!too_wide(narrow), "{narrow}");
        }
    }

    #[test]
    fn what_is_below_any_runs_journal_is_a_guests() {
        let directory = tempfile::tempdir().unwrap();
        let script = directory.path().join("run/runtime/deep/x.wasm");
        assert!(!is_in_a_runinfo_directory(&script));
        std::fs::create_dir(directory.path().join("run")).unwrap();
        std::fs::write(directory.path().join("run/journal.ndjson"), "").unwrap();
        assert!(is_in_a_runinfo_directory(&script));
        assert!(!is_in_a_runinfo_directory(&directory.path().join("x.wasm")));
    }

    #[test]
    fn a_job_is_told_only_of_files_that_it_can_see() {
        for asked in ["a.wasm", "deep/a.wasm", "/job/a.wasm"] {
            assert_eq!(told(asked, Path::new("/job")), None, "{asked}");
        }
        for asked in ["/etc/shadow", "../a.wasm", "deep/../../a.wasm", "/job/../a.wasm", "/jobs/a.wasm"] {
            assert!(
                told(asked, Path::new("/job")).unwrap().ends_with("cannot be run: the report says why"),
                "{asked}"
            );
        }
    }
}
