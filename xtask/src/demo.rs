//! The first thing a newcomer sees: real jobs, in Rust and in Python, run from source by one command.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::SystemTime;
use std::{fs, io};

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{command, guests, host, lab, ui};

/// The options of `cargo xtask demo`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Run the jobs that talk to devices, in a lab on this machine
    #[arg(long)]
    lab: bool,
    /// Options for easypy-wasm, and the jobs' own arguments
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Builds what is needed and runs a job in Rust and one in Python. The exit code is the greater of the two.
///
/// # Errors
/// Something does not build, or the program cannot be started.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<ExitCode> {
    ui::say(format_args!("building easypy-wasm (minutes the first time)"));
    let binary = host::build(host::cargo(workspace, "dev"))?;
    ui::say(format_args!("building the guests"));
    ui::say(format_args!("{}", guests::build(workspace)?));

    let code =
        if args.lab { devices(workspace, &binary, args)? } else { captures(workspace, &binary, args)? };
    Ok(ExitCode::from(code))
}

/// The jobs that read what was captured on devices.
fn captures(workspace: &Workspace, binary: &Path, args: &Args) -> Result<u8> {
    let code =
        run_both(workspace, binary, "demo", &Given { arguments: &args.arguments, ..Given::default() })?;
    let easypy = shorten(workspace, binary);
    ui::say(format_args!(
        "\nThe first job is jobs/demo.rs, its testscripts are in examples; the second is jobs/demo.py, with its \
         testscripts beside it. Next:\n  \
         {easypy} target/guests/jobs/task_async.wasm    another job: parallel tasks\n  \
         EASYPY_PYTHON={python} {easypy} jobs/task_async.py    the same in Python\n  \
         {easypy} --help                                what else it can do\n  \
         cargo xtask demo --lab                         jobs that talk to devices\n  \
         cargo xtask guests                             after a change to a guest\n  \
         cargo xtask test                               all tests",
        easypy = easypy.display(),
        python = shorten(workspace, &guests::python_runner(workspace)).display(),
    ));
    Ok(code)
}

/// The jobs that talk to devices.
fn devices(workspace: &Workspace, binary: &Path, args: &Args) -> Result<u8> {
    let lab = lab::start(workspace)?;
    let given = Given {
        options: &["--testbed-file", lab::TESTBED, "--policy", lab::POLICY],
        environment: &lab.environment(),
        arguments: &args.arguments,
    };
    let code = run_both(workspace, binary, "devices", &given)?;
    ui::say(format_args!(
        "\nThe devices are in {}, what the tasks may do in {}; the jobs are jobs/devices.rs and jobs/devices.py. The \
         archives have what was said to each device, and audit.ndjson. Next:\n  \
         cargo xtask lab                                a shell in which the lab is up, and what to try there",
        lab::TESTBED,
        lab::POLICY,
    ));
    Ok(code)
}

/// What both jobs are given.
#[derive(Default)]
struct Given<'a> {
    options: &'a [&'a str],
    environment: &'a [(&'static str, String)],
    arguments: &'a [String],
}

/// Runs the Rust job of this name, then the Python one. The greater exit code.
fn run_both(workspace: &Workspace, binary: &Path, name: &str, given: &Given<'_>) -> Result<u8> {
    let rust = Demo {
        job: workspace.guests().join(format!("jobs/{name}.wasm")),
        archives: workspace.target.join("demo/archive"),
    };
    let python = Demo {
        job: workspace.root.join(format!("jobs/{name}.py")),
        archives: workspace.target.join("demo/archive-python"),
    };
    Ok(rust.run(workspace, binary, given)?.max(python.run(workspace, binary, given)?))
}

/// One of the jobs that are run.
struct Demo {
    job: PathBuf,
    archives: PathBuf,
}

impl Demo {
    /// Runs it, and says where its archive is; its exit code.
    fn run(&self, workspace: &Workspace, binary: &Path, given: &Given<'_>) -> Result<u8> {
        let mut easypy = Command::new(shorten(workspace, binary));
        easypy.current_dir(&workspace.root);
        easypy.env("EASYPY_PYTHON", shorten(workspace, &guests::python_runner(workspace)));
        easypy.arg(shorten(workspace, &self.job)).args(given.options);
        easypy.arg("--archive-dir").arg(shorten(workspace, &self.archives));
        easypy.arg("--runinfo-dir").arg(shorten(workspace, &workspace.target.join("demo/runinfo")));
        easypy.args(given.arguments);
        ui::say(format_args!("\n$ {}\n", command::show(&easypy)));
        easypy.envs(given.environment.iter().map(|(name, value)| (name, value)));
        let status =
            easypy.status().with_context(|| format!("cannot run `{}`", easypy.get_program().display()))?;

        match newest_archive(&self.archives) {
            Some(archive) => {
                ui::say(format_args!("\nThe archive: {}", shorten(workspace, &archive).display()));
            }
            None => ui::say(format_args!("\nThere is no archive.")),
        }
        Ok(command::code(status))
    }
}

/// A path as seen from the root of the workspace, where that is possible.
fn shorten(workspace: &Workspace, path: &Path) -> PathBuf {
    path.strip_prefix(&workspace.root).unwrap_or(path).to_owned()
}

/// The newest zip below a directory.
fn newest_archive(directory: &Path) -> Option<PathBuf> {
    let mut newest: Option<(SystemTime, PathBuf)> = None;
    let mut pending = vec![directory.to_owned()];
    while let Some(directory) = pending.pop() {
        for path in entries(&directory).unwrap_or_default() {
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "zip") {
                let Ok(time) = fs::metadata(&path).and_then(|metadata| metadata.modified()) else { continue };
                if newest.as_ref().is_none_or(|(newest, _)| time >= *newest) {
                    newest = Some((time, path));
                }
            }
        }
    }
    newest.map(|(_, path)| path)
}

fn entries(directory: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path())).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_newest_archive_is_found_in_any_month() {
        let directory = tempfile::tempdir().unwrap();
        assert_eq!(newest_archive(&directory.path().join("absent")), None);
        for (month, name, age) in [("26-10", "old.zip", 90), ("26-11", "new.zip", 10), ("26-11", "x.txt", 0)]
        {
            let path = directory.path().join(month).join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "").unwrap();
            let time = SystemTime::now() - Duration::from_secs(age);
            fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        }
        assert_eq!(newest_archive(directory.path()), Some(directory.path().join("26-11/new.zip")));
    }
}
