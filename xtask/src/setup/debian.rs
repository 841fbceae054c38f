//! Debian's compiler, for places where Rust's download server cannot be reached.
//!
//! Debian packages no standard library for WASI but the sources of one, and a C library for WASI. So std is
//! built from its sources for `wasm32-wasip1`, once per target directory (half a minute), and linked with
//! wasi-libc. What comes out are core modules; the SDK's carry the type of their component in a custom
//! section, from which the host makes the component.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::command;
use crate::ui;

/// The packages to install.
pub(crate) const PACKAGES: [&str; 3] = ["rustc-web", "rust-web-src", "wasi-libc"];

/// The target that std is built for.
pub(crate) const TARGET: &str = "wasm32-wasip1";

/// The oldest minor version of Rust 1 that the guests build with: `rust-version` of the workspace.
const OLDEST_MINOR: u32 = 95;

/// Where the packages put things.
const RUSTC: &str = "/usr/bin/rustc";
const STD_SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
const WASI_LIBC: &str = "/usr/lib/wasm32-wasi";

/// Debian's toolchain, as it was found.
#[derive(Debug)]
pub(crate) struct Debian {
    linker: PathBuf,
}

impl Debian {
    /// Sets this cargo up to build with it.
    pub(crate) fn apply(&self, cargo: &mut Command) {
        let flags = [
            "-C".into(),
            format!("linker={}", self.linker.display()),
            // rustc then takes the start file that fits the crate type, and finds it where `-L` says.
            "-C".into(),
            "link-self-contained=yes".into(),
            "-L".into(),
            WASI_LIBC.into(),
        ];
        cargo
            .env("RUSTC", RUSTC)
            // `-Zbuild-std` is not stable; the compiler is fixed, so what it does is known.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join(&command::FLAG_SEPARATOR.to_string()))
            // `cargo run` puts the libraries of another compiler in front of Debian's.
            .env_remove("LD_LIBRARY_PATH")
            .env_remove("RUSTC_WRAPPER")
            .env_remove("RUSTC_WORKSPACE_WRAPPER")
            .args(["-Zbuild-std=std,panic_abort", "--target", TARGET]);
    }
}

/// Finds what the packages bring, or installs them.
///
/// # Errors
/// This is no Debian, xtask does not run as root, apt-get fails, or its Rust is too old.
pub(super) fn find_or_install() -> Result<Debian> {
    if !complete() {
        install("the guest toolchain", &PACKAGES)?;
    }
    ensure!(complete(), "{} were installed, but not all is where it should be", PACKAGES.join(", "));
    let version = command::capture(Command::new(RUSTC).arg("--version"))?;
    let minor =
        minor_version(&version).with_context(|| format!("cannot read {RUSTC}'s version: {version:?}"))?;
    ensure!(minor >= OLDEST_MINOR, "{RUSTC} is 1.{minor}; the guests need 1.{OLDEST_MINOR}");
    Ok(Debian { linker: linker()? })
}

/// Whether all that the packages bring is there.
fn complete() -> bool {
    let libc = Path::new(WASI_LIBC).join("libc.a");
    [Path::new(RUSTC), Path::new(STD_SOURCES), &libc].iter().all(|path| path.exists())
}

/// Installs packages with apt-get; `what` says in the progress line what they are for.
///
/// # Errors
/// This is no Debian, xtask does not run as root, or apt-get fails.
pub(super) fn install(what: &str, packages: &[&str]) -> Result<()> {
    if !command::succeeds(Command::new("apt-get").arg("--version")) {
        bail!("there is no apt-get, so this is no Debian");
    }
    let user = command::capture(Command::new("id").arg("-u"))?;
    ensure!(user.trim() == "0", "only root may install {}", packages.join(", "));
    // Lists that are old name versions that are gone, and lists that were never read name none. If they cannot
    // be read now, what is there may still do.
    ui::say(format_args!("reading the package lists: apt-get update"));
    let _ = command::run(apt_get().args(["-qq", "update"]));
    ui::say(format_args!("installing {what}: apt-get install {}", packages.join(" ")));
    command::run(apt_get().args(["-qq", "install", "--yes", "--no-install-recommends"]).args(packages))
}

/// An apt-get that asks nothing.
fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// A linker for WebAssembly: the one in the Rust toolchain in use, else LLVM's on the `PATH`.
fn linker() -> Result<PathBuf> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroots = [rustc, RUSTC.into()]
        .into_iter()
        .filter_map(|rustc| command::capture(Command::new(rustc).args(["--print", "sysroot"])).ok());
    for sysroot in sysroots {
        if let Some(found) = rust_lld(Path::new(sysroot.trim())) {
            return Ok(found);
        }
    }
    if command::succeeds(Command::new("wasm-ld").arg("--version")) {
        return Ok("wasm-ld".into());
    }
    bail!(
        "there is no linker for WebAssembly: neither rust-lld in the Rust toolchain nor wasm-ld (apt-get install lld)"
    )
}

/// `lib/rustlib/HOST/bin/rust-lld` below a sysroot, whatever the host is.
fn rust_lld(sysroot: &Path) -> Option<PathBuf> {
    let hosts = fs::read_dir(sysroot.join("lib/rustlib")).ok()?;
    hosts.flatten().map(|host| host.path().join("bin/rust-lld")).find(|path| path.exists())
}

/// The 95 of `rustc 1.95.0 (…)`.
fn minor_version(text: &str) -> Option<u32> {
    text.strip_prefix("rustc 1.")?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_rustcs_line() {
        assert_eq!(
            minor_version("rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)\n"),
            Some(96)
        );
        assert_eq!(minor_version("rustc 2.0.0"), None);
        assert_eq!(minor_version(""), None);
    }

    #[test]
    fn the_oldest_rust_is_that_of_the_workspace() {
        assert_eq!(env!("CARGO_PKG_RUST_VERSION"), format!("1.{OLDEST_MINOR}"));
    }

    #[test]
    fn the_linker_is_found_below_any_host() {
        let sysroot = tempfile::tempdir().unwrap();
        assert_eq!(rust_lld(sysroot.path()), None);
        let bin = sysroot.path().join("lib/rustlib/riscv64gc-unknown-linux-gnu/bin");
        fs::create_dir_all(&bin).unwrap();
        fs::write(bin.join("rust-lld"), "").unwrap();
        assert_eq!(rust_lld(sysroot.path()), Some(bin.join("rust-lld")));
    }

    #[test]
    fn cargo_is_told_all_it_needs() {
        let mut cargo = Command::new("cargo");
        Debian { linker: "/with space/rust-lld".into() }.apply(&mut cargo);
        let shown = command::show(&cargo);
        assert!(
            shown.contains("linker=/with space/rust-lld -C link-self-contained=yes -L /usr/lib/wasm32-wasi")
        );
        assert!(shown.ends_with("-Zbuild-std=std,panic_abort --target wasm32-wasip1"), "{shown}");
    }
}
