//! `known_hosts`: which keys are known of a host.
//!
//! The format is that of sshd(8): patterns, hashed names, `[host]:port`, `@revoked`. Certificate authorities are
//! not understood, and no server is asked for a certificate.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit as _, Mac as _};
use russh::keys::ssh_key::known_hosts::{Entry, HostPatterns, Marker};
use russh::keys::{Algorithm, HashAlg, PublicKey};
use sha1::Sha1;

use super::algorithms::same_kind;

/// Bytes of a file that are read.
const FILE: u64 = 16 * 1024 * 1024;

/// A line that speaks of the host.
#[derive(Clone, Debug)]
struct Known {
    file: PathBuf,
    /// From 1.
    line: usize,
    revoked: bool,
    key: PublicKey,
    /// Whether it names the host without its port, which is not the usual one.
    without_port: bool,
}

/// What files say of a host.
#[derive(Clone, Debug)]
pub(super) struct KnownHosts {
    /// As the files name the host: `host`, or `[host]:port`.
    pub(super) name: String,
    known: Vec<Known>,
    /// Files that could not be read, and why.
    unread: Vec<String>,
}

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Known,
    /// Nothing of the host.
    New,
    /// Of the host only keys of other kinds.
    OtherKinds(Vec<String>),
    /// It is not the key that is known.
    Changed {
        place: String,
        file: PathBuf,
        fingerprint: String,
    },
    Revoked {
        place: String,
    },
}

impl KnownHosts {
    /// Reads the files. One that is not there says nothing.
    pub(super) fn read(files: &[PathBuf], host: &str, port: u16) -> KnownHosts {
        let host = host.to_ascii_lowercase();
        let name = if port == 22 { host.clone() } else { format!("[{host}]:{port}") };
        let mut all = KnownHosts { name, known: Vec::new(), unread: Vec::new() };
        for file in files {
            match contents(file) {
                Ok(text) => all.take(file, &text, &host),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => all.unread.push(format!("{}: {error}", file.display())),
            }
        }
        all
    }

    fn take(&mut self, file: &Path, text: &str, host: &str) {
        for (number, line) in text.lines().enumerate() {
            // What cannot be read may be of a kind that is not known here.
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let Ok(entry) = line.replace('\t', " ").parse::<Entry>() else { continue };
            let revoked = match entry.marker() {
                None => false,
                Some(Marker::Revoked) => true,
                Some(Marker::CertAuthority) => continue,
            };
            let named = fits(entry.host_patterns(), &self.name);
            let without_port = !named && fits(entry.host_patterns(), host);
            if named || without_port {
                let key = entry.public_key().clone();
                self.known.push(Known {
                    file: file.to_owned(),
                    line: number + 1,
                    revoked,
                    key,
                    without_port,
                });
            }
        }
    }

    /// The kinds of keys that are known of the host.
    pub(super) fn kinds(&self) -> Vec<Algorithm> {
        self.known.iter().filter(|known| !known.revoked).map(|known| known.key.algorithm()).collect()
    }

    /// Files that could not be read, and why.
    pub(super) fn unread(&self) -> &[String] {
        &self.unread
    }

    /// What is known of a key that the host shows.
    pub(super) fn verdict(&self, key: &PublicKey) -> Verdict {
        let same = |known: &&Known| known.key.key_data() == key.key_data();
        let place = |known: &Known| format!("{}:{}", known.file.display(), known.line);
        if let Some(revoked) = self.known.iter().filter(|known| known.revoked).find(same) {
            return Verdict::Revoked { place: place(revoked) };
        }
        if self.known.iter().any(|known| same(&known)) {
            return Verdict::Known;
        }
        // Another service on the host may well have another key.
        let here = || self.known.iter().filter(|known| !known.revoked && !known.without_port);
        let kind = key.algorithm();
        if let Some(other) = here().find(|known| same_kind(&known.key.algorithm(), &kind)) {
            return Verdict::Changed {
                place: place(other),
                file: other.file.clone(),
                fingerprint: fingerprint(&other.key),
            };
        }
        let others: Vec<String> =
            here().map(|known| format!("{} ({})", known.key.algorithm(), place(known))).collect();
        if others.is_empty() { Verdict::New } else { Verdict::OtherKinds(others) }
    }

    /// The line that makes a key known.
    pub(super) fn line(&self, key: &PublicKey) -> Option<String> {
        let mut key = key.clone();
        key.set_comment("");
        Some(format!("{} {}", self.name, key.to_openssh().ok()?.trim()))
    }
}

/// As OpenSSH shows it.
pub(super) fn fingerprint(key: &PublicKey) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

fn contents(file: &Path) -> io::Result<String> {
    // Neither a pipe, which would be waited for, nor /dev/null, which says nothing.
    if !fs::metadata(file)?.is_file() {
        return Ok(String::new());
    }
    let mut bytes = Vec::new();
    File::open(file)?.take(FILE).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Appends a line to a file, which is made if it is not there. Whole lines, also when several are appended at
/// once.
pub(super) fn record(file: &Path, line: &str) -> io::Result<()> {
    if let Some(directory) = file.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    }
    let ends = contents(file).map(|text| text.is_empty() || text.ends_with('\n')).unwrap_or(true);
    let text = if ends { format!("{line}\n") } else { format!("\n{line}\n") };
    let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(file)?;
    file.write_all(text.as_bytes())
}

fn fits(patterns: &HostPatterns, name: &str) -> bool {
    match patterns {
        HostPatterns::HashedName { salt, hash } => Hmac::<Sha1>::new_from_slice(salt)
            .is_ok_and(|mac| mac.chain_update(name).verify_slice(hash).is_ok()),
        HostPatterns::Patterns(patterns) => {
            let mut named = false;
            for pattern in patterns {
                match pattern.strip_prefix('!') {
                    Some(pattern) if like(pattern, name) => return false,
                    None if like(pattern, name) => named = true,
                    _ => {}
                }
            }
            named
        }
    }
}

/// Whether a name is like a pattern with `*` and `?`. Takes at most the product of their lengths.
fn like(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.to_ascii_lowercase().into_bytes(), name.as_bytes());
    let (mut p, mut n) = (0, 0);
    // Behind the last star: where the pattern goes on, and up to where the star stands for the name.
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p + 1, n));
                p += 1;
            }
            Some(byte) if *byte == b'?' || *byte == name[n] => (p, n) = (p + 1, n + 1),
            _ => match star {
                Some((behind, upto)) => {
                    star = Some((behind, upto + 1));
                    (p, n) = (behind, upto + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ";
    const TWO: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILIG2T/B0l0gaqj3puu510tu9N1OkQ4znY3LYuEm5zCF";
    const ECDSA: &str = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBPwJh0By1ei6mvLhm7+td62aPtgJTUToeiljhbJeIGh9CwEYCVlmf+NromdNV2P3nELf0v/dZeaBmPrzztiLZjM=";

    fn key(text: &str) -> PublicKey {
        text.parse().unwrap()
    }

    fn verdict(lines: &str, host: &str, port: u16, shown: &str) -> Verdict {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("known_hosts");
        fs::write(&file, lines).unwrap();
        KnownHosts::read(&[file, directory.path().join("none")], host, port).verdict(&key(shown))
    }

    #[test]
    fn hosts_are_known_by_name_pattern_port_and_hash() {
        let known = [
            (format!("r1 {ONE} a comment\n"), "r1", 22),
            (format!("# r1\n\nR1,10.0.0.1\t{ONE}"), "10.0.0.1", 22),
            (format!("*.lab,!bad.lab {ONE}"), "r?.lab", 22),
            (format!("[r1]:2222 {ONE}"), "R1", 2222),
            (format!("[10.0.0.?]:* {ONE}"), "10.0.0.7", 2222),
            // Another port of a host that is known.
            (format!("r1 {ONE}"), "r1", 2222),
            (
                format!("|1|O33ESRMWPVkMYIwJ1Uw+n877jTo=|nuuC5vEqXlEZ/8BXQR7m619W6Ak= {ONE}"),
                "example.com",
                22,
            ),
            (format!("nonsense\nr1 ssh-unheard AAAA\nr1 {ONE}"), "r1", 22),
        ];
        for (lines, host, port) in known {
            assert_eq!(verdict(&lines, host, port, ONE), Verdict::Known, "{lines}");
        }
        let new = [
            (format!("#r1 {ONE}"), "r1", 22),
            (format!("[r1]:2222 {ONE}"), "r1", 22),
            (format!("*.lab,!bad.lab {ONE}"), "bad.lab", 22),
            (format!("@cert-authority r1 {ONE}"), "r1", 22),
            // That key is another service's.
            (format!("r1 {TWO}"), "r1", 2222),
            (
                format!("|1|O33ESRMWPVkMYIwJ1Uw+n877jTo=|nuuC5vEqXlEZ/8BXQR7m619W6Ak= {ONE}"),
                "example.net",
                22,
            ),
        ];
        for (lines, host, port) in new {
            assert_eq!(verdict(&lines, host, port, ONE), Verdict::New, "{lines}");
        }
    }

    #[test]
    fn a_key_that_is_another_is_told_with_its_place() {
        let Verdict::Changed { place, fingerprint, .. } = verdict(&format!("\nr1 {TWO}"), "r1", 22, ONE)
        else {
            panic!("it was taken for the known one")
        };
        assert!(place.ends_with("known_hosts:2"), "{place}");
        assert_eq!(fingerprint, super::fingerprint(&key(TWO)));
        // One of several is enough.
        assert_eq!(verdict(&format!("r1 {TWO}\nr1 {ONE}"), "r1", 22, ONE), Verdict::Known);
    }

    #[test]
    fn a_revoked_key_is_not_known_whatever_else_is_said() {
        let lines = format!("r1 {ONE}\n@revoked * {ONE}");
        assert!(
            matches!(verdict(&lines, "r1", 22, ONE), Verdict::Revoked { place } if place.ends_with(":2"))
        );
        assert_eq!(verdict(&format!("r1 {ONE}\n@revoked * {TWO}"), "r1", 22, ONE), Verdict::Known);
    }

    #[test]
    fn lines_are_appended_whole() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("ssh/known_hosts");
        record(&file, "one").unwrap();
        fs::write(&file, "one\ntwo").unwrap();
        record(&file, "three").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "one\ntwo\nthree\n");
        let known = KnownHosts::read(&[], "::1", 2222);
        assert_eq!(known.line(&key(&format!("{ONE} me@here"))).unwrap(), format!("[::1]:2222 {ONE}"));
    }

    #[test]
    fn stars_are_tried_in_bounded_time() {
        assert!(!like(&"*a".repeat(200), &"a".repeat(199)));
        assert!(like("*a*b", "xxaxxbxb"));
        assert!(!like("a?", "a"));
    }

    #[test]
    fn a_kind_of_key_that_is_not_known_of_a_known_host_is_told() {
        let Verdict::OtherKinds(kinds) = verdict(&format!("r1 {ECDSA}"), "r1", 22, ONE) else {
            panic!("it was taken for something else")
        };
        assert!(
            kinds[0].starts_with("ecdsa-sha2-nistp256 (") && kinds[0].ends_with("known_hosts:1)"),
            "{kinds:?}"
        );
    }
}
