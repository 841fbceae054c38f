//! An installation: the program finds the component beside it, says that it compiles it, and needs no Python.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use easypy_tests::{binary, python_runner};

/// A tree with the program in `bin` and the component where an installation has it.
fn installation() -> tempfile::TempDir {
    // Where the program was built: it is linked, not copied.
    let beside = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let tree = tempfile::tempdir_in(beside).unwrap();
    let share = tree.path().join("share/easypy-wasm");
    fs::create_dir_all(tree.path().join("bin")).unwrap();
    fs::create_dir_all(&share).unwrap();
    fs::hard_link(binary(), tree.path().join("bin/easypy-wasm")).unwrap();
    fs::hard_link(python_runner(), share.join("python.wasm")).unwrap();
    tree
}

#[test]
fn a_program_finds_the_component_that_was_installed_with_it() {
    let tree = installation();
    let job = tree.path().join("job.py");
    fs::write(&job, "def main(runtime):\n    print('it runs')\n").unwrap();
    let run = || {
        Command::new(tree.path().join("bin/easypy-wasm"))
            .arg(&job)
            .args(["--no-archive", "--runinfo-dir"])
            .arg(tree.path().join("runinfo"))
            .arg("--cache-dir")
            .arg(tree.path().join("cache"))
            .env_clear()
            .env("PATH", "/nonexistent")
            .env("HOME", tree.path())
            .output()
            .unwrap()
    };
    let said = |output: std::process::Output| String::from_utf8(output.stdout).unwrap();
    let first = said(run());
    assert!(first.contains("it runs"), "{first}");
    assert!(first.contains("Compiling") && first.contains("share/easypy-wasm/python.wasm"), "{first}");
    let second = said(run());
    assert!(second.contains("it runs") && !second.contains("Compiling"), "{second}");
}
