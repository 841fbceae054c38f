//! Testbed files: for a run, and for `easypy-wasm testbed`, which checks and shows them.

mod asker;
mod connect;
mod place;

use std::fs::File;
use std::io::{BufWriter, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use easypy_devices::platform::Platforms;
use easypy_testbed::{Asker, Testbed, Warning, load, show, svg};

use crate::args::{ColorChoice, ShowOptions, TestbedCommand, ValidateOptions};
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::{jobfile, out, text};
use asker::{NobodyAsked, UserAsked};
pub(crate) use place::Place;

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
        TestbedCommand::Connect(options) => connect::run(options),
    }
}

fn validate(options: &ValidateOptions) -> Result<ExitCode, ExpectedError> {
    let Some((testbed, warnings)) = read(&options.file, options.color)? else {
        return Ok(ExitCode::from(Exit::NotPrepared.code()));
    };
    let platforms = platforms(None)?;
    let unknown = testbed.devices().filter(|device| !device.connections.is_empty());
    let unknown: Vec<String> =
        unknown.filter_map(|device| platforms.of(device).err()).map(|unknown| unknown.to_string()).collect();
    for device in &unknown {
        out::stderr(&format!("warning: {}", text::visible(device)));
    }
    let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    out::stdout(&format!(
        "{}: {}, {}, {}\n",
        text::path(&options.file),
        count(testbed.devices().count(), "device"),
        count(testbed.links().count(), "link"),
        count(warnings.len() + unknown.len(), "warning"),
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

/// Reads the testbed of a run. The user may be asked: this waits for as long as that takes.
///
/// # Errors
/// It is not there, or has mistakes, which have been shown.
pub(crate) fn of_run(
    file: &Path,
    arguments: Vec<String>,
    color: ColorChoice,
    shows_warnings: bool,
) -> Result<Testbed, ExpectedError> {
    let file_is_there = jobfile::find_file(WHAT, file);
    file_is_there.map_err(|error| ExpectedError::NotThere { error: Box::new(error) })?;
    let testbed = read_with(file, color, shows_warnings, &UserAsked { arguments });
    testbed.map(|(testbed, _)| testbed).ok_or_else(|| ExpectedError::Mistakes {
        what: WHAT,
        path: file.to_owned(),
        check: Some("testbed validate"),
    })
}

/// The platforms that there are, with those of a directory.
///
/// # Errors
/// Its files have mistakes, which have been shown.
pub(crate) fn platforms(directory: Option<&Path>) -> Result<Platforms, ExpectedError> {
    Platforms::load(directory).map_err(|mistakes| {
        out::stderr(mistakes.to_string().trim_end());
        ExpectedError::Mistakes {
            what: "directory of platforms",
            path: directory.unwrap_or(Path::new("")).to_owned(),
            check: None,
        }
    })
}

/// Reads a testbed of which nothing secret is needed.
///
/// # Errors
/// It is not there, or has mistakes, which have been shown.
pub(crate) fn to_look_at(file: &Path, color: ColorChoice) -> Result<Testbed, ExpectedError> {
    let read = read(file, color)?;
    read.map(|(testbed, _)| testbed).ok_or_else(|| ExpectedError::Mistakes {
        what: WHAT,
        path: file.to_owned(),
        check: Some("testbed validate"),
    })
}

/// Reads a testbed and shows what is to be said of it; none if it has mistakes.
fn read(file: &Path, color: ColorChoice) -> Result<Option<(Testbed, Vec<Warning>)>, ExpectedError> {
    jobfile::find_file(WHAT, file)?;
    Ok(read_with(file, color, true, &NobodyAsked))
}

fn read_with(
    file: &Path,
    color: ColorChoice,
    shows_warnings: bool,
    asker: &dyn Asker,
) -> Option<(Testbed, Vec<Warning>)> {
    let colour = color.is_on(std::io::stderr().is_terminal(), |name| std::env::var(name).ok());
    match load(file, asker) {
        Ok((testbed, warnings)) => {
            for warning in warnings.iter().filter(|_| shows_warnings) {
                out::stderr(&warning.render(colour));
            }
            Some((testbed, warnings))
        }
        Err(mistakes) => {
            out::stderr(mistakes.render(colour).trim_end());
            None
        }
    }
}
