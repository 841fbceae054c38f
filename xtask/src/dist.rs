//! An installable tree: `target/dist/{bin,share}`.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{command, guests, host, ui};

/// The shells that completions are made for.
const SHELLS: [(&str, &str); 3] =
    [("bash", "easypy-wasm.bash"), ("zsh", "_easypy-wasm"), ("fish", "easypy-wasm.fish")];

/// Builds the tree anew.
///
/// # Errors
/// Something does not build, or a file cannot be read or written.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let built = host::build(host::dist_cargo(workspace))?;
    let guests = guests::build(workspace)?;

    let tree = workspace.target.join("dist");
    if tree.exists() {
        fs::remove_dir_all(&tree).with_context(|| format!("cannot empty {}", tree.display()))?;
    }
    let binary = tree.join("bin").join(host::NAME);
    let share = tree.join("share").join(host::NAME);
    copy(&built, &binary)?;
    for name in ["LICENSE", "README.md"] {
        copy(&workspace.root.join(name), &share.join(name))?;
    }
    copy_all(&workspace.root.join("guest-sdk/wit"), &share.join("wit"), &[])?;
    copy_all(&workspace.guests().join("jobs"), &share.join("jobs"), &[])?;
    copy_all(&workspace.root.join("jobs"), &share.join("jobs"), &["py", "txt"])?;
    copy(&workspace.guests().join(guests::python::NAME), &share.join("python.wasm"))?;
    // Each job and testscript has its source beside it: they are there to be learnt from.
    for guest in guests.guests.iter().filter(|guest| guest.place.starts_with("jobs")) {
        copy(&guest.source, &share.join(guest.place.with_extension("rs")))?;
    }
    for (shell, name) in SHELLS {
        let completions = command::capture(Command::new(&binary).args(["completions", shell]))?;
        write(&share.join("completions").join(name), &completions)?;
    }
    ui::say(format_args!("installable: {}", tree.display()));
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    make_parent(to)?;
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<()> {
    make_parent(path)?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn make_parent(path: &Path) -> Result<()> {
    let Some(parent) = path.parent() else { return Ok(()) };
    fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))
}

/// Copies a directory with all below it, or those files whose names end so.
fn copy_all(from: &Path, to: &Path, endings: &[&str]) -> Result<()> {
    let entries = fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read {}", from.display()))?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        let ending = from.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if from.is_dir() {
            copy_all(&from, &to, endings)?;
        } else if endings.is_empty() || endings.contains(&ending) {
            copy(&from, &to)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_copied_with_all_below_it() {
        let directory = tempfile::tempdir().unwrap();
        let from = directory.path().join("from");
        write(&from.join("deep/file"), "text").unwrap();
        write(&from.join("deep/job.py"), "text").unwrap();
        copy_all(&from, &directory.path().join("to/here"), &[]).unwrap();
        assert_eq!(fs::read_to_string(directory.path().join("to/here/deep/file")).unwrap(), "text");
        copy_all(&from, &directory.path().join("python"), &["py"]).unwrap();
        assert!(directory.path().join("python/deep/job.py").exists());
        assert!(!directory.path().join("python/deep/file").exists());
        assert!(copy_all(&directory.path().join("absent"), &directory.path().join("x"), &[]).is_err());
    }
}
