//! No peer outlives its test.

use std::env;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use easypy_peers::{Agent, Mock, Sshd, openssh};

/// Set where this program is to hold peers until it is killed.
const HOLD: &str = "EASYPY_PEERS_HOLD";

/// Fails if somebody goes on listening at a port of 127.0.0.1.
fn becomes_free(port: u16) {
    let begin = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_ok() {
        assert!(begin.elapsed() < Duration::from_secs(60), "somebody still listens at port {port}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "it is read by this test in another process")]
fn peers_end_with_the_process_however_it_ends() {
    if env::var_os(HOLD).is_some() {
        // From a thread that has ended, as tests do with what they share.
        let (sshd, telnet) = thread::spawn(|| (Sshd::start(), Mock::own("R1").telnet())).join().unwrap();
        println!("\nports {} {}", sshd.port(), telnet.port());
        thread::sleep(Duration::from_secs(600));
        return;
    }
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "peers_end_with_the_process_however_it_ends", "--nocapture"]);
    // Who is killed leaves his files behind.
    let files = tempfile::tempdir().unwrap();
    command.env("TMPDIR", files.path());
    let mut child = command.env(HOLD, "1").stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let ports =
        lines.map(|line| line.unwrap()).find_map(|line| Some(line.strip_prefix("ports ")?.to_owned()));
    let ports: Vec<u16> = ports.unwrap().split(' ').map(|port| port.parse().unwrap()).collect();
    assert_eq!(ports.len(), 2);
    for port in &ports {
        TcpStream::connect(("127.0.0.1", *port)).unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    ports.into_iter().for_each(becomes_free);
}

#[test]
fn a_dropped_server_takes_its_sessions_along() {
    let server = Sshd::start();
    let mut client = openssh("ssh");
    client.args(["-F", "none", "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-o"]);
    client.arg(format!("UserKnownHostsFile={}", server.known_hosts().display()));
    client.arg("-i").arg(server.key().path()).arg("-p").arg(server.port().to_string());
    client
        .args(["tester@127.0.0.1", "echo ready; exec sleep 600"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let mut client = client.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(client.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n", "{}", server.log());
    let port = server.port();
    drop(server);
    // It ends because the other side is gone.
    assert!(!client.wait().unwrap().success());
    becomes_free(port);
}

#[test]
fn a_dropped_mock_device_and_agent_are_gone() {
    let device = Mock::new("nxos", "exec", "N1").ssh();
    let port = device.port();
    TcpStream::connect(device.address()).unwrap();
    drop(device);
    becomes_free(port);
    let agent = Agent::start();
    let socket = agent.socket().to_owned();
    assert!(socket.exists());
    drop(agent);
    assert!(!socket.exists());
}
