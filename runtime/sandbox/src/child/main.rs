//! The child's main: read what to run, run it, say how it ended, leave.

use std::fs::File;
use std::os::fd::{FromRawFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;

use easypy_contract::entry::{Ended, Failure};
use wasmtime::component::Component;

use super::{Link, fd, settle, tie_to, title};
use crate::guest::{Guest, Linkers, Loaded, run};
use crate::log::LogFile;
use crate::module::Entry;
use crate::versions::VersionsView;

/// The exit code of a child whose guest did not come to its end.
const EXIT_FAILED: i32 = 1;
/// The exit code of a child that could not even begin.
const EXIT_BROKEN: i32 = 112;

/// Runs a guest whose component is linked. The descriptors are in their places (see [`fd`]).
pub(crate) fn run_child(loaded: &Loaded, link: Link, versions: Option<VersionsView>) -> ! {
    // SAFETY: this descriptor was put in its place for this child and has no other owner.
    let log = unsafe { File::from(OwnedFd::from_raw_fd(fd::STDOUT)) };
    leave(match begin_and_run(loaded, link, log, versions) {
        Ok(code) => code,
        // The log is this child's standard error.
        Err(error) => {
            use std::io::Write;
            let _ = writeln!(std::io::stderr(), "easypy-wasm: the child failed: {error:#}");
            EXIT_BROKEN
        }
    })
}

fn begin_and_run(
    loaded: &Loaded,
    mut link: Link,
    log: File,
    versions: Option<VersionsView>,
) -> wasmtime::Result<i32> {
    let start = Arc::new(link.start()?);
    let log = LogFile::new(log, &start.log, &start.info);
    let guest = match Guest::new(Arc::clone(&start), link, log, loaded.entry(), versions) {
        Ok(guest) => guest,
        Err(unusable) => {
            let (mut link, error) = unusable;
            link.end(Ended::Failed { kind: Failure::Load, message: format!("{error:#}"), detail: None })?;
            return Ok(EXIT_FAILED);
        }
    };
    // Clocks only: nothing that most guests may do needs a watched descriptor or a thread.
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_time();
    if !start.addresses.is_empty() {
        runtime.enable_io();
    }
    let runtime = runtime.build()?;
    runtime.block_on(run(loaded, guest, |ended, guest| {
        let code = match &ended {
            Ended::Returned => 0,
            Ended::Failed { kind: Failure::Exit(status), .. } => *status & 0xff,
            Ended::Failed { .. } => EXIT_FAILED,
        };
        guest.finish(ended)?;
        // At once: nothing of what was made for the guest is taken down.
        leave(code)
    }))
}

/// Leaves at once: no destructor, no exit handler of what was forked along.
pub(crate) fn leave(code: i32) -> ! {
    // SAFETY: always sound; the process ends here.
    unsafe { libc::_exit(code) }
}

/// The main of a child that was made by executing the program again: `arguments` are those of
/// [`crate::spawn::ExecSpawner`]. Its descriptors are in their places.
pub fn exec_child_main(parent: u32, entry: &str) -> ! {
    title::keep_exec_title();
    settle();
    tie_to(parent);
    let loaded = Entry::from_word(entry)
        .ok_or_else(|| wasmtime::format_err!("no such entry: {entry}"))
        .and_then(load_from_descriptor);
    match loaded {
        Ok(loaded) => {
            // SAFETY: these descriptors were put in their places for this child and have no other owner.
            let (socket, versions) =
                unsafe { (UnixStream::from_raw_fd(fd::SOCKET), OwnedFd::from_raw_fd(fd::VERSIONS)) };
            // Without them everything is asked.
            run_child(&loaded, Link::new(socket), VersionsView::open(versions).ok())
        }
        Err(error) => {
            use std::io::Write;
            let _ = writeln!(std::io::stderr(), "easypy-wasm: the child cannot load its module: {error:#}");
            leave(EXIT_BROKEN)
        }
    }
}

fn load_from_descriptor(entry: Entry) -> wasmtime::Result<Loaded> {
    let engine = crate::engine::new()?;
    // SAFETY: the host authenticated the file before it handed over its descriptor.
    let component = unsafe { Component::deserialize_file(&engine, format!("/proc/self/fd/{}", fd::MODULE))? };
    Linkers::new(&engine)?.load(&component, entry)
}
