//! Guests: built by cargo, put where jobs and tests look for them.
//!
//! `target/guests/jobs` holds the example jobfiles with their testscripts and data beside them, as a user's
//! directory would; `target/guests/tests` the guests of the tests. Beside them is the component that runs Python.

mod place;
pub(crate) mod python;

use std::fmt;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::artifact::{self, Artifact};
use crate::setup::{self, Toolchain};
use crate::workspace::{GUEST_PACKAGES, Package, Workspace};
use place::Tree;

/// The profile of `Cargo.toml` for guests.
const PROFILE: &str = "guest";

/// What was built.
#[derive(Debug)]
pub(crate) struct Guests {
    pub(crate) toolchain: Toolchain,
    pub(crate) guests: Vec<Guest>,
    changes: place::Changes,
    directory: PathBuf,
}

/// One guest.
#[derive(Debug)]
pub(crate) struct Guest {
    /// Relative to `target/guests`: `jobs/demo.wasm`.
    pub(crate) place: PathBuf,
    /// The Rust file that it is built from.
    pub(crate) source: PathBuf,
    /// The module where cargo left it.
    module: PathBuf,
}

impl fmt::Display for Guests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (guests, directory, changes) = (self.guests.len(), self.directory.display(), &self.changes);
        write!(
            f,
            "{guests} guests in {directory} ({} new or changed, {} removed)",
            changes.copied, changes.removed
        )
    }
}

/// Makes sure of the toolchain, builds all guests and puts them in their places.
///
/// # Errors
/// There is no toolchain, a guest does not build, two want one place, or a file cannot be written.
pub(crate) fn build(workspace: &Workspace) -> Result<Guests> {
    let toolchain = setup::toolchain()?;
    let mut cargo = cargo_build(workspace, &toolchain);
    cargo.args(["--profile", PROFILE, "--examples"]).args(Workspace::guest_selection());
    let artifacts = artifact::build(cargo)?;
    let directory = workspace.guests();
    let guests = guests(workspace, &artifacts)?;

    let mut tree = Tree::default();
    for guest in &guests {
        tree.add(guest.place.clone(), guest.module.clone())?;
    }
    tree.add_directory("jobs/data".as_ref(), &workspace.root.join("examples/data"))?;
    tree.add(python::NAME.into(), python::build(workspace)?)?;
    let changes = tree.write(&directory).with_context(|| format!("cannot fill {}", directory.display()))?;
    Ok(Guests { toolchain, guests, changes, directory })
}

/// Builds one guest in a profile of its own choice; where cargo left it.
///
/// # Errors
/// It does not build.
pub(crate) fn one(
    workspace: &Workspace,
    toolchain: &Toolchain,
    package: &str,
    name: &str,
    profile: &str,
) -> Result<PathBuf> {
    let mut cargo = cargo_build(workspace, toolchain);
    cargo.args(["--package", package, "--example", name, "--profile", profile]);
    let built = artifact::build(cargo)?.into_iter().find(|artifact| artifact.target.name == name);
    built.as_ref().and_then(Artifact::module).with_context(|| format!("{name} is no module")).cloned()
}

/// The cargo that builds guests with this toolchain; which ones, and in which profile, is for the caller to add.
fn cargo_build(workspace: &Workspace, toolchain: &Toolchain) -> Command {
    let mut cargo = workspace.cargo();
    cargo.arg("build");
    match toolchain {
        Toolchain::Rustup => cargo.args(["--target", setup::RUSTUP_TARGET]),
        Toolchain::Debian(debian) => {
            debian.apply(&mut cargo);
            // A directory of its own: each compiler would throw away what the other has built.
            cargo.arg("--target-dir").arg(workspace.target.join("debian"))
        }
    };
    cargo
}

/// The component that runs Python, where [`build`] puts it.
pub(crate) fn python_runner(workspace: &Workspace) -> PathBuf {
    workspace.guests().join(python::NAME)
}

/// The guests among what cargo built, each with its place.
fn guests(workspace: &Workspace, artifacts: &[Artifact]) -> Result<Vec<Guest>> {
    let mut guests = Vec::new();
    for (name, directory) in GUEST_PACKAGES {
        let package = workspace.package(name)?;
        let built = artifacts.iter().filter(|artifact| artifact.package_id == package.id);
        for artifact in built.filter(|artifact| artifact.target.kind == ["example"]) {
            let module = artifact.module();
            guests.push(Guest {
                place: place_of(package, directory, &artifact.target.name)?,
                source: artifact.target.src_path.clone(),
                module: module.with_context(|| format!("{} is no module", artifact.target.name))?.clone(),
            });
        }
    }
    Ok(guests)
}

/// Where a guest goes: what its package says, else `NAME.wasm`.
fn place_of(package: &Package, directory: &str, name: &str) -> Result<PathBuf> {
    let place = package.places().and_then(|places| places.get(name));
    let place = place.cloned().unwrap_or_else(|| format!("{name}.wasm"));
    place::below(directory.as_ref(), place.as_ref())
        .with_context(|| format!("[package.metadata.guests] of {} puts {name} elsewhere", package.name))
}

/// The cargo that runs clippy on the guests and the SDK, as they are compiled for WebAssembly. None with
/// Debian's toolchain, which has no clippy of its own.
pub(crate) fn clippy(workspace: &Workspace, toolchain: &Toolchain) -> Option<Command> {
    let Toolchain::Rustup = toolchain else { return None };
    let mut cargo = workspace.cargo();
    cargo.arg("clippy").args(Workspace::guest_selection()).args(["--package", "easypy"]);
    cargo.args(["--lib", "--examples", "--target", setup::RUSTUP_TARGET, "--", "-D", "warnings"]);
    Some(cargo)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const METADATA: &str = r#"{
        "workspace_root": "/w", "target_directory": "/w/target",
        "packages": [
            {"name": "easypy-jobs", "id": "j", "metadata": null},
            {"name": "easypy-examples", "id": "e", "metadata": {"guests": {"deep": "path/to/deep.wasm"}}},
            {"name": "easypy-test-guests", "id": "t", "metadata": {"guests": {"out": "../out.wasm"}}}
        ]}"#;

    fn artifact(package: &str, kind: &str, name: &str) -> Artifact {
        let text = format!(
            r#"{{"package_id": "{package}", "target": {{"name": "{name}", "kind": ["{kind}"], "src_path": "/w/{name}.rs"}},
                 "filenames": ["/t/{name}.d", "/t/{name}.wasm"], "executable": null}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn every_example_of_the_guest_packages_has_its_place() {
        let workspace: Workspace = serde_json::from_str(METADATA).unwrap();
        let artifacts = [
            artifact("j", "lib", "easypy_jobs"),
            artifact("j", "example", "demo"),
            artifact("e", "example", "deep"),
            artifact("t", "example", "traps"),
            artifact("somebody-else", "example", "other"),
        ];
        let guests = guests(&workspace, &artifacts).unwrap();
        let places: Vec<&Path> = guests.iter().map(|guest| guest.place.as_path()).collect();
        let expected = ["jobs/demo.wasm", "jobs/path/to/deep.wasm", "tests/traps.wasm"];
        assert_eq!(places, expected.map(Path::new));
        assert_eq!(guests[0].module, Path::new("/t/demo.wasm"));
        assert_eq!(guests[0].source, Path::new("/w/demo.rs"));
    }

    #[test]
    fn a_place_outside_the_guests_directory_is_refused() {
        let workspace: Workspace = serde_json::from_str(METADATA).unwrap();
        let error = guests(&workspace, &[artifact("t", "example", "out")]).unwrap_err();
        assert!(error.to_string().contains("easypy-test-guests puts out elsewhere"), "{error}");
    }
}
