//! The component that runs Python is compiled once, before the first test that needs it: it takes seconds of all
//! processors, and hundreds of megabytes, for each process that compiles it.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::UNIX_EPOCH;

use rustix::fs::{FlockOperation, flock};

use crate::place::{binary, cache_directory};

/// A jobfile that does nothing.
const JOB: &str = "def main():\n    pass\n";

/// Makes sure that the shared cache has the component. Tests are processes of their own: those that come while one
/// compiles it wait for that one.
///
/// # Panics
/// The binary cannot be run, or a file cannot be written.
pub(crate) fn with(component: &Path) {
    prepare(component).unwrap_or_else(|error| panic!("cannot prepare {}: {error}", component.display()));
}

fn prepare(component: &Path) -> std::io::Result<()> {
    let cache = cache_directory();
    let beside = |name: &str| cache.with_file_name(name);
    let wanted = format!("{}\n{}\n", version(component)?, version(&binary())?);
    let lock = File::create(beside("tests-python.lock"))?;
    flock(&lock, FlockOperation::LockExclusive)?;
    let stamp = beside("tests-python.stamp");
    if cache.is_dir() && fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    let directory = tempfile::tempdir()?;
    let job = directory.path().join("nothing.py");
    fs::write(&job, JOB)?;
    // That the job has no tasks makes it fail; a component that cannot be compiled shows in the tests.
    Command::new(binary())
        .arg(&job)
        .arg("--no-archive")
        .arg("--runinfo-dir")
        .arg(directory.path())
        .arg("--cache-dir")
        .arg(&cache)
        .env_clear()
        .env("EASYPY_PYTHON", component)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    fs::write(stamp, wanted)
}

/// What changes when a file is another.
fn version(file: &Path) -> std::io::Result<String> {
    let metadata = fs::metadata(file)?;
    let time = metadata.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(format!("{} {} {}", file.display(), metadata.len(), time.as_nanos()))
}
