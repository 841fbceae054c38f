//! `ResultsDetails.xml`: the tree of testscripts, testcases and their sections.

use std::io::{self, Write};
use std::path::Path;

use easypy_contract::results::SectionKind;
use easypy_contract::{Outcome, results};
use jiff::Timestamp;

use super::element::Document;
use crate::details;
use crate::model::{Counts, Run, Section, Task};
use crate::time::{self, Clock};

/// The name space is part of the format: it tells readers what this is.
const NAME_SPACES: [(&str, &str); 3] = [
    ("xmlns", "http://wwwin-ats.cisco.com/xml/schema/aereport"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("xmlns:schemaLocation", "http://wwwin-ats.cisco.com/xml/schema/aereport.xsd"),
];

pub(super) fn report<W: Write>(document: &mut Document<W>, run: &Run) -> io::Result<()> {
    let clock = &run.clock();
    let times = (run.start, run.stop);
    document.element_with("aereport", &NAME_SPACES, |report| {
        report.element("testsuite", |suite| {
            suite.text("starttime", clock.short(run.start))?;
            suite.element("initinfo", |info| init_info(info, run))?;
            suite.element("jobexecution", |execution| {
                execution.text("starttime", clock.short(run.start))?;
                execution.text("runinfo", "")?;
                for task in &run.tasks {
                    execution.element("testscript", |script| testscript(script, task, clock))?;
                }
                execution.text_with("result", &[("mode", "auto")], "")?;
                end(execution, clock, times)
            })?;
            suite.element_with("tims", &[("bgPost", "False")], |tims| {
                tims.text("dnsname", "")?;
                tims.element("post", |post| post.empty(&["status", "cmd"]))
            })?;
            suite.text("runinfo", "")?;
            suite.text("archivefile", run.started.archive.as_deref().unwrap_or_default())?;
            end(suite, clock, times)?;
            summary(suite, &run.counts())
        })
    })
}

/// What the run was started with.
fn init_info<W: Write>(info: &mut Document<W>, run: &Run) -> io::Result<()> {
    let started = &run.started;
    info.text("name", &run.name)?;
    info.element("params", |params| {
        params.text("cli", &started.command)?;
        params.text("mailto", "")?;
        params.element("report", |report| {
            report.text("type", "")?;
            for name in ["sort", "outofrange", "uniquesuites"] {
                report.text(name, 0)?;
            }
            report.text("count_common_result_summary", 1)?;
            report.text("sem", "")
        })?;
        params.text("rerun", 0)?;
        params.text("cleantype", "easyclean")?;
        params.text("uniquetid", 0)?;
        params.element("max", |max| {
            max.text("errors", 10)?;
            max.text("jobs", -1)
        })?;
        params.empty(&["reason", "tidRange"])
    })?;
    info.text("jobid", &started.uid)?;
    info.element("ats", |ats| {
        ats.text("path", &started.instance)?;
        ats.text("version", &started.version)
    })?;
    info.text("CONFIG", "")?;
    info.text("host", &started.host)?;
    info.text("owner", run.label("owner"))?;
    info.text("submitter", &started.submitter)?;
    info.text("user", &started.user)?;
    info.text("topology", "")?;
    info.text_with("logfile", &[("begin", "0"), ("size", "-1")], "")?;
    info.text("tbautoselect", "")?;
    for label in ["release", "image", "testbed"] {
        info.text(label, run.label(label))?;
    }
    Ok(())
}

fn testscript<W: Write>(script: &mut Document<W>, task: &Task, clock: &Clock) -> io::Result<()> {
    script.text("starttime", clock.short(task.start))?;
    script.element("initinfo", |info| {
        info.element("script", |script| {
            let path = Path::new(task.testscript());
            let part = |part: Option<&Path>| part.map(|part| part.display().to_string()).unwrap_or_default();
            script.text("name", part(path.file_name().map(Path::new)))?;
            script.text("path", part(path.parent()))
        })?;
        info.text("pargs", "")?;
        info.text("taskid", &task.taskid)?;
        info.text("description", "")?;
        info.text_with("logfile", &[("begin", "0"), ("size", "-1")], &task.log)
    })?;
    run_info(script, task.explanation().as_slice())?;
    for section in &task.sections {
        container(script, task, section, clock)?;
    }
    end(script, clock, (task.start, task.stop))?;
    summary(script, &task.counts())
}

/// What stands directly in a testscript.
fn container<W: Write>(
    script: &mut Document<W>,
    task: &Task,
    section: &Section,
    clock: &Clock,
) -> io::Result<()> {
    let parts = || section.sections.iter().filter(|section| section.kind != SectionKind::Step);
    let common = match section.kind {
        SectionKind::CommonSetup => "commonSetup",
        SectionKind::CommonCleanup => "commonCleanup",
        _ => {
            return script.element("testcase", |testcase| {
                testcase.text("starttime", clock.short(section.start))?;
                testcase.element("initinfo", |info| {
                    id(info, section)?;
                    info.text("name", section.name())?;
                    xref(info, task, section)?;
                    info.text("description", section.description().unwrap_or_default())?;
                    for name in ["swversion", "hwversion", "fwversion", "tstversion"] {
                        info.text(name, "None")?;
                    }
                    log_file(info, task, section)
                })?;
                run_info(testcase, &details::of_section(section))?;
                for part in parts() {
                    let name = match part.kind {
                        SectionKind::Setup => "setup",
                        SectionKind::Cleanup => "cleanup",
                        _ => "section",
                    };
                    testcase.element(name, |element| {
                        element.text("starttime", clock.short(part.start))?;
                        element.text("name", part.name())?;
                        element.text("description", part.description().unwrap_or_default())?;
                        xref(element, task, part)?;
                        ending(element, task, part, clock)
                    })?;
                }
                result(testcase, section.outcome)?;
                end(testcase, clock, (section.start, section.stop))
            });
        }
    };
    script.element(common, |element| {
        element.text("starttime", clock.short(section.start))?;
        element.text("name", common)?;
        element.text("description", section.description().unwrap_or_default())?;
        xref(element, task, section)?;
        ending(element, task, section, clock)?;
        for part in parts() {
            element.element("subSection", |element| {
                element.text("starttime", clock.short(part.start))?;
                xref(element, task, part)?;
                id(element, part)?;
                element.text("name", part.name())?;
                element.text("description", part.description().unwrap_or_default())?;
                ending(element, task, part, clock)?;
                element.text("extra", "{}")
            })?;
        }
        Ok(())
    })
}

/// What all sections but testcases end with.
fn ending<W: Write>(
    element: &mut Document<W>,
    task: &Task,
    section: &Section,
    clock: &Clock,
) -> io::Result<()> {
    log_file(element, task, section)?;
    run_info(element, &details::of_section(section))?;
    result(element, section.outcome)?;
    end(element, clock, (section.start, section.stop))
}

fn id<W: Write>(element: &mut Document<W>, section: &Section) -> io::Result<()> {
    element.element_with("id", &[("name", &*section.id), ("md5", "")], |id| id.text("tc", &section.id))
}

fn xref<W: Write>(element: &mut Document<W>, task: &Task, section: &Section) -> io::Result<()> {
    element.element("xref", |xref| match &section.source {
        Some((file, line)) => {
            xref.text("file", file)?;
            xref.text("line", line)
        }
        None => {
            xref.text("file", task.testscript())?;
            xref.text("line", "")
        }
    })
}

fn log_file<W: Write>(element: &mut Document<W>, task: &Task, section: &Section) -> io::Result<()> {
    let results::LogPosition { bytes: begin, .. } = section.begin;
    let size = section.end.bytes.saturating_sub(begin);
    let attributes = [("begin", &*begin.to_string()), ("size", &*size.to_string())];
    element.text_with("logfile", &attributes, &task.log)
}

fn run_info<W: Write>(element: &mut Document<W>, details: &[String]) -> io::Result<()> {
    if details.is_empty() {
        return element.text("runinfo", "");
    }
    element.element("runinfo", |info| details.iter().try_for_each(|detail| info.text("diag", detail)))
}

fn result<W: Write>(element: &mut Document<W>, outcome: Outcome) -> io::Result<()> {
    element.text_with("result", &[("mode", "auto")], outcome)
}

fn end<W: Write>(
    element: &mut Document<W>,
    clock: &Clock,
    (start, stop): (Timestamp, Timestamp),
) -> io::Result<()> {
    element.text("stoptime", clock.short(stop))?;
    element.text("runtime", time::runtime(start, stop))
}

fn summary<W: Write>(element: &mut Document<W>, counts: &Counts) -> io::Result<()> {
    element.element("summary", |summary| {
        for (name, outcome) in [
            ("abort", Outcome::Aborted),
            ("pass", Outcome::Passed),
            ("passx", Outcome::Passx),
            ("fail", Outcome::Failed),
            ("block", Outcome::Blocked),
            ("skip", Outcome::Skipped),
            ("error", Outcome::Errored),
        ] {
            summary.text(name, counts.get(outcome))?;
        }
        summary.text("never_ran", 0)?;
        summary.text("unknown", 0)?;
        summary.text("total", counts.total())?;
        summary.text("success_rate", format!("{:?}", counts.success_rate()))
    })
}
