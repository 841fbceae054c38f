//! OpenSSH's sshd and the programs that go with it: the system's, else unpacked from Debian's packages.
//!
//! The packages are fetched and unpacked, not installed: no server starts, no user is made, no root is needed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Error, Result, bail};

use crate::{command, ui};

/// What the tests run, and the Debian package that has it.
const PROGRAMS: [(&str, &str); 5] = [
    ("sshd", "openssh-server"),
    ("ssh", "openssh-client"),
    ("ssh-keygen", "openssh-client"),
    ("ssh-agent", "openssh-client"),
    ("ssh-add", "openssh-client"),
];

/// Where programs are in a system, and in a tree that was unpacked. `sbin` is seldom on a user's PATH.
const PLACES: [&str; 4] = ["usr/sbin", "usr/bin", "usr/local/sbin", "usr/local/bin"];

/// How many rounds of libraries are fetched for the libraries of the round before.
const ROUNDS: usize = 8;

/// Makes sure of them, below `openssh` in `directory` where the system lacks one.
///
/// # Errors
/// One is missing, and this is no Debian or its packages cannot be had.
pub(super) fn find_or_unpack(directory: &Path) -> Result<()> {
    let tree = directory.join("openssh");
    let missing = missing_packages(&[Path::new("/"), &tree]);
    if missing.is_empty() {
        return Ok(());
    }
    unpack_all(directory, &tree, &missing).map_err(|error| explain(&missing, error))
}

/// The packages of the programs that are in none of these roots.
fn missing_packages(roots: &[&Path]) -> Vec<&'static str> {
    let there = |name: &str| roots.iter().any(|root| program(root, name).is_some());
    let mut packages: Vec<&str> =
        PROGRAMS.iter().filter(|(name, _)| !there(name)).map(|(_, package)| *package).collect();
    packages.dedup();
    packages
}

/// A program below this root.
fn program(root: &Path, name: &str) -> Option<PathBuf> {
    PLACES.iter().map(|place| root.join(place).join(name)).find(|path| path.is_file())
}

/// Unpacks the packages and the libraries that they need and the system lacks. The tree is complete or absent.
fn unpack_all(directory: &Path, tree: &Path, packages: &[&str]) -> Result<()> {
    let begin = Instant::now();
    ui::say(format_args!("unpacking {} below {}", packages.join(", "), tree.display()));
    let partial = directory.join("openssh.partial");
    let debs = directory.join("openssh.debs");
    let lists = directory.join("openssh.lists");
    remove(&[&partial, &debs, &lists, tree])?;
    for place in [&partial, &debs] {
        fs::create_dir_all(place).with_context(|| format!("cannot make {}", place.display()))?;
    }
    let apt = Apt { debs, lists };
    let mut wanted: Vec<String> = packages.iter().map(|&package| package.to_owned()).collect();
    for _ in 0..ROUNDS {
        for package in &wanted {
            command::run(Command::new("dpkg-deb").arg("--extract").arg(apt.fetch(package)?).arg(&partial))?;
        }
        wanted = missing_libraries(&partial)?.iter().map(|name| library_package(name)).collect();
        if wanted.is_empty() {
            remove(&[&apt.debs, &apt.lists])?;
            fs::rename(&partial, tree).with_context(|| format!("cannot write {}", tree.display()))?;
            ui::say(format_args!("unpacked OpenSSH in {}", ui::duration(begin.elapsed())));
            return Ok(());
        }
    }
    bail!("after {ROUNDS} rounds of libraries there were still some missing: {}", wanted.join(", "))
}

/// Takes away directories that may be there.
fn remove(places: &[&Path]) -> Result<()> {
    for place in places.iter().filter(|place| place.exists()) {
        fs::remove_dir_all(place).with_context(|| format!("cannot remove {}", place.display()))?;
    }
    Ok(())
}

/// Gets packages without installing them.
struct Apt {
    debs: PathBuf,
    /// Package lists of our own, for a system whose lists are empty or old.
    lists: PathBuf,
}

impl Apt {
    /// Downloads one; its file.
    fn fetch(&self, package: &str) -> Result<PathBuf> {
        // A system's lists name versions that the archive may have replaced: then our own are read.
        if !command::succeeds(self.apt_get().args(["download", package])) {
            let mut own = self.with_own_lists();
            if !self.lists.exists() {
                fs::create_dir_all(self.lists.join("lists/partial"))
                    .with_context(|| format!("cannot make {}", self.lists.display()))?;
                command::run(own.arg("update"))?;
                own = self.with_own_lists();
            }
            command::run(own.args(["download", package]))?;
        }
        let files =
            fs::read_dir(&self.debs).with_context(|| format!("cannot read {}", self.debs.display()))?;
        let begin = format!("{package}_");
        let mut files = files.flatten().map(|entry| entry.path());
        let found = files
            .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&begin)));
        found.with_context(|| format!("apt-get downloaded {package}, and its file is not there"))
    }

    fn apt_get(&self) -> Command {
        let mut command = Command::new("apt-get");
        command.current_dir(&self.debs).args(["-qq", "-o", "APT::Sandbox::User=root"]);
        command
    }

    fn with_own_lists(&self) -> Command {
        let mut command = self.apt_get();
        command.arg("-o").arg(format!("Dir::State::Lists={}", self.lists.join("lists").display()));
        command.arg("-o").arg(format!("Dir::Cache={}", self.lists.display()));
        command
    }
}

/// The shared libraries that the unpacked programs and libraries need and that nobody has.
fn missing_libraries(tree: &Path) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    for (name, _) in PROGRAMS {
        let Some(program) = program(tree, name) else { continue };
        let mut ldd = Command::new("ldd");
        ldd.env("LD_LIBRARY_PATH", env::join_paths(library_directories(tree))?);
        missing.extend(not_found(&command::capture(ldd.arg(program))?));
    }
    missing.sort();
    missing.dedup();
    Ok(missing)
}

/// The directories of libraries in a tree: `usr/lib/x86_64-linux-gnu` and its like.
fn library_directories(tree: &Path) -> Vec<PathBuf> {
    let mut directories = Vec::new();
    for root in ["usr/lib", "lib"].map(|root| tree.join(root)) {
        let below = fs::read_dir(&root).into_iter().flatten().flatten().map(|entry| entry.path());
        directories.extend(below.filter(|path| path.is_dir()));
        directories.push(root);
    }
    directories
}

/// What ldd did not find: `libwrap.so.0` of `libwrap.so.0 => not found`.
fn not_found(text: &str) -> Vec<String> {
    let names = text.lines().filter_map(|line| line.trim().strip_suffix(" => not found"));
    names.map(str::to_owned).collect()
}

/// The package of a library, as Debian's policy names them: `libwrap0` of `libwrap.so.0`.
fn library_package(library: &str) -> String {
    // Those that are in packages of another name.
    match library {
        "libcrypto.so.3" | "libssl.so.3" => return "libssl3".to_owned(),
        "libpam.so.0" => return "libpam0g".to_owned(),
        "libz.so.1" => return "zlib1g".to_owned(),
        _ => {}
    }
    let (name, version) = library.split_once(".so.").unwrap_or((library, ""));
    let name = name.replace('_', "-").to_lowercase();
    let between = if name.ends_with(|last: char| last.is_ascii_digit()) { "-" } else { "" };
    format!("{name}{between}{version}")
}

/// What a person can do about it.
fn explain(packages: &[&str], error: Error) -> Error {
    error.context(format!(
        "the tests of device sessions talk to OpenSSH's sshd, which is not there and could not be unpacked. Install \
         it and try again; the server need not run:\n\
         \x20 - Debian, Ubuntu, as root: apt-get install {}\n\
         \x20 - Fedora: dnf install openssh-server openssh-clients; Arch: pacman -S openssh",
        packages.join(" "),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_lead_to_their_packages() {
        for (library, package) in [
            ("libwrap.so.0", "libwrap0"),
            ("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
            ("libcom_err.so.2", "libcom-err2"),
            ("libpcre2-8.so.0", "libpcre2-8-0"),
            ("libcap-ng.so.0", "libcap-ng0"),
            ("libk5crypto.so.3", "libk5crypto3"),
            ("libcrypto.so.3", "libssl3"),
        ] {
            assert_eq!(library_package(library), package);
        }
    }

    #[test]
    fn what_ldd_did_not_find_is_read_from_its_lines() {
        let text = "\tlinux-vdso.so.1 (0x00007ffc)\n\tlibwrap.so.0 => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x1)\n";
        assert_eq!(not_found(text), ["libwrap.so.0"]);
    }

    #[test]
    fn a_program_that_is_in_some_root_is_not_missing() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(missing_packages(&[root.path()]), ["openssh-server", "openssh-client"]);
        fs::create_dir_all(root.path().join("usr/sbin")).unwrap();
        fs::write(root.path().join("usr/sbin/sshd"), "").unwrap();
        assert_eq!(missing_packages(&[root.path()]), ["openssh-client"]);
    }

    #[test]
    fn the_error_says_what_to_install() {
        let text = format!("{:#}", explain(&["openssh-server"], Error::msg("no apt-get")));
        for part in ["apt-get install openssh-server\n", "dnf install", "no apt-get"] {
            assert!(text.contains(part), "{part:?} is not in:\n{text}");
        }
    }
}
