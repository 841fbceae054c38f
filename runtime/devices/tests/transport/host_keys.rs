//! Which servers are believed.

use std::fs;
use std::path::Path;

use easypy_contract::testbed::ConnectFailure;
use easypy_peers::{Key, KeyKind, Sshd};

use crate::support::{connect, failure, password, reach, whole};

fn connection(server: &Sshd, known: &Path, more: &str, options: &str) -> String {
    format!(
        "{{protocol: ssh, ip: 127.0.0.1, port: {}, credentials: {{default: {{username: tester, {}}}}}, \
         ssh_options: '{options}', settings: {{known_hosts: {}, {more}}}}}",
        server.port(),
        password(),
        known.display()
    )
}

/// As OpenSSH shows the key of a public line.
fn fingerprint(key: &Key) -> String {
    let public = key.path().with_extension("pub");
    if !public.exists() {
        fs::write(&public, key.public()).unwrap();
    }
    let shown = easypy_peers::openssh("ssh-keygen").arg("-lf").arg(&public).output().unwrap();
    String::from_utf8(shown.stdout).unwrap().split_whitespace().nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn an_unknown_key_is_refused_with_what_it_takes_to_know_it() {
    let server = Sshd::start();
    let directory = tempfile::tempdir().unwrap();
    let known = directory.path().join("known_hosts");
    let (kind, message) = failure(&connection(&server, &known, "", "")).await;
    assert_eq!(kind, ConnectFailure::HostKey);
    let port = server.port();
    for part in [
        format!(
            "the host key of [127.0.0.1]:{port} is not known: it shows ssh-ed25519 {}",
            fingerprint(server.host_key())
        ),
        format!("{} says nothing of it", known.display()),
        "host_keys: accept-new".to_owned(),
    ] {
        assert!(message.contains(&part), "{message}\n{part}");
    }
    // No password was given to it.
    assert!(!server.log().contains("tester"), "{}", server.log());
    assert!(!known.exists());
    // The line that is named does it.
    let line = message.split(": ").last().unwrap();
    fs::write(&known, format!("{line}\n")).unwrap();
    reach(&connection(&server, &known, "", "")).await.unwrap();
}

#[tokio::test]
async fn a_new_key_is_taken_and_kept_where_that_is_asked_for() {
    let server = Sshd::start();
    let directory = tempfile::tempdir().unwrap();
    let known = directory.path().join("ssh/known_hosts");
    reach(&connection(&server, &known, "host_keys: accept-new", "")).await.unwrap();
    assert_eq!(fs::read_to_string(&known).unwrap().trim(), line(&server));
    reach(&connection(&server, &known, "", "")).await.unwrap();
    // What was kept once holds.
    let other = Key::generate(&directory.path().join("other"), KeyKind::Ed25519, "");
    fs::write(&known, other.known_hosts_line(server.port())).unwrap();
    let (kind, _) = failure(&connection(&server, &known, "host_keys: accept-new", "")).await;
    assert_eq!(kind, ConnectFailure::HostKey);
}

/// The server's line, without a comment.
fn line(server: &Sshd) -> String {
    let line = server.known_hosts_line();
    line.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_changed_key_is_refused_with_its_place() {
    let server = Sshd::start();
    let directory = tempfile::tempdir().unwrap();
    let known = directory.path().join("known_hosts");
    let other = Key::generate(&directory.path().join("other"), KeyKind::Ed25519, "");
    fs::write(&known, format!("# mine\n{}", other.known_hosts_line(server.port()))).unwrap();
    let (kind, message) = failure(&connection(&server, &known, "", "")).await;
    assert_eq!(kind, ConnectFailure::HostKey);
    for part in [
        "has changed".to_owned(),
        fingerprint(server.host_key()),
        format!("{}:2 knows it by {}", known.display(), fingerprint(&other)),
        format!("ssh-keygen -R '[127.0.0.1]:{}' -f '{}'", server.port(), known.display()),
    ] {
        assert!(message.contains(&part), "{message}\n{part}");
    }
    assert!(!server.log().contains("tester"), "{}", server.log());
    // Who wants to believe anybody is let.
    reach(&connection(&server, &known, "host_keys: ignore", "")).await.unwrap();
}

#[tokio::test]
async fn a_revoked_key_is_refused_although_it_is_known() {
    let server = Sshd::start();
    let directory = tempfile::tempdir().unwrap();
    let known = directory.path().join("known_hosts");
    let key = line(&server).split_once(' ').unwrap().1.to_owned();
    fs::write(&known, format!("{}\n@revoked * {key}\n", line(&server))).unwrap();
    for more in ["", "host_keys: accept-new"] {
        let (kind, message) = failure(&connection(&server, &known, more, "")).await;
        assert_eq!(kind, ConnectFailure::HostKey);
        assert!(message.contains("is revoked by") && message.contains("known_hosts:2"), "{message}");
    }
}

#[tokio::test]
async fn hashed_names_are_known() {
    let server = Sshd::start();
    let directory = tempfile::tempdir().unwrap();
    let known = directory.path().join("known_hosts");
    fs::write(&known, server.known_hosts_line()).unwrap();
    let hashed = easypy_peers::openssh("ssh-keygen").arg("-qHf").arg(&known).output().unwrap();
    assert!(hashed.status.success(), "{hashed:?}");
    assert!(fs::read_to_string(&known).unwrap().starts_with("|1|"));
    reach(&connection(&server, &known, "", "")).await.unwrap();
}

#[tokio::test]
async fn the_kind_of_key_that_is_known_is_asked_for() {
    let directory = tempfile::tempdir().unwrap();
    let rsa = Key::generate(&directory.path().join("rsa"), KeyKind::Rsa, "");
    let ecdsa = Key::generate(&directory.path().join("ecdsa"), KeyKind::Ecdsa, "");
    // It has an Ed25519 key as well, which it would show first.
    let server = Sshd::builder()
        .config(&format!("HostKey {}", rsa.path().display()))
        .config(&format!("HostKey {}", ecdsa.path().display()))
        .start();
    let known = directory.path().join("known_hosts");
    for key in [&rsa, &ecdsa] {
        fs::write(&known, key.known_hosts_line(server.port())).unwrap();
        reach(&connection(&server, &known, "", "")).await.unwrap();
    }
}

#[tokio::test]
async fn options_of_openssh_are_understood() {
    let server = Sshd::start();
    let text = |options: &str| {
        format!(
            "{{protocol: ssh, ip: 127.0.0.1, port: {}, credentials: {{default: {{username: x, {}}}}}, ssh_options: '-l tester {options}'}}",
            server.port(),
            password()
        )
    };
    reach(&text("-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null")).await.unwrap();
    let known = server.known_hosts().display().to_string();
    reach(&text(&format!("-o UserKnownHostsFile={known} -o GlobalKnownHostsFile=none"))).await.unwrap();
    let (kind, message) = failure(&text("-o ProxyCommand=nc")).await;
    assert_eq!(kind, ConnectFailure::Unsupported);
    assert!(message.contains("ProxyCommand"), "{message}");
}

#[tokio::test]
async fn a_setting_may_stand_in_the_connection_the_device_or_the_testbed() {
    let server = Sshd::start();
    let text = |testbed: &str, device: &str, connection: &str| {
        whole(&format!(
            "testbed: {{custom: {{connection_settings: {{{testbed}}}}}, credentials: {{default: {{username: tester, {}}}}}}}\n\
             devices: {{R1: {{os: linux, custom: {{connection_settings: {{{device}}}}}, connections: {{cli: \
             {{protocol: ssh, ip: 127.0.0.1, port: {}, settings: {{{connection}}}}}}}}}}}\n",
            password(),
            server.port()
        ))
    };
    let none = format!("known_hosts: {}", server.home().join("none").display());
    let believes = async |testbed: &str, device: &str, connection: &str| {
        connect(&text(&format!("{none}, {testbed}"), device, connection), "R1").await.is_ok()
    };
    assert!(!believes("", "", "").await);
    assert!(believes("host_keys: ignore", "", "").await);
    assert!(!believes("host_keys: ignore", "host_keys: strict", "").await);
    assert!(believes("host_keys: ignore", "host_keys: strict", "host_keys: ignore").await);
}
