//! Running a guest from its start to its end: a job's `main`, a script with its resumptions, a plain command.

use std::mem::ManuallyDrop;
use std::ops::ControlFlow;
use std::sync::Arc;

use easypy_contract::Outcome;
use easypy_contract::entry::{Ended, Failure, Role};
use easypy_contract::limits::bounded_text;
use easypy_contract::results::Verdict;
use wasmtime::component::{Component, InstancePre, Linker};
use wasmtime::{Engine, Store, Trap, WasmBacktrace};
use wasmtime_wasi::I32Exit;

use super::{Guest, Stop};
use crate::bindings::easypy::runtime;
use crate::bindings::exports::easypy::runtime::script::Resume;
use crate::bindings::exports::easypy::runtime::{jobfile, script};
use crate::module::Entry;

/// A component that is linked and can be instantiated any number of times.
pub(crate) struct Loaded {
    pre: InstancePre<Guest>,
    is_interpreter: bool,
    entry: LoadedEntry,
}

enum LoadedEntry {
    Job(jobfile::GuestIndices),
    Script(script::GuestIndices),
    Command(wasmtime_wasi::p2::bindings::CommandIndices),
}

impl Loaded {
    pub(crate) fn entry(&self) -> Entry {
        match self.entry {
            LoadedEntry::Job(_) => Entry::Job,
            LoadedEntry::Script(_) => Entry::Script,
            LoadedEntry::Command(_) => Entry::Command,
        }
    }
}

/// What guests are linked against: a job and a script may import different things.
pub(crate) struct Linkers {
    job: Linker<Guest>,
    script: Linker<Guest>,
    /// An interpreter runs programs of both kinds; what is not for the kind that it runs is refused when it is called.
    interpreter: Linker<Guest>,
}

/// What an interpreter exports, both.
const JOBFILE: &str = "easypy:runtime/jobfile@0.1.0";
const SCRIPT: &str = "easypy:runtime/script@0.1.0";

struct HasGuest;

impl wasmtime::component::HasData for HasGuest {
    type Data<'a> = &'a mut Guest;
}

impl Linkers {
    pub(crate) fn new(engine: &Engine) -> wasmtime::Result<Linkers> {
        let mut job = Linker::new(engine);
        wasmtime_wasi::p2::add_to_linker_async(&mut job)?;
        runtime::runtime::add_to_linker::<_, HasGuest>(&mut job, |guest| guest)?;
        runtime::synchro::add_to_linker::<_, HasGuest>(&mut job, |guest| guest)?;
        runtime::testbed::add_to_linker::<_, HasGuest>(&mut job, |guest| guest)?;
        runtime::log::add_to_linker::<_, HasGuest>(&mut job, |guest| guest)?;
        let mut script = job.clone();
        runtime::task::add_to_linker::<_, HasGuest>(&mut job, |guest| guest)?;
        runtime::results::add_to_linker::<_, HasGuest>(&mut script, |guest| guest)?;
        let mut interpreter = job.clone();
        runtime::results::add_to_linker::<_, HasGuest>(&mut interpreter, |guest| guest)?;
        Ok(Linkers { job, script, interpreter })
    }

    /// Links a component. Nothing of it runs.
    pub(crate) fn load(&self, component: &Component, entry: Entry) -> wasmtime::Result<Loaded> {
        let exports = |interface: &str| component.get_export_index(None, interface).is_some();
        let is_interpreter = exports(JOBFILE) && exports(SCRIPT);
        let linker = match entry {
            Entry::Job | Entry::Script if is_interpreter => &self.interpreter,
            Entry::Job => &self.job,
            Entry::Script | Entry::Command => &self.script,
        };
        let pre = linker.instantiate_pre(component)?;
        let entry = match entry {
            Entry::Job => LoadedEntry::Job(jobfile::GuestIndices::new(&pre)?),
            Entry::Script => LoadedEntry::Script(script::GuestIndices::new(&pre)?),
            Entry::Command => LoadedEntry::Command(wasmtime_wasi::p2::bindings::CommandIndices::new(&pre)?),
        };
        Ok(Loaded { pre, is_interpreter, entry })
    }
}

/// Runs a guest and tells `finish` how it ended. The guest is not taken down: its process ends next.
///
/// Must be driven by a tokio runtime of this thread, which WASI's clocks and streams need. Without one
/// wasmtime-wasi would start its own, with two more threads in every child.
pub(crate) async fn run<T>(loaded: &Loaded, guest: Guest, finish: impl FnOnce(Ended, &mut Guest) -> T) -> T {
    let mut store = store_of(loaded, guest);
    let ended = match &loaded.entry {
        LoadedEntry::Job(indices) => run_job(&mut store, loaded, indices).await,
        LoadedEntry::Script(indices) => {
            let (ended, last) = run_script(store, loaded, indices).await;
            store = last;
            ended
        }
        LoadedEntry::Command(indices) => run_command(&mut store, loaded, indices).await,
    };
    let ended = ended.unwrap_or_else(|error| internal(&error));
    finish(ended, ManuallyDrop::new(store).data_mut())
}

fn store_of(loaded: &Loaded, guest: Guest) -> Store<Guest> {
    let mut store = Store::new(loaded.pre.engine(), guest);
    store.limiter(|guest| &mut guest.memory);
    store
}

async fn run_job(
    store: &mut Store<Guest>,
    loaded: &Loaded,
    indices: &jobfile::GuestIndices,
) -> wasmtime::Result<Ended> {
    let returned = async {
        let instance = loaded.pre.instantiate_async(&mut *store).await?;
        indices.load(&mut *store, &instance)?.call_main(&mut *store).await
    };
    Ok(match returned.await {
        Ok(Ok(())) => Ended::Returned,
        Ok(Err(jobfile::Failure::Error(message))) => failed(Failure::Returned, message, None),
        Ok(Err(jobfile::Failure::Interrupted)) => {
            failed(Failure::Interrupted, "the job interrupted itself".to_owned(), None)
        }
        Ok(Err(jobfile::Failure::Exit(status))) => {
            failed(Failure::Exit(status.into()), format!("exited with status {status}"), None)
        }
        Err(error) => match (ended_by(loaded, store.data_mut(), &error), store.data().last_error_line()) {
            // The last thing that a guest says before it traps is why: a panic's message and place.
            (Ended::Failed { kind: Failure::Trap, message, detail }, said) if !said.is_empty() => {
                let detail = format!("{message}\n{}", detail.unwrap_or_default());
                failed(Failure::Trap, said, Some(detail))
            }
            (ended, _) => ended,
        },
    })
}

/// Runs a script to its end, through as many instances as it traps. A store whose instance trapped cannot be
/// entered again, so each instance has its own; the last one comes back.
async fn run_script(
    mut store: Store<Guest>,
    loaded: &Loaded,
    indices: &script::GuestIndices,
) -> (wasmtime::Result<Ended>, Store<Guest>) {
    let mut resume: Option<Resume> = None;
    loop {
        match run_instance(&mut store, loaded, indices, resume.as_ref()).await {
            Ok(ControlFlow::Continue(next)) => resume = Some(next),
            Ok(ControlFlow::Break(ended)) => return (Ok(ended), store),
            Err(error) => return (Err(error), store),
        }
        let mut guest = store.into_data();
        guest.restart();
        store = store_of(loaded, guest);
    }
}

/// Runs a script until it ends, or until it traps and can go on in another instance.
async fn run_instance(
    store: &mut Store<Guest>,
    loaded: &Loaded,
    indices: &script::GuestIndices,
    resume: Option<&Resume>,
) -> wasmtime::Result<ControlFlow<Ended, Resume>> {
    let start = Arc::clone(&store.data().start);
    let Role::Task { kwargs, .. } = &start.role else {
        return Err(Stop::Protocol("a job is to be run as a testscript".into()).into());
    };
    let reached = resume.map_or(0, |resume| resume.checkpoint);
    let returned = async {
        let instance = loaded.pre.instantiate_async(&mut *store).await?;
        indices.load(&mut *store, &instance)?.call_run(&mut *store, kwargs, resume).await
    };
    let error = match returned.await {
        Ok(Ok(())) => return Ok(ControlFlow::Break(Ended::Returned)),
        Ok(Err(failure)) => {
            return Ok(ControlFlow::Break(failed(Failure::Returned, failure.message, None)));
        }
        Err(error) => error,
    };
    let ended = ended_by(loaded, store.data_mut(), &error);
    let verdict = match (&ended, store.data_mut().reporter.take_panic()) {
        (Ended::Failed { kind: Failure::Trap, .. }, Some(verdict)) => verdict,
        (Ended::Failed { kind: Failure::Exit(_), message, .. }, _) => verdict_of(Outcome::Aborted, message),
        (Ended::Failed { message, .. }, _) => verdict_of(Outcome::Errored, message),
        (Ended::Returned, _) => return Ok(ControlFlow::Break(ended)),
    };
    let resumable = matches!(&ended, Ended::Failed { kind: Failure::Trap, .. })
        || matches!(&ended, Ended::Failed { kind: Failure::Limit, .. })
            && error.downcast_ref::<Stop>().is_none();
    let guest = store.data_mut();
    if !resumable {
        guest.end_all_sections(&verdict)?;
        return Ok(ControlFlow::Break(ended));
    }
    if let Ended::Failed { detail: Some(detail), .. } = &ended {
        guest.log().record("pyats.easypy", easypy_contract::log::Level::Error, detail)?;
    }
    match guest.unwind_sections(&verdict)? {
        Some(unwound) if unwound.checkpoint > reached => Ok(ControlFlow::Continue(Resume {
            checkpoint: unwound.checkpoint,
            common_setup_failed: unwound.common_setup_failed,
            kept: guest.kept.clone(),
        })),
        _ => {
            guest.end_all_sections(&verdict)?;
            Ok(ControlFlow::Break(with_reason(ended, verdict)))
        }
    }
}

async fn run_command(
    store: &mut Store<Guest>,
    loaded: &Loaded,
    indices: &wasmtime_wasi::p2::bindings::CommandIndices,
) -> wasmtime::Result<Ended> {
    let stem =
        store.data().start.file.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    store.data_mut().begin_command(&stem)?;
    let returned = async {
        let instance = loaded.pre.instantiate_async(&mut *store).await?;
        indices.load(&mut *store, &instance)?.wasi_cli_run().call_run(&mut *store).await
    };
    let returned = returned.await;
    let guest = store.data_mut();
    let error = match returned {
        Ok(Ok(())) => return guest.end_command(Outcome::Passed, None).map(|()| Ended::Returned),
        Ok(Err(())) => I32Exit(1).into(),
        Err(error) => error,
    };
    match ended_by(loaded, guest, &error) {
        Ended::Failed { kind: Failure::Exit(0), .. } => guest.end_command(Outcome::Passed, None)?,
        Ended::Failed { kind: Failure::Exit(_), message, .. } => {
            let said = guest.last_error_line();
            let reason = if said.is_empty() { message } else { format!("{message}: {said}") };
            guest.end_command(Outcome::Failed, Some(reason))?;
        }
        ended => {
            if let Ended::Failed { message, .. } = &ended {
                guest.end_command(Outcome::Errored, Some(message.clone()))?;
            }
            return Ok(ended);
        }
    }
    Ok(Ended::Returned)
}

fn verdict_of(outcome: Outcome, reason: &str) -> Verdict {
    Verdict { outcome, reason: Some(reason.to_owned()), data: None, details: Vec::new(), ignored: false }
}

/// What a panic said is worth more than the trap that follows it.
fn with_reason(ended: Ended, verdict: Verdict) -> Ended {
    match (ended, verdict.reason) {
        (Ended::Failed { kind, detail, .. }, Some(message)) => Ended::Failed { kind, message, detail },
        (ended, _) => ended,
    }
}

fn failed(kind: Failure, message: String, detail: Option<String>) -> Ended {
    Ended::Failed { kind, message: bounded_text(message), detail: detail.map(bounded_text) }
}

fn internal(error: &wasmtime::Error) -> Ended {
    match error.downcast_ref::<Stop>() {
        Some(stop) => failed(Failure::Limit, stop.to_string(), None),
        None => failed(Failure::Internal, format!("{error:#}"), None),
    }
}

/// What an error that came out of Wasm means.
fn ended_by(loaded: &Loaded, guest: &mut Guest, error: &wasmtime::Error) -> Ended {
    if let Some(I32Exit(status)) = error.downcast_ref() {
        return failed(Failure::Exit(*status), format!("exited with status {status}"), None);
    }
    if let Some(stop) = error.downcast_ref::<Stop>() {
        return failed(Failure::Limit, stop.to_string(), None);
    }
    // That of an interpreter is of its own inside, and says nothing of the program.
    let backtrace = error.downcast_ref::<WasmBacktrace>().filter(|_| !loaded.is_interpreter);
    let backtrace = backtrace.map(ToString::to_string);
    // A guest that could not get memory aborts without a word; one that panics says why itself.
    let refusal = guest.memory.take_refusal().filter(|_| !guest.reporter.is_panicking());
    if let Some((limit, asked)) = refusal {
        let message = format!("the memory limit of {limit} bytes was reached: {asked} bytes were asked for");
        return failed(Failure::Limit, message, backtrace);
    }
    if let Some(trap) = error.downcast_ref::<Trap>() {
        return failed(Failure::Trap, trap.to_string(), backtrace);
    }
    failed(Failure::Trap, format!("{:#}", error.root_cause()), backtrace)
}
