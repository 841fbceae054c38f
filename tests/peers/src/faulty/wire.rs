//! The bytes of one connection: telnet's own are taken out of what comes in, what is typed is echoed.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

use super::{Shared, lock};

const IAC: u8 = 255;
const SB: u8 = 250;
const SE: u8 = 240;
/// WILL, WONT, DO, DONT.
const OPTIONS: std::ops::RangeInclusive<u8> = 251..=254;

/// What a server that negotiates says first: WILL ECHO, WILL SUPPRESS-GO-AHEAD, DO TERMINAL-TYPE, DO NAWS, DO
/// and WILL an option that nobody has, and a subnegotiation that nobody asked for, with an IAC in it.
pub(super) const DEMANDS: &[u8] = &[
    IAC, 251, 1, IAC, 251, 3, IAC, 253, 24, IAC, 253, 31, IAC, 253, 199, IAC, 251, 199, IAC, SB, 199, 1, IAC,
    IAC, 2, IAC, SE,
];

/// One connection.
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    echo: bool,
    shared: Arc<Mutex<Shared>>,
    input: Vec<u8>,
    /// How much of `input` has been used.
    used: usize,
    after_return: bool,
}

impl Wire {
    pub(super) fn new(stream: TcpStream, echo: bool, shared: Arc<Mutex<Shared>>) -> Wire {
        // Each write is a segment, so that tests know what comes in pieces.
        let _ = stream.set_nodelay(true);
        Wire { stream, echo, shared, input: Vec::new(), used: 0, after_return: false }
    }

    /// Sends bytes as they are.
    pub(super) fn send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(bytes.as_ref())
    }

    /// Breaks the connection with RST.
    pub(super) fn reset(&self) -> io::Result<()> {
        let linger = Some(std::time::Duration::ZERO);
        rustix::net::sockopt::set_socket_linger(&self.stream, linger)?;
        self.hang_up()
    }

    /// Ends all connections of the server.
    pub(super) fn disconnect_all(&self) {
        lock(&self.shared).disconnect_all();
    }

    /// Ends this connection.
    pub(super) fn hang_up(&self) -> io::Result<()> {
        Err(io::Error::new(ErrorKind::ConnectionAborted, "hung up on purpose"))
    }

    /// The next key; `\r` for the end of a line, however it is written.
    pub(super) fn key(&mut self) -> io::Result<u8> {
        loop {
            let byte = self.byte()?;
            let after_return = std::mem::take(&mut self.after_return);
            match byte {
                IAC => {
                    if let Some(escaped) = self.telnet()? {
                        return Ok(escaped);
                    }
                    self.after_return = after_return;
                }
                b'\n' | 0 if after_return => {}
                b'\n' => return Ok(b'\r'),
                b'\r' => {
                    self.after_return = true;
                    return Ok(byte);
                }
                _ => return Ok(byte),
            }
        }
    }

    /// The next line, without its end. It is echoed if `shown`, and kept for the test.
    pub(super) fn line(&mut self, shown: bool) -> io::Result<String> {
        let mut line = Vec::new();
        loop {
            match self.key()? {
                b'\r' => break,
                // As ^C and ^U do: what was typed is forgotten.
                3 | 21 => line.clear(),
                8 | 127 => {
                    line.pop();
                }
                key => {
                    line.push(key);
                    if shown && self.echo {
                        self.send([key])?;
                    }
                }
            }
        }
        if self.echo {
            self.send("\r\n")?;
        }
        let line = String::from_utf8_lossy(&line).into_owned();
        lock(&self.shared).lines.push(line.clone());
        Ok(line)
    }

    /// What follows an IAC; an IAC that was escaped is data.
    fn telnet(&mut self) -> io::Result<Option<u8>> {
        match self.byte()? {
            IAC => return Ok(Some(IAC)),
            SB => {
                let mut last = 0;
                loop {
                    let byte = self.byte()?;
                    if (last, byte) == (IAC, SE) {
                        break;
                    }
                    // Two IAC are one that is meant.
                    last = if (last, byte) == (IAC, IAC) { 0 } else { byte };
                }
            }
            command if OPTIONS.contains(&command) => {
                let option = self.byte()?;
                lock(&self.shared).options.push([command, option]);
            }
            _ => {}
        }
        Ok(None)
    }

    fn byte(&mut self) -> io::Result<u8> {
        if self.used == self.input.len() {
            self.input.resize(4096, 0);
            self.used = 0;
            let count = self.stream.read(&mut self.input)?;
            self.input.truncate(count);
            if count == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        let byte = self.input[self.used];
        self.used += 1;
        Ok(byte)
    }
}
