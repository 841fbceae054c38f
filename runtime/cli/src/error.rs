//! The mistakes and mishaps that are expected: for each a message, a hint and an exit code. All else is a bug.

use std::fmt;
use std::io;
use std::path::PathBuf;

use easypy_engine::{NoPython, RunError, StopSignal};
use easypy_report::FinishError;
use easypy_sandbox::module::{CONTRACT_VERSION, CacheError, ModuleError};

use crate::exit::Exit;
use crate::out;
use crate::text::{self, shortened, visible};

/// Modules say what they like about themselves: no message about one is longer than this.
const MODULE_MESSAGE: usize = 2_000;

/// Something that a user can mend.
#[derive(Debug)]
pub(crate) enum ExpectedError {
    NoJobfile,
    NoSuchFile {
        what: &'static str,
        path: PathBuf,
        /// A file that is there, and has a similar name.
        similar: Option<PathBuf>,
    },
    /// The component that runs Python files is nowhere.
    NoPython {
        path: PathBuf,
        error: NoPython,
    },
    /// A directory that was named is not there.
    NoPackages {
        path: PathBuf,
        why: io::Error,
    },
    /// A file is no module, or not the one that is wanted.
    Module {
        what: &'static str,
        path: PathBuf,
        error: ModuleError,
    },
    /// An option of pyATS that easypy-wasm does not have.
    PyatsOnly {
        option: String,
        purpose: &'static str,
    },
    ArgumentNotUtf8 {
        argument: String,
    },
    /// The run's directory is there already: of a run with the same id.
    RuninfoExists {
        path: PathBuf,
    },
    NoHome {
        option: &'static str,
    },
    /// A file or directory of the run cannot be made.
    NotMade {
        path: PathBuf,
        why: io::Error,
        option: &'static str,
    },
    Cache(CacheError),
    /// The value of an option is not usable.
    Argument {
        option: &'static str,
        why: String,
    },
    /// A testbed has no device, or a device no connection, of this name.
    NotInTestbed {
        what: &'static str,
        name: String,
        /// those that there are
        known: Vec<String>,
    },
    /// A device cannot be connected to.
    NotConnected {
        why: String,
    },
    /// A file that the run was to be prepared with is not there.
    NotThere {
        error: Box<ExpectedError>,
    },
    /// A file of the run has mistakes, which have been shown.
    Mistakes {
        what: &'static str,
        path: PathBuf,
        /// the command that checks such a file
        check: Option<&'static str>,
    },
    /// The system does not give what processes need.
    Process {
        what: &'static str,
        why: io::Error,
    },
    Run {
        error: RunError,
        runinfo: PathBuf,
    },
    /// Stopped before there was a run.
    Stopped(StopSignal),
    Finish {
        error: FinishError,
    },
    /// A file is no archive that can be checked.
    Archive {
        path: PathBuf,
        why: String,
    },
}

impl ExpectedError {
    pub(crate) fn exit(&self) -> Exit {
        match self {
            ExpectedError::NoJobfile
            | ExpectedError::NoSuchFile { .. }
            | ExpectedError::Module {
                error: ModuleError::Unreadable { .. } | ModuleError::Directory, ..
            }
            | ExpectedError::PyatsOnly { .. }
            | ExpectedError::ArgumentNotUtf8 { .. }
            | ExpectedError::NoPackages { .. }
            | ExpectedError::Argument { .. }
            | ExpectedError::NotInTestbed { .. }
            | ExpectedError::Archive { .. }
            | ExpectedError::RuninfoExists { .. } => Exit::Usage,
            ExpectedError::Module { .. } | ExpectedError::NotConnected { .. } => Exit::NotRun,
            ExpectedError::NoHome { .. }
            | ExpectedError::NoPython { .. }
            | ExpectedError::NotMade { .. }
            | ExpectedError::NotThere { .. }
            | ExpectedError::Mistakes { .. }
            | ExpectedError::Cache(_)
            | ExpectedError::Process { .. }
            | ExpectedError::Run { error: RunError::Setup { .. }, .. } => Exit::NotPrepared,
            ExpectedError::Run { error: RunError::Journal { .. }, .. } => Exit::Broken,
            ExpectedError::Stopped(StopSignal::Interrupt) => Exit::Interrupted,
            ExpectedError::Stopped(StopSignal::Terminate) => Exit::Terminated,
            ExpectedError::Finish { error } => match error {
                FinishError::Damaged { .. } => Exit::Broken,
                FinishError::NoJournal { .. }
                | FinishError::StillRunning { .. }
                | FinishError::NotStarted { .. } => Exit::Usage,
            },
        }
    }

    /// What should have been there, where the message does not say it.
    fn expected(&self) -> Option<String> {
        match self {
            ExpectedError::Module {
                what: "jobfile",
                error:
                    ModuleError::NotWasm { .. } | ModuleError::Invalid { .. } | ModuleError::UnknownImports { .. },
                ..
            } => Some(format!(
                "a Python file, or a WebAssembly component of the world easypy:runtime/job@{CONTRACT_VERSION}"
            )),
            ExpectedError::Module {
                error: ModuleError::NotWasm { .. } | ModuleError::Invalid { .. },
                ..
            } => Some("a WebAssembly component or core module".to_owned()),
            _ => None,
        }
    }

    /// What to do about it.
    fn hint(&self) -> Option<String> {
        Some(match self {
            ExpectedError::NoJobfile => {
                "easypy-wasm JOB [options]; `easypy-wasm --help` has examples".to_owned()
            }
            ExpectedError::NoSuchFile { similar: Some(similar), .. } => {
                format!("did you mean {}?", text::path(similar))
            }
            ExpectedError::NoSuchFile { path, .. } if path.ends_with("run") => {
                "there are no words before the file, as `pyats run job` has them: easypy-wasm JOB [options]".to_owned()
            }
            ExpectedError::NoSuchFile { what, .. } if *what != "jobfile" => return None,
            ExpectedError::NoSuchFile { .. } => {
                "the first argument that is no option is the file; a job's own arguments go behind it".to_owned()
            }
            ExpectedError::NoPython { error, .. } => error.hint().to_owned(),
            ExpectedError::NoPackages { .. } => {
                "make it with `pip install --target DIR NAME`, and name DIR".to_owned()
            }
            ExpectedError::Module { what: "testbed file" | "policy file", .. } => return None,
            ExpectedError::Module { error, .. } => error.hint().to_owned(),
            ExpectedError::PyatsOnly { option, .. } => {
                format!("leave it out; if it is the job's own, put it behind `--`: easypy-wasm JOB -- {option} …")
            }
            ExpectedError::ArgumentNotUtf8 { .. } => {
                "guests get their arguments as UTF-8 texts".to_owned()
            }
            ExpectedError::RuninfoExists { .. } => {
                "choose another --job-uid, or leave it out; `easypy-wasm recover` completes a run that was cut off".to_owned()
            }
            ExpectedError::NoHome { option } => format!("set HOME, or say where with {option}"),
            ExpectedError::NotMade { option, .. } => {
                format!("make room or give yourself the right to write there, or choose another place with {option}")
            }
            ExpectedError::Cache(CacheError::Unusable { .. }) => "choose another with --cache-dir".to_owned(),
            ExpectedError::NotThere { error } => return error.hint().filter(|_| {
                matches!(&**error, ExpectedError::NoSuchFile { similar: Some(_), .. } | ExpectedError::Module { .. })
            }),
            ExpectedError::NotInTestbed { known, .. } if known.is_empty() => "there is none".to_owned(),
            ExpectedError::NotInTestbed { known, .. } => {
                let known: Vec<String> = known.iter().map(|name| visible(name).into_owned()).collect();
                format!("there are {}", shortened(&known.join(", "), MODULE_MESSAGE))
            }
            ExpectedError::Mistakes { check: None, .. } => "mend what is shown above; nothing has run".to_owned(),
            ExpectedError::Mistakes { check: Some(check), .. } => {
                format!("mend what is shown above; nothing has run; `easypy-wasm {check}` checks the file alone")
            }
            ExpectedError::Process { .. } => {
                "check the limits of this user: `ulimit -a`, and raise the hard ones".to_owned()
            }
            ExpectedError::Run { error: RunError::Setup { .. }, .. } => {
                "see that there is room, and that you may write there".to_owned()
            }
            ExpectedError::Run { error: RunError::Journal { .. }, runinfo } => format!(
                "what was reported until then is kept: make room, then `easypy-wasm recover {}`",
                text::shell_quoted(&text::path(runinfo))
            ),
            ExpectedError::Finish { error } => match error {
                FinishError::NoJournal { .. } => {
                    "name the directory that a run left behind; it has a journal.ndjson".to_owned()
                }
                FinishError::StillRunning { .. } => "let it come to its end, or stop it with Ctrl-C".to_owned(),
                FinishError::NotStarted { .. } => "nothing was reported: remove the directory".to_owned(),
                FinishError::Damaged { .. } => "what is before that place can be read by hand".to_owned(),
            },
            ExpectedError::Cache(_)
            | ExpectedError::Stopped(_)
            | ExpectedError::Argument { .. }
            | ExpectedError::NotConnected { .. }
            | ExpectedError::Archive { .. } => return None,
        })
    }

    /// The whole message, with its lines.
    pub(crate) fn message(&self) -> String {
        let mut message = format!("error: {self}");
        for (label, line) in [("expected", self.expected()), ("hint", self.hint())] {
            if let Some(line) = line {
                message.push_str(&format!("\n  {label}: {line}"));
            }
        }
        message
    }
}

impl std::error::Error for ExpectedError {}

impl fmt::Display for ExpectedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExpectedError::NoJobfile => f.write_str("no jobfile is given"),
            ExpectedError::NoSuchFile { what, path, .. } => {
                write!(f, "{what} {} does not exist", text::path(path))
            }
            ExpectedError::NoPython { path, error } => {
                write!(f, "jobfile {} {}", text::path(path), visible(&error.to_string()))
            }
            ExpectedError::NoPackages { path, why } => {
                write!(f, "the directory of packages {} cannot be read: {why}", text::path(path))
            }
            ExpectedError::Module { what, path, error } => {
                let found = error.to_string();
                let found = shortened(&found, MODULE_MESSAGE);
                write!(f, "{what} {}", text::path(path))?;
                for (n, line) in found.lines().enumerate() {
                    write!(f, "{}{}", if n == 0 { " " } else { "\n    " }, visible(line))?;
                }
                Ok(())
            }
            ExpectedError::PyatsOnly { option, purpose } => {
                write!(f, "{option} is an option of pyATS that easypy-wasm does not have yet ({purpose})")
            }
            ExpectedError::ArgumentNotUtf8 { argument } => {
                write!(f, "the argument `{argument}` is not UTF-8")
            }
            ExpectedError::RuninfoExists { path } => {
                write!(f, "the runinfo directory {} exists already", text::path(path))
            }
            ExpectedError::NoHome { .. } => f.write_str("there is no home directory to write to"),
            ExpectedError::NotMade { path, why, .. } => {
                write!(f, "{} cannot be made: {why}", text::path(path))
            }
            ExpectedError::Cache(error) => error.fmt(f),
            ExpectedError::NotThere { error } => error.fmt(f),
            ExpectedError::Argument { option, why } => write!(f, "{option}: {}", visible(why)),
            ExpectedError::NotInTestbed { what, name, .. } => {
                write!(f, "the testbed has no {what} `{}`", visible(name))
            }
            ExpectedError::NotConnected { why } => write!(f, "{}", visible(why)),
            ExpectedError::Mistakes { what, path, .. } => {
                write!(f, "the {what} {} has mistakes", text::path(path))
            }
            ExpectedError::Process { what, why } => write!(f, "{what}: {why}"),
            ExpectedError::Run { error, .. } => write!(f, "{}", visible(&error.to_string())),
            ExpectedError::Stopped(signal) => {
                write!(f, "stopped by {} before the run began", signal.name())
            }
            ExpectedError::Finish { error } => write!(f, "{}", visible(&error.to_string())),
            ExpectedError::Archive { path, why } => write!(f, "{} {}", text::path(path), visible(why)),
        }
    }
}

/// What is said of an error that nobody expected.
pub(crate) fn bug(error: &anyhow::Error) -> String {
    let chain: Vec<String> = error.chain().map(|cause| visible(&cause.to_string()).into_owned()).collect();
    format!("error: {}\n{}", chain.join("\n  because: "), this_is_a_bug())
}

fn this_is_a_bug() -> String {
    format!(
        "  this is a bug in easypy-wasm {}: please report it with the lines above and the command line",
        env!("CARGO_PKG_VERSION"),
    )
}

/// From now on a panic is said to be a bug, and one of the main thread ends the program with its exit code.
/// Not for children: how those end is their host's affair.
pub(crate) fn panics_are_bugs() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        print(panic);
        out::stderr(&this_is_a_bug());
        if std::thread::current().name() == Some("main") {
            leave();
        }
    }));
}

#[expect(clippy::exit, reason = "a panic of the main thread would end with a code that is not in the table")]
fn leave() -> ! {
    std::process::exit(i32::from(Exit::Broken.code()))
}

#[cfg(test)]
mod tests;
