//! A router with faults, over telnet or bare TCP: written here, since no real peer can be made to fail at will.

mod shell;
mod wire;

use std::collections::HashMap;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use shell::Shell;
use wire::Wire;

/// The user of [`Greeting::Login`].
pub const FAULTY_USER: &str = "admin";

/// His password.
pub const FAULTY_PASSWORD: &str = "cisco123";

/// What becomes of a connection before there is a prompt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Greeting {
    /// There is a prompt at once.
    #[default]
    Prompt,
    /// It asks for a user and a password, up to three times; then it hangs up.
    Login,
    /// The same, and no password is right.
    RefusesAll,
    /// It accepts, reads, and never says a word.
    Silence,
    /// It hangs up at once.
    HangsUp,
    /// It says this, reads, and never says another word.
    Says(Vec<u8>),
    /// It says this again and again without an end.
    Endless(Vec<u8>),
}

/// What it says of telnet's options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Negotiation {
    /// Nothing, and it overlooks what is said to it.
    #[default]
    None,
    /// It offers to echo and to suppress go-ahead, asks for the terminal's type and size, for an option that
    /// nobody knows, and sends a subnegotiation that nobody asked for.
    Asks,
}

/// The server, as it is to be; [`FaultyBuilder::start`] makes it run.
#[derive(Clone, Debug)]
pub struct FaultyBuilder {
    hostname: String,
    greeting: Greeting,
    negotiation: Negotiation,
    echo: bool,
}

impl FaultyBuilder {
    /// What stands in front of its prompt's sign; `F1` if this is not called.
    #[must_use]
    pub fn hostname(mut self, hostname: &str) -> FaultyBuilder {
        hostname.clone_into(&mut self.hostname);
        self
    }

    /// What becomes of a connection before there is a prompt.
    #[must_use]
    pub fn greeting(mut self, greeting: Greeting) -> FaultyBuilder {
        self.greeting = greeting;
        self
    }

    /// What it says of telnet's options.
    #[must_use]
    pub fn negotiation(mut self, negotiation: Negotiation) -> FaultyBuilder {
        self.negotiation = negotiation;
        self
    }

    /// Whether it sends back what is typed, passwords aside, as routers do. It does if this is not called.
    #[must_use]
    pub fn echo(mut self, echo: bool) -> FaultyBuilder {
        self.echo = echo;
        self
    }

    /// Starts it.
    ///
    /// # Panics
    /// The system has no port left.
    pub fn start(self) -> FaultyServer {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let listener = listener.unwrap_or_else(|error| panic!("cannot listen: {error}"));
        let address = listener.local_addr().unwrap_or_else(|error| panic!("no address: {error}"));
        let shared = Arc::new(Mutex::new(Shared::default()));
        let mut server = FaultyServer { settings: Arc::new(self), address, shared, listener: None };
        server.listen(listener);
        server
    }
}

/// A router that runs, with the prompt `F1#` and these commands:
///
/// | command | what happens |
/// | --- | --- |
/// | `show version` | an answer of three lines |
/// | `echo TEXT` | TEXT |
/// | `flood BYTES` | so many bytes in lines of 80 |
/// | `flood-line BYTES` | so many bytes in one line |
/// | `garbage` | [`FaultyServer::GARBAGE`]: broken UTF-8, escape codes, control characters |
/// | `close` | half an answer, then it hangs up |
/// | `reset` | half an answer, then it breaks the connection with RST |
/// | `silence` | half an answer, and no prompt until a ^C comes |
/// | `mute` | half an answer, and nothing ever again |
/// | `confirm` | asks `Proceed with reload? [confirm]` and takes one key: `confirmed` or `aborted` |
/// | `yes-no` | asks `Are you sure? (yes/no): ` and takes a line, until it is one of the two |
/// | `page LINES` | so many lines, ` --More-- ` behind each 24, unless `terminal length 0` was said |
/// | `delay MILLISECONDS` | an answer after so long |
/// | `drip TEXT` | TEXT, each byte in a segment of its own |
/// | `syslog` | a message that nobody asked for, in the midst of a line of the answer |
/// | `late-syslog` | the same, behind the prompt in one segment; the prompt is not shown again |
/// | `lookalike` | lines that look like prompts, in the midst of the answer |
/// | `reboot` | all connections are closed, this one without an answer |
/// | `enable`, `disable`, `configure terminal` (and `config term`), `end`, `exit`, `hostname NAME`, `interface NAME` | as on a router |
/// | `terminal …` | nothing |
/// | others | `% Invalid input detected at '^' marker.` |
#[derive(Debug)]
pub struct FaultyServer {
    settings: Arc<FaultyBuilder>,
    address: SocketAddr,
    shared: Arc<Mutex<Shared>>,
    listener: Option<JoinHandle<()>>,
}

/// What the threads share.
#[derive(Debug, Default)]
struct Shared {
    down: bool,
    accepted: usize,
    streams: HashMap<usize, TcpStream>,
    lines: Vec<String>,
    options: Vec<[u8; 2]>,
}

impl FaultyServer {
    /// What `garbage` answers, between the echo and the prompt.
    pub const GARBAGE: &'static [u8] = b"begin\r\n\
        bytes that are no UTF-8: \xff\xfe \xc3( \xe2\x82 \xf0\x9f\x98\r\n\
        \x1b[1;31mred\x1b[0m \x1b]0;title\x07\x1b[2J\x1b[H\x1b(B\x1b[?25l\x1b[6nhidden\x1b[?25h\r\n\
        over\rwritten, back\x08\x08\x08\x08gone, bell\x07, nul\x00, delete\x7f, csi\xc2\x9b1m\r\n\
        unfinished \x1b[38;5;\r\n\
        end\r\n";

    /// One with the usual settings.
    ///
    /// # Panics
    /// As [`FaultyBuilder::start`].
    pub fn start() -> FaultyServer {
        FaultyServer::builder().start()
    }

    /// One with other settings.
    pub fn builder() -> FaultyBuilder {
        FaultyBuilder {
            hostname: "F1".to_owned(),
            greeting: Greeting::default(),
            negotiation: Negotiation::default(),
            echo: true,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port of 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// How many connections are open.
    pub fn connections(&self) -> usize {
        lock(&self.shared).streams.len()
    }

    /// How many connections there have been.
    pub fn accepted(&self) -> usize {
        lock(&self.shared).accepted
    }

    /// All lines that have come in, logins included, in their order over all connections.
    pub fn lines(&self) -> Vec<String> {
        lock(&self.shared).lines.clone()
    }

    /// What clients have said of telnet's options: pairs of WILL, WONT, DO or DONT and the option.
    pub fn options(&self) -> Vec<[u8; 2]> {
        lock(&self.shared).options.clone()
    }

    /// Breaks all connections; it goes on listening.
    pub fn disconnect_all(&self) {
        lock(&self.shared).disconnect_all();
    }

    /// Breaks all connections and refuses others, until [`FaultyServer::start_again`].
    pub fn stop(&mut self) {
        let Some(listener) = self.listener.take() else { return };
        lock(&self.shared).down = true;
        // It wakes the one who accepts.
        let _ = TcpStream::connect(self.address);
        let _ = listener.join();
        self.disconnect_all();
    }

    /// Listens again at the same port.
    ///
    /// # Panics
    /// Somebody took the port.
    pub fn start_again(&mut self) {
        self.stop();
        let listener = TcpListener::bind(self.address);
        let listener = listener.unwrap_or_else(|error| panic!("cannot listen at {}: {error}", self.address));
        lock(&self.shared).down = false;
        self.listen(listener);
    }

    fn listen(&mut self, listener: TcpListener) {
        let (settings, shared) = (Arc::clone(&self.settings), Arc::clone(&self.shared));
        self.listener = Some(thread::spawn(move || accept_all(&listener, &settings, &shared)));
    }
}

impl Drop for FaultyServer {
    #[expect(clippy::print_stderr, reason = "what a failed test's peer heard belongs to its output")]
    fn drop(&mut self) {
        self.stop();
        if thread::panicking() {
            eprintln!("--- what the faulty server heard: {:?}", self.lines());
        }
    }
}

impl Shared {
    fn disconnect_all(&self) {
        for stream in self.streams.values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serves every connection in a thread of its own, until the server goes down.
fn accept_all(listener: &TcpListener, settings: &Arc<FaultyBuilder>, shared: &Arc<Mutex<Shared>>) {
    for stream in listener.incoming().flatten() {
        let mut held = lock(shared);
        if held.down {
            return;
        }
        let Ok(other) = stream.try_clone() else { continue };
        let number = held.accepted;
        held.accepted += 1;
        held.streams.insert(number, other);
        drop(held);
        let (settings, shared) = (Arc::clone(settings), Arc::clone(shared));
        thread::spawn(move || {
            let wire = Wire::new(stream, settings.echo, Arc::clone(&shared));
            // It ends when either side has hung up; there is nobody to tell.
            let _ = Shell::new(wire, &settings).run();
            lock(&shared).streams.remove(&number);
        });
    }
}
