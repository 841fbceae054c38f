//! The end of a run, and of one that was cut off: reports, archive, what is said of them, exit code.

use std::path::Path;

use easypy_contract::Outcome;
use easypy_report::text::Style;
use easypy_report::{FinishOptions, Finished};

use crate::args::Verbosity;
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::out;
use crate::text;

/// How the end is shown.
#[derive(Clone, Copy)]
pub(crate) struct Shown {
    pub(crate) verbosity: Verbosity,
    pub(crate) colour: bool,
}

/// Writes what a run leaves, from its journal alone, shows it, and says the exit code.
///
/// # Errors
/// The directory is not that of a run that can be finished.
pub(crate) fn close(runinfo: &Path, shown: Shown) -> Result<u8, ExpectedError> {
    let finished = easypy_report::finish(runinfo, &FinishOptions::default())
        .map_err(|error| ExpectedError::Finish { error })?;
    let verbosity = shown.verbosity;
    if verbosity.shows_report() {
        let style = if shown.colour { Style::Ansi } else { Style::Plain };
        out::stream(|mut out| {
            if verbosity.shows_progress() {
                out.write_all(b"\n")?;
            }
            easypy_report::text::write(&mut out, &finished.run, style)?;
            out.write_all(b"\n")
        });
    }
    if verbosity.shows_warnings() {
        for warning in &finished.warnings {
            out::stderr(&format!("warning: {}", text::visible(warning)));
        }
    }
    for problem in &finished.problems {
        out::stderr(&format!("error: {}", text::visible(&problem.to_string())));
    }
    if !finished.problems.is_empty() {
        let again = format!("easypy-wasm recover {}", text::shell_quoted(&text::path(runinfo)));
        out::stderr(&format!("  hint: nothing that was reported is lost: make room, then `{again}`"));
    }
    if verbosity.shows_result() {
        out::stdout(&result(&finished, runinfo, verbosity));
    }
    Ok(exit_code(&finished))
}

/// A run whose results are not kept did not pass, whatever they are.
fn exit_code(finished: &Finished) -> u8 {
    match finished.exit_code {
        0 if !finished.problems.is_empty() => Exit::Broken.code(),
        code => code,
    }
}

/// The last lines: the result, which a long report has scrolled away, and where everything is.
fn result(finished: &Finished, runinfo: &Path, verbosity: Verbosity) -> String {
    let mut lines = String::new();
    if verbosity.shows_report() {
        lines.push('\n');
    }
    let outcome = finished.run.outcome().map_or("NONE", Outcome::as_upper);
    lines.push_str(&format!("{}: {outcome}\n", text::visible(&finished.run.name)));
    if let Some(archive) = &finished.archive {
        lines.push_str(&format!("Archive: {}\n", text::path(archive)));
    }
    if finished.runinfo_kept {
        lines.push_str(&format!("Runinfo directory: {}\n", text::path(runinfo)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use easypy_contract::results::{LogPosition, Section, SectionKind};
    use easypy_report::journal::{Event, RunStarted, SCHEMA, TaskEnded, Usage, Writer};
    use std::path::PathBuf;

    const SILENT: Shown = Shown { verbosity: Verbosity(-3), colour: false };

    /// A run with one task of one test that ended like this.
    fn run(scratch: &Path, archive: PathBuf, outcome: Outcome) -> PathBuf {
        let runinfo = scratch.join("job_1");
        std::fs::create_dir(&runinfo).unwrap();
        let started = RunStarted {
            schema: SCHEMA,
            uid: "job_1".into(),
            job: "job".into(),
            archive: Some(archive.to_string_lossy().into_owned()),
            time_zone: "UTC".into(),
            ..RunStarted::default()
        };
        let kind = SectionKind::Testcase;
        let section = Section { kind, id: "tc".into(), name: None, description: None, source: None };
        let (at, text) = (LogPosition::default(), |text: &str| text.to_owned());
        let mut journal = Writer::create(&runinfo).unwrap();
        for event in [
            Event::RunStarted(Box::new(started)),
            Event::JobStarted { pid: 1 },
            Event::TaskCreated { task: 0, taskid: text("Task-1"), testscript: text("s.wasm") },
            Event::TaskStarted {
                task: 0,
                pid: 2,
                testscript: text("/s.wasm"),
                hash: text(""),
                log: text("TaskLog.Task-1"),
            },
            Event::SectionBegun { task: 0, section, at },
            Event::SectionEnded {
                task: 0,
                outcome: Some(outcome),
                reason: None,
                data: None,
                details: Vec::new(),
                ignored: false,
                at,
            },
            Event::TaskEnded(TaskEnded::default()),
            Event::JobEnded { failure: None, exit: None, usage: Usage::default() },
            Event::RunEnded {},
        ] {
            journal.append(event);
        }
        journal.sync().unwrap();
        runinfo
    }

    #[test]
    fn a_run_ends_with_its_archive_and_its_exit_code() {
        for (outcome, code) in [(Outcome::Passed, 0), (Outcome::Failed, 1)] {
            let scratch = tempfile::tempdir().unwrap();
            let archive = scratch.path().join("a/job_1.zip");
            std::fs::create_dir(scratch.path().join("a")).unwrap();
            let runinfo = run(scratch.path(), archive.clone(), outcome);
            assert_eq!(close(&runinfo, SILENT).unwrap(), code);
            assert!(archive.is_file() && !runinfo.exists());
        }
    }

    #[test]
    fn a_run_that_passed_and_could_not_be_kept_did_not_pass() {
        let scratch = tempfile::tempdir().unwrap();
        std::fs::write(scratch.path().join("file"), "").unwrap();
        let runinfo = run(scratch.path(), scratch.path().join("file/job_1.zip"), Outcome::Passed);
        assert_eq!(close(&runinfo, SILENT).unwrap(), 4);
        assert!(runinfo.join("results.json").is_file());
    }

    #[test]
    fn a_directory_without_a_run_is_refused() {
        let scratch = tempfile::tempdir().unwrap();
        assert!(matches!(close(scratch.path(), SILENT), Err(ExpectedError::Finish { .. })));
    }

    #[test]
    fn the_last_lines_say_where_everything_is() {
        let scratch = tempfile::tempdir().unwrap();
        let runinfo = run(scratch.path(), scratch.path().join("job_1.zip"), Outcome::Passed);
        let finished = easypy_report::finish(&runinfo, &FinishOptions::default()).unwrap();
        let archive = scratch.path().join("job_1.zip");
        assert_eq!(
            result(&finished, &runinfo, Verbosity(0)),
            format!("\njob: PASSED\nArchive: {}\n", archive.display())
        );
        assert!(result(&finished, &runinfo, Verbosity(-2)).starts_with("job: PASSED\nArchive: "));
    }
}
