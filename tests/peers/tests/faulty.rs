//! The server with faults has the faults that it says it has.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use easypy_peers::{FAULTY_PASSWORD, FAULTY_USER, FaultyServer, Greeting, Negotiation, refusing};

struct Client(TcpStream);

impl Client {
    fn connect(server: &FaultyServer) -> Client {
        let stream = TcpStream::connect(server.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        Client(stream)
    }

    /// All up to this text, which is behind what has come.
    fn until(&mut self, awaited: &str) -> String {
        let mut heard = Vec::new();
        let mut bytes = [0; 64 * 1024];
        while !heard.ends_with(awaited.as_bytes()) {
            let count = self.0.read(&mut bytes).unwrap();
            assert!(count > 0, "no {awaited:?} behind {:?}", String::from_utf8_lossy(&heard));
            heard.extend(&bytes[..count]);
        }
        String::from_utf8_lossy(&heard).into_owned()
    }

    /// Says a line at the prompt; the answer with the echo and the next prompt.
    fn ask(&mut self, line: &str) -> String {
        self.say(line);
        self.until("F1#")
    }

    fn say(&mut self, line: &str) {
        self.0.write_all(format!("{line}\r\n").as_bytes()).unwrap();
    }

    /// All up to the end, and how it ended.
    fn rest(&mut self) -> (String, Option<ErrorKind>) {
        let mut heard = Vec::new();
        let ended = self.0.read_to_end(&mut heard);
        (String::from_utf8_lossy(&heard).into_owned(), ended.err().map(|error| error.kind()))
    }
}

/// One at the prompt.
fn prompted(server: &FaultyServer) -> Client {
    let mut client = Client::connect(server);
    client.until("F1#");
    client
}

#[test]
fn it_echoes_and_answers_as_a_router() {
    let server = FaultyServer::start();
    let mut client = prompted(&server);
    assert_eq!(client.ask("echo hello"), "echo hello\r\nhello\r\nF1#");
    assert!(client.ask("nonsense").contains("% Invalid input"));
    client.say("configure terminal");
    client.until("F1(config)#");
    client.say("interface Gi1");
    client.until("F1(config-if)#");
    client.ask("end");
    assert_eq!(server.lines(), ["echo hello", "nonsense", "configure terminal", "interface Gi1", "end"]);
}

#[test]
fn every_flood_is_as_large_as_was_asked() {
    let server = FaultyServer::builder().echo(false).start();
    let mut client = prompted(&server);
    let size = 3_000_000;
    assert_eq!(client.ask(&format!("flood {size}")).len(), size + "\r\nF1#".len());
    let line = client.ask(&format!("flood-line {size}"));
    assert_eq!(line.find('\r'), Some(size));
}

#[test]
fn a_client_that_does_not_read_stops_nobody() {
    let server = FaultyServer::start();
    let mut client = prompted(&server);
    client.say("flood 100000000");
    // The server is dropped with most of it unsent.
    drop(server);
    client.rest();
}

#[test]
fn it_hangs_up_in_the_midst_of_an_answer() {
    let server = FaultyServer::start();
    for (command, ending) in [("close", None), ("reset", Some(ErrorKind::ConnectionReset)), ("reboot", None)]
    {
        let mut client = prompted(&server);
        client.say(command);
        let (heard, ended) = client.rest();
        assert_eq!(ended, ending, "{command}");
        // What was sent before RST may be lost with it.
        assert!(command != "close" || heard.ends_with("half a li"), "{heard:?}");
    }
}

#[test]
fn silence_ends_with_an_interrupt() {
    let server = FaultyServer::start();
    let mut client = prompted(&server);
    client.say("silence");
    client.until("half a li");
    client.0.write_all(b"\x03").unwrap();
    client.until("F1#");
}

#[test]
fn it_asks_for_a_key_or_a_word() {
    let server = FaultyServer::start();
    let mut client = prompted(&server);
    for (key, answer) in [("y", "confirmed"), ("\r", "confirmed"), ("n", "aborted")] {
        client.say("confirm");
        client.until("[confirm]");
        client.0.write_all(key.as_bytes()).unwrap();
        assert_eq!(client.until("F1#"), format!("\r\n{answer}\r\nF1#"));
    }
    client.say("yes-no");
    client.until("(yes/no): ");
    client.say("y");
    client.until("(yes/no): ");
    client.say("yes");
    assert!(client.until("F1#").contains("confirmed"));
}

#[test]
fn long_answers_come_in_pages_until_told_otherwise() {
    let server = FaultyServer::start();
    let mut client = prompted(&server);
    client.say("page 50");
    assert!(client.until(" --More-- ").contains("line 24\r\n"));
    client.0.write_all(b" ").unwrap();
    client.until(" --More-- ");
    client.0.write_all(b" ").unwrap();
    assert!(client.until("F1#").contains("line 50\r\n"));
    client.say("page 50");
    client.until(" --More-- ");
    client.0.write_all(b"q").unwrap();
    assert!(!client.until("F1#").contains("line 25"));
    client.ask("terminal length 0");
    client.ask("terminal width 0");
    let whole = client.ask("page 50");
    assert!(whole.contains("line 50") && !whole.contains("More"), "{whole}");
}

#[test]
fn garbage_is_no_utf8() {
    let server = FaultyServer::builder().echo(false).start();
    let mut client = prompted(&server);
    let answer = client.ask("garbage");
    assert!(answer.contains(char::REPLACEMENT_CHARACTER) && answer.contains('\x1b'), "{answer:?}");
    assert!(String::from_utf8(FaultyServer::GARBAGE.to_vec()).is_err());
}

#[test]
fn messages_come_where_nobody_expects_them() {
    let server = FaultyServer::start();
    let mut client = prompted(&server);
    assert!(client.ask("syslog").contains("sec\r\n*Nov 25"));
    client.say("late-syslog");
    let late = client.until("to down\r\n");
    assert!(late.contains("F1#\r\n*Nov 25"), "{late}");
    // No second prompt was sent: the next thing is the echo.
    client.say("echo x");
    assert_eq!(client.until("F1#"), "echo x\r\nx\r\nF1#");
}

#[test]
fn logins_are_asked_for_and_wrong_ones_refused() {
    let server = FaultyServer::builder().greeting(Greeting::Login).start();
    let mut client = Client::connect(&server);
    for password in ["wrong", FAULTY_PASSWORD] {
        client.until("Username: ");
        client.say(FAULTY_USER);
        client.until("Password: ");
        client.say(password);
    }
    let heard = client.until("F1#");
    assert!(!heard.contains(FAULTY_PASSWORD), "a password was echoed: {heard}");

    let server = FaultyServer::builder().greeting(Greeting::RefusesAll).start();
    let mut client = Client::connect(&server);
    for _ in 0..3 {
        client.until("Username: ");
        client.say(FAULTY_USER);
        client.until("Password: ");
        client.say(FAULTY_PASSWORD);
    }
    assert!(client.rest().0.ends_with("% Bad passwords\r\n"));
}

#[test]
fn what_says_nothing_says_nothing_and_is_still_there() {
    let server = FaultyServer::builder().greeting(Greeting::Silence).start();
    let mut client = Client::connect(&server);
    client.say("anyone?");
    client.0.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    assert_eq!(client.0.read(&mut [0; 16]).unwrap_err().kind(), ErrorKind::WouldBlock);
    assert_eq!((server.connections(), server.accepted()), (1, 1));
}

#[test]
fn options_are_asked_for_and_the_answers_kept() {
    let server = FaultyServer::builder().negotiation(Negotiation::Asks).start();
    let mut client = Client::connect(&server);
    assert!(client.until("F1#").starts_with("\u{fffd}\u{fffd}\u{1}"));
    // DO ECHO, WONT 199, a subnegotiation, and an IAC that is meant, in the midst of a line.
    client.0.write_all(b"ec\xff\xfd\x01\xff\xfc\xc7ho \xff\xfa\x18\x00vt100\xff\xf0a\xff\xffb\r\0").unwrap();
    client.until("F1#");
    assert_eq!(server.options(), [[253, 1], [252, 199]]);
    assert_eq!(server.lines(), ["echo a\u{fffd}b"]);
}

#[test]
fn a_stopped_server_refuses_and_can_be_started_again() {
    let mut server = FaultyServer::start();
    let mut client = prompted(&server);
    server.stop();
    client.rest();
    let refused = TcpStream::connect(server.address()).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    server.start_again();
    prompted(&server).ask("echo back");
}

#[test]
fn a_port_that_refuses_goes_on_refusing() {
    let port = refusing();
    for _ in 0..3 {
        assert_eq!(TcpStream::connect(port.address()).unwrap_err().kind(), ErrorKind::ConnectionRefused);
    }
}
