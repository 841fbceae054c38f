//! Making a child: its testscript found and loaded, its log and directories made, its first frame sent.

use std::fs;
use std::io::{self, Write as _};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as StdUnixStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use easypy_contract::entry::{self, Directory, Limits, LogSettings, RunInfo, Start};
use easypy_contract::frame;
use easypy_sandbox::module::{Entry, Module, ModuleError, Role};
use easypy_sandbox::spawn::{ChildProcess, Order, SpawnError};
use tokio::net::UnixStream;

use super::Facts;
use super::logs::append_to;
use super::temporaries::Temporary;
use crate::broker::{Launch, LogLine, NotStarted, Started, TaskLaunch};

/// Bytes of Wasm stack that a guest has; the engine's setting.
const STACK: u64 = 32 << 20;
/// The lines of a task that the host writes for it, into the JobLog.
const TASK_FIRST_LINE: u64 = 3;

/// A child that runs.
pub(super) struct Made {
    pub(super) process: ChildProcess,
    pub(super) socket: UnixStream,
    /// What of its first frame the socket had no room for.
    pub(super) unsent: Vec<u8>,
    pub(super) started: Started,
    pub(super) temporary: Temporary,
}

/// A file that a child is to run.
struct Guest {
    file: PathBuf,
    module: Arc<Module>,
    entry: Entry,
}

/// Makes a child.
pub(super) async fn make(facts: &Facts, launch: Launch) -> Result<Made, NotStarted> {
    let system = |error: io::Error| NotStarted::System(error.to_string());
    let guest = match &launch.task {
        None => Guest { file: facts.jobfile.clone(), module: Arc::clone(&facts.module), entry: Entry::Job },
        Some(task) => testscript(facts, &task.testscript).await?,
    };
    let title = title(facts, launch.task.as_ref());
    let log = append_to(&match &launch.task {
        None => facts.job_log.clone(),
        Some(task) => facts.runinfo.join(format!("TaskLog.{}", task.file_stem)),
    })
    .map_err(system)?;
    let temporary = facts.temporaries.borrow_mut().take().map_err(system)?;

    let (ours, theirs) = StdUnixStream::pair().map_err(system)?;
    ours.set_nonblocking(true).map_err(system)?;
    let start = start(facts, launch, &guest, temporary.path());
    let frame = frame::encode(&start).map_err(|error| NotStarted::System(error.to_string()))?;
    // It waits in the socket for the child, which need not wait for it.
    let unsent = send(&ours, frame).map_err(system)?;
    let order = Order {
        module: Arc::clone(&guest.module),
        entry: guest.entry,
        title,
        socket: OwnedFd::from(theirs),
        log,
    };
    let process = facts.spawner.spawn(&order).await.map_err(|error| match error {
        SpawnError::Module(why) => unusable(&guest.file, &ModuleError::Link { why }),
        error => NotStarted::System(error.to_string()),
    })?;
    // With this end open here, the child's end would never show.
    drop(order);
    let socket = UnixStream::from_std(ours).map_err(system)?;
    let started = Started { pid: process.pid(), file: guest.file, sha256: guest.module.sha256.clone() };
    Ok(Made { process, socket, unsent, started, temporary })
}

async fn testscript(facts: &Facts, asked: &str) -> Result<Guest, NotStarted> {
    let file = find(facts, Path::new(asked))?;
    let compiling = || {
        let line = LogLine::info(format!("Compiling {} (kept in the cache)", file.display()));
        facts.logs.borrow_mut().write(&line);
    };
    let module = facts.cache.load(&file, Role::Testscript, compiling).await;
    let module = module.map_err(|error| unusable(&file, &error))?;
    let entry = module.info.entry(Role::Testscript).map_err(|error| unusable(&file, &error))?;
    Ok(Guest { file, module, entry })
}

fn unusable(file: &Path, error: &ModuleError) -> NotStarted {
    NotStarted::Unusable {
        reason: format!("testscript {} {error}", file.display()),
        detail: Some(format!("hint: {}", error.hint())),
    }
}

/// Where a testscript is: a path as the job sees it, an absolute one of the host, or one relative to the
/// jobfile's directory, then to the host's current directory.
fn find(facts: &Facts, asked: &Path) -> Result<PathBuf, NotStarted> {
    if let Ok(below) = asked.strip_prefix("/job") {
        return Ok(facts.job_directory.join(below));
    }
    if let Ok(below) = asked.strip_prefix("/runtime") {
        return Ok(facts.runinfo.join("runtime").join(below));
    }
    if asked.is_absolute() {
        return Ok(asked.to_owned());
    }
    let tried = [facts.job_directory.join(asked), facts.current_dir.join(asked)];
    if let Some(found) = tried.iter().find(|path| path.exists()) {
        return Ok(found.clone());
    }
    let [job, current] = &tried;
    let tried = if job == current {
        job.display().to_string()
    } else {
        format!("{} nor {}", job.display(), current.display())
    };
    Err(NotStarted::Unusable {
        reason: format!("testscript {} was not found: there is no {tried}", asked.display()),
        detail: Some(
            "hint: a relative path is looked for in the jobfile's directory, then in the current directory"
                .to_owned(),
        ),
    })
}

/// What `ps` shows.
fn title(facts: &Facts, task: Option<&TaskLaunch>) -> String {
    let title = match task {
        None => format!("easypy job: {}", facts.info.uid),
        Some(task) => format!("easypy task: {} - {}", task.taskid, task.testscript),
    };
    title.chars().map(|c| if c.is_control() { '_' } else { c }).collect()
}

fn start(facts: &Facts, launch: Launch, guest: &Guest, temporary: &Path) -> Start {
    let directory = |host: &Path, guest: &str, writable| Directory {
        host: host.to_owned(),
        guest: guest.to_owned(),
        writable,
    };
    // The first one is the current directory of the guest.
    let mut directories = vec![directory(&facts.job_directory, "/job", false)];
    if launch.task.is_some() {
        directories.push(directory(guest.file.parent().unwrap_or(Path::new("/")), "/script", false));
    }
    directories.push(directory(&facts.runinfo.join("runtime"), "/runtime", true));
    directories.push(directory(temporary, "/tmp", true));
    let (process, first_line) = match &launch.task {
        None => ("MainProcess".to_owned(), 0),
        Some(task) => (task.taskid.clone(), TASK_FIRST_LINE),
    };
    let home = if launch.task.is_some() { "/script" } else { "/job" };
    Start {
        role: match launch.task {
            None => entry::Role::Job,
            Some(task) => entry::Role::Task { taskid: task.taskid, kwargs: task.kwargs },
        },
        file: guest.file.clone(),
        info: RunInfo { home: home.to_owned(), ..facts.info.clone() },
        job_name: launch.job_name,
        arguments: launch.arguments.to_vec(),
        environment: facts.environment.clone(),
        directories,
        levels: launch.levels,
        log: LogSettings { first_line, process, limit: facts.limits.log, utc_offset: facts.utc_offset },
        limits: Limits { memory: facts.limits.memory, stack: STACK },
    }
}

/// Sends what the socket takes at once; the rest.
fn send(socket: &StdUnixStream, mut frame: Vec<u8>) -> io::Result<Vec<u8>> {
    let sent = match (&*socket).write(&frame) {
        Ok(sent) => sent,
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => 0,
        Err(error) => return Err(error),
    };
    frame.drain(..sent);
    Ok(frame)
}

/// Takes back a `/tmp` whose guest is gone. What was left in it may be large: a thread removes it.
pub(super) async fn give_back(facts: &Facts, temporary: Temporary) {
    let used = facts.temporaries.borrow_mut().give_back(temporary);
    if let Some(path) = used {
        // What cannot be removed now goes with the runinfo directory.
        let _ = tokio::task::spawn_blocking(move || fs::remove_dir_all(path)).await;
    }
}
