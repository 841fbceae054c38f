//! The end of a run, from its runinfo directory alone.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use easypy_report::journal::{Event, RunStarted, Writer};
use easypy_report::text::{self, Style};
use easypy_report::{FinishError, FinishOptions, Finished, finish};
use tempfile::TempDir;

use crate::archive::contents;
use crate::journals::{path, written};

/// A directory for archives and one of a run with this journal.
struct Place {
    root: TempDir,
    runinfo: PathBuf,
}

impl Place {
    fn with(journal: &str) -> Place {
        let root = TempDir::new().unwrap();
        let runinfo = root.path().join("runinfo");
        fs::create_dir(&runinfo).unwrap();
        fs::copy(path(journal), runinfo.join("journal.ndjson")).unwrap();
        fs::write(runinfo.join("TaskLog.good"), "log").unwrap();
        Place { root, runinfo }
    }

    fn archive(&self) -> PathBuf {
        self.root.path().join("archive/26-11/run.zip")
    }

    fn finish(&self) -> Result<Finished, FinishError> {
        finish(&self.runinfo, &FinishOptions { archive: Some(self.archive()), ..FinishOptions::default() })
    }

    fn files(&self) -> Vec<String> {
        names_in(&self.runinfo)
    }
}

fn names_in(directory: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_run_becomes_its_archive() {
    let place = Place::with("troubles");
    let finished = place.finish().unwrap();
    assert_eq!(finished.exit_code, 1);
    assert_eq!(finished.archive, Some(place.archive()));
    assert!(finished.problems.is_empty() && finished.warnings.is_empty(), "{finished:?}");
    assert!(!finished.runinfo_kept && !place.runinfo.exists());

    let contents = contents(&place.archive());
    let names: Vec<_> = contents.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "ResultsDetails.xml",
            "ResultsSummary.xml",
            "SHA256SUMS",
            "TaskLog.good",
            "journal.ndjson",
            "lab_nightly <1> & \"more\".report",
            "rerun.results",
            "results.json",
            "xunit.xml",
        ]
    );
    let report = &contents["lab_nightly <1> & \"more\".report"];
    assert_eq!(*report, written(|out| text::write(out, &finished.run, Style::Plain)));
    assert!(report.contains(&format!("Archive      : {}\n", place.archive().display())));
}

#[test]
fn a_run_whose_host_was_killed_is_finished_with_what_it_had() {
    let place = Place::with("killed");
    let finished = place.finish().unwrap();
    assert_eq!(finished.warnings, ["the last line of the journal was cut off, and is left out"]);
    let contents = contents(&place.archive());
    assert!(contents["rerun.results"].contains("done:\n  testcases:\n  - name: tc\n    result: PASSED\n"));
    assert!(contents["killed.report"].contains("the run did not come to its end: the host was killed"));
    assert!(!contents.contains_key("xunit.xml"));
}

#[test]
fn without_an_archive_the_runinfo_directory_stays_and_can_be_finished_again() {
    let place = Place::with("interrupted");
    for _ in 0..2 {
        let finished = finish(&place.runinfo, &FinishOptions::default()).unwrap();
        assert_eq!((finished.exit_code, finished.archive, finished.runinfo_kept), (130, None, true));
        assert_eq!(
            place.files(),
            [
                "ResultsDetails.xml",
                "ResultsSummary.xml",
                "TaskLog.good",
                "journal.ndjson",
                "rerun.results",
                "results.json",
                "stopped.report",
            ]
        );
    }
    let kept = FinishOptions { archive: Some(place.archive()), keep_runinfo: true };
    assert!(finish(&place.runinfo, &kept).unwrap().runinfo_kept);
    assert!(place.archive().exists() && place.runinfo.exists());
}

#[test]
fn the_reports_that_the_run_was_started_with_are_written_where_it_said() {
    let root = TempDir::new().unwrap();
    let xunit = root.path().join("ci/reports");
    let runinfo = root.path().join("runinfo");
    fs::create_dir(&runinfo).unwrap();
    let mut journal = Writer::create(&runinfo).unwrap();
    journal.append(Event::RunStarted(Box::new(RunStarted {
        job: "job".to_owned(),
        no_xml_report: true,
        xunit: true,
        xunit_directory: Some(xunit.to_str().unwrap().to_owned()),
        archive: Some(root.path().join("run.zip").to_str().unwrap().to_owned()),
        ..RunStarted::default()
    })));
    journal.append(Event::RunEnded {});
    journal.sync().unwrap();
    drop(journal);

    let finished = finish(&runinfo, &FinishOptions::default()).unwrap();
    assert!(finished.problems.is_empty(), "{:?}", finished.problems);
    assert_eq!(names_in(&xunit), ["xunit.xml"]);
    let contents = contents(&root.path().join("run.zip"));
    let names: Vec<_> = contents.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["SHA256SUMS", "job.report", "journal.ndjson", "rerun.results", "results.json", "xunit.xml"]
    );
}

#[test]
fn a_run_that_still_goes_on_is_left_alone() {
    let root = TempDir::new().unwrap();
    let mut journal = Writer::create(root.path()).unwrap();
    journal.append(Event::RunStarted(Box::default()));
    journal.commit().unwrap();
    let options = FinishOptions::default();
    assert!(matches!(finish(root.path(), &options), Err(FinishError::StillRunning { .. })));
    assert_eq!(names_in(root.path()), ["journal.ndjson"]);
    drop(journal);
    assert!(finish(root.path(), &options).is_ok());
}

#[test]
fn what_is_no_run_is_refused_and_left_as_it_is() {
    let root = TempDir::new().unwrap();
    let options = FinishOptions::default();
    assert!(matches!(finish(root.path(), &options), Err(FinishError::NoJournal { .. })));
    fs::write(root.path().join("journal.ndjson"), "").unwrap();
    assert!(matches!(finish(root.path(), &options), Err(FinishError::NotStarted { .. })));
    fs::write(root.path().join("journal.ndjson"), "{}\n{}\n").unwrap();
    let error = finish(root.path(), &options).unwrap_err();
    assert!(matches!(error, FinishError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("line 1 is not a record"), "{error}");
    assert_eq!(names_in(root.path()), ["journal.ndjson"]);
}

#[test]
fn a_report_that_cannot_be_written_keeps_no_other_from_being_written() {
    let place = Place::with("troubles");
    // A directory is in the way of one, and of where xunit.xml is built.
    fs::create_dir(place.runinfo.join("results.json")).unwrap();
    fs::create_dir(place.runinfo.join(".xunit.xml.tmp")).unwrap();
    let finished = place.finish().unwrap();
    let problems: Vec<_> = finished.problems.iter().map(|problem| problem.path.clone()).collect();
    assert_eq!(problems, [place.runinfo.join("results.json"), place.runinfo.join("xunit.xml")]);
    assert!(finished.problems[0].to_string().starts_with("cannot write "), "{}", finished.problems[0]);
    assert!(finished.runinfo_kept && place.runinfo.join("journal.ndjson").exists());
    assert!(contents(&place.archive()).contains_key("ResultsSummary.xml"));
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let place = Place::with("troubles");
    // What is written there finds no room.
    std::os::unix::fs::symlink("/dev/full", place.runinfo.join(".ResultsDetails.xml.tmp")).unwrap();
    let finished = finish(&place.runinfo, &FinishOptions::default()).unwrap();
    let [problem] = finished.problems.as_slice() else { panic!("{:?}", finished.problems) };
    assert_eq!(problem.path, place.runinfo.join("ResultsDetails.xml"));
    assert_eq!(problem.why.kind(), io::ErrorKind::StorageFull);
    assert!(!place.files().iter().any(|file| file.contains("ResultsDetails")), "{:?}", place.files());
    assert!(place.finish().unwrap().problems.is_empty());
}

#[test]
fn an_archive_that_cannot_be_written_keeps_everything() {
    let place = Place::with("troubles");
    fs::write(place.root.path().join("archive"), "in the way").unwrap();
    let finished = place.finish().unwrap();
    assert_eq!((finished.archive.as_ref(), finished.problems.len()), (None, 1));
    assert!(finished.runinfo_kept && place.files().contains(&"results.json".to_owned()));

    let inside = FinishOptions { archive: Some(place.runinfo.join("run.zip")), keep_runinfo: false };
    let finished = finish(&place.runinfo, &inside).unwrap();
    assert!(finished.problems[0].to_string().ends_with("inside of the runinfo directory"));
    assert!(finished.runinfo_kept && !place.runinfo.join("run.zip").exists());
}

#[test]
fn files_of_guests_that_are_left_out_are_said_and_lost_ones_keep_the_directory() {
    let place = Place::with("troubles");
    fs::create_dir(place.runinfo.join("runtime")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", place.runinfo.join("runtime/link")).unwrap();
    let kept = FinishOptions { archive: Some(place.archive()), keep_runinfo: true };
    let finished = finish(&place.runinfo, &kept).unwrap();
    assert_eq!(finished.warnings, ["not archived: runtime/link: it is a symbolic link"]);

    fs::File::create(place.runinfo.join("runtime/huge")).unwrap().set_len(1 << 40).unwrap();
    assert!(place.finish().unwrap().runinfo_kept);
    fs::remove_file(place.runinfo.join("runtime/huge")).unwrap();
    assert!(!place.finish().unwrap().runinfo_kept);
}
