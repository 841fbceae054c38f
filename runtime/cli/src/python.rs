//! Where the component is that runs Python files, and the packages that they may import.

use std::path::{Path, PathBuf};

use easypy_engine::{NoPython, Python};

use crate::error::ExpectedError;
use crate::places;

/// Names the component.
const COMPONENT: &str = "EASYPY_PYTHON";
/// Where an installation has it, whose binary is in `bin`.
const INSTALLED: &str = "share/easypy-wasm/python.wasm";

/// What Python files are run with. That there is no component is told when one is needed.
///
/// # Errors
/// A directory of packages is not there.
pub(crate) fn find(packages: &[PathBuf]) -> Result<Python, ExpectedError> {
    let packages = packages.iter().map(|path| directory(path)).collect::<Result<_, _>>()?;
    let named = std::env::var_os(COMPONENT).filter(|path| !path.is_empty()).map(PathBuf::from);
    let looked = match named {
        // A name that is wrong must not be mended by another file.
        Some(named) => vec![places::absolute(&named)],
        None => installed().into_iter().collect(),
    };
    let found = looked.iter().find(|path| path.is_file()).cloned();
    Ok(Python { component: found.ok_or(NoPython { looked }), packages })
}

fn installed() -> Option<PathBuf> {
    Some(std::env::current_exe().ok()?.parent()?.parent()?.join(INSTALLED))
}

fn directory(given: &Path) -> Result<PathBuf, ExpectedError> {
    let path = places::absolute(given);
    match std::fs::read_dir(&path) {
        Ok(_) => Ok(path),
        Err(why) => Err(ExpectedError::NoPackages { path, why }),
    }
}
