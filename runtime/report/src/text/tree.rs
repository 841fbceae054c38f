//! The two lists of tasks: the summary, and the tree with all sections.

use std::io::{self, Write};

use easypy_contract::results::SectionKind;

use super::Style;
use super::layout::row;
use crate::model::{Run, Section, Task};

const EMPTY: &str = "\nEmpty - did something go wrong?";

/// A row for each task, and one for each of its common setup, testcases and common cleanup.
pub(super) fn summary(out: &mut impl Write, run: &Run, style: Style) -> io::Result<()> {
    if run.tasks.is_empty() {
        return out.write_all(EMPTY.as_bytes());
    }
    for task in &run.tasks {
        let title = title(task);
        row(out, &title, task.outcome, style)?;
        for section in &task.sections {
            row(out, &format!("{title}.{}", section.id), Some(section.outcome), style)?;
        }
    }
    Ok(())
}

/// The tasks with all that is in them.
pub(super) fn details(out: &mut impl Write, run: &Run, style: Style) -> io::Result<()> {
    if run.tasks.is_empty() {
        return out.write_all(EMPTY.as_bytes());
    }
    for task in &run.tasks {
        row(out, &title(task), task.outcome, style)?;
        Tree { out: &mut *out, indent: String::new(), style }.children(task.sections.iter())?;
    }
    Ok(())
}

fn title(task: &Task) -> String {
    format!("{}: {}", task.taskid, task.name())
}

struct Tree<'a, W> {
    out: &'a mut W,
    indent: String,
    style: Style,
}

impl<W: Write> Tree<'_, W> {
    fn children<'a>(&mut self, sections: impl Iterator<Item = &'a Section>) -> io::Result<()> {
        let mut sections = sections.peekable();
        while let Some(section) = sections.next() {
            let last = sections.peek().is_none();
            let branch = if last { "`-- " } else { "|-- " };
            let text = format!("{}{branch}{}", self.indent, label(section));
            row(self.out, &text, Some(section.outcome), self.style)?;
            if section.kind != SectionKind::Step {
                let outer = self.indent.len();
                self.indent.push_str(if last { "    " } else { "|   " });
                self.children(flattened(section).into_iter())?;
                self.indent.truncate(outer);
            }
        }
        Ok(())
    }
}

/// Steps carry their name behind their number; all others are shown by their id.
fn label(section: &Section) -> String {
    match section.kind {
        SectionKind::Step if section.name() != &*section.id => format!("{}: {}", section.id, section.name()),
        _ => section.id.to_string(),
    }
}

/// What is shown under a section: what is in it, and behind each step the steps in that.
fn flattened(section: &Section) -> Vec<&Section> {
    fn add<'a>(all: &mut Vec<&'a Section>, sections: &'a [Section]) {
        for section in sections {
            all.push(section);
            if section.kind == SectionKind::Step {
                add(all, &section.sections);
            }
        }
    }
    let mut all = Vec::new();
    add(&mut all, &section.sections);
    all
}
