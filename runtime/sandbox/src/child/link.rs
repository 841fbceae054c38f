//! The child's end of its socket to the host: one request under way at a time.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

use easypy_contract::entry::{Ended, Start};
use easypy_contract::frame::{self, HEADER_BYTES};
use easypy_contract::{FromChild, Notice, Reply, Request};
use serde::de::DeserializeOwned;

use crate::guest::Stop;

/// A child whose host is gone has nothing to live for, and nobody to tell.
const EXIT_HOST_GONE: i32 = 111;

pub(crate) struct Link {
    socket: UnixStream,
    body: Vec<u8>,
}

impl Link {
    pub(crate) fn new(socket: UnixStream) -> Link {
        Link { socket, body: Vec::new() }
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

    pub(crate) fn end(&mut self, ended: Ended) -> wasmtime::Result<()> {
        self.send(&FromChild::Ended(ended))
    }

    fn send(&mut self, message: &FromChild) -> wasmtime::Result<()> {
        let frame = frame::encode(message).map_err(protocol)?;
        self.socket.write_all(&frame).unwrap_or_else(|_| host_gone());
        Ok(())
    }

    fn receive<T: DeserializeOwned>(&mut self) -> wasmtime::Result<T> {
        let mut header = [0; HEADER_BYTES];
        self.socket.read_exact(&mut header).unwrap_or_else(|_| host_gone());
        let length = frame::body_length(header).map_err(protocol)?;
        self.body.resize(length, 0);
        self.socket.read_exact(&mut self.body).unwrap_or_else(|_| host_gone());
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
