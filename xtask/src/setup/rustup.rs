//! The target of Rust's own: `wasm32-wasip2`.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::Toolchain;
use crate::command;
use crate::ui;

/// The target that makes components without any further tool.
pub(crate) const TARGET: &str = "wasm32-wasip2";

/// Looks for the target in the toolchain in use; asks rustup for it if it is not there.
///
/// # Errors
/// It is not there, and there is no rustup or rustup fails.
pub(super) fn find_or_install() -> Result<Toolchain> {
    if installed()? {
        return Ok(Toolchain::Rustup);
    }
    ui::say(format_args!("installing the guest toolchain: rustup target add {TARGET}"));
    add(&["target", "add", TARGET])?;
    Ok(Toolchain::Rustup)
}

/// Runs `rustup … add …`, for the toolchain that runs xtask: rustup's proxies say which in the environment.
///
/// # Errors
/// There is no rustup, or it fails.
pub(super) fn add(arguments: &[&str]) -> Result<()> {
    command::run(Command::new("rustup").args(arguments))
}

/// Whether the compiler has a standard library for the target. A distribution's rustc may have one as well.
fn installed() -> Result<bool> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let directory =
        command::capture(Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]))
            .context("there is no rustc that knows WASI 0.2")?;
    Ok(has_std(Path::new(directory.trim())))
}

/// Whether this directory holds a standard library.
fn has_std(directory: &Path) -> bool {
    let Ok(entries) = fs::read_dir(directory) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_without_std_is_no_installed_target() {
        let directory = tempfile::tempdir().unwrap();
        assert!(!has_std(&directory.path().join("absent")));
        // What rustup leaves behind when it removes a target.
        fs::write(directory.path().join("components"), "").unwrap();
        assert!(!has_std(directory.path()));
        fs::write(directory.path().join("libstd-0123456789abcdef.rlib"), "").unwrap();
        assert!(has_std(directory.path()));
    }
}
