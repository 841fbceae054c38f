//! OpenSSH's server, asked by OpenSSH's client.

#![expect(clippy::unwrap_used, reason = "a test fails by it")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use easypy_peers::{Agent, Key, KeyKind, PASSWORD, Sshd, USER, openssh};

/// The system's client, which takes nothing from the user's own settings.
fn ssh(server: &Sshd, options: &[&str]) -> Command {
    let mut command = openssh("ssh");
    command.args(["-F", "none", "-o", "StrictHostKeyChecking=yes", "-o"]);
    command.arg(format!("UserKnownHostsFile={}", server.known_hosts().display()));
    // The first word on a setting is the last one.
    command.args(options).args(["-o", "IdentitiesOnly=yes", "-o", "NumberOfPasswordPrompts=1"]);
    command.arg("-p").arg(server.port().to_string()).arg(format!("{USER}@127.0.0.1"));
    command.stdin(Stdio::null()).env_remove("SSH_AUTH_SOCK");
    command
}

/// Runs a command over there with the server's key.
fn with_key(server: &Sshd, command: &str) -> Output {
    let key = server.key().path().display().to_string();
    ssh(server, &["-o", "BatchMode=yes", "-i", &key]).arg(command).output().unwrap()
}

/// Runs a command over there with this password and this method.
fn with_password(server: &Sshd, method: &str, password: &str) -> Output {
    let directory = tempfile::tempdir().unwrap();
    let askpass = directory.path().join("askpass");
    let mut file = std::fs::File::create(&askpass).unwrap();
    writeln!(file, "#!/bin/sh\necho '{password}'").unwrap();
    drop(file);
    Command::new("chmod").arg("+x").arg(&askpass).status().unwrap();
    let method = format!("PreferredAuthentications={method}");
    let mut ssh = ssh(server, &["-o", "PubkeyAuthentication=no", "-o", &method]);
    ssh.env("SSH_ASKPASS", &askpass).env("SSH_ASKPASS_REQUIRE", "force").arg("whoami").output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

#[test]
fn the_key_comes_in_and_sees_the_user_and_the_machine() {
    let server = Sshd::builder().hostname("lab-7").start();
    let output = with_key(&server, "whoami; hostname; pwd");
    assert_eq!(text(&output), format!("{USER}\nlab-7\n{}\n", server.home().display()), "{}", server.log());
}

#[test]
fn the_password_comes_in_and_another_does_not() {
    let server = Sshd::start();
    assert_eq!(text(&with_password(&server, "password", PASSWORD)), format!("{USER}\n"));
    let refused = with_password(&server, "password", "wrong");
    assert!(text(&refused).contains("Permission denied"), "{}", text(&refused));
}

#[test]
fn the_password_comes_in_as_an_answer_to_a_question() {
    let server = Sshd::builder().methods("keyboard-interactive").start();
    assert_eq!(text(&with_password(&server, "keyboard-interactive", PASSWORD)), format!("{USER}\n"));
    let refused = with_password(&server, "password,keyboard-interactive", "wrong");
    assert!(text(&refused).contains("Permission denied (keyboard-interactive)"), "{}", text(&refused));
}

#[test]
fn more_keys_can_be_let_in_also_through_an_agent() {
    let server = Sshd::start();
    let directory = tempfile::tempdir().unwrap();
    let key = Key::generate(&directory.path().join("rsa"), KeyKind::Rsa, "");
    let agent = Agent::start();
    agent.add(&key);
    let mut client = ssh(&server, &["-o", "BatchMode=yes", "-o", "IdentitiesOnly=no"]);
    client.env("SSH_AUTH_SOCK", agent.socket()).arg("whoami");
    assert!(text(&client.output().unwrap()).contains("Permission denied"));
    server.authorize(&key);
    assert_eq!(text(&client.output().unwrap()), format!("{USER}\n"), "{}", server.log());
}

#[test]
fn another_host_key_is_not_the_server_s() {
    let server = Sshd::start();
    let other = Sshd::start();
    std::fs::write(server.known_hosts(), other.host_key().known_hosts_line(server.port())).unwrap();
    assert!(text(&with_key(&server, "true")).contains("Host key verification failed"));
    std::fs::write(server.known_hosts(), server.known_hosts_line()).unwrap();
    assert_eq!(text(&with_key(&server, "true")), "");
}

#[test]
fn a_stopped_server_refuses_and_can_be_started_again() {
    let mut server = Sshd::start();
    server.stop();
    assert!(text(&with_key(&server, "true")).contains("Connection refused"));
    server.start_again();
    assert_eq!(text(&with_key(&server, "whoami")), format!("{USER}\n"));
}
