//! The yardstick of sessions: a client that knows the device's prompt, sends a line, and reads until it is there.
//!
//! It keeps nothing, strips nothing and checks nothing, so nothing that waits for an answer is quicker.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

/// After this time the device is taken for dead.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open connection, at its prompt.
pub(super) struct Bare {
    stream: TcpStream,
    prompt: Vec<u8>,
    buffer: Vec<u8>,
}

impl Bare {
    /// # Errors
    /// There is nobody, or no prompt.
    pub(super) fn connect(address: SocketAddr, prompt: &str) -> Result<Bare> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut bare = Bare { stream, prompt: prompt.into(), buffer: vec![0; 64 * 1024] };
        bare.until_prompt()?;
        Ok(bare)
    }

    /// What one command took, up to the prompt behind its answer.
    ///
    /// # Errors
    /// The device hangs up, or says nothing more.
    pub(super) fn exchange(&mut self, command: &str) -> Result<Duration> {
        let line = format!("{command}\r");
        let begin = Instant::now();
        self.stream.write_all(line.as_bytes())?;
        self.until_prompt()?;
        Ok(begin.elapsed())
    }

    fn until_prompt(&mut self) -> Result<()> {
        // The end of what has come, as long as the prompt.
        let mut end = Vec::with_capacity(2 * self.prompt.len());
        while end != self.prompt {
            let count = self.stream.read(&mut self.buffer)?;
            ensure!(count > 0, "the device hung up");
            let keep = self.prompt.len().min(count);
            end.extend_from_slice(&self.buffer[count - keep..count]);
            end.drain(..end.len().saturating_sub(self.prompt.len()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use easypy_peers::FaultyServer;

    use super::*;

    #[test]
    fn a_prompt_in_pieces_is_one() {
        let router = FaultyServer::builder().hostname("D1").start();
        let mut bare = Bare::connect(router.address(), "D1#").unwrap();
        bare.exchange("drip D1").unwrap();
        bare.exchange("echo x").unwrap();
        assert_eq!(router.lines(), ["drip D1", "echo x"]);
    }
}
