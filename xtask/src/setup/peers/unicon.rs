//! Unicon's mock devices, in a virtual environment.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Error, Result};

use crate::setup::{Python, python};
use crate::{command, ui};

/// Raised when what this file does, or the stand-in, changes the environment although no requirement changed.
const RECIPE: u32 = 1;

/// The package that stands for one that is not installed.
const STAND_IN: &str = "genie";

/// Makes sure of the environment `unicon` below `directory`, from the requirements in `source`.
///
/// # Errors
/// There is no Python, or a package cannot be had.
pub(super) fn find_or_install(directory: &Path, source: &Path) -> Result<()> {
    let environment = directory.join("unicon");
    let requirements = source.join("requirements.txt");
    let wanted = fs::read_to_string(&requirements);
    let wanted = wanted.with_context(|| format!("cannot read {}", requirements.display()))?;
    // With its place: an environment does not work at another.
    let wanted = format!("recipe {RECIPE} in {}\n{wanted}", environment.display());
    let stamp = directory.join("unicon.stamp");
    if fs::read_to_string(&stamp).is_ok_and(|text| text == wanted) {
        return Ok(());
    }
    let begin = Instant::now();
    ui::say(format_args!("installing Unicon's mock devices into {}", environment.display()));
    install(&environment, &requirements, source).map_err(explain)?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    ui::say(format_args!("installed Unicon's mock devices in {}", ui::duration(begin.elapsed())));
    Ok(())
}

fn install(environment: &Path, requirements: &Path, source: &Path) -> Result<()> {
    let python = Python::find_or_install()?;
    command::run(python.command().args(["-m", "venv", "--clear"]).arg(environment))?;
    let program = environment.join("bin/python");
    let mut pip = python::clean(Command::new(&program));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]);
    // Some packages are there in compiled form only; for the others a compiler would be needed.
    command::run(pip.args(["--only-binary", ":all:", "-r"]).arg(requirements))?;
    let site = "import sysconfig; print(sysconfig.get_path('purelib'), end='')";
    let site = PathBuf::from(command::capture(python::clean(Command::new(&program)).args(["-c", site]))?);
    copy_tree(&source.join(STAND_IN), &site.join(STAND_IN))?;
    // Unicon loads all its plugins when it begins: a mistake shows here and not in a test.
    command::run(python::clean(Command::new(&program)).args(["-I", "-c", "import unicon.mock.mock_device"]))
}

/// Copies the Python files of a package.
fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    let failed = || format!("cannot copy {} to {}", from.display(), to.display());
    fs::create_dir_all(to).with_context(failed)?;
    for entry in fs::read_dir(from).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_tree(&path, &target)?;
        } else if path.extension().is_some_and(|extension| extension == "py") {
            fs::copy(&path, &target).with_context(failed)?;
        }
    }
    Ok(())
}

/// What a person can do about it.
fn explain(error: Error) -> Error {
    error.context(
        "Unicon's mock devices, which the tests of device sessions talk to, cannot be installed. They are on PyPI \
         for CPython 3.11 to 3.14; put one of those first on the PATH as `python3`, with its \
         venv module (Debian, as root: apt-get install python3-venv), and let pip reach an index \
         (PIP_INDEX_URL)",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_python_files_are_copied() {
        let directory = tempfile::tempdir().unwrap();
        let (from, to) = (directory.path().join("from"), directory.path().join("to"));
        fs::create_dir_all(from.join("a/__pycache__")).unwrap();
        for file in ["__init__.py", "a/b.py", "a/__pycache__/b.cpython-311.pyc"] {
            fs::write(from.join(file), file).unwrap();
        }
        copy_tree(&from, &to).unwrap();
        assert_eq!(fs::read_to_string(to.join("a/b.py")).unwrap(), "a/b.py");
        assert!(to.join("__init__.py").exists());
        assert!(!to.join("a/__pycache__/b.cpython-311.pyc").exists());
    }

    #[test]
    fn an_environment_that_fits_is_left_alone() {
        let directory = tempfile::tempdir().unwrap();
        let source = directory.path().join("source");
        fs::create_dir(&source).unwrap();
        fs::write(source.join("requirements.txt"), "unicon==1\n").unwrap();
        let place = directory.path().join("unicon");
        let stamp = format!("recipe {RECIPE} in {}\nunicon==1\n", place.display());
        fs::write(directory.path().join("unicon.stamp"), stamp).unwrap();
        find_or_install(directory.path(), &source).unwrap();
        assert!(!place.exists());
    }
}
