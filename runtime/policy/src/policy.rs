//! Policy files.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use easypy_contract::TaskId;
use easypy_testbed::model::Device;
use easypy_testbed::{Diagnostics, Remark, Severity, Warning};

use crate::bounds;
use crate::decide::{Action, Trace};
use crate::explain::Explanation;
use crate::grant::Grant;
use crate::read::{Mistakes, Source, parse_toml, quoted};
use crate::rules::{Layer, Rule, shown};
use crate::schema;

/// What a policy file says.
#[derive(Clone, Debug)]
pub struct Policy {
    pub(crate) source: Source,
    pub(crate) job: Option<Arc<Layer>>,
    /// The first that fits a task is the task's.
    pub(crate) grants: Vec<TaskGrant>,
}

/// An entry of `grant`.
#[derive(Clone, Debug)]
pub(crate) struct TaskGrant {
    /// One must fit.
    pub(crate) tasks: Vec<Rule>,
    pub(crate) layer: Arc<Layer>,
}

/// Whose grant it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// The jobfile itself.
    Job,
    Task(&'a TaskId),
}

impl Policy {
    /// Reads a file.
    ///
    /// # Errors
    /// Every mistake in the file, or that it cannot be read.
    pub fn load(path: &Path) -> Result<(Policy, Vec<Warning>), Diagnostics> {
        match text(path) {
            Ok(text) => Policy::parse(path, &text),
            Err(why) => {
                let message = format!("`{}` cannot be read: {why}", quoted(&path.to_string_lossy()));
                let remark = Remark {
                    severity: Severity::Mistake,
                    message,
                    place: None,
                    label: String::new(),
                    help: None,
                    related: Vec::new(),
                };
                Err(Diagnostics::of(path, "", [remark]))
            }
        }
    }

    /// Reads a text; `path` is what it is called.
    ///
    /// # Errors
    /// Every mistake in the text.
    pub fn parse(path: &Path, text: &str) -> Result<(Policy, Vec<Warning>), Diagnostics> {
        let mut mistakes = Mistakes::default();
        let source = Source::file(path, text);
        let root = parse_toml(text, &mut mistakes);
        let policy = schema::policy(root, source, &mut mistakes);
        let found = mistakes.in_file(path, text);
        if found.mistakes() > 0 { Err(found) } else { Ok((policy, found.findings().to_vec())) }
    }

    /// How many grants to tasks there are.
    pub fn grants(&self) -> usize {
        self.grants.len()
    }

    /// What a job or a task may do.
    pub fn grant(&self, subject: Subject<'_>) -> Grant {
        self.chosen(subject, &mut Trace::none())
    }

    /// What of the policy decides whether a job or a task may do something with a device.
    pub fn explain(&self, subject: Subject<'_>, device: &Device, action: &Action<'_>) -> Explanation {
        let mut trace = Trace::kept();
        let decision = self.chosen(subject, &mut trace).walk(device, action, &mut trace);
        Explanation::new(decision, trace)
    }

    fn chosen(&self, subject: Subject<'_>, trace: &mut Trace) -> Grant {
        let whole = self.source.whole();
        let none = |why: String, trace: &mut Trace| {
            trace.note(&whole, || why.clone());
            Arc::new(Layer::absent(whole.clone(), why))
        };
        let layer = match subject {
            Subject::Job => match &self.job {
                Some(layer) => {
                    trace.note(&layer.origin, || "`[job]` is the job's grant".to_owned());
                    Arc::clone(layer)
                }
                None => none(format!("{whole} has no `[job]`: nothing is granted to the job itself"), trace),
            },
            Subject::Task(taskid) => self.of_task(taskid, trace).unwrap_or_else(|| {
                let taskid = quoted(taskid.as_str());
                none(format!("no grant of {whole} has `tasks` that fit `{taskid}`"), trace)
            }),
        };
        Grant::of(layer)
    }

    fn of_task(&self, taskid: &TaskId, trace: &mut Trace) -> Option<Arc<Layer>> {
        for grant in &self.grants {
            if let Some(rule) = grant.tasks.iter().find(|rule| rule.fits(taskid.as_str())) {
                trace.note(&grant.layer.origin, || {
                    format!("this grant: tasks \"{}\" fits `{}`", rule.pattern, quoted(taskid.as_str()))
                });
                return Some(Arc::clone(&grant.layer));
            }
            trace.note(&grant.layer.origin, || format!("not this grant: tasks {}", shown(&grant.tasks)));
        }
        None
    }
}

/// The text of a file, or why there is none.
fn text(path: &Path) -> Result<String, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    file.take(bounds::FILE + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > bounds::FILE {
        return Err(format!("it is larger than {} MiB", bounds::FILE >> 20));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("it is not UTF-8, in line {line}")
    })
}
