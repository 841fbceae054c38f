//! Logging in by SSH.

use easypy_contract::testbed::ConnectFailure;
use easypy_peers::{Agent, Key, KeyKind, Mock, Sshd};

use crate::support::{Line, connect, failure, password, reach, ssh, ssh_with, whole};

async fn works(mut line: Line, server: &Sshd) {
    assert!(line.authenticated);
    line.until(&server.prompt()).await;
    line.say("stty size; echo $TERM").await;
    line.until("24 511\r\n").await;
    line.until("vt100\r\n").await;
    line.until(&server.prompt()).await;
}

#[tokio::test]
async fn a_password_is_given_in_either_way() {
    for methods in ["password", "keyboard-interactive"] {
        let server = Sshd::builder().methods(methods).start();
        works(reach(&ssh(&server, &password(), "")).await.unwrap(), &server).await;
    }
}

#[tokio::test]
async fn keys_are_of_all_kinds_and_may_be_locked() {
    let server = Sshd::builder().methods("publickey").start();
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    for (name, kind, passphrase) in [
        ("ed25519", KeyKind::Ed25519, "opens-Sesame"),
        ("ecdsa", KeyKind::Ecdsa, ""),
        ("rsa", KeyKind::Rsa, ""),
    ] {
        let key = Key::generate(&path(name), kind, passphrase);
        server.authorize(&key);
        let login = match passphrase {
            "" => format!("private_key: {}", key.path().display()),
            phrase => format!("private_key: {}, passphrase: {phrase}", key.path().display()),
        };
        works(reach(&ssh(&server, &login, "")).await.unwrap(), &server).await;
    }
    // As an option, and as the text of the key itself.
    let options = format!("-o IdentityAgent=none -i {}", server.key().path().display());
    works(reach(&ssh_with(&server, "", &options, "")).await.unwrap(), &server).await;
    let text = std::fs::read_to_string(server.key().path()).unwrap().replace('\n', "\\n");
    works(reach(&ssh(&server, &format!("private_key: \"{text}\""), "")).await.unwrap(), &server).await;
}

#[tokio::test]
async fn a_locked_key_without_its_passphrase_is_told() {
    let server = Sshd::builder().methods("publickey").start();
    let directory = tempfile::tempdir().unwrap();
    let key = Key::generate(&directory.path().join("key"), KeyKind::Ed25519, "opens-Sesame");
    server.authorize(&key);
    let login = format!("private_key: {}", key.path().display());
    let (kind, message) = failure(&ssh(&server, &login, "")).await;
    assert_eq!(kind, ConnectFailure::Authentication);
    assert!(message.contains("it is locked, and the login has no `passphrase`"), "{message}");
    let (_, message) = failure(&ssh(&server, &format!("{login}, passphrase: wrong-Secret"), "")).await;
    assert!(message.contains("passphrase"), "{message}");
}

#[tokio::test]
async fn the_agent_is_asked_for_keys() {
    let server = Sshd::builder().methods("publickey").start();
    let directory = tempfile::tempdir().unwrap();
    let agent = Agent::start();
    for (name, kind) in [("one", KeyKind::Ed25519), ("two", KeyKind::Rsa)] {
        let key = Key::generate(&directory.path().join(name), kind, "");
        agent.add(&key);
        if name == "two" {
            server.authorize(&key);
        }
    }
    let options = format!("-o IdentityAgent={}", agent.socket().display());
    works(reach(&ssh_with(&server, "", &options, "")).await.unwrap(), &server).await;
}

#[tokio::test]
async fn a_password_goes_before_keys_that_nobody_named() {
    // Two attempts are all that it allows, and the agent has three keys.
    let server = Sshd::builder().config("MaxAuthTries 2").start();
    let directory = tempfile::tempdir().unwrap();
    let agent = Agent::start();
    for name in ["one", "two", "three"] {
        agent.add(&Key::generate(&directory.path().join(name), KeyKind::Ed25519, ""));
    }
    let options = format!("-o IdentityAgent={}", agent.socket().display());
    works(reach(&ssh_with(&server, &password(), &options, "")).await.unwrap(), &server).await;
}

#[tokio::test]
async fn a_server_may_want_a_key_and_a_password() {
    for methods in ["publickey,password", "password,publickey", "publickey,keyboard-interactive"] {
        let server = Sshd::builder().methods(methods).start();
        let login = format!("{}, private_key: {}", password(), server.key().path().display());
        works(reach(&ssh(&server, &login, "")).await.unwrap(), &server).await;
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_at_once_and_tried_once() {
    let server = Sshd::start();
    let (kind, message) = failure(&ssh(&server, "password: wrong-Secret", "connect_retries: 5")).await;
    assert_eq!(kind, ConnectFailure::Authentication);
    let port = server.port();
    assert_eq!(
        message,
        format!(
            "`R1` via `cli`: cannot log in as tester at 127.0.0.1:{port}: it refuses the password, when asked; it takes \
             publickey, password or keyboard-interactive; is the login `default` of the testbed right?"
        )
    );
    // It writes so when we have gone.
    while !server.log().contains("Connection closed by authenticating user") {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(server.log().matches("Failed ").count(), 1, "{}", server.log());
}

#[tokio::test]
async fn a_server_that_has_had_enough_is_quoted() {
    let server = Sshd::builder().config("MaxAuthTries 1").methods("password").start();
    let (kind, message) = failure(&ssh(&server, "password: wrong-Secret", "")).await;
    assert_eq!(kind, ConnectFailure::Authentication);
    assert!(message.contains("Too many authentication failures"), "{message}");
}

#[tokio::test]
async fn without_anything_to_log_in_with_it_is_said_what_is_wanted() {
    let server = Sshd::start();
    let (kind, message) = failure(&ssh(&server, "", "")).await;
    assert_eq!(kind, ConnectFailure::Authentication);
    for part in [
        "there is nothing to log in with",
        "it takes publickey, password or keyboard-interactive",
        "`default`",
    ] {
        assert!(message.contains(part), "{message}");
    }
    // A password that would have to be asked for is none.
    let (_, message) = failure(&ssh(&server, "password: '%ASK{}'", "")).await;
    assert!(message.contains("there is nothing to log in with"), "{message}");
}

#[tokio::test]
async fn other_logins_are_tried_where_the_testbed_names_them() {
    let server = Sshd::start();
    let text = format!(
        "testbed: {{credentials: {{spare: {{username: tester, {}}}, old: {{username: nobody, password: wrong-Secret}}}}}}\n\
         devices: {{R1: {{os: linux, credentials: {{default: {{username: tester, password: wrong-Secret}}}},\n\
         \x20 connections: {{cli: {{protocol: ssh, host: localhost, port: {}, fallback_credentials: [old, spare],\n\
         \x20   ssh_options: '-4 -o IdentitiesOnly=yes', settings: {{host_keys: ignore}}}}}}}}}}\n",
        password(),
        server.port()
    );
    works(connect(&whole(&text), "R1").await.unwrap(), &server).await;
    let without = text.replace("[old, spare]", "[old]");
    let error = connect(&whole(&without), "R1").await.err().unwrap();
    assert_eq!(error.kind, ConnectFailure::Authentication);
    assert!(error.message.contains("`default`") && error.message.contains("`old`"), "{error}");
}

#[tokio::test]
async fn a_mock_device_asks_and_is_answered() {
    let device = Mock::own("R1").state("lab_exec").ssh();
    let directory = tempfile::tempdir().unwrap();
    let known = directory.path().join("known_hosts");
    std::fs::write(&known, device.known_hosts_line()).unwrap();
    let mut line = reach(&format!(
        "{{protocol: ssh, ip: 127.0.0.1, port: {}, credentials: {{default: {{username: {}, password: {}}}}}, \
         settings: {{known_hosts: {}}}}}",
        device.port(),
        device.user(),
        device.password(),
        known.display()
    ))
    .await
    .unwrap();
    line.until("R1>").await;
    line.say("show version").await;
    line.until("Cisco IOS").await;
    line.until("R1>").await;
}

#[tokio::test]
async fn the_end_of_a_shell_is_told() {
    let server = Sshd::start();
    let mut line = reach(&ssh(&server, &password(), "")).await.unwrap();
    line.until(&server.prompt()).await;
    line.say("exit 3").await;
    assert_eq!(line.rest().await.1.as_deref(), Some("the shell ended with status 3"));
    let mut line = reach(&ssh(&server, &password(), "")).await.unwrap();
    line.until(&server.prompt()).await;
    server.disconnect_all();
    assert_eq!(line.rest().await.1.as_deref(), Some("the server closed it"));
}

#[tokio::test]
async fn a_flood_comes_through_whole() {
    let server = Sshd::start();
    let mut line = reach(&ssh(&server, &password(), "")).await.unwrap();
    line.until(&server.prompt()).await;
    line.say("seq 1 500000; exit").await;
    let (all, _) = line.rest().await;
    let expected: String = (1..=500_000).map(|number| format!("{number}\r\n")).collect();
    let text = String::from_utf8(all).unwrap();
    assert!(text.contains(&expected), "{} bytes of {}", text.len(), expected.len());
}

#[tokio::test]
async fn a_session_ends_with_its_wire() {
    let server = Sshd::start();
    let mut line = reach(&ssh(&server, &password(), "")).await.unwrap();
    line.until(&server.prompt()).await;
    drop(line);
    while !server.log().contains("Connection closed by") && !server.log().contains("Close session") {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn algorithms_that_are_not_safe_any_more_need_a_word() {
    let directory = tempfile::tempdir().unwrap();
    let rsa = Key::generate(&directory.path().join("rsa"), KeyKind::Rsa, "");
    let old = |kex: &str, cipher: &str| {
        Sshd::builder()
            .config(&format!("HostKey {}", rsa.path().display()))
            .config("HostKeyAlgorithms ssh-rsa")
            .config("PubkeyAcceptedAlgorithms ssh-rsa")
            .config(&format!("KexAlgorithms {kex}"))
            .config(&format!("Ciphers {cipher}"))
            .config("MACs hmac-sha1")
            .start()
    };
    for (kex, cipher) in
        [("diffie-hellman-group14-sha1", "aes128-cbc"), ("diffie-hellman-group1-sha1", "3des-cbc")]
    {
        let server = old(kex, cipher);
        let (kind, message) = failure(&ssh(&server, &password(), "")).await;
        assert_eq!(kind, ConnectFailure::Unsupported);
        assert!(message.contains(kex) && message.contains("legacy_algorithms: true"), "{message}");

        std::fs::write(server.known_hosts(), rsa.known_hosts_line(server.port())).unwrap();
        works(reach(&ssh(&server, &password(), "legacy_algorithms: true")).await.unwrap(), &server).await;
        // An RSA key signs with SHA-1 then.
        server.authorize(&rsa);
        let login = format!("private_key: {}", rsa.path().display());
        let options = "-o IdentityAgent=none -o PubkeyAcceptedAlgorithms=ssh-rsa";
        works(reach(&ssh_with(&server, &login, options, "legacy_algorithms: true")).await.unwrap(), &server)
            .await;
    }
}

#[tokio::test]
async fn several_devices_are_connected_at_once() {
    let server = Sshd::start();
    let local = tokio::task::LocalSet::new();
    let text = ssh(&server, &password(), "");
    let lines: Vec<_> = (0..20)
        .map(|_| {
            let text = text.clone();
            local.spawn_local(async move { reach(&text).await.unwrap() })
        })
        .collect();
    local
        .run_until(async {
            for line in lines {
                works(line.await.unwrap(), &server).await;
            }
        })
        .await;
}
