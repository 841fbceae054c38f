//! The `results` capability: sections go into the journal as they begin and end; attachments beside the logs.

use easypy_contract::limits::{
    ATTACHMENTS, DETAILS, LimitHit, SECTION_DEPTH, SECTIONS_PER_TASK, VALUE_BYTES, bounded_text,
};
use easypy_contract::results::{Error, LogPosition, Notice, Reply, Request, Section, Verdict};
use easypy_contract::task::TaskNumber;
use easypy_contract::{Reply as AnyReply, value};
use easypy_report::journal::Event;

use crate::broker::{Attached, Broker, Effect, Violation};
use crate::child::ChildId;
use crate::task::Live;

/// Bytes of names, reasons and data that one task may report.
const REPORTED_BYTES: u64 = 256 * 1024 * 1024;
/// How many files one task may attach.
const ATTACHMENTS_PER_TASK: usize = 1000;
/// The longest name of an attachment, in characters.
const NAME_CHARACTERS: usize = 128;

impl Broker {
    pub(crate) fn tell_results(&mut self, child: ChildId, notice: Notice) -> Result<(), Violation> {
        let Some(task) = child.task() else {
            return Err(Violation::protocol("a job reported a section"));
        };
        let Some(live) = self.tasks.live_mut(task) else { return Ok(()) };
        let event = match notice {
            Notice::Begin { section, at } => live.begin(task, section, at)?,
            Notice::End { verdict, at } => live.end(task, verdict, at)?,
        };
        if live.reported > REPORTED_BYTES {
            return Err(Violation::Limit(LimitHit::new("reported-size", REPORTED_BYTES)));
        }
        self.event(event);
        Ok(())
    }

    pub(crate) fn ask_results(&mut self, child: ChildId, request: Request) -> Result<(), Violation> {
        let Some(task) = child.task() else {
            return Err(Violation::protocol("a job attached a file"));
        };
        let Request::Attach { name, media_type, content } = request;
        let stem = self.tasks.file_stem(task);
        let file = format!("{stem}.{name}");
        // `a` with `b.txt` and `a.b` with `txt` are the same file: it belongs to who was first.
        let owner = self.tasks.attachments.get(&file).copied();
        let in_all = self.tasks.attachments.len();
        let Some(live) = self.tasks.live_mut(task) else { return Ok(()) };
        let refused = if !is_name(&name)
            || is_reserved(&file)
            || self.devices.is_transcript(&file)
            || owner.is_some_and(|owner| owner != task)
        {
            Some(Error::InvalidName(name.clone()))
        } else if content.len() > VALUE_BYTES {
            Some(Error::TooLarge(VALUE_BYTES as u64))
        } else if owner.is_none() && live.attached >= ATTACHMENTS_PER_TASK {
            Some(Error::NotWritten(format!("a task attaches at most {ATTACHMENTS_PER_TASK} files")))
        } else if owner.is_none() && in_all >= ATTACHMENTS {
            Some(Error::NotWritten(format!("the tasks of a job attach at most {ATTACHMENTS} files")))
        } else {
            None
        };
        if let Some(error) = refused {
            self.reply(child, AnyReply::Results(Err(error)));
            return Ok(());
        }
        if owner.is_none() {
            live.attached += 1;
            self.tasks.attachments.insert(file.clone(), task);
        }
        let bytes = content.len() as u64;
        let event = Event::Attached { task: task.0, file: file.clone(), name, media_type, bytes };
        self.effect(Effect::Attach { child, file, content, event });
        Ok(())
    }

    /// An attachment was written, or was not.
    pub(crate) fn attached(&mut self, child: ChildId, event: Event, written: Attached) {
        // Behind the task's end its events mean nothing any more.
        let is_live = child.task().is_some_and(|task| self.tasks.live_mut(task).is_some());
        if written.is_ok() && is_live {
            self.event(event);
        }
        self.reply(child, AnyReply::Results(written.map(|()| Reply::Attached)));
    }
}

impl Live {
    fn begin(&mut self, task: TaskNumber, section: Section, at: LogPosition) -> Result<Event, Violation> {
        self.at = at;
        self.begun += 1;
        self.reported += size_of_section(&section);
        self.sections.begin();
        if self.sections.depth() > SECTION_DEPTH {
            return Err(Violation::Limit(LimitHit::new("section-depth", SECTION_DEPTH)));
        }
        if self.begun > SECTIONS_PER_TASK {
            return Err(Violation::Limit(LimitHit::new("sections-per-task", SECTIONS_PER_TASK)));
        }
        Ok(Event::SectionBegun { task: task.0, section, at })
    }

    fn end(
        &mut self,
        task: TaskNumber,
        verdict: Option<Verdict>,
        at: LogPosition,
    ) -> Result<Event, Violation> {
        self.at = at;
        let ignored = verdict.as_ref().is_some_and(|verdict| verdict.ignored);
        if self.sections.end_with(verdict.as_ref().map(|verdict| verdict.outcome), ignored).is_none() {
            return Err(Violation::protocol("it ended a section that it had not begun"));
        }
        let (outcome, reason, data, details) = match verdict {
            None => (None, None, None, Vec::new()),
            Some(Verdict { outcome, reason, data, mut details, .. }) => {
                details.truncate(DETAILS);
                // Data that is no JSON would make the whole line unreadable.
                let data = data.filter(|data| value::check(data).is_ok());
                (Some(outcome), reason.map(bounded_text), data, details)
            }
        };
        let texts = [&reason, &data].into_iter().flatten().chain(&details);
        self.reported += texts.map(String::len).sum::<usize>() as u64;
        Ok(Event::SectionEnded { task: task.0, outcome, reason, data, details, ignored, at })
    }
}

fn size_of_section(section: &Section) -> u64 {
    let texts = [&section.name, &section.description].into_iter().flatten().map(String::len).sum::<usize>();
    let source = section
        .source
        .as_ref()
        .map_or(0, |source| source.file.len() + source.hash.as_ref().map_or(0, String::len));
    (section.id.len() + texts + source + 64) as u64
}

fn is_name(name: &str) -> bool {
    (1..=NAME_CHARACTERS).contains(&name.chars().count())
        && !name.starts_with('.')
        && !name.chars().any(|c| c == '/' || c.is_control())
}

/// Whether a file's name is one that the host itself uses in a runinfo directory: an attachment must not
/// stand in for a log or a result.
fn is_reserved(file: &str) -> bool {
    const NAMES: [&str; 9] = [
        "audit.ndjson",
        "env.txt",
        "journal.ndjson",
        "rerun.results",
        "results.json",
        "ResultsDetails.xml",
        "ResultsSummary.xml",
        "xunit.xml",
        "report.html",
    ];
    NAMES.contains(&file)
        || ["TaskLog.", "JobLog.", "testbed.static"].iter().any(|start| file.starts_with(start))
        || [".report", ".wasm", ".py", ".tmp"].iter().any(|end| file.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::{is_name, is_reserved};

    #[test]
    fn names_of_attachments_are_plain() {
        for good in ["show version.txt", "a", "ä.json", &"x".repeat(128)] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", ".hidden", "a/b", "..", "a\nb", &"x".repeat(129)] {
            assert!(!is_name(bad), "{bad}");
        }
    }

    #[test]
    fn no_attachment_stands_in_for_a_file_of_the_host() {
        for file in [
            "TaskLog.Task-9",
            "JobLog.demo",
            "results.json",
            "my job.report",
            "audit.ndjson",
            "testbed.static.yaml",
        ] {
            assert!(is_reserved(file), "{file}");
        }
        assert!(!is_reserved("Task-1.show version.txt"));
    }
}
