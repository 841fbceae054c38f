//! Making a child: its testscript found and loaded, its log and directories made, its first frame sent.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use easypy_contract::entry::{self, Directory, Limits, LogSettings, RunInfo, Start};
use easypy_contract::frame;
use easypy_policy::Grant;
use easypy_sandbox::module::{Entry, Language, ModuleError};
use easypy_sandbox::spawn::{ChildProcess, Order, SpawnError, Spawned};
use tokio::sync::oneshot;

use super::Facts;
use super::logs::append_to;
use super::socket::Socket;
use super::temporaries::Temporary;
use super::testscript::{self, Guest};
use crate::broker::{Launch, NotStarted, Started, TaskLaunch};
use crate::python::{Places, View};

/// The lines of a task that the host writes for it, into the JobLog.
const TASK_FIRST_LINE: u64 = 3;

/// A child that runs.
pub(super) struct Made {
    pub(super) process: ChildProcess,
    pub(super) socket: Socket,
    /// What of its first frame the socket had no room for.
    pub(super) unsent: Vec<u8>,
    pub(super) started: Started,
    pub(super) temporary: Temporary,
}

/// Makes a child.
///
/// `cancelled` gives it up while its testscript is being looked for and compiled, which can take long. What comes
/// after that is short, and must not be left half done.
pub(super) async fn make(
    facts: &Facts,
    launch: Launch,
    cancelled: oneshot::Receiver<()>,
) -> Result<Made, NotStarted> {
    let system = |error: io::Error| NotStarted::System(error.to_string());
    let guest = match &launch.task {
        None => Guest {
            real: std::fs::canonicalize(&facts.jobfile).map_err(system)?,
            file: facts.jobfile.clone(),
            language: facts.language,
            sha256: facts.jobfile_hash.clone(),
            module: Arc::clone(&facts.module),
            entry: Entry::Job,
        },
        Some(task) => tokio::select! {
            guest = testscript::load(facts, &task.testscript) => guest?,
            Ok(()) = cancelled => return Err(NotStarted::Cancelled),
        },
    };
    let title = title(facts, launch.task.as_ref());
    let log = append_to(&match &launch.task {
        None => facts.job_log.clone(),
        Some(task) => facts.runinfo.join(format!("TaskLog.{}", task.file_stem)),
    })
    .map_err(system)?;
    let temporary = facts.temporaries.borrow_mut().take().map_err(system)?;

    let start = start(facts, launch, &guest, temporary.path());
    let start = frame::encode(&start).map_err(|error| NotStarted::System(error.to_string()))?;
    let order = Order { module: Arc::clone(&guest.module), entry: guest.entry, title, start, log };
    let Spawned { process, socket, unsent } =
        facts.spawner.spawn(&order).await.map_err(|error| match error {
            SpawnError::Module(why) => {
                let error = ModuleError::Link { why };
                NotStarted::Unusable {
                    reason: format!("testscript {} {error}", guest.file.display()),
                    detail: Some(format!("hint: {}", error.hint())),
                    told: None,
                }
            }
            error => NotStarted::System(error.to_string()),
        })?;
    let socket = Socket::watch(socket).map_err(system)?;
    let started = Started { pid: process.pid(), file: guest.file, sha256: guest.sha256 };
    Ok(Made { process, socket, unsent, started, temporary })
}

/// What `ps` shows.
fn title(facts: &Facts, task: Option<&TaskLaunch>) -> String {
    let title = match task {
        None => format!("easypy job: {}", facts.info.uid),
        Some(task) => format!("easypy task: {} - {}", task.taskid, task.testscript),
    };
    title.chars().map(|c| if c.is_control() { '_' } else { c }).collect()
}

/// The first frame of a child.
fn start(facts: &Facts, launch: Launch, guest: &Guest, temporary: &Path) -> Start {
    let view = match guest.language {
        Language::Wasm => wasm_view(facts, launch.task.is_some(), guest, temporary),
        Language::Python => View::new(&Places {
            file: &guest.file,
            real: &guest.real,
            job_directory: &facts.job_directory,
            runtime: &facts.runinfo.join("runtime"),
            temporary,
            packages: &facts.python.packages,
        }),
    };
    let (process, first_line) = match &launch.task {
        None => ("MainProcess".to_owned(), 0),
        Some(task) => (task.taskid.clone(), TASK_FIRST_LINE),
    };
    let limits = facts.limits.within(&launch.grant);
    Start {
        role: match launch.task {
            None => entry::Role::Job,
            Some(task) => entry::Role::Task { taskid: task.taskid, kwargs: task.kwargs },
        },
        file: guest.file.clone(),
        program: view.program,
        info: RunInfo { home: view.home, directory: view.runtime, ..facts.info.clone() },
        job_name: launch.job_name,
        arguments: launch.arguments.to_vec(),
        environment: environment(
            launch.environment.as_deref().unwrap_or(&facts.environment),
            &launch.grant,
            view.environment,
        ),
        directories: directories(view.directories, &launch.grant),
        addresses: launch.grant.addresses().lists(),
        levels: launch.levels,
        log: LogSettings { first_line, process, limit: limits.log, utc_offset: facts.utc_offset },
        limits: Limits { memory: limits.memory },
    }
}

/// What a guest sees that is a module itself.
fn wasm_view(facts: &Facts, is_task: bool, guest: &Guest, temporary: &Path) -> View {
    let directory = |host: &Path, guest: &str, writable| Directory {
        host: host.to_owned(),
        guest: guest.to_owned(),
        writable,
    };
    let home = if is_task { "/script" } else { "/job" };
    // The first one is the current directory of the guest.
    let mut directories = vec![directory(&facts.job_directory, "/job", false)];
    if is_task {
        directories.push(directory(guest.real.parent().unwrap_or(Path::new("/")), home, false));
    }
    directories.push(directory(&facts.runinfo.join("runtime"), "/runtime", true));
    directories.push(directory(temporary, "/tmp", true));
    let name = guest.real.file_name().unwrap_or_default().to_string_lossy();
    View {
        program: format!("{home}/{name}"),
        home: home.to_owned(),
        runtime: "/runtime".to_owned(),
        directories,
        environment: Vec::new(),
    }
}

/// A guest's variables as far as it is granted them, and those that its interpreter needs.
fn environment(
    variables: &[(String, String)],
    grant: &Grant,
    interpreters: Vec<(String, String)>,
) -> Vec<(String, String)> {
    let is_interpreters = |name: &String| interpreters.iter().any(|(own, _)| own == name);
    let is_passed_on = |name: &String| !is_interpreters(name) && grant.environment(name);
    let mut all: Vec<_> = variables.iter().filter(|(name, _)| is_passed_on(name)).cloned().collect();
    all.extend(interpreters);
    all
}

/// What a guest sees, with the directories that the policy grants it: at the paths that they have on the host.
fn directories(mut seen: Vec<Directory>, grant: &Grant) -> Vec<Directory> {
    let granted = grant.directories();
    let read = granted.read.into_iter().map(|path| (path, false));
    for (host, writable) in read.chain(granted.write.into_iter().map(|path| (path, true))) {
        // A path that is no text has no name in a guest.
        if let Some(guest) = host.to_str().map(str::to_owned) {
            seen.push(Directory { host, guest, writable });
        }
    }
    seen
}

/// Takes back a `/tmp` whose guest is gone. What was left in it may be large: a thread removes it.
pub(super) async fn give_back(facts: &Facts, temporary: Temporary) {
    let used = facts.temporaries.borrow_mut().give_back(temporary);
    if let Some(path) = used {
        // What cannot be removed now goes with the runinfo directory.
        let _ = tokio::task::spawn_blocking(move || fs::remove_dir_all(path)).await;
    }
}
