//! Policies: for a run, and for `easypy-wasm policy`, which checks and explains them.

use std::io::IsTerminal as _;
use std::path::Path;
use std::process::ExitCode;

use easypy_contract::TaskId;
use easypy_policy::{Action, Policy, Subject};

use crate::args::{CheckOptions, ColorChoice, ExplainOptions, PolicyCommand};
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::{jobfile, out, testbed, text};

/// How a policy's file is called in messages.
const WHAT: &str = "policy file";

/// Does what is asked.
///
/// # Errors
/// A file is not there, or has mistakes, which have been shown; there is no such device or way in.
pub(crate) fn run(command: &PolicyCommand) -> Result<ExitCode, ExpectedError> {
    match command {
        PolicyCommand::Check(options) => check(options),
        PolicyCommand::Explain(options) => explain(options),
    }
}

fn check(options: &CheckOptions) -> Result<ExitCode, ExpectedError> {
    let policy = read(&options.file, options.color, true)?;
    let count = policy.grants();
    let grants = if count == 1 { "1 grant" } else { &format!("{count} grants") };
    out::stdout(&format!("{}: {grants}\n", text::path(&options.file)));
    Ok(ExitCode::SUCCESS)
}

fn explain(options: &ExplainOptions) -> Result<ExitCode, ExpectedError> {
    let policy = read(&options.policy, options.color, false)?;
    let platforms = testbed::platforms(options.platform_dir.as_deref())?;
    let testbed = testbed::to_look_at(&options.testbed_file, options.color)?;
    let place = testbed::Place::find(&testbed, &options.device, options.via.as_deref())?;
    let separators = platforms.of(place.device).map_or(&[][..], |platform| platform.separators());
    let via = place.via.as_str();
    let action = match &options.command {
        None => Action::Connect { via },
        Some(line) if options.configure => Action::Configure { via, line, separators },
        Some(command) => Action::Execute { via, command, separators },
    };
    let taskid = match &options.task {
        None => None,
        Some(taskid) => Some(
            TaskId::new(taskid)
                .map_err(|error| ExpectedError::Argument { option: "--task", why: error.to_string() })?,
        ),
    };
    let subject = taskid.as_ref().map_or(Subject::Job, Subject::Task);
    let explanation = policy.explain(subject, place.device, &action);
    out::stdout(&explanation.to_string());
    Ok(ExitCode::from(if explanation.decision.is_allowed() { 0 } else { Exit::NotRun.code() }))
}

/// Reads a policy and shows what is to be said of it.
///
/// # Errors
/// It is not there, or has mistakes, which have been shown.
pub(crate) fn read(file: &Path, color: ColorChoice, shows_warnings: bool) -> Result<Policy, ExpectedError> {
    let is_there = jobfile::find_file(WHAT, file);
    is_there.map_err(|error| ExpectedError::NotThere { error: Box::new(error) })?;
    let colour = color.is_on(std::io::stderr().is_terminal(), |name| std::env::var(name).ok());
    match Policy::load(file) {
        Ok((policy, warnings)) => {
            for warning in warnings.iter().filter(|_| shows_warnings) {
                out::stderr(&warning.render(colour));
            }
            Ok(policy)
        }
        Err(mistakes) => {
            out::stderr(mistakes.render(colour).trim_end());
            Err(ExpectedError::Mistakes { what: WHAT, path: file.to_owned(), check: Some("policy check") })
        }
    }
}
