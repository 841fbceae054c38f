//! How a case is run: as it was recorded, in the directory of its jobfile.

use std::path::Path;

use easypy_tests::{Finished, Run};
use rustix::process::Signal;

use crate::expected::case;
use crate::normal::cases;

/// The section in which a job that is to get a signal sleeps.
const ASLEEP: &str = "t_sleep";

/// A search path with Unicon's programs, as pyATS has them beside its own.
fn path_to_mock_devices() -> String {
    format!("{}:/usr/bin:/bin", easypy_peers::unicon_programs().display())
}

/// Runs a case to its end.
pub(crate) fn run(name: &str) -> Finished {
    let (recorded, case) = case(name);
    let run = match &recorded.job {
        None => Run::bare(),
        Some(job) => {
            let path = cases().join(job);
            assert!(path.is_file(), "{} is not there", path.display());
            let directory = path.parent().unwrap_or(Path::new("."));
            Run::python(path.file_name().unwrap_or_default()).current_dir(directory)
        }
    };
    let arguments = case.args.as_ref().or(recorded.args.as_ref());
    let arguments = arguments.unwrap_or_else(|| panic!("{name}: its arguments were not recorded"));
    let run = run.option("--no-mail").options(&case.options).arguments(arguments);
    let run = case.env.iter().fold(run, |run, (name, value)| run.env(name, value));
    let run = if case.mock_devices { run.env("PATH", &path_to_mock_devices()) } else { run };
    let Some(signal) = &case.signal else { return run.run() };
    let signal = match signal.as_str() {
        "INT" => Signal::INT,
        "TERM" => Signal::TERM,
        other => panic!("no signal {other}"),
    };
    let mut running = run.start();
    running.wait_for_sections(1, ASLEEP);
    running.signal(signal);
    running.wait()
}
