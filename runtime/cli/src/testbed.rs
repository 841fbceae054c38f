//! `easypy-wasm testbed`: checks testbed files and shows them. Nothing is connected to, and nobody is asked.

use std::fs::File;
use std::io::{BufWriter, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use easypy_testbed::{Answer, Argument, AskError, Asker, Question, Testbed, Warning, load, show, svg};

use crate::args::{ColorChoice, ShowOptions, TestbedCommand, ValidateOptions};
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::{jobfile, out, text};

/// How a testbed's file is called in messages.
const WHAT: &str = "testbed file";

/// Does what is asked.
///
/// # Errors
/// The file is not there, or a picture cannot be written.
pub(crate) fn run(command: &TestbedCommand) -> Result<ExitCode, ExpectedError> {
    match command {
        TestbedCommand::Validate(options) => validate(options),
        TestbedCommand::Show(options) => show(options),
    }
}

fn validate(options: &ValidateOptions) -> Result<ExitCode, ExpectedError> {
    let Some((testbed, warnings)) = read(&options.file, options.color)? else {
        return Ok(ExitCode::from(Exit::NotPrepared.code()));
    };
    let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    out::stdout(&format!(
        "{}: {}, {}, {}\n",
        text::path(&options.file),
        count(testbed.devices().count(), "device"),
        count(testbed.links().count(), "link"),
        count(warnings.len(), "warning"),
    ));
    Ok(ExitCode::SUCCESS)
}

fn show(options: &ShowOptions) -> Result<ExitCode, ExpectedError> {
    let Some((testbed, _)) = read(&options.file, options.color)? else {
        return Ok(ExitCode::from(Exit::NotPrepared.code()));
    };
    match &options.svg {
        None => out::stdout(&show::tree(&testbed)),
        Some(path) => draw(path, &testbed).map_err(|why| ExpectedError::NotMade {
            path: path.clone(),
            why,
            option: "--svg",
        })?,
    }
    Ok(ExitCode::SUCCESS)
}

fn draw(path: &Path, testbed: &Testbed) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    svg::write(&mut file, testbed)?;
    file.flush()
}

/// Reads a testbed and shows what is to be said of it; none if it has mistakes.
fn read(file: &Path, color: ColorChoice) -> Result<Option<(Testbed, Vec<Warning>)>, ExpectedError> {
    jobfile::find_file(WHAT, file)?;
    let colour = color.is_on(std::io::stderr().is_terminal(), |name| std::env::var(name).ok());
    match load(file, &NobodyAsked) {
        Ok((testbed, warnings)) => {
            for warning in &warnings {
                out::stderr(&warning.render(colour));
            }
            Ok(Some((testbed, warnings)))
        }
        Err(mistakes) => {
            out::stderr(mistakes.render(colour).trim_end());
            Ok(None)
        }
    }
}

/// What markup gets when a file is only looked at: the environment as it is, and no answers.
struct NobodyAsked;

impl Asker for NobodyAsked {
    fn environment(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn argument(&self, _: &str) -> Option<Argument> {
        None
    }

    fn ask(&self, _: &Question<'_>) -> Result<Answer, AskError> {
        Ok(Answer::Later)
    }
}
