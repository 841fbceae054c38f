//! Where the binary, the guests and the shared cache are.

use std::env;
use std::path::{Path, PathBuf};

/// The built binary: `$EASYPY_WASM_BIN`, else `easypy-wasm` beside the directory of the test's own program.
///
/// # Panics
/// It is not there.
pub fn binary() -> PathBuf {
    let binary = match env::var_os("EASYPY_WASM_BIN") {
        Some(path) => PathBuf::from(path),
        None => profile_directory().join("easypy-wasm"),
    };
    assert!(binary.is_file(), "{} is not there: run `cargo build` first", binary.display());
    binary
}

/// A guest of the tests, by its name.
///
/// # Panics
/// It is not there.
pub fn test_guest(name: &str) -> PathBuf {
    guest("tests", name)
}

/// An example jobfile or testscript, by its name.
///
/// # Panics
/// It is not there.
pub fn example_job(name: &str) -> PathBuf {
    guest("jobs", name)
}

fn guest(kind: &str, name: &str) -> PathBuf {
    let path = guests().join(kind).join(format!("{name}.wasm"));
    assert!(path.is_file(), "{} is not there: run `cargo xtask guests` first", path.display());
    path
}

/// The component that runs Python: `$EASYPY_PYTHON`, else `easypy-python.wasm` among the guests.
///
/// # Panics
/// It is not there.
pub fn python_runner() -> PathBuf {
    let path =
        env::var_os("EASYPY_PYTHON").map_or_else(|| guests().join("easypy-python.wasm"), PathBuf::from);
    assert!(path.is_file(), "{} is not there: run `cargo xtask guests` first", path.display());
    path
}

/// The directory of all guests: `$EASYPY_WASM_GUESTS`, else `guests` in the target directory.
pub fn guests() -> PathBuf {
    env::var_os("EASYPY_WASM_GUESTS").map_or_else(|| target_directory().join("guests"), PathBuf::from)
}

/// The cache of compiled modules that all tests share, so that each guest is compiled once.
pub fn cache_directory() -> PathBuf {
    target_directory().join("tests-cache")
}

/// `target/debug` or its like: tests are in `deps` below it.
fn profile_directory() -> PathBuf {
    let program = env::current_exe().unwrap_or_else(|error| panic!("the test has no program: {error}"));
    let directory = program.parent().and_then(Path::parent);
    directory.unwrap_or_else(|| panic!("{} is not in a target directory", program.display())).to_owned()
}

/// Cargo's target directory: what is above the profile's, be there a target triple between them or not.
fn target_directory() -> PathBuf {
    let profile = profile_directory();
    let above = profile.ancestors().skip(1).take(2);
    let marked = above.clone().find(|directory| directory.join("CACHEDIR.TAG").is_file());
    marked.or(above.clone().next()).unwrap_or(&profile).to_owned()
}
