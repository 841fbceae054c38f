//! A run, from the command line to the exit code.
//!
//! The order matters: the fork server is forked while this process has one thread and has read nothing of the
//! environment but what makes it a child; then come the event loop, the screen and the rest.

mod devices;
mod prepare;

use std::convert::Infallible;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Duration;

use anyhow::Context as _;
use easypy_contract::log::Level;
use easypy_engine::{RunError, StopSignal};
use easypy_sandbox::module::{Cache, CompileLimits};
use easypy_sandbox::spawn::{ExecSpawner, ForkSpawner, Spawner};
use easypy_sandbox::{Versions, guard_process};
use tokio::sync::mpsc;

use crate::args::{RunRequest, SpawnerKind};
use crate::closing::{Shown, close};
use crate::error::{ExpectedError, panics_are_bugs};
use crate::exit::Exit;
use crate::screen::{Notes, Screen, ScreenSettings};
use crate::signals::Signals;
use crate::{host, jobfile, out, places, text};
use devices::Devices;
use prepare::Plan;

/// Signals that come this shortly after the first are the same press of Ctrl-C.
const ONE_PRESS: Duration = Duration::from_millis(250);

/// Runs a job.
///
/// # Errors
/// The run could not begin, or broke off.
pub(crate) fn run(request: &RunRequest) -> anyhow::Result<ExitCode> {
    let jobfile = jobfile::find(&request.jobfile)?;
    guard_process()
        .map_err(|why| ExpectedError::Process { what: "the limits of the process cannot be set", why })?;
    let spawner: Rc<dyn Spawner> = match request.options.sandbox.spawner {
        SpawnerKind::Exec => {
            let versions = Versions::new();
            Rc::new(ExecSpawner::new(Rc::new(
                versions
                    .map_err(|why| ExpectedError::Process { what: "no shared memory can be had", why })?,
            )))
        }
        // SAFETY: nothing before this starts a thread: `main` has read the command line and looked at a file.
        SpawnerKind::Fork => Rc::new(
            unsafe { ForkSpawner::start() }
                .map_err(|why| ExpectedError::Process { what: "the fork server cannot be started", why })?,
        ),
    };
    // Not before the fork server, whose children would inherit it.
    panics_are_bugs();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("no event loop could be made")?;
    let code = runtime.block_on(run_job(request, jobfile, spawner));
    // A thread that still waits for the terminal does not keep the program from ending.
    runtime.shutdown_background();
    code.map(ExitCode::from)
}

async fn run_job(request: &RunRequest, jobfile: PathBuf, spawner: Rc<dyn Spawner>) -> anyhow::Result<u8> {
    let mut signals = Signals::new().context("no signal handler could be installed")?;
    let options = &request.options;
    let verbosity = options.general.verbosity();
    let terminal = std::io::stdout().is_terminal();
    let colour = options.general.color.is_on(terminal, |name| std::env::var(name).ok());
    let cache_directory = places::cache_directory(options.sandbox.cache_dir.as_deref())?;
    let cache =
        Rc::new(Cache::open(&cache_directory, CompileLimits::default()).map_err(ExpectedError::Cache)?);

    let now = host::now();
    let mut plan = Plan::new(request, &jobfile, &now)?;
    // Before there is a screen: the user may be asked.
    let devices = tokio::select! {
        devices = Devices::read(request) => devices?,
        signal = signals.next() => return Err(ExpectedError::Stopped(signal).into()),
    };
    plan.withhold(&devices.secrets());
    plan.warn_of_readable(&jobfile, devices.lab.as_deref());
    let runinfo = plan.places.runinfo.clone();
    let screen = Screen::start(ScreenSettings {
        verbosity,
        colour,
        live: terminal && verbosity.shows_progress() && !console::is_dumb(),
        runinfo: runinfo.clone(),
        zone: now.time_zone().clone(),
    })
    .map_err(|why| ExpectedError::Process { what: "no thread could be made", why })?;
    let notes = screen.notes();
    if verbosity.shows_warnings() {
        for warning in request.warnings.iter().chain(&plan.warnings) {
            out::stderr(&format!("warning: {}", text::visible(warning)));
        }
    }

    let compiling = |file: &Path| {
        notes.say(Level::Info, format!("Compiling {} (kept in the cache)", text::path(file)));
    };
    let job = tokio::select! {
        job = jobfile::load(&cache, &jobfile, &plan.python, compiling) => job?,
        signal = signals.next() => return Err(ExpectedError::Stopped(signal).into()),
    };
    let settings = plan.prepare(request, jobfile, job, devices)?;

    let (stop, stopped) = mpsc::channel(1);
    let watching = watch(&mut signals, stop, notes, &runinfo);
    tokio::pin!(watching);
    let ended = tokio::select! {
        ended = easypy_engine::run(settings, spawner, cache, screen.observer(), stopped) => ended,
        never = &mut watching => match never {},
    };
    if let Err(error) = ended {
        if let RunError::Setup { .. } = error {
            // Nothing has run.
            let _ = std::fs::remove_dir_all(&runinfo);
        }
        return Err(ExpectedError::Run { error, runinfo: runinfo.clone() }.into());
    }

    // Off this thread, which goes on listening for signals: archives can be large, and terminals slow.
    let closing = tokio::task::spawn_blocking({
        let runinfo = runinfo.clone();
        move || {
            screen.finish();
            close(&runinfo, Shown { verbosity, colour })
        }
    });
    tokio::select! {
        closed = closing => Ok(closed.context("the run could not be closed")??),
        never = &mut watching => match never {},
    }
}

/// Tells the run of the first signal, and leaves at the second.
async fn watch(
    signals: &mut Signals,
    stop: mpsc::Sender<StopSignal>,
    notes: Notes,
    runinfo: &Path,
) -> Infallible {
    let first = signals.next().await;
    let name = first.name();
    notes.say(
        Level::Warning,
        format!("{name}: all tasks are terminated, then the reports are written. Once more to leave at once"),
    );
    // A run that is over has nobody to tell.
    let _ = stop.try_send(first);
    // `timeout` and some terminals send a signal to this process and to its group: that is one, not two.
    let one_press = tokio::time::sleep(ONE_PRESS);
    tokio::pin!(one_press);
    loop {
        tokio::select! {
            () = &mut one_press => break,
            _ = signals.next() => {}
        }
    }
    leave(signals.next().await, runinfo)
}

/// Leaves at once. The children die with this process.
#[expect(clippy::exit, reason = "whoever asks twice does not want to wait for anything to be wound up")]
fn leave(signal: StopSignal, runinfo: &Path) -> ! {
    let runinfo = text::path(runinfo);
    out::stderr(&format!(
        "\n{}: left at once; `easypy-wasm recover {}` writes the reports",
        signal.name(),
        text::shell_quoted(&runinfo)
    ));
    let exit = match signal {
        StopSignal::Interrupt => Exit::Interrupted,
        StopSignal::Terminate => Exit::Terminated,
    };
    std::process::exit(i32::from(exit.code()))
}
