//! What a run needs before its first task: its name, its directories, what is written down of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use easypy_contract::log::Level;
use easypy_engine::{GuestLimits, Lab, Python, Settings};
use easypy_report::journal::{RunStarted, SCHEMA};
use easypy_sandbox::module::Language;
use easypy_testbed::MASK;
use jiff::Zoned;
use zeroize::Zeroizing;

use super::devices::{Devices, tells};
use crate::args::{RunOptions, RunRequest, Xunit};
use crate::environment::{self, EnvFile};
use crate::error::ExpectedError;
use crate::jobfile::Jobfile;
use crate::places::{self, Places};
use crate::{host, python, uid};

/// A run that is decided on; nothing is on disk yet.
pub(super) struct Plan {
    pub(super) places: Places,
    /// What a user should know, in words.
    pub(super) warnings: Vec<String>,
    stem: String,
    uid: String,
    environment: Vec<(String, String)>,
    withheld: Vec<String>,
    pub(super) python: Python,
    time_zone: String,
    utc_offset: i32,
}

impl Plan {
    /// # Errors
    /// There is no place to write to.
    pub(super) fn new(request: &RunRequest, jobfile: &Path, now: &Zoned) -> Result<Plan, ExpectedError> {
        let options = &request.options;
        let stem = uid::stem(jobfile);
        let uid = options.job.job_uid.clone().unwrap_or_else(|| uid::job_uid(&stem, now));
        let places = Places::of(options, &uid, now)?;
        let visible = environment::select(&options.sandbox.env, std::env::vars_os());
        let (time_zone, utc_offset) = host::time_zone(now);
        let home = std::env::home_dir();
        let exposed = exposed(jobfile, &places.runinfo, home.as_deref());
        let is_visible = |name: &String| visible.variables.iter().any(|(visible, _)| visible == name);
        let withheld = std::env::vars_os()
            .filter_map(|(name, _)| name.into_string().ok())
            .filter(|name| !is_visible(name))
            .collect();
        Ok(Plan {
            withheld,
            python: python::find(&options.sandbox.python_path)?,
            places,
            warnings: visible.warnings.into_iter().chain(exposed).collect(),
            stem,
            uid,
            environment: visible.variables,
            time_zone,
            utc_offset,
        })
    }

    /// Keeps variables from guests that are passwords of the testbed.
    pub(super) fn withhold(&mut self, secrets: &[Zeroizing<String>]) {
        let (told, kept) =
            std::mem::take(&mut self.environment).into_iter().partition(|(_, value)| tells(value, secrets));
        self.environment = kept;
        for (name, _) in told {
            self.warnings.push(format!("{name} is not passed on: it is a password of the testbed"));
        }
    }

    /// Warns of files of the testbed that guests can read, passwords and all.
    pub(super) fn warn_of_readable(&mut self, jobfile: &Path, lab: Option<&Lab>) {
        let (Some(lab), Some(directory)) = (lab, jobfile.parent()) else { return };
        let Ok(directory) = fs::canonicalize(directory) else { return };
        for file in lab.testbed().files().iter().filter(|file| file.has_secrets()) {
            if fs::canonicalize(file.path()).is_ok_and(|path| path.starts_with(&directory)) {
                self.warnings.push(format!(
                    "guests can read the passwords in {}, which is where the jobfile is: put it elsewhere, or write \
                     %ENV{{NAME}} or %ASK{{}} instead",
                    file.path().display()
                ));
            }
        }
    }

    /// Makes the directories, and writes down what the run runs with.
    ///
    /// # Errors
    /// Something cannot be written. Then nothing of the run is left.
    pub(super) fn prepare(
        self,
        request: &RunRequest,
        jobfile: PathBuf,
        job: Jobfile,
        devices: Devices,
    ) -> Result<Settings, ExpectedError> {
        self.places.make()?;
        let secrets = devices.secrets();
        let run = self.run_started(request, &jobfile, &job.sha256, &secrets);
        let written = self
            .write_files(request, &jobfile, job.language, &run, &secrets)
            .and_then(|()| self.write_testbed(devices.lab.as_deref()));
        if let Err(error) = written {
            let _ = fs::remove_dir_all(&self.places.runinfo);
            return Err(error);
        }
        let options = &request.options;
        let default = GuestLimits::default();
        Ok(Settings {
            run,
            jobfile,
            language: job.language,
            module: job.module,
            python: self.python,
            runinfo: self.places.runinfo,
            // Gone only if somebody removed it; then relative testscripts are found beside the jobfile only.
            current_dir: std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/")),
            home: std::env::home_dir(),
            arguments: request.arguments.clone(),
            environment: self.environment,
            withheld: self.withheld,
            levels: levels(options),
            parallel: options.tasks.jobs,
            task_uids: options.tasks.task_uids.clone(),
            limits: GuestLimits {
                memory: options.sandbox.memory.map_or(default.memory, |size| size.0),
                log: options.sandbox.log_size.map_or(default.log, |size| size.0),
            },
            lab: devices.lab,
            policy: devices.policy,
            utc_offset: self.utc_offset,
        })
    }

    fn run_started(
        &self,
        request: &RunRequest,
        jobfile: &Path,
        jobfile_hash: &str,
        secrets: &[Zeroizing<String>],
    ) -> RunStarted {
        let options = &request.options;
        let user = host::user();
        let xunit = options.runinfo.xunit();
        let command: Vec<String> =
            std::env::args_os().map(|argument| without(&argument.to_string_lossy(), secrets)).collect();
        RunStarted {
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            uid: self.uid.clone(),
            job: self.stem.clone(),
            suite_name: options.job.suite_name.clone().unwrap_or_else(|| self.stem.clone()),
            jobfile: text(jobfile),
            jobfile_hash: jobfile_hash.to_owned(),
            command: environment::masked_command(&command),
            instance: text(&host::instance()),
            submitter: options.reporting.submitter.clone().unwrap_or_else(|| user.clone()),
            user,
            host: host::name(),
            os: host::os(),
            runinfo: text(&self.places.runinfo),
            archive: self.places.archive.as_deref().map(text),
            labels: options.reporting.labels(),
            time_zone: self.time_zone.clone(),
            no_xml_report: options.runinfo.no_xml_report,
            xunit: xunit != Xunit::No,
            xunit_directory: match &xunit {
                Xunit::Directory(directory) => Some(text(&places::absolute(directory))),
                Xunit::No | Xunit::Archive => None,
            },
        }
    }

    /// Writes the testbed's files as they may be passed around: `testbed.static.yaml`, and what it extends and includes
    /// with a number each.
    fn write_testbed(&self, lab: Option<&Lab>) -> Result<(), ExpectedError> {
        let Some(lab) = lab else { return Ok(()) };
        for (number, file) in lab.testbed().files().iter().enumerate() {
            let name = match number {
                0 => "testbed.static.yaml".to_owned(),
                number => format!("testbed.static.{number}.yaml"),
            };
            let path = self.places.runinfo.join(name);
            let text = format!("# {}, its secrets masked\n{}", text(file.path()), file.text());
            fs::write(&path, text).map_err(|why| ExpectedError::NotMade {
                path,
                why,
                option: "--runinfo-dir",
            })?;
        }
        Ok(())
    }

    fn write_files(
        &self,
        request: &RunRequest,
        jobfile: &Path,
        language: Language,
        run: &RunStarted,
        secrets: &[Zeroizing<String>],
    ) -> Result<(), ExpectedError> {
        let not_made =
            |path: PathBuf| move |why| ExpectedError::NotMade { path, why, option: "--runinfo-dir" };
        let name = match (language, jobfile.file_name()) {
            (Language::Python, Some(name)) => name.to_owned(),
            (Language::Python | Language::Wasm, _) => format!("{}.wasm", self.stem).into(),
        };
        let copy = self.places.runinfo.join(name);
        fs::copy(jobfile, &copy).map_err(not_made(copy))?;
        let path = self.places.runinfo.join("env.txt");
        let content = EnvFile {
            runtime: &runtime_values(run),
            settings: &settings(&request.options),
            environment: std::env::vars_os()
                .map(|(name, value)| {
                    let (name, value) = (name.to_string_lossy(), value.to_string_lossy());
                    let value = if tells(&value, secrets) { MASK.into() } else { value };
                    (name.into_owned(), value.into_owned())
                })
                .collect(),
            passed_on: self.environment.iter().map(|(name, _)| name.as_str()).collect(),
        };
        environment::write_file(&path, content).map_err(not_made(path))
    }
}

/// An argument in which passwords are masked: markup may have taken them from there.
fn without(argument: &str, secrets: &[Zeroizing<String>]) -> String {
    match argument.split_once('=') {
        Some((name, value)) if tells(value, secrets) => format!("{name}={MASK}"),
        _ if tells(argument, secrets) => MASK.to_owned(),
        _ => argument.to_owned(),
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The levels that loggers start with.
fn levels(options: &RunOptions) -> Vec<(String, Level)> {
    if options.general.verbosity().is_debug() { vec![(String::new(), Level::Debug)] } else { Vec::new() }
}

fn runtime_values(run: &RunStarted) -> Vec<(&'static str, String)> {
    vec![
        ("easypy-wasm", run.version.clone()),
        ("instance", run.instance.clone()),
        ("command", run.command.clone()),
        ("uid", run.uid.clone()),
        ("jobfile", run.jobfile.clone()),
        ("jobfile sha256", run.jobfile_hash.clone()),
        ("runinfo", run.runinfo.clone()),
        ("archive", run.archive.clone().unwrap_or_else(|| "(none)".to_owned())),
        ("user", run.user.clone()),
        ("submitter", run.submitter.clone()),
        ("host", run.host.clone()),
        ("os", run.os.clone()),
        ("time zone", run.time_zone.clone()),
    ]
}

fn settings(options: &RunOptions) -> Vec<(&'static str, String)> {
    let limits = GuestLimits::default();
    let sandbox = &options.sandbox;
    let memory = sandbox.memory.map_or(limits.memory, |size| size.0);
    let log = sandbox.log_size.map_or(limits.log, |size| size.0);
    let env: Vec<&str> = sandbox.env.iter().map(environment::Pattern::as_str).collect();
    let mut settings = vec![
        ("spawner", format!("{:?}", sandbox.spawner).to_lowercase()),
        ("memory of a guest", format!("{memory} bytes")),
        ("log of a guest", format!("{log} bytes")),
        ("tasks at once", options.tasks.jobs.map_or_else(|| "(no limit)".to_owned(), |n| n.to_string())),
        ("environment passed on", if env.is_empty() { "(none)".to_owned() } else { env.join(", ") }),
    ];
    let labels: BTreeMap<String, String> = options.reporting.labels();
    let labels: Vec<String> = labels.iter().map(|(name, value)| format!("{name}={value}")).collect();
    if !labels.is_empty() {
        settings.push(("labels", labels.join(", ")));
    }
    settings
}

/// What guests can read that nobody may have thought of: the jobfile's directory, with all below it, is their
/// `/job`.
fn exposed(jobfile: &Path, runinfo: &Path, home: Option<&Path>) -> Option<String> {
    let directory = jobfile.parent()?;
    let shown = directory.display();
    if home.is_some_and(|home| home.starts_with(directory)) || directory == Path::new("/") {
        Some(format!(
            "guests can read all of {shown}, where the jobfile is: put jobs into a directory of their own"
        ))
    } else if runinfo.starts_with(directory) {
        Some(format!(
            "guests can read the logs of the run, which are below {shown}, where the jobfile is: choose another place \
             with --runinfo-dir"
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_guests_could_read_by_mistake_is_told() {
        let told =
            |jobfile, runinfo| exposed(Path::new(jobfile), Path::new(runinfo), Some(Path::new("/home/me")));
        assert!(told("/home/me/job.wasm", "/r/x").unwrap().contains("all of /home/me,"));
        assert!(told("/home/job.wasm", "/r/x").unwrap().contains("all of /home,"));
        assert!(told("/job.wasm", "/r/x").is_some());
        assert!(told("/home/me/jobs/job.wasm", "/home/me/jobs/runinfo/x").unwrap().contains("--runinfo-dir"));
        assert_eq!(told("/home/me/jobs/job.wasm", "/home/me/.easypy-wasm/runinfo/x"), None);
    }
}
