//! The first thing a newcomer sees: a real job, run from source by one command.

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
    /// Options for easypy-wasm, and the job's own arguments
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Builds what is needed and runs the demo. The exit code is that of the run.
///
/// # Errors
/// Something does not build, or the program cannot be started.
pub(crate) fn run(workspace: &Workspace, args: &Args) -> Result<ExitCode> {
    ui::say(format_args!("building easypy-wasm (minutes the first time)"));
    let binary = host::build(host::cargo(workspace, "dev"))?;
    ui::say(format_args!("building the guests"));
    ui::say(format_args!("{}", guests::build(workspace)?));

    let archives = workspace.target.join("demo/archive");
    let mut easypy = Command::new(shorten(workspace, &binary));
    easypy.current_dir(&workspace.root);
    easypy.arg(shorten(workspace, &workspace.guests().join("jobs/demo.wasm")));
    easypy.arg("--archive-dir").arg(shorten(workspace, &archives));
    easypy.arg("--runinfo-dir").arg(shorten(workspace, &workspace.target.join("demo/runinfo")));
    easypy.args(&args.arguments);
    ui::say(format_args!("\n$ {}\n", command::show(&easypy)));
    let status = easypy.status().with_context(|| format!("cannot run `{}`", command::show(&easypy)))?;

    match newest_archive(&archives) {
        Some(archive) => ui::say(format_args!("\nThe archive: {}", shorten(workspace, &archive).display())),
        None => ui::say(format_args!("\nThere is no archive.")),
    }
    let easypy = shorten(workspace, &binary);
    ui::say(format_args!(
        "The job is jobs/demo.rs, its testscripts are in examples. Next:\n  \
         {easypy} target/guests/jobs/task_async.wasm    another job: parallel tasks\n  \
         {easypy} --help                                what else it can do\n  \
         cargo xtask guests                             after a change to a guest\n  \
         cargo xtask test                               all tests",
        easypy = easypy.display(),
    ));
    // A status without a code is a signal; 128 and more is what a shell makes of that.
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(128);
    Ok(ExitCode::from(code))
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
