//! The report that is printed at the end of a run and kept as `<job name>.report` (SPEC 5).
//!
//! Where pyATS names its own installation and Python, the report names easypy-wasm; three things are added
//! that pyATS has not: warnings, the reason of a task that crashed, and the tasks that were never started.

mod layout;
mod style;
mod tree;

use std::io::{self, Write};

use easypy_contract::Outcome;

use crate::escape::{visible, visible_lines};
use crate::model::{Counts, Run, Task};
use crate::time;
use layout::banner;
pub use style::Style;

/// The longest name of a report's file without its ending, bytes.
const NAME_BYTES: usize = 200;

/// Writes the report. There is no end of line at its end.
///
/// # Errors
/// The output cannot be written.
pub fn write(out: &mut impl Write, run: &Run, style: Style) -> io::Result<()> {
    exceptions(out, run)?;
    header(out, run)?;
    job(out, run, style)?;
    totals(out, run)?;
    stats(out, "", &run.counts())?;
    stats(out, "Section ", &run.section_counts())?;
    banner_without_end(out, "Task Result Summary")?;
    tree::summary(out, run, style)?;
    out.write_all(b"\n\n")?;
    banner_without_end(out, "Task Result Details")?;
    tree::details(out, run, style)
}

/// The name of the report's file: the job's name, with what cannot be in a file's name replaced by `_`, and
/// `.report`. A name that a log could have as well gets a `_` in front.
pub fn file_name(job: &str) -> String {
    let mut name: String = job.chars().map(|c| if c == '/' || c.is_control() { '_' } else { c }).collect();
    if ["TaskLog.", "JobLog."].iter().any(|log| name.starts_with(log)) {
        name.insert(0, '_');
    }
    name.truncate(name.floor_char_boundary(NAME_BYTES));
    name + ".report"
}

/// What went wrong with the run as a whole, and with tasks that could not run.
fn exceptions(out: &mut impl Write, run: &Run) -> io::Result<()> {
    for task in run.tasks.iter().filter(|task| is_exception(run, task)) {
        if let Some(text) = task.explanation() {
            banner(out, &format!("!!! Exception in Task - {} !!!", task.taskid))?;
            lines(out, &text)?;
        }
    }
    if run.tasks.iter().any(|task| task.dangling) {
        banner(out, "!!! Dangling Tasks Detected !!!")?;
        out.write_all(b"The following dangling tasks have been found:\n")?;
        for task in run.tasks.iter().filter(|task| task.dangling) {
            writeln!(out, "    - {}: {}", visible(&task.taskid), visible(task.testscript()))?;
        }
        out.write_all(
            b"\nThese tasks have been forcefully terminated. Did you forget to call task.wait()?\n\n",
        )?;
    }
    let failure = run.failure.as_ref().map(|failure| match &failure.detail {
        Some(detail) => format!("{}\n{detail}", failure.message),
        None => failure.message.clone(),
    });
    match (&run.interrupted, failure) {
        (Some(signal), failure) => {
            banner(out, "Execution Interrupted")?;
            lines(out, &failure.unwrap_or_else(|| format!("the run was stopped by {signal}")))?;
        }
        (None, Some(failure)) if run.failure.as_ref().is_some_and(|failure| failure.interrupted) => {
            banner(out, "Execution Interrupted")?;
            lines(out, &failure)?;
        }
        (None, Some(failure)) => {
            banner(out, "!!! Exception Occurred !!!")?;
            lines(out, &failure)?;
        }
        (None, None) => {}
    }
    if !run.warnings.is_empty() {
        banner(out, "Warnings")?;
        for warning in &run.warnings {
            writeln!(out, "    - {}", visible(warning))?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Whether a task gets a banner of its own: it could not run, or went wrong by itself. What was ended because
/// the run was over needs none.
fn is_exception(run: &Run, task: &Task) -> bool {
    task.failed_to_run || run.complete && run.interrupted.is_none() && !task.dangling
}

fn header(out: &mut impl Write, run: &Run) -> io::Result<()> {
    banner(out, "Easypy Report")?;
    let started = &run.started;
    for (name, value) in [
        ("Instance", &started.instance),
        ("easypy-wasm", &started.version),
        ("CLI Arguments", &started.command),
        ("User", &started.user),
        ("Host Server", &started.host),
        ("Host OS Version", &started.os),
    ] {
        writeln!(out, "{name:<16} : {}", visible(value))?;
    }
    out.write_all(b"\n")
}

fn job(out: &mut impl Write, run: &Run, style: Style) -> io::Result<()> {
    let clock = run.clock();
    let outcome = run.outcome();
    out.write_all(b"Job Information\n")?;
    for (name, value) in [
        ("Name", visible(&run.name)),
        ("Result", style.outcome(outcome, layout::outcome_word(outcome))),
        ("Start time", clock.long(run.start).into()),
        ("Stop time", clock.long(run.stop).into()),
        ("Elapsed time", time::elapsed(run.start, run.stop).into()),
        ("Archive", visible(run.started.archive.as_deref().unwrap_or("None"))),
    ] {
        writeln!(out, "    {name:<12} : {value}")?;
    }
    out.write_all(b"\n")
}

fn totals(out: &mut impl Write, run: &Run) -> io::Result<()> {
    write!(out, "Total Tasks    : {} ", run.tasks.len())?;
    match run.failed_to_run() {
        0 => {}
        failed => write!(out, "({failed} failed to run)")?,
    }
    out.write_all(b"\n\n")?;
    if !run.not_started.is_empty() {
        writeln!(out, "Not Started    : {}", run.not_started.len())?;
        for task in &run.not_started {
            writeln!(out, "    - {}: {}", visible(&task.taskid), visible(&task.testscript))?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// `of`: nothing for the testcases and their like, `Section ` for what is in them.
fn stats(out: &mut impl Write, of: &str, counts: &Counts) -> io::Result<()> {
    const ROWS: [(&str, Outcome); 7] = [
        ("Passed", Outcome::Passed),
        ("Passx", Outcome::Passx),
        ("Failed", Outcome::Failed),
        ("Aborted", Outcome::Aborted),
        ("Blocked", Outcome::Blocked),
        ("Skipped", Outcome::Skipped),
        ("Errored", Outcome::Errored),
    ];
    writeln!(out, "{}Stats", if of.is_empty() { "Overall " } else { of })?;
    for (name, outcome) in ROWS {
        writeln!(out, "    {name:<10} : {}", counts.get(outcome))?;
    }
    writeln!(out, "\n    {:<10} : {}", "TOTAL", counts.total())?;
    writeln!(out, "\n{of}Success Rate   : {:.2} %\n", counts.success_rate())
}

/// Each of a text's lines, and an empty one.
fn lines(out: &mut impl Write, text: &str) -> io::Result<()> {
    for line in visible_lines(text) {
        writeln!(out, "{line}")?;
    }
    out.write_all(b"\n")
}

/// A banner whose last line is ended by the row that follows.
fn banner_without_end(out: &mut impl Write, title: &str) -> io::Result<()> {
    let mut whole = Vec::new();
    banner(&mut whole, title)?;
    out.write_all(whole.trim_ascii_end())
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn the_file_of_a_report_is_named_for_the_job_whatever_its_name() {
        assert_eq!(file_name("multi-demo"), "multi-demo.report");
        assert_eq!(file_name("na me/with\nslash"), "na me_with_slash.report");
        assert_eq!(file_name(".."), "...report");
        assert_eq!(file_name("TaskLog.Task-1"), "_TaskLog.Task-1.report");
        assert!(file_name(&"ä".repeat(1000)).len() <= 207);
    }
}
