//! The WASI context of a guest: what the host named, and nothing else.

use std::sync::{Arc, Mutex};

use easypy_contract::entry::Start;
use wasmtime::error::Context as _;
use wasmtime_wasi::{FsPerms, WasiCtx, WasiCtxBuilder};

use super::LogFile;
use super::stdio::LogStream;

/// # Errors
/// A directory that the grant names cannot be opened.
pub(super) fn context(start: &Start, log: &Arc<Mutex<LogFile>>) -> wasmtime::Result<WasiCtx> {
    let mut builder = WasiCtxBuilder::new();
    builder
        // The child has nothing else to do: file operations need no thread.
        .allow_blocking_current_thread(true)
        .stdout(LogStream::new("stdout", log))
        .stderr(LogStream::new("stderr", log))
        .arg(start.file.to_string_lossy())
        .args(&start.arguments)
        .envs(&start.environment)
        .allow_tcp(false)
        .allow_udp(false)
        .allow_ip_name_lookup(false);
    if let Some(home) = start.directories.first() {
        builder.initial_cwd(&home.guest);
    }
    for directory in &start.directories {
        let permissions = if directory.writable { FsPerms::ReadWrite } else { FsPerms::ReadOnly };
        builder
            .preopened_dir(&directory.host, &directory.guest, permissions)
            .with_context(|| format!("cannot open {} for {}", directory.host.display(), directory.guest))?;
    }
    Ok(builder.build())
}
