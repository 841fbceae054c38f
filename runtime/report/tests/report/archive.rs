//! The archive of a runinfo directory, guests' files and all: what they must not be able to do with them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, SystemTime};

use easypy_report::archive::{self, LeftOut};
use tempfile::TempDir;

/// What a zip holds, by name.
pub(crate) fn contents(archive: &Path) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(File::open(archive).unwrap()).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut entry = zip.by_index(index).unwrap();
            let mut content = String::new();
            entry.read_to_string(&mut content).unwrap();
            (entry.name().unwrap().into_owned(), content)
        })
        .collect()
}

/// A runinfo directory with these files, and its archive.
fn archived(
    files: &[(&str, &str)],
    more: impl FnOnce(&Path),
) -> io::Result<(BTreeMap<String, String>, Vec<LeftOut>)> {
    let root = TempDir::new()?;
    let runinfo = root.path().join("runinfo");
    for directory in ["runtime", "tmp"] {
        fs::create_dir_all(runinfo.join(directory))?;
    }
    for (file, content) in files {
        let path = runinfo.join(file);
        fs::create_dir_all(path.parent().unwrap())?;
        fs::write(path, content)?;
    }
    more(&runinfo);
    let archive = root.path().join("26-11/run.zip");
    let left_out = archive::write(&runinfo, &archive, "UTC")?;
    let beside: Vec<_> = fs::read_dir(root.path().join("26-11"))?.map(|e| e.unwrap().file_name()).collect();
    assert_eq!(beside, ["run.zip"], "nothing else is left beside it");
    assert!(archive::verify(&archive).unwrap().is_whole());
    let mut contents = contents(&archive);
    contents.remove(archive::SUMS).unwrap();
    Ok((contents, left_out))
}

fn names(contents: &BTreeMap<String, String>) -> Vec<&str> {
    contents.keys().map(String::as_str).collect()
}

#[test]
fn files_of_the_host_and_of_guests_are_at_the_root() {
    let files = [
        ("TaskLog.Task-1", "log"),
        ("journal.ndjson", "{}"),
        ("runtime/my_file.txt", "guest"),
        ("runtime/a/b/c.txt", "deep"),
        ("tmp/scratch", "nobody's"),
    ];
    let (contents, left_out) = archived(&files, |_| {}).unwrap();
    assert_eq!(names(&contents), ["TaskLog.Task-1", "a/b/c.txt", "journal.ndjson", "my_file.txt"]);
    assert_eq!(contents["a/b/c.txt"], "deep");
    assert_eq!(left_out, []);
}

#[test]
fn nothing_of_a_guest_stands_in_for_a_file_of_the_host() {
    let files = [
        ("results.json", "true"),
        ("TaskLog.Task-1", "true"),
        ("runtime/results.json", "forged"),
        ("runtime/RESULTS.JSON", "forged for elsewhere"),
        ("runtime/TaskLog.Task-1/x", "a directory of that name"),
        ("runtime/runtime/results.json", "one deeper"),
        ("runtime/sub/results.json", "harmless"),
    ];
    let (contents, left_out) = archived(&files, |_| {}).unwrap();
    assert_eq!(
        names(&contents),
        [
            "TaskLog.Task-1",
            "results.json",
            "runtime/RESULTS.JSON",
            "runtime/TaskLog.Task-1/x",
            "runtime/results.json",
            "runtime/runtime/results.json",
            "sub/results.json",
        ]
    );
    assert_eq!(contents["results.json"], "true");
    assert_eq!(left_out, []);
}

#[test]
fn links_and_special_files_are_left_out_and_never_followed() {
    let secrets = TempDir::new().unwrap();
    fs::write(secrets.path().join("shadow"), "root's secret").unwrap();
    let (contents, left_out) = archived(&[("runtime/good.txt", "good")], |runinfo| {
        let runtime = runinfo.join("runtime");
        symlink(secrets.path().join("shadow"), runtime.join("file-link")).unwrap();
        symlink(secrets.path(), runtime.join("directory-link")).unwrap();
        symlink("good.txt", runtime.join("harmless-link")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            runtime.join("pipe"),
            rustix::fs::FileType::Fifo,
            0o600.into(),
            0,
        )
        .unwrap();
        std::os::unix::net::UnixListener::bind(runtime.join("socket")).unwrap();
        symlink(secrets.path().join("shadow"), runinfo.join("host-link")).unwrap();
    })
    .unwrap();
    assert_eq!(names(&contents), ["good.txt"]);
    let said: Vec<_> = left_out.iter().map(|l| (l.path.as_str(), l.why.as_str(), l.is_lost)).collect();
    assert_eq!(
        said,
        [
            ("host-link", "it is a symbolic link", false),
            ("runtime/directory-link", "it is a symbolic link", false),
            ("runtime/file-link", "it is a symbolic link", false),
            ("runtime/harmless-link", "it is a symbolic link", false),
            ("runtime/pipe", "it is a pipe", false),
            ("runtime/socket", "it is a socket", false),
        ]
    );
}

#[test]
fn the_directory_of_guests_being_a_link_is_not_followed_either() {
    let secrets = TempDir::new().unwrap();
    fs::write(secrets.path().join("shadow"), "root's secret").unwrap();
    let (contents, left_out) = archived(&[("env.txt", "")], |runinfo| {
        fs::remove_dir(runinfo.join("runtime")).unwrap();
        symlink(secrets.path(), runinfo.join("runtime")).unwrap();
    })
    .unwrap();
    assert_eq!(names(&contents), ["env.txt"]);
    assert_eq!(left_out[0].path, "runtime");
}

#[test]
fn names_mean_the_same_wherever_they_are_unpacked() {
    let files = [
        ("runtime/..\\..\\evil", "1"),
        ("runtime/a\nb", "2"),
        ("runtime/a_b", "3"),
        ("runtime/d\\e/f", "4"),
        ("TaskLog.c\\d", "5"),
    ];
    let (contents, left_out) = archived(&files, |_| {}).unwrap();
    assert_eq!(names(&contents), [".._.._evil", "TaskLog.c_d", "a_b", "a_b~2", "d_e/f"]);
    assert_eq!(left_out, []);
}

#[test]
fn directories_nested_too_deep_are_left_out_and_said_to_be_lost() {
    let deep = format!("runtime/{}x", "d/".repeat(80));
    let (contents, left_out) = archived(&[(&deep, "lost"), ("runtime/d/kept", "kept")], |_| {}).unwrap();
    assert_eq!(names(&contents), ["d/kept"]);
    assert!(left_out.len() == 1 && left_out[0].is_lost, "{left_out:?}");
}

#[test]
fn a_file_too_large_for_any_archive_is_left_out() {
    let (contents, left_out) = archived(&[("runtime/small", "small")], |runinfo| {
        // It takes no room on the disk.
        File::create(runinfo.join("runtime/huge")).unwrap().set_len(1 << 40).unwrap();
    })
    .unwrap();
    assert_eq!(names(&contents), ["small"]);
    assert!(left_out.len() == 1 && left_out[0].is_lost, "{left_out:?}");
}

#[test]
fn entries_have_the_times_of_their_files() {
    let root = TempDir::new().unwrap();
    let runinfo = root.path().join("runinfo");
    fs::create_dir(&runinfo).unwrap();
    let file = File::create(runinfo.join("env.txt")).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_486_392)).unwrap();
    let old = File::create(runinfo.join("old")).unwrap();
    old.set_modified(SystemTime::UNIX_EPOCH).unwrap();
    let archive = root.path().join("run.zip");
    archive::write(&runinfo, &archive, "Asia/Tokyo").unwrap();
    let mut zip = zip::ZipArchive::new(File::open(&archive).unwrap()).unwrap();
    let time = |name, zip: &mut zip::ZipArchive<File>| zip.by_name(name).unwrap().last_modified().unwrap();
    assert_eq!(time("env.txt", &mut zip).to_string(), "2026-11-24 11:13:12");
    assert_eq!(time("old", &mut zip).year(), 1980, "the first year that a zip has");
}

#[test]
fn an_archive_that_cannot_be_written_leaves_nothing() {
    let root = TempDir::new().unwrap();
    let runinfo = root.path().join("runinfo");
    fs::create_dir(&runinfo).unwrap();
    fs::write(root.path().join("file"), "").unwrap();
    assert!(archive::write(&runinfo, &root.path().join("file/run.zip"), "UTC").is_err());
    // A directory of that name cannot be replaced.
    fs::create_dir(root.path().join("taken.zip")).unwrap();
    assert!(archive::write(&runinfo, &root.path().join("taken.zip"), "UTC").is_err());
    assert!(archive::write(&root.path().join("nowhere"), &root.path().join("run.zip"), "UTC").is_err());
    let mut left: Vec<_> = fs::read_dir(root.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["file", "runinfo", "taken.zip"]);
}
