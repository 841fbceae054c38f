//! A guest's standard streams: lines go to its log, by the loggers `stdout` and `stderr`.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use easypy_contract::log::Level;
use tokio::io::AsyncWrite;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamError};
use wasmtime_wasi_io::bytes::Bytes;

use super::Stop;
use crate::log::LogFile;

/// A line longer than this goes to the log as several records, so that memory stays bounded.
const LINE_BYTES: usize = 64 * 1024;

/// How much is kept of the last line.
const LAST_BYTES: usize = 1000;

/// A standard stream. Clones write to the same lines.
#[derive(Clone)]
pub(super) struct LogStream(Arc<Mutex<Lines>>);

struct Lines {
    logger: &'static str,
    log: Arc<Mutex<LogFile>>,
    /// What has been written of a line that has not ended.
    partial: Vec<u8>,
    /// The last line that was not blank, shortened.
    last: String,
}

impl LogStream {
    pub(super) fn new(logger: &'static str, log: &Arc<Mutex<LogFile>>) -> LogStream {
        LogStream(Arc::new(Mutex::new(Lines {
            logger,
            log: Arc::clone(log),
            partial: Vec::new(),
            last: String::new(),
        })))
    }

    /// Writes what the guest has left of a line.
    pub(super) fn flush_line(&self) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !lines.partial.is_empty() {
            // The guest is over: that its last words do not fit in the log is no news any more.
            let _ = lines.record();
        }
    }

    /// The last line that was not blank, shortened: what a command says before it exits is why. Empty if there
    /// is none.
    pub(super) fn last_line(&self) -> String {
        self.flush_line();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).last.clone()
    }

    fn push(&self, bytes: &[u8]) -> Result<(), Stop> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(bytes)
    }
}

impl Lines {
    fn push(&mut self, mut bytes: &[u8]) -> Result<(), Stop> {
        while let Some(end) = bytes.iter().position(|&b| b == b'\n') {
            self.extend(&bytes[..end])?;
            self.record()?;
            bytes = &bytes[end + 1..];
        }
        self.extend(bytes)
    }

    fn extend(&mut self, mut bytes: &[u8]) -> Result<(), Stop> {
        while self.partial.len() + bytes.len() > LINE_BYTES {
            let (now, later) = bytes.split_at(LINE_BYTES - self.partial.len());
            self.partial.extend_from_slice(now);
            self.record()?;
            bytes = later;
        }
        self.partial.extend_from_slice(bytes);
        Ok(())
    }

    fn record(&mut self) -> Result<(), Stop> {
        let line = String::from_utf8_lossy(&self.partial);
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let written = log.record(self.logger, Level::Info, &line);
        drop(log);
        let line = line.trim();
        if !line.is_empty() {
            self.last.clear();
            self.last.push_str(&line[..line.floor_char_boundary(LAST_BYTES)]);
        }
        self.partial.clear();
        written
    }
}

impl IsTerminal for LogStream {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for LogStream {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(self.clone())
    }

    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

impl OutputStream for LogStream {
    fn write(&mut self, bytes: Bytes) -> Result<(), StreamError> {
        // A log that cannot be written ends the guest.
        self.push(&bytes).map_err(|stop| StreamError::Trap(stop.into()))
    }

    fn flush(&mut self) -> Result<(), StreamError> {
        Ok(())
    }

    fn check_write(&mut self) -> Result<usize, StreamError> {
        Ok(1024 * 1024)
    }
}

#[wasmtime_wasi::async_trait]
impl Pollable for LogStream {
    async fn ready(&mut self) {}
}

impl AsyncWrite for LogStream {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(self.push(bytes).map(|()| bytes.len()).map_err(io::Error::other))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
