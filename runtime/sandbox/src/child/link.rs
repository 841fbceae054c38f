//! The child's end of its socket to the host: one request under way at a time.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

use easypy_contract::entry::{Ended, Start};
use easypy_contract::frame::{self, HEADER_BYTES};
use easypy_contract::{FromChild, Notice, Reply, Request};
use serde::de::DeserializeOwned;

use super::confine::EXIT_HOST_GONE;
use crate::guest::Stop;

/// What is read at first: most frames are shorter.
const FIRST_BYTES: usize = 2048;

/// How much may wait to be sent with the next frame.
const UNSENT_BYTES: usize = 64 * 1024;

pub(crate) struct Link {
    socket: UnixStream,
    /// What came together with the first thing that was read, and has not been taken.
    early: Vec<u8>,
    body: Vec<u8>,
    /// Notices that wait for the next frame.
    unsent: Vec<u8>,
}

impl Link {
    pub(crate) fn new(socket: UnixStream) -> Link {
        Link::with_early(socket, Vec::new())
    }

    /// A link from which something has been read already.
    pub(crate) fn with_early(socket: UnixStream, early: Vec<u8>) -> Link {
        Link { socket, early, body: Vec::new(), unsent: Vec::new() }
    }

    /// The first frame, which the host sends unasked.
    pub(crate) fn start(&mut self) -> wasmtime::Result<Start> {
        self.receive()
    }

    pub(crate) fn ask(&mut self, request: Request) -> wasmtime::Result<Reply> {
        self.send(&FromChild::Ask(request))?;
        self.receive()
    }

    pub(crate) fn tell(&mut self, notice: Notice) -> wasmtime::Result<()> {
        self.send(&FromChild::Tell(notice))
    }

    /// Tells something together with what is told or asked next. For what is followed by more at once: each frame
    /// that is sent wakes the host.
    pub(crate) fn tell_with_next(&mut self, notice: Notice) -> wasmtime::Result<()> {
        self.unsent.extend(frame::encode(&FromChild::Tell(notice)).map_err(protocol)?);
        if self.unsent.len() > UNSENT_BYTES {
            self.write_unsent();
        }
        Ok(())
    }

    pub(crate) fn end(&mut self, ended: Ended) -> wasmtime::Result<()> {
        self.send(&FromChild::Ended(ended))
    }

    fn send(&mut self, message: &FromChild) -> wasmtime::Result<()> {
        self.unsent.extend(frame::encode(message).map_err(protocol)?);
        self.write_unsent();
        Ok(())
    }

    fn write_unsent(&mut self) {
        self.socket.write_all(&self.unsent).unwrap_or_else(|_| host_gone());
        self.unsent.clear();
        self.unsent.shrink_to(UNSENT_BYTES);
    }

    /// Reads one frame: most often by one system call. The host sends nothing unasked but the first frame, so
    /// never more than one is there.
    fn receive<T: DeserializeOwned>(&mut self) -> wasmtime::Result<T> {
        let mut first = [0; FIRST_BYTES];
        let early = std::mem::take(&mut self.early);
        let read = if early.is_empty() {
            // What goes wrong here shows again where the header is read.
            let read = self.socket.read(&mut first).unwrap_or(0);
            &first[..read]
        } else {
            &early
        };
        let mut header = [0; HEADER_BYTES];
        let (in_header, in_body) = read.split_at(read.len().min(HEADER_BYTES));
        header[..in_header.len()].copy_from_slice(in_header);
        self.socket.read_exact(&mut header[in_header.len()..]).unwrap_or_else(|_| host_gone());
        let length = frame::body_length(header).map_err(protocol)?;
        if in_body.len() > length {
            return Err(Stop::Protocol("more than one frame".into()).into());
        }
        self.body.resize(length, 0);
        self.body[..in_body.len()].copy_from_slice(in_body);
        self.socket.read_exact(&mut self.body[in_body.len()..]).unwrap_or_else(|_| host_gone());
        let message = frame::decode(&self.body).map_err(protocol)?;
        if self.body.capacity() > 1024 * 1024 {
            self.body = Vec::new();
        }
        Ok(message)
    }
}

fn protocol(error: frame::FrameError) -> wasmtime::Error {
    Stop::Protocol(error.to_string()).into()
}

fn host_gone() -> ! {
    super::main::leave(EXIT_HOST_GONE)
}
