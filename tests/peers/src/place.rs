//! Where the peers are.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{self, Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

static TOLD: OnceLock<PathBuf> = OnceLock::new();

/// Says where they are, for a program that knows it: before anything is started, once.
pub fn look_in(peers: &Path) {
    let _ = TOLD.set(peers.to_owned());
}

/// The directory that `cargo xtask peers` fills: what was told, else `$EASYPY_PEERS`, else `target/peers` in the
/// workspace.
fn peers() -> PathBuf {
    if let Some(told) = TOLD.get() {
        return told.clone();
    }
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/peers");
    let peers =
        env::var_os("EASYPY_PEERS").filter(|path| !path.is_empty()).map_or_else(default, PathBuf::from);
    path::absolute(&peers).unwrap_or(peers)
}

/// A program of OpenSSH (`ssh`, `sshd`, `ssh-keygen` …), ready for arguments: the system's, else the one that was
/// unpacked, with its libraries.
///
/// # Panics
/// It is nowhere.
pub fn openssh(name: &str) -> Command {
    let tree = peers().join("openssh");
    let unpacked = ["usr/sbin", "usr/bin"].map(|directory| tree.join(directory));
    let places = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"].map(PathBuf::from);
    let found = places.iter().chain(&unpacked).map(|place| place.join(name)).find(|path| path.is_file());
    let program = found.unwrap_or_else(|| {
        panic!("there is no {name}: run `cargo xtask peers`, or install openssh-server and openssh-client")
    });
    let mut command = Command::new(&program);
    if program.starts_with(&tree) {
        command.env("LD_LIBRARY_PATH", libraries(&tree));
    }
    command
}

/// The directories of libraries in a tree, as `LD_LIBRARY_PATH` wants them.
fn libraries(tree: &Path) -> OsString {
    let mut directories = Vec::new();
    for root in ["usr/lib", "lib"].map(|root| tree.join(root)) {
        let below = fs::read_dir(&root).into_iter().flatten().flatten().map(|entry| entry.path());
        directories.extend(below.filter(|path| path.is_dir()));
        directories.push(root);
    }
    env::join_paths(directories)
        .unwrap_or_else(|error| panic!("{} as a path of libraries: {error}", tree.display()))
}

/// Where Unicon's programs are, `mock_device_cli` among them: for a `PATH`.
///
/// # Panics
/// They are not there.
pub fn unicon_programs() -> PathBuf {
    let directory = peers().join("unicon/bin");
    assert!(directory.is_dir(), "there is no {}: run `cargo xtask peers`", directory.display());
    directory
}

/// A program of the virtual environment that holds Unicon.
///
/// # Panics
/// It is not there.
pub(crate) fn unicon(program: &str) -> PathBuf {
    // Not resolved: through a link it would be the Python that the environment was made from.
    let path = unicon_programs().join(program);
    assert!(path.is_file(), "there is no {program} of Unicon: run `cargo xtask peers`");
    path
}

/// A file of ours beside the sources.
pub(crate) fn own(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
