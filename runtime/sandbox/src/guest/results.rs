//! The `results` capability. The child keeps the open sections too: when the guest traps, it ends them.

use easypy_contract::entry::Role;
use easypy_contract::limits::{NAME_BYTES, VALUE_BYTES, bounded_text};
use easypy_contract::results::{self as contract, Notice, Request};
use easypy_contract::{Notice as AnyNotice, Outcome, Reply as AnyReply, Request as AnyRequest};

use super::Guest;
use super::reporter::Unwound;
use super::task::unexpected;
use crate::bindings::easypy::runtime::results::{AttachError, Host, Section, Source, Verdict};

/// The largest attachment, bytes.
const ATTACHMENT_BYTES: usize = 16 * 1024 * 1024;

impl Guest {
    pub(super) fn begin_section(
        &mut self,
        section: contract::Section,
        checkpoint: u32,
    ) -> wasmtime::Result<()> {
        self.reporter.begin(section.kind, checkpoint);
        let at = self.log().position();
        // What a container holds begins before any code of the script runs.
        let more_follows = section.kind.is_container();
        let notice = AnyNotice::Results(Notice::Begin { section, at });
        if more_follows { self.link.tell_with_next(notice) } else { self.link.tell(notice) }
    }

    pub(super) fn end_section(&mut self, verdict: Option<contract::Verdict>) -> wasmtime::Result<()> {
        self.reporter.end(verdict.as_ref().map(|v| v.outcome), verdict.as_ref().is_some_and(|v| v.ignored));
        // What a section coped with is no reason for what goes wrong in a later one.
        self.memory.take_refusal();
        self.tell_end(verdict)
    }

    /// At once: a result must not wait for what the script does next, which may never end.
    fn tell_end(&mut self, verdict: Option<contract::Verdict>) -> wasmtime::Result<()> {
        let at = self.log().position();
        self.link.tell(AnyNotice::Results(Notice::End { verdict, at }))
    }

    /// Ends what a trap left open, down to the container that the script can go on in. None where it cannot.
    pub(super) fn unwind_sections(
        &mut self,
        verdict: &contract::Verdict,
    ) -> wasmtime::Result<Option<Unwound>> {
        let Some(unwound) = self.reporter.unwind(verdict.outcome) else { return Ok(None) };
        for _ in 0..unwound.sections {
            self.tell_end(Some(verdict.clone()))?;
        }
        Ok(Some(unwound))
    }

    /// Ends every open section: those with code with the verdict, containers by their roll-up.
    pub(super) fn end_all_sections(&mut self, verdict: &contract::Verdict) -> wasmtime::Result<()> {
        self.unwind_sections(verdict)?;
        while self.reporter.is_open() {
            let empty = self.reporter.is_empty_container();
            self.end_section(empty.then(|| verdict.clone()))?;
        }
        Ok(())
    }
}

fn bounded_name(mut name: String) -> String {
    name.truncate(name.floor_char_boundary(NAME_BYTES));
    name
}

impl Host for Guest {
    fn begin(&mut self, section: Section) -> wasmtime::Result<()> {
        if self.start.role == Role::Job {
            wasmtime::bail!("a job reports no sections: testscripts do");
        }
        let contract = contract::Section {
            kind: section.kind.into(),
            id: bounded_name(section.id),
            name: section.name.map(bounded_name),
            description: section.description.map(bounded_text),
            source: section.source.map(|source| contract::Source {
                file: bounded_name(source.file),
                line: source.line,
                hash: source.hash.map(bounded_name),
            }),
        };
        self.begin_section(contract, section.checkpoint)
    }

    fn end(&mut self, verdict: Option<Verdict>) -> wasmtime::Result<()> {
        if self.start.role == Role::Job {
            wasmtime::bail!("a job reports no sections: testscripts do");
        }
        self.end_section(verdict.map(Into::into))
    }

    fn panicking(&mut self, verdict: Verdict, source: Option<Source>) -> wasmtime::Result<()> {
        let mut verdict = contract::Verdict::from(verdict);
        if let (None, Some(source)) = (&verdict.reason, source) {
            verdict.reason = Some(format!("panicked at {}:{}", source.file, source.line));
        }
        self.reporter.panicking(verdict);
        Ok(())
    }

    fn keep(&mut self, state: String) -> wasmtime::Result<()> {
        if state.len() > VALUE_BYTES {
            wasmtime::bail!("keep: more than {VALUE_BYTES} bytes");
        }
        self.kept = Some(state);
        Ok(())
    }

    fn attach(
        &mut self,
        name: String,
        media_type: String,
        content: Vec<u8>,
    ) -> wasmtime::Result<Result<(), AttachError>> {
        if self.start.role == Role::Job {
            wasmtime::bail!("a job attaches no files: it writes them into the runtime directory");
        }
        if content.len() > ATTACHMENT_BYTES {
            return Ok(Err(AttachError::TooLarge(ATTACHMENT_BYTES as u64)));
        }
        let request =
            Request::Attach { name: bounded_name(name), media_type: bounded_name(media_type), content };
        match self.link.ask(AnyRequest::Results(request))? {
            AnyReply::Results(answer) => Ok(answer.map(drop).map_err(Into::into)),
            other => Err(unexpected(&other)),
        }
    }
}

impl Guest {
    /// Reports a plain command, which knows no sections, as one testcase with one test.
    pub(super) fn begin_command(&mut self, stem: &str) -> wasmtime::Result<()> {
        for (kind, id) in [(contract::SectionKind::Testcase, stem), (contract::SectionKind::Test, "main")] {
            let section =
                contract::Section { kind, id: id.to_owned(), name: None, description: None, source: None };
            self.begin_section(section, 0)?;
        }
        Ok(())
    }

    /// Ends what [`Guest::begin_command`] began.
    pub(super) fn end_command(&mut self, outcome: Outcome, reason: Option<String>) -> wasmtime::Result<()> {
        self.end_section(Some(contract::Verdict {
            outcome,
            reason,
            data: None,
            details: Vec::new(),
            ignored: false,
        }))?;
        self.end_section(None)
    }
}
