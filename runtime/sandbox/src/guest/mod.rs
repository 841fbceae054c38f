//! The guest's state in its child, and the host functions it may call. Each is thin: encode, ask, decode.

mod convert;
mod log;
mod memory;
mod reporter;
mod results;
mod run;
mod runtime;
mod stdio;
mod synchro;
mod task;
mod testbed;
mod wasi;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use easypy_contract::entry::{Ended, Start};
use easypy_contract::log::Levels;
use easypy_contract::task::{State, TaskNumber};
use wasmtime::component::ResourceTable;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use crate::child::Link;
use crate::log::LogFile;
use crate::module::Entry;
use crate::versions::VersionsView;
use memory::MemoryLimiter;
use reporter::Reporter;
pub(crate) use run::{Linkers, Loaded, run};
use stdio::LogStream;
use synchro::Known;

/// The host's representation of a `task` resource: its number is in the handle.
#[expect(unreachable_pub, reason = "the generated bindings export it again")]
pub struct TaskHandle;

/// Why a guest is stopped from within the sandbox, carried through Wasm as an error.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Stop {
    #[error("the log limit of {0} bytes was reached")]
    LogLimit(u64),
    #[error("the log cannot be written: {0}")]
    LogWrite(std::io::Error),
    #[error("the host does not follow the protocol: {0}")]
    Protocol(String),
}

/// The data of a guest's store.
pub(crate) struct Guest {
    start: Arc<Start>,
    link: Link,
    log: Arc<Mutex<LogFile>>,
    streams: [LogStream; 2],
    levels: Levels,
    job_name: String,
    reporter: Reporter,
    known: Known,
    /// What the script keeps for its next instance.
    kept: Option<String>,
    /// The task that a job joined last, and what came of it: most ask that next.
    joined: Option<(TaskNumber, State)>,
    memory: MemoryLimiter,
    wasi: WasiCtx,
    table: ResourceTable,
}

impl Guest {
    /// # Errors
    /// A directory that the grant names cannot be opened. The link comes back, to say so.
    pub(crate) fn new(
        start: Arc<Start>,
        link: Link,
        log: LogFile,
        entry: Entry,
        versions: Option<VersionsView>,
    ) -> Result<Guest, (Link, wasmtime::Error)> {
        let log = Arc::new(Mutex::new(log));
        let streams = ["stdout", "stderr"].map(|name| LogStream::new(name, &log));
        let wasi = match wasi::context(&start, entry, &streams) {
            Ok(wasi) => wasi,
            Err(error) => return Err((link, error)),
        };
        Ok(Guest {
            levels: Levels::new(start.levels.iter().cloned()),
            job_name: start.job_name.clone(),
            reporter: Reporter::default(),
            known: Known::new(versions),
            kept: None,
            joined: None,
            memory: MemoryLimiter::new(start.limits.memory),
            wasi,
            table: ResourceTable::new(),
            start,
            link,
            log,
            streams,
        })
    }

    /// Makes it ready for another instance: what the last one held is gone with it.
    pub(crate) fn restart(&mut self) {
        self.memory.restart();
        self.table = ResourceTable::new();
    }

    /// Writes what the guest wrote without ending its line, and sends the last frame.
    pub(crate) fn finish(&mut self, ended: Ended) -> wasmtime::Result<()> {
        for stream in &self.streams {
            stream.flush_line();
        }
        self.link.end(ended)
    }

    /// The last thing that the guest wrote to its standard error.
    pub(crate) fn last_error_line(&self) -> String {
        let [_, stderr] = &self.streams;
        stderr.last_line()
    }

    /// The log. A guest is one thread; a lock that a panic left behind is still a log.
    pub(crate) fn log(&self) -> MutexGuard<'_, LogFile> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl WasiView for Guest {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}
