//! Archives that somebody changed.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use easypy_report::archive::{self, Finding, Found, SUMS, VerifyError, verify};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// An archive of a small run, in a directory of its own.
fn written() -> (TempDir, PathBuf) {
    let root = TempDir::new().unwrap();
    let runinfo = root.path().join("runinfo");
    fs::create_dir_all(runinfo.join("runtime/sub")).unwrap();
    fs::write(runinfo.join("results.json"), "{\"passed\": 1}".repeat(1000)).unwrap();
    fs::write(runinfo.join("TaskLog.t"), "a log").unwrap();
    fs::write(runinfo.join("runtime/sub/guest.bin"), [0; 3000]).unwrap();
    fs::write(runinfo.join("runtime/SHA256SUMS"), "forged").unwrap();
    let archive = root.path().join("run.zip");
    archive::write(&runinfo, &archive, "UTC").unwrap();
    (root, archive)
}

/// The same entries in a new zip, each changed or left out by `change`, and with more.
fn rewritten(
    archive: &Path,
    change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>,
    more: impl FnOnce(&mut ZipWriter<File>),
) -> PathBuf {
    let mut old = ZipArchive::new(File::open(archive).unwrap()).unwrap();
    let path = archive.with_file_name("changed.zip");
    let mut new = ZipWriter::new(File::create(&path).unwrap());
    for index in 0..old.len() {
        let mut entry = old.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if let Some(content) = change(&name, content) {
            new.start_file(&*name, SimpleFileOptions::default()).unwrap();
            new.write_all(&content).unwrap();
        }
    }
    more(&mut new);
    new.finish().unwrap();
    path
}

fn findings(archive: &Path) -> Vec<(String, Found)> {
    verify(archive).unwrap().findings.into_iter().map(|Finding { name, found }| (name, found)).collect()
}

fn one(name: &str, found: Found) -> Vec<(String, Found)> {
    vec![(name.to_owned(), found)]
}

#[test]
fn an_archive_as_it_was_written_is_whole() {
    let (_root, archive) = written();
    let verified = verify(&archive).unwrap();
    assert!(verified.is_whole(), "{verified:?}");
    assert_eq!((verified.files, verified.bytes), (4, 13_000 + 5 + 3000 + 6));
    // Another copy of the same content has the same fingerprint.
    let copy = rewritten(&archive, |_, content| Some(content), |_| {});
    assert_eq!(verify(&copy).unwrap().fingerprint, verified.fingerprint);
}

#[test]
fn the_sums_are_the_last_entry_and_a_guests_file_of_that_name_is_elsewhere() {
    let (_root, archive) = written();
    let mut zip = ZipArchive::new(File::open(&archive).unwrap()).unwrap();
    let names: Vec<_> =
        (0..zip.len()).map(|n| zip.by_index(n).unwrap().name().unwrap().into_owned()).collect();
    assert_eq!(names.last().map(String::as_str), Some(SUMS));
    assert!(names.iter().any(|name| name == "runtime/SHA256SUMS"), "{names:?}");
}

#[test]
fn what_was_changed_added_or_taken_away_is_named() {
    let (_root, archive) = written();
    let changed = |name: &str, mut content: Vec<u8>| {
        if name == "results.json" {
            content[7] ^= 1;
        }
        Some(content)
    };
    assert_eq!(findings(&rewritten(&archive, changed, |_| {})), one("results.json", Found::Changed));
    let without = |name: &str, content| (name != "TaskLog.t").then_some(content);
    assert_eq!(findings(&rewritten(&archive, without, |_| {})), one("TaskLog.t", Found::Missing));
    let with = |zip: &mut ZipWriter<File>| zip.start_file("new", SimpleFileOptions::default()).unwrap();
    assert_eq!(findings(&rewritten(&archive, |_, content| Some(content), with)), one("new", Found::Added));
}

#[test]
fn names_that_escape_and_links_are_named() {
    let (_root, archive) = written();
    let evil = |zip: &mut ZipWriter<File>| {
        zip.start_file("../../evil\u{1b}[2J", SimpleFileOptions::default()).unwrap();
        zip.add_symlink("link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    };
    let found = findings(&rewritten(&archive, |_, content| Some(content), evil));
    let is = |name: &str, what| found.iter().any(|(n, f)| n.starts_with(name) && *f == what);
    assert!(is("../../evil", Found::Escapes) && is("link", Found::NoFile), "{found:?}");
    assert!(found.iter().all(|(name, _)| !name.contains('\u{1b}')), "{found:?}");
}

#[test]
fn a_byte_that_was_turned_anywhere_is_found() {
    let (root, archive) = written();
    let whole = fs::read(&archive).unwrap();
    let fingerprint = verify(&archive).unwrap().fingerprint;
    let changed = root.path().join("changed.zip");
    let mut unnoticed = Vec::new();
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x20;
        fs::write(&changed, &bytes).unwrap();
        match verify(&changed) {
            Ok(verified) if verified.is_whole() => {
                // Nothing of what is unpacked differs.
                assert_eq!(verified.fingerprint, fingerprint);
                unnoticed.push(at);
            }
            _ => {}
        }
    }
    // Versions, times and permissions are not what an archive holds.
    assert!(unnoticed.len() < whole.len() / 4, "{} of {}: {unnoticed:?}", unnoticed.len(), whole.len());
}

#[test]
fn an_archive_that_was_cut_off_anywhere_is_no_zip() {
    let (root, archive) = written();
    let whole = fs::read(&archive).unwrap();
    let cut = root.path().join("cut.zip");
    for length in 0..whole.len() {
        fs::write(&cut, &whole[..length]).unwrap();
        assert!(matches!(verify(&cut), Err(VerifyError::NoZip(_))), "{length}");
    }
}

#[test]
fn what_lies_between_the_entries_is_found() {
    let (root, archive) = written();
    let mut bytes = b"in front".to_vec();
    bytes.extend(fs::read(&archive).unwrap());
    let path = root.path().join("more.zip");
    fs::write(&path, bytes).unwrap();
    assert!(!matches!(verify(&path), Ok(verified) if verified.is_whole()));
}

#[test]
fn an_entry_that_its_own_header_calls_otherwise_is_found() {
    let (root, archive) = written();
    let mut bytes = fs::read(&archive).unwrap();
    let at = bytes.windows(9).position(|part| part == b"TaskLog.t").unwrap();
    bytes[at] = b'D';
    let path = root.path().join("two-faced.zip");
    fs::write(&path, bytes).unwrap();
    assert_eq!(findings(&path), one("TaskLog.t", Found::Disagreement));
}

#[test]
fn what_is_no_archive_of_ours_says_so() {
    let (root, archive) = written();
    assert!(matches!(verify(&root.path().join("nowhere")), Err(VerifyError::Unreadable(_))));
    let text = root.path().join("text");
    fs::write(&text, "no zip").unwrap();
    assert!(matches!(verify(&text), Err(VerifyError::NoZip(_))));
    let without = |name: &str, content| (name != SUMS).then_some(content);
    assert!(matches!(verify(&rewritten(&archive, without, |_| {})), Err(VerifyError::NoSums)));
    let damaged = |name: &str, content| Some(if name == SUMS { b"x".to_vec() } else { content });
    assert!(matches!(verify(&rewritten(&archive, damaged, |_| {})), Err(VerifyError::DamagedSums(_))));
}
