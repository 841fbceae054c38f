//! What the router does with its commands.

use std::io;
use std::thread;
use std::time::Duration;

use super::wire::{DEMANDS, Wire};
use super::{FAULTY_PASSWORD, FAULTY_USER, FaultyBuilder, FaultyServer, Greeting, Negotiation};

/// How many lines there are on a page.
const PAGE: usize = 24;

/// How often a login may be tried.
const LOGINS: usize = 3;

/// What a router says when it likes.
const MESSAGE: &str = "\r\n*Nov 25 02:00:00.000: %LINK-3-UPDOWN: Interface Gi1, changed state to down\r\n";

/// What a router is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Exec,
    Enable,
    Config,
    Interface,
}

/// One login.
#[derive(Debug)]
pub(super) struct Shell<'a> {
    wire: Wire,
    settings: &'a FaultyBuilder,
    hostname: String,
    mode: Mode,
    paged: bool,
    prompt_due: bool,
}

impl Shell<'_> {
    pub(super) fn new(wire: Wire, settings: &FaultyBuilder) -> Shell<'_> {
        let hostname = settings.hostname.clone();
        Shell { wire, settings, hostname, mode: Mode::Enable, paged: true, prompt_due: true }
    }

    /// Serves until one side hangs up, which is an error here.
    pub(super) fn run(mut self) -> io::Result<()> {
        if self.settings.negotiation == Negotiation::Asks {
            self.wire.send(DEMANDS)?;
        }
        match &self.settings.greeting {
            Greeting::Prompt => {}
            Greeting::Login | Greeting::RefusesAll => self.log_in()?,
            Greeting::Silence => return self.fall_silent(),
            Greeting::HangsUp => return Ok(()),
            Greeting::Says(words) => {
                self.wire.send(words)?;
                return self.fall_silent();
            }
            Greeting::Endless(words) => loop {
                self.wire.send(words)?;
            },
        }
        loop {
            if std::mem::replace(&mut self.prompt_due, true) {
                let prompt = self.prompt();
                self.wire.send(prompt)?;
            }
            let line = self.wire.line(true)?;
            self.execute(line.trim())?;
        }
    }

    fn log_in(&mut self) -> io::Result<()> {
        let accepting = self.settings.greeting == Greeting::Login;
        for _ in 0..LOGINS {
            self.wire.send("\r\nUser Access Verification\r\n\r\nUsername: ")?;
            let user = self.wire.line(true)?;
            self.wire.send("Password: ")?;
            let password = self.wire.line(false)?;
            if accepting && user == FAULTY_USER && password == FAULTY_PASSWORD {
                return Ok(());
            }
            self.wire.send("% Login invalid\r\n")?;
        }
        self.wire.send("% Bad passwords\r\n")?;
        self.wire.hang_up()
    }

    fn prompt(&self) -> String {
        let sign = match self.mode {
            Mode::Exec => ">",
            Mode::Enable => "#",
            Mode::Config => "(config)#",
            Mode::Interface => "(config-if)#",
        };
        format!("{}{sign}", self.hostname)
    }

    /// One command, up to where the next prompt is due.
    fn execute(&mut self, line: &str) -> io::Result<()> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match (word, rest) {
            ("", _) | ("interface", "") => Ok(()),
            ("show", "version") => {
                self.wire.send("Faulty Software, Version 0.1\r\nuptime is 0 days\r\nend\r\n")
            }
            ("echo", text) => self.wire.send(format!("{text}\r\n")),
            ("flood", count) => self.flood(number(count), true),
            ("flood-line", count) => self.flood(number(count), false),
            ("garbage", _) => self.wire.send(FaultyServer::GARBAGE),
            ("close", _) => {
                self.half()?;
                self.wire.hang_up()
            }
            ("reset", _) => {
                self.half()?;
                self.wire.reset()
            }
            ("silence", _) => {
                self.half()?;
                while self.wire.key()? != 3 {}
                self.wire.send("^C\r\n")
            }
            ("mute", _) => {
                self.half()?;
                self.fall_silent()
            }
            ("confirm", _) => self.confirm(),
            ("yes-no", _) => self.yes_or_no(),
            ("page", count) => self.page(number(count)),
            ("delay", time) => {
                thread::sleep(Duration::from_millis(number(time) as u64));
                self.wire.send("late\r\n")
            }
            ("drip", text) => format!("{text}\r\n").bytes().try_for_each(|byte| self.wire.send([byte])),
            ("syslog", _) => self.wire.send(format!("first\r\nsec{MESSAGE}ond\r\n")),
            ("late-syslog", _) => {
                let prompt = self.prompt();
                self.prompt_due = false;
                self.wire.send(format!("first\r\n{prompt}{MESSAGE}"))
            }
            ("lookalike", _) => {
                let text =
                    format!("first\r\n{0}#\r\n{0}# show\r\nno {0}#\r\n {0}#\r\nlast\r\n", self.hostname);
                self.wire.send(text)
            }
            ("reboot", _) => {
                self.wire.disconnect_all();
                self.wire.hang_up()
            }
            ("terminal", what) => {
                self.paged = what != "length 0" && (self.paged || what.starts_with("length"));
                Ok(())
            }
            _ => self.change_mode(word, rest),
        }
    }

    fn change_mode(&mut self, word: &str, rest: &str) -> io::Result<()> {
        self.mode = match (self.mode, word, rest) {
            (Mode::Exec | Mode::Enable, "enable", "") => Mode::Enable,
            (Mode::Exec | Mode::Enable, "disable", "") => Mode::Exec,
            (Mode::Exec | Mode::Enable, "exit", "") => return self.wire.hang_up(),
            (Mode::Enable, "config" | "configure", "term" | "terminal") => {
                self.wire.send("Enter configuration commands, one per line.  End with CNTL/Z.\r\n")?;
                Mode::Config
            }
            (Mode::Config | Mode::Interface, "interface", _) => Mode::Interface,
            (Mode::Config | Mode::Interface, "hostname", name) if !name.is_empty() => {
                name.clone_into(&mut self.hostname);
                self.mode
            }
            (Mode::Config | Mode::Interface, "end", "") => Mode::Enable,
            (Mode::Interface, "exit", "") => Mode::Config,
            (Mode::Config, "exit", "") => Mode::Enable,
            _ => return self.wire.send("         ^\r\n% Invalid input detected at '^' marker.\r\n\r\n"),
        };
        Ok(())
    }

    /// What comes before the fault.
    fn half(&mut self) -> io::Result<()> {
        self.wire.send("the first line of an answer\r\nhalf a li")
    }

    /// Reads until the client hangs up, and says nothing.
    fn fall_silent(&mut self) -> io::Result<()> {
        loop {
            self.wire.key()?;
        }
    }

    fn flood(&mut self, count: usize, lines: bool) -> io::Result<()> {
        let mut block = vec![b'x'; 80 * 1024];
        if lines {
            for line in block.chunks_mut(80) {
                line[78..].copy_from_slice(b"\r\n");
            }
        }
        let mut left = count;
        while left > 0 {
            let size = left.min(block.len());
            self.wire.send(&block[..size])?;
            left -= size;
        }
        self.wire.send("\r\n")
    }

    fn confirm(&mut self) -> io::Result<()> {
        self.wire.send("Proceed with reload? [confirm]")?;
        let answer = self.wire.key()?;
        let answer = if [b'\r', b'y', b'Y'].contains(&answer) { "confirmed" } else { "aborted" };
        self.wire.send(format!("\r\n{answer}\r\n"))
    }

    fn yes_or_no(&mut self) -> io::Result<()> {
        loop {
            self.wire.send("Are you sure? (yes/no): ")?;
            match self.wire.line(true)?.as_str() {
                "yes" => return self.wire.send("confirmed\r\n"),
                "no" => return self.wire.send("aborted\r\n"),
                _ => self.wire.send("% Please answer 'yes' or 'no'.\r\n")?,
            }
        }
    }

    fn page(&mut self, count: usize) -> io::Result<()> {
        for line in 1..=count {
            self.wire.send(format!("line {line}\r\n"))?;
            if self.paged && line % PAGE == 0 && line < count {
                self.wire.send(" --More-- ")?;
                let key = self.wire.key()?;
                self.wire.send("\r          \r")?;
                if key == b'q' {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// The number of bytes, lines or milliseconds; nothing is none.
fn number(text: &str) -> usize {
    text.parse().unwrap_or(0)
}
