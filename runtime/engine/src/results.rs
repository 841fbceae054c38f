//! The `results` capability: sections go into the journal as they begin and end; attachments beside the logs.

use easypy_contract::limits::{LimitHit, SECTION_DEPTH, SECTIONS_PER_TASK, VALUE_BYTES, bounded_text};
use easypy_contract::results::{Error, Notice, Request, Section, Verdict};
use easypy_contract::{Reply, value};
use easypy_report::journal::Event;

use crate::broker::{Attached, Broker, Effect, Violation};
use crate::child::ChildId;

/// Bytes of names, reasons and data that one task may report.
const REPORTED_BYTES: u64 = 256 * 1024 * 1024;
/// How many files one task may attach.
const ATTACHMENTS: usize = 1000;
/// The longest name of an attachment, in characters.
const NAME_CHARACTERS: usize = 128;

impl Broker {
    pub(crate) fn tell_results(&mut self, child: ChildId, notice: Notice) -> Result<(), Violation> {
        let Some(task) = child.task() else {
            return Err(Violation::protocol("a job reported a section"));
        };
        let Some(live) = self.tasks.live_mut(task) else { return Ok(()) };
        let event = match notice {
            Notice::Begin { section, at } => {
                live.at = at;
                live.begun += 1;
                live.reported += size_of_section(&section);
                live.sections.begin();
                if live.sections.depth() > SECTION_DEPTH {
                    return Err(Violation::Limit(LimitHit::new("section-depth", SECTION_DEPTH)));
                }
                if live.begun > SECTIONS_PER_TASK {
                    return Err(Violation::Limit(LimitHit::new("sections-per-task", SECTIONS_PER_TASK)));
                }
                Event::SectionBegun { task: task.0, section, at }
            }
            Notice::End { verdict, at } => {
                live.at = at;
                if live.sections.end(verdict.as_ref().map(|verdict| verdict.outcome)).is_none() {
                    return Err(Violation::protocol("it ended a section that it had not begun"));
                }
                let Verdict { outcome, reason, data } = match verdict {
                    Some(verdict) => Verdict { reason: verdict.reason.map(bounded_text), ..verdict },
                    None => return self.section_ended(task.0, None, None, None, at),
                };
                live.reported += reason.as_ref().map_or(0, String::len) as u64;
                // What is no JSON would make the whole line unreadable.
                let data = data.filter(|data| value::check(data).is_ok());
                live.reported += data.as_ref().map_or(0, String::len) as u64;
                if live.reported > REPORTED_BYTES {
                    return Err(Violation::Limit(LimitHit::new("reported-size", REPORTED_BYTES)));
                }
                return self.section_ended(task.0, Some(outcome), reason, data, at);
            }
        };
        if live.reported > REPORTED_BYTES {
            return Err(Violation::Limit(LimitHit::new("reported-size", REPORTED_BYTES)));
        }
        self.event(event);
        Ok(())
    }

    fn section_ended(
        &mut self,
        task: u32,
        outcome: Option<easypy_contract::Outcome>,
        reason: Option<String>,
        data: Option<String>,
        at: easypy_contract::results::LogPosition,
    ) -> Result<(), Violation> {
        self.event(Event::SectionEnded { task, outcome, reason, data, at });
        Ok(())
    }

    pub(crate) fn ask_results(&mut self, child: ChildId, request: Request) -> Result<(), Violation> {
        let Some(task) = child.task() else {
            return Err(Violation::protocol("a job attached a file"));
        };
        let Request::Attach { name, media_type, content } = request;
        let stem = self.tasks.file_stem(task);
        let file = format!("{stem}.{name}");
        let Some(live) = self.tasks.live_mut(task) else { return Ok(()) };
        let refused = if !is_name(&name) || is_reserved(&file) {
            Some(Error::InvalidName(name.clone()))
        } else if content.len() > VALUE_BYTES {
            Some(Error::TooLarge(VALUE_BYTES as u64))
        } else if live.attached.len() >= ATTACHMENTS && !live.attached.contains(&file) {
            Some(Error::NotWritten(format!("a task attaches at most {ATTACHMENTS} files")))
        } else {
            None
        };
        if let Some(error) = refused {
            self.reply(child, Reply::Results(Err(error)));
            return Ok(());
        }
        live.attached.insert(file.clone());
        let bytes = content.len() as u64;
        let event = Event::Attached { task: task.0, file: file.clone(), name, media_type, bytes };
        self.effect(Effect::Attach { child, file, content, event });
        Ok(())
    }

    /// An attachment was written, or was not.
    pub(crate) fn attached(&mut self, child: ChildId, event: Event, written: Attached) {
        if written.is_ok() {
            self.event(event);
        }
        self.reply(child, Reply::Results(written.map(|()| easypy_contract::results::Reply::Attached)));
    }
}

fn size_of_section(section: &Section) -> u64 {
    let texts = [&section.name, &section.description].into_iter().flatten().map(String::len).sum::<usize>();
    let source = section.source.as_ref().map_or(0, |source| source.file.len());
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
    const NAMES: [&str; 8] = [
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
        || ["TaskLog.", "JobLog."].iter().any(|start| file.starts_with(start))
        || [".report", ".wasm", ".tmp"].iter().any(|end| file.ends_with(end))
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
        for file in ["TaskLog.Task-9", "JobLog.demo", "results.json", "my job.report"] {
            assert!(is_reserved(file), "{file}");
        }
        assert!(!is_reserved("Task-1.show version.txt"));
    }
}
