//! The cache of compiled modules: nothing is compiled twice, and nothing is run that the cache did not make.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use easypy_tests::{Ended, Finished, Run, run};
use serde_json::json;
use tempfile::TempDir;

/// A job with two testscripts, on this cache.
fn run_on(cache: &Path) -> Finished {
    let plan = json!([run("passes", "passes", json!({})), run("fails", "fails", json!({}))]);
    let finished = Run::plan(&plan).cache(cache).run().exits(1);
    assert_eq!(finished.result("passes"), "passed");
    assert_eq!(finished.result("fails"), "failed");
    finished
}

/// The files of a cache: a file that was written again has another number.
fn files(cache: &Path) -> BTreeMap<PathBuf, (u64, u64)> {
    let entries = fs::read_dir(cache).unwrap().map(|entry| entry.unwrap().path());
    let identity = |path: PathBuf| {
        let metadata = fs::metadata(&path).unwrap();
        (path, (metadata.ino(), metadata.len()))
    };
    entries.map(identity).collect()
}

fn with_extension(cache: &Path, extension: &str) -> Vec<PathBuf> {
    files(cache).into_keys().filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

/// A cache that a run has filled.
fn filled() -> (TempDir, PathBuf) {
    let directory = TempDir::new().unwrap();
    let cache = directory.path().join("cache");
    let _ = run_on(&cache);
    assert_eq!(with_extension(&cache, "image").len(), 3, "{:?}", files(&cache));
    (directory, cache)
}

#[test]
fn a_second_run_compiles_nothing() {
    let (_directory, cache) = filled();
    let before = files(&cache);
    let _ = run_on(&cache);
    assert_eq!(files(&cache), before);
}

#[test]
fn a_file_with_the_same_bytes_is_not_compiled_again_and_one_with_others_is() {
    let (_directory, cache) = filled();
    let before = files(&cache);
    let plan = json!([{"do": "run", "script": "copy.wasm", "taskid": "t"}]);
    let copy = |guest: &str| {
        let run = Run::plan(&plan).cache(&cache);
        let directory = run.directory().join("copies");
        fs::create_dir(&directory).unwrap();
        fs::copy(easypy_tests::test_guest(guest), directory.join("copy.wasm")).unwrap();
        run.current_dir(directory).run()
    };
    assert_eq!(copy("passes").result("t"), "passed");
    assert_eq!(files(&cache), before, "the same bytes by another name");
    assert_eq!(copy("skips").result("t"), "skipped");
    assert_eq!(with_extension(&cache, "image").len(), 4);
}

#[test]
fn only_the_user_can_read_and_write_it() {
    let (_directory, cache) = filled();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&cache), 0o700);
    for path in files(&cache).into_keys() {
        assert_eq!(mode(&path) & 0o077, 0, "{} is {:o}", path.display(), mode(&path));
    }
}

/// An image is native code: one that is not what the cache wrote must not run.
#[test]
fn a_damaged_image_is_compiled_again() {
    let (_directory, cache) = filled();
    for image in with_extension(&cache, "image") {
        let good = fs::read(&image).unwrap();
        let mut bad = good.clone();
        let middle = bad.len() / 2;
        bad[middle] ^= 0xff;
        fs::write(&image, &bad).unwrap();
        let _ = run_on(&cache);
        assert!(fs::read(&image).unwrap() != bad, "{} was left as it was", image.display());
        // Cut off, and gone.
        fs::write(&image, &good[..good.len() / 2]).unwrap();
        let _ = run_on(&cache);
        fs::remove_file(&image).unwrap();
        let _ = run_on(&cache);
        assert!(image.is_file());
    }
}

#[test]
fn a_damaged_entry_is_compiled_again() {
    let (_directory, cache) = filled();
    for entry in with_extension(&cache, "entry") {
        let good = fs::read(&entry).unwrap();
        for at in [0, 40, good.len() - 1] {
            let mut bad = good.clone();
            bad[at] ^= 1;
            fs::write(&entry, &bad).unwrap();
            let _ = run_on(&cache);
            assert!(fs::read(&entry).unwrap() != bad, "{} was left as it was", entry.display());
        }
        fs::write(&entry, "").unwrap();
        let _ = run_on(&cache);
    }
}

/// Whole and authentic, but of another module: the passing script must not come to run the failing one's code.
#[test]
fn an_entry_under_the_name_of_another_is_compiled_again() {
    let (_directory, cache) = filled();
    for extension in ["image", "entry"] {
        let all = with_extension(&cache, extension);
        let contents: Vec<Vec<u8>> = all.iter().map(|path| fs::read(path).unwrap()).collect();
        for (path, content) in all.iter().zip(contents.iter().cycle().skip(1)) {
            fs::write(path, content).unwrap();
        }
        let _ = run_on(&cache);
    }
    let both: Vec<(PathBuf, PathBuf)> = with_extension(&cache, "image")
        .into_iter()
        .map(|image| (image.with_extension("entry"), image))
        .collect();
    let contents: Vec<_> = both.iter().map(|(e, i)| (fs::read(e).unwrap(), fs::read(i).unwrap())).collect();
    for ((entry, image), (sealed, code)) in both.iter().zip(contents.iter().cycle().skip(1)) {
        fs::write(entry, sealed).unwrap();
        fs::write(image, code).unwrap();
    }
    let _ = run_on(&cache);
}

/// What another user's cache holds is sealed with another key.
#[test]
fn what_another_key_sealed_is_compiled_again() {
    let (_directory, cache) = filled();
    let key = cache.join("key");
    let before = files(&cache);
    fs::write(&key, [7; 32]).unwrap();
    let _ = run_on(&cache);
    let after = files(&cache);
    for path in with_extension(&cache, "entry") {
        assert_ne!(before[&path], after[&path], "{} was taken as it was", path.display());
    }
}

#[test]
fn a_cache_that_others_can_write_is_refused() {
    let directory = TempDir::new().unwrap();
    let cache = directory.path().join("cache");
    fs::create_dir(&cache).unwrap();
    for mode in [0o777, 0o770, 0o702] {
        fs::set_permissions(&cache, fs::Permissions::from_mode(mode)).unwrap();
        let finished = Run::plan(&json!([])).cache(&cache).run();
        assert_eq!(finished.ended, Ended::Code(3), "{mode:o}: {}", finished.said());
        assert!(finished.stderr.contains("chmod 700"), "{mode:o}: {}", finished.said());
        assert!(!finished.has_archive());
        assert_eq!(finished.runinfo(), None);
    }
}

#[test]
fn a_cache_that_is_a_file_is_refused() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let finished = Run::plan(&json!([])).cache(file.path()).run();
    assert_eq!(finished.ended, Ended::Code(3), "{}", finished.said());
    assert!(finished.stderr.contains("--cache-dir"), "{}", finished.said());
}

#[test]
fn runs_at_the_same_time_share_an_empty_cache() {
    let directory = TempDir::new().unwrap();
    let cache = directory.path().join("cache");
    let plan = json!([run("passes", "passes", json!({})), run("skips", "skips", json!({}))]);
    let runs: Vec<_> = (0..4).map(|_| Run::plan(&plan).cache(&cache).start()).collect();
    for running in runs {
        let finished = running.wait().exits(0);
        assert_eq!(finished.result("passes"), "passed");
    }
    assert_eq!(with_extension(&cache, "image").len(), 3, "{:?}", files(&cache));
    assert_eq!(with_extension(&cache, "tmp").len(), 0, "{:?}", files(&cache));
}
