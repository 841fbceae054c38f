//! A host that keeps what it is told, and ends and resumes scripts as the real one does.

use std::cell::RefCell;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Map, Value};

use crate::Outcome;
use crate::bindings::testscript::exports::easypy::runtime::script::Resume;
use crate::harness::report::{Begin, Kind, Reporter, Verdict};
use crate::harness::resume::Resumed;
use crate::harness::{AttachError, ContainerKind, LeafKind, Script, open, runner};
use crate::logging::Level;

/// What a script told.
#[derive(Default)]
pub(super) struct Record {
    pub(super) sections: Vec<Section>,
    /// the open ones, by their index, with the roll-up of what is inside
    open: Vec<(usize, Option<Outcome>)>,
    pub(super) log: Vec<(Level, String)>,
    pub(super) attached: Vec<(String, String, Vec<u8>)>,
    /// how often a state was kept, and the last of them
    pub(super) kept: (usize, Option<String>),
    panicking: Option<Verdict>,
    common_setup: Option<Outcome>,
}

#[derive(Clone)]
pub(super) struct Section {
    depth: usize,
    kind: Kind,
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) source: Option<(&'static str, u32)>,
    pub(super) checkpoint: u32,
    pub(super) outcome: Option<Outcome>,
    /// whether the outcome is the host's roll-up
    rolled_up: bool,
    pub(super) reason: Option<String>,
    pub(super) data: Option<Value>,
}

impl Record {
    fn end(&mut self, verdict: Option<&Verdict>) {
        let (index, inside) = self.open.pop().expect("a section is open");
        let outcome = verdict.map(|v| v.outcome).or(inside).unwrap_or(Outcome::Passed);
        let section = &mut self.sections[index];
        section.outcome = Some(outcome);
        section.rolled_up = verdict.is_none();
        section.reason = verdict.and_then(|v| v.reason.clone());
        section.data = verdict.and_then(|v| v.data.clone());
        let around = match self.open.last_mut() {
            Some((_, around)) => around,
            None if section.kind == Kind::Container(ContainerKind::CommonSetup) => &mut self.common_setup,
            None => return,
        };
        *around = Some(around.map_or(outcome, |before| before.roll_up(outcome)));
    }

    /// Ends what a trap left open, but for the container; where to go on.
    fn trapped(&mut self) -> Resume {
        let verdict = self
            .panicking
            .take()
            .unwrap_or_else(|| Verdict::because(Outcome::Errored, "wasm trap: unreachable"));
        loop {
            let (index, _) = *self.open.last().expect("a section with a checkpoint is open");
            let checkpoint = self.sections[index].checkpoint;
            self.end(Some(&verdict));
            if checkpoint > 0 {
                let open = self.open.first().filter(|(index, _)| {
                    self.sections[*index].kind == Kind::Container(ContainerKind::CommonSetup)
                });
                let inside = open.and_then(|(_, inside)| *inside);
                let common_setup_failed =
                    [self.common_setup, inside].into_iter().flatten().any(Outcome::blocks);
                return Resume { checkpoint, common_setup_failed, kept: self.kept.1.clone() };
            }
        }
    }

    /// The section with this id. There may be only one.
    #[track_caller]
    pub(super) fn section(&self, id: &str) -> &Section {
        let mut found = self.sections.iter().filter(|section| section.id == id);
        let section = found.next().unwrap_or_else(|| panic!("there is no section {id}"));
        assert!(found.next().is_none(), "there are several sections {id}");
        section
    }

    /// The texts that were logged, one under the other.
    pub(super) fn text(&self) -> String {
        self.log.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

pub(super) fn results(record: &Record) -> String {
    let lines = record.sections.iter().map(|section| {
        let indent = "    ".repeat(section.depth);
        let kind = match section.kind {
            Kind::Container(ContainerKind::Testcase) => "testcase ",
            Kind::Container(_) | Kind::Step => "",
            Kind::Leaf(LeafKind::Subsection) => "subsection ",
            Kind::Leaf(LeafKind::Setup) => "setup ",
            Kind::Leaf(LeafKind::Test) => "test ",
            Kind::Leaf(LeafKind::Cleanup) => "cleanup ",
        };
        let outcome = section.outcome.map_or("open".to_owned(), |outcome| outcome.to_string());
        let outcome = if section.rolled_up { format!("[{outcome}]") } else { outcome };
        let reason = section.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("{indent}{kind}{} {outcome}{reason}", section.id)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Record>>);

impl Recorder {
    fn with<T>(&self, f: impl FnOnce(&mut Record) -> T) -> T {
        f(&mut self.0.lock().unwrap())
    }
}

impl Reporter for Recorder {
    fn begin(&self, section: &Begin<'_>) {
        self.with(|record| {
            let depth = record.open.len();
            record.open.push((record.sections.len(), None));
            record.sections.push(Section {
                depth,
                kind: section.kind,
                id: section.id.to_owned(),
                name: section.name.map(str::to_owned),
                description: section.description.map(str::to_owned),
                source: section.source.map(|source| (source.file, source.line)),
                checkpoint: section.checkpoint,
                outcome: None,
                rolled_up: false,
                reason: None,
                data: None,
            });
        });
    }

    fn end(&self, verdict: Option<&Verdict>) {
        self.with(|record| record.end(verdict));
    }

    fn panicking(&self, verdict: &Verdict, _source: Option<(&str, u32)>) {
        self.with(|record| record.panicking = Some(verdict.clone()));
    }

    fn keep(&self, state: &str) {
        self.with(|record| record.kept = (record.kept.0 + 1, Some(state.to_owned())));
    }

    fn attach(&self, name: &str, media_type: &str, content: &[u8]) -> Result<(), AttachError> {
        if name.starts_with('.') {
            return Err(AttachError::InvalidName(name.to_owned()));
        }
        let file = (name.to_owned(), media_type.to_owned(), content.to_vec());
        self.with(|record| record.attached.push(file));
        Ok(())
    }

    fn log(&self, level: Level, message: &str) {
        self.with(|record| record.log.push((level, message.to_owned())));
    }
}

/// The payload of an unwinding that stands for a trap.
struct Trapped;

thread_local! {
    static RECORDER: RefCell<Option<Recorder>> = const { RefCell::new(None) };
}

/// What a panic in a section does: the hook tells of it, and the instance ends.
pub(super) fn panic_with(message: &str) -> ! {
    let recorder = RECORDER.with_borrow(Clone::clone).expect("a script runs");
    open::tell(&recorder, message, Some(("script.rs", 7)));
    trap()
}

/// A trap of which the script knows nothing: the stack or the memory is used up.
pub(super) fn trap() -> ! {
    resume_unwind(Box::new(Trapped))
}

/// Runs a script to its end, in as many instances as it takes. An instance is a thread: its memory of what
/// runs is its own.
pub(super) fn run(script: &'static Script, kwargs: &Value) -> Record {
    let kwargs: Map<String, Value> = kwargs.as_object().cloned().expect("kwargs are an object");
    let recorder = Recorder::default();
    let mut resume: Option<Resume> = None;
    let mut reached = 0;
    loop {
        let (to, kwargs, resumed) = (recorder.clone(), kwargs.clone(), resume.take().map(Resumed::from));
        let instance = thread::spawn(move || {
            RECORDER.set(Some(to.clone()));
            runner::run(script, &to, kwargs, resumed.as_ref())
        });
        match instance.join() {
            Ok(ended) => {
                ended.expect("the script runs");
                break;
            }
            Err(payload) if payload.is::<Trapped>() => {
                let at = recorder.with(Record::trapped);
                assert!(at.checkpoint > reached, "the script does not go on");
                reached = at.checkpoint;
                resume = Some(at);
            }
            Err(payload) => resume_unwind(payload),
        }
    }
    let record = recorder.with(std::mem::take);
    assert!(record.open.is_empty(), "a section was not ended");
    record
}
