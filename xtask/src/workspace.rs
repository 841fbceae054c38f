//! What cargo knows of this workspace: its directories, its packages, which of them are guests.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::command;

/// The packages whose `[[example]]`s are guests, and the directory below `target/guests` that they go to.
pub(crate) const GUEST_PACKAGES: [(&str, &str); 3] =
    [("easypy-jobs", "jobs"), ("easypy-examples", "jobs"), ("easypy-test-guests", "tests")];

/// The workspace as `cargo metadata` describes it.
#[derive(Debug, Deserialize)]
pub(crate) struct Workspace {
    #[serde(rename = "workspace_root")]
    pub(crate) root: PathBuf,
    #[serde(rename = "target_directory")]
    pub(crate) target: PathBuf,
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) id: String,
    metadata: Option<Metadata>,
}

/// `[package.metadata]`, as far as xtask uses it.
#[derive(Debug, Deserialize)]
struct Metadata {
    #[serde(default)]
    guests: BTreeMap<String, String>,
}

impl Workspace {
    /// Asks cargo. Needs no network.
    ///
    /// # Errors
    /// Cargo cannot be run or finds a manifest at fault.
    pub(crate) fn load() -> Result<Workspace> {
        let mut cargo = command::cargo();
        cargo.args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"]);
        cargo.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"));
        let text = command::capture(&mut cargo)?;
        serde_json::from_str(&text).context("cannot read what `cargo metadata` says")
    }

    /// A cargo that runs at the root of the workspace.
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = command::cargo();
        cargo.current_dir(&self.root);
        cargo
    }

    /// Where the guests are put: `target/guests`.
    pub(crate) fn guests(&self) -> PathBuf {
        self.target.join("guests")
    }

    /// The package with this name.
    ///
    /// # Errors
    /// The workspace has none.
    pub(crate) fn package(&self, name: &str) -> Result<&Package> {
        let found = self.packages.iter().find(|package| package.name == name);
        found.with_context(|| format!("the workspace has no package `{name}`"))
    }

    /// What selects everything that runs on this machine: all packages but the guests. One selection for
    /// every step keeps the features of shared dependencies equal, so nothing is compiled twice.
    pub(crate) fn host_selection() -> Vec<&'static str> {
        let excluded = GUEST_PACKAGES.iter().flat_map(|(name, _)| ["--exclude", *name]);
        std::iter::once("--workspace").chain(excluded).collect()
    }

    /// What selects the guest packages.
    pub(crate) fn guest_selection() -> Vec<&'static str> {
        GUEST_PACKAGES.iter().flat_map(|(name, _)| ["--package", *name]).collect()
    }
}

impl Package {
    /// Guests whose place is not `NAME.wasm`: name to relative path, from `[package.metadata.guests]`.
    pub(crate) fn places(&self) -> Option<&BTreeMap<String, String>> {
        self.metadata.as_ref().map(|metadata| &metadata.guests)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_of_other_tools_is_no_obstacle() {
        let text = r#"{
            "workspace_root": "/w", "target_directory": "/w/target", "version": 1,
            "packages": [
                {"name": "a", "id": "a#1", "metadata": null},
                {"name": "b", "id": "b#1", "metadata": {"docs": {"rs": {}}}},
                {"name": "c", "id": "c#1", "metadata": {"guests": {"x": "deep/x.wasm"}}}
            ]}"#;
        let workspace: Workspace = serde_json::from_str(text).unwrap();
        assert!(workspace.package("a").unwrap().places().is_none());
        assert!(workspace.package("b").unwrap().places().unwrap().is_empty());
        assert_eq!(workspace.package("c").unwrap().places().unwrap()["x"], "deep/x.wasm");
        assert!(workspace.package("d").unwrap_err().to_string().contains("`d`"));
    }

    #[test]
    fn the_selections_complement_each_other() {
        for (name, _) in GUEST_PACKAGES {
            assert!(Workspace::host_selection().windows(2).any(|pair| pair == ["--exclude", name]));
            assert!(Workspace::guest_selection().windows(2).any(|pair| pair == ["--package", name]));
        }
    }
}
