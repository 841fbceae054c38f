//! `easypy-wasm inspect`: what is this module, and what can it be?

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use easypy_sandbox::module::{CONTRACT_VERSION, Cache, Entry, Form, Language, ModuleError, ModuleInfo};
use serde::Serialize;

use crate::args::InspectOptions;
use crate::error::ExpectedError;
use crate::text::visible;
use crate::{jobfile, out, python, text};

/// Says what a module is. Nothing is compiled and nothing of it is run.
///
/// # Errors
/// The file is not there, or is no module.
pub(crate) fn run(options: &InspectOptions) -> anyhow::Result<ExitCode> {
    let path = jobfile::find_file("file", &options.file)?;
    if Language::of_testscript(&path) == Language::Python {
        return python(options, &path);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no event loop could be made")?;
    let info = runtime.block_on(Cache::inspect(&path)).map_err(|error| ExpectedError::Module {
        what: "file",
        path: path.clone(),
        error,
    })?;
    out::stdout(&if options.json { as_json(&path, &info)? } else { as_text(&path, &info) });
    Ok(ExitCode::SUCCESS)
}

/// Says of a Python file that it is one, and what runs it.
fn python(options: &InspectOptions, path: &Path) -> anyhow::Result<ExitCode> {
    let component = python::find(&[])?.component;
    let by = match &component {
        Ok(component) => text::path(component),
        Err(_) => "nothing: the component that runs Python is not there".to_owned(),
    };
    out::stdout(&if options.json {
        let value =
            serde_json::json!({ "file": text::path(path), "form": "python", "run-by": component.ok() });
        format!("{value}\n")
    } else {
        format!(
            "{}\n  form:     Python\n  run by:   {by}\n  can be:   a jobfile, if it has a main(); a testscript\n",
            text::path(path)
        )
    });
    Ok(ExitCode::SUCCESS)
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Component => "component",
        Form::TypedCoreModule => "core module with a component's type",
        Form::CommandCoreModule => "core module, a WASI Preview 1 command",
        Form::CoreModule => "core module",
    }
}

/// The word for JSON, which stays what it is when the text changes.
fn form_word(form: Form) -> &'static str {
    match form {
        Form::Component => "component",
        Form::TypedCoreModule => "typed-core-module",
        Form::CommandCoreModule => "command-core-module",
        Form::CoreModule => "core-module",
    }
}

/// The versions of the contract that a module names, each once, in the order of the file.
fn contract_versions(info: &ModuleInfo) -> Vec<&str> {
    let mut versions = Vec::new();
    for name in info.imports.iter().chain(&info.exports) {
        let version = name.strip_prefix("easypy:runtime/").and_then(|rest| rest.split_once('@'));
        if let Some((_, version)) = version
            && !versions.contains(&version)
        {
            versions.push(version);
        }
    }
    versions
}

fn as_text(path: &Path, info: &ModuleInfo) -> String {
    let mut text = format!("{}\n", text::path(path));
    // Writing to a String does not fail.
    let _ = writeln!(text, "  form        {}", form(info.form));
    let versions = contract_versions(info);
    let contract = if versions.is_empty() {
        "none: it knows nothing of easypy:runtime".to_owned()
    } else {
        format!("easypy:runtime {} (this host serves {CONTRACT_VERSION})", visible(&versions.join(", ")))
    };
    let _ = writeln!(text, "  contract    {contract}");
    for (role, can) in [("jobfile", info.as_job()), ("testscript", info.as_testscript())] {
        match can {
            Ok(entry) => {
                let _ = writeln!(text, "  {role:<11} yes{}", entered(entry));
            }
            Err(error) => {
                let _ = writeln!(text, "  {role:<11} no: it {}", visible(&first_line(&error)));
                let _ = writeln!(text, "              hint: {}", error.hint());
            }
        }
    }
    for (title, names) in [("imports", &info.imports), ("exports", &info.exports)] {
        let none = if names.is_empty() { ": none" } else { "" };
        let _ = writeln!(text, "  {title}{none}");
        for name in names {
            let _ = writeln!(text, "    {}", visible(name));
        }
    }
    text
}

fn entered(entry: Entry) -> &'static str {
    match entry {
        Entry::Job | Entry::Script => "",
        Entry::Command => ", a plain command: kwargs become `--name value`, exit status 0 is Passed",
    }
}

fn first_line(error: &ModuleError) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

/// What `--json` writes. Members are added and never change their meaning.
#[derive(Serialize)]
struct Inspected<'a> {
    file: &'a str,
    form: &'static str,
    /// The versions of the contract that the module names.
    contract: Vec<&'a str>,
    /// The version that this host serves.
    host_contract: &'static str,
    jobfile: Possible,
    testscript: Possible,
    imports: &'a [String],
    exports: &'a [String],
}

/// Whether the module can be used as something; if not, why, and what to do.
#[derive(Serialize)]
struct Possible {
    possible: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'static str>,
}

impl From<Result<Entry, ModuleError>> for Possible {
    fn from(can: Result<Entry, ModuleError>) -> Possible {
        match can {
            Ok(_) => Possible { possible: true, why: None, hint: None },
            Err(error) => {
                Possible { possible: false, why: Some(error.to_string()), hint: Some(error.hint()) }
            }
        }
    }
}

fn as_json(path: &Path, info: &ModuleInfo) -> anyhow::Result<String> {
    let mut text = serde_json::to_string_pretty(&Inspected {
        file: &path.to_string_lossy(),
        form: form_word(info.form),
        contract: contract_versions(info),
        host_contract: CONTRACT_VERSION,
        jobfile: info.as_job().into(),
        testscript: info.as_testscript().into(),
        imports: &info.imports,
        exports: &info.exports,
    })
    .context("what was found cannot be written as JSON")?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(form: Form, imports: &[&str], exports: &[&str]) -> ModuleInfo {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        ModuleInfo { form, imports: names(imports), exports: names(exports) }
    }

    #[test]
    fn a_job_is_described() {
        let job = info(
            Form::Component,
            &["easypy:runtime/task@0.1.0", "wasi:io/streams@0.2.6"],
            &["easypy:runtime/jobfile@0.1.0"],
        );
        insta::assert_snapshot!(as_text(Path::new("/lab/job.wasm"), &job));
    }

    #[test]
    fn what_can_be_neither_says_why() {
        let other = info(Form::Component, &["acme:db/x\u{1b}[2J@1.0.0"], &[]);
        insta::assert_snapshot!(as_text(Path::new("/lab/x.wasm"), &other));
    }

    #[test]
    fn json_is_for_programs() {
        let command = info(Form::CommandCoreModule, &["wasi:cli/environment@0.2.6"], &["wasi:cli/run@0.2.6"]);
        insta::assert_snapshot!(as_json(Path::new("/lab/x.wasm"), &command).unwrap());
    }
}
