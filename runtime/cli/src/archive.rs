//! `easypy-wasm archive`: whether an archive is as it was written.

use std::process::ExitCode;

use easypy_report::archive::{Finding, Verified, verify};

use crate::args::{ArchiveCommand, VerifyOptions};
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::{jobfile, out, text};

/// Does what is asked.
///
/// # Errors
/// The file is not there, or is no archive that can be checked.
pub(crate) fn run(command: &ArchiveCommand) -> Result<ExitCode, ExpectedError> {
    let ArchiveCommand::Verify(options) = command;
    jobfile::find_file("archive", &options.file)?;
    let verified = verify(&options.file)
        .map_err(|error| ExpectedError::Archive { path: options.file.clone(), why: error.to_string() })?;
    Ok(say(options, &verified))
}

/// Findings first, then what the archive is.
fn say(options: &VerifyOptions, verified: &Verified) -> ExitCode {
    let path = text::path(&options.file);
    let mut wrong = verified.findings.len();
    for Finding { name, found } in &verified.findings {
        let name = if name.is_empty() { "(the zip itself)" } else { name };
        out::stdout(&format!("{name}: {found}\n"));
    }
    let Verified { files, bytes, fingerprint, .. } = verified;
    if let Some(expected) =
        options.fingerprint.as_ref().filter(|expected| !expected.eq_ignore_ascii_case(fingerprint))
    {
        out::stdout(&format!("its fingerprint should be {}\n", text::visible(expected)));
        wrong += 1;
    }
    let verdict = match wrong {
        0 => "all as they were written".to_owned(),
        1 => "1 thing is wrong".to_owned(),
        n => format!("{n} things are wrong"),
    };
    let files = if *files == 1 { "1 file".to_owned() } else { format!("{files} files") };
    out::stdout(&format!("{path}: {files}, {bytes} bytes: {verdict}\nfingerprint: {fingerprint}\n"));
    ExitCode::from(if wrong == 0 { 0 } else { Exit::NotRun.code() })
}
