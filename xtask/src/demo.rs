//! The first thing a newcomer sees: real jobs, in Rust and in Python, run from source by one command.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::SystemTime;
use std::{fs, io};

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{command, guests, host, ui};

/// The options of `cargo xtask demo`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Options for easypy-wasm, and the jobs' own arguments
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Builds what is needed and runs both demos. The exit code is the greater of the two.
///
/// # Errors
/// Something does not build, or the program cannot be started.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<ExitCode> {
    ui::say(format_args!("building easypy-wasm (minutes the first time)"));
    let binary = host::build(host::cargo(workspace, "dev"))?;
    ui::say(format_args!("building the guests"));
    ui::say(format_args!("{}", guests::build(workspace)?));

    let rust = Demo { job: workspace.guests().join("jobs/demo.wasm"), archives: "demo/archive" };
    let python = Demo { job: workspace.root.join("jobs/demo.py"), archives: "demo/archive-python" };
    let codes = [rust.run(workspace, &binary, args)?, python.run(workspace, &binary, args)?];
    let easypy = shorten(workspace, &binary);
    ui::say(format_args!(
        "\nThe first job is jobs/demo.rs, its testscripts are in examples; the second is jobs/demo.py, with its \
         testscripts beside it. Next:\n  \
         {easypy} target/guests/jobs/task_async.wasm    another job: parallel tasks\n  \
         EASYPY_PYTHON={python} {easypy} jobs/task_async.py    the same in Python\n  \
         {easypy} --help                                what else it can do\n  \
         cargo xtask guests                             after a change to a guest\n  \
         cargo xtask test                               all tests",
        easypy = easypy.display(),
        python = shorten(workspace, &python_runner(workspace)).display(),
    ));
    Ok(ExitCode::from(codes.into_iter().max().unwrap_or_default()))
}

/// One of the jobs that are run.
struct Demo {
    job: PathBuf,
    /// Below the target directory.
    archives: &'static str,
}

impl Demo {
    /// Runs it, and says where its archive is; its exit code.
    fn run(&self, workspace: &Workspace, binary: &Path, args: &Args) -> Result<u8> {
        let archives = workspace.target.join(self.archives);
        let mut easypy = Command::new(shorten(workspace, binary));
        easypy.current_dir(&workspace.root);
        easypy.env("EASYPY_PYTHON", shorten(workspace, &python_runner(workspace)));
        easypy.arg(shorten(workspace, &self.job));
        easypy.arg("--archive-dir").arg(shorten(workspace, &archives));
        easypy.arg("--runinfo-dir").arg(shorten(workspace, &workspace.target.join("demo/runinfo")));
        easypy.args(&args.arguments);
        ui::say(format_args!("\n$ {}\n", command::show(&easypy)));
        let status = easypy.status().with_context(|| format!("cannot run `{}`", command::show(&easypy)))?;

        match newest_archive(&archives) {
            Some(archive) => {
                ui::say(format_args!("\nThe archive: {}", shorten(workspace, &archive).display()));
            }
            None => ui::say(format_args!("\nThere is no archive.")),
        }
        // A status without a code is a signal; 128 and more is what a shell makes of that.
        Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(128))
    }
}

/// The component that runs Python, where the guests are built.
fn python_runner(workspace: &Workspace) -> PathBuf {
    workspace.guests().join("easypy-python.wasm")
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
