//! Unicon's mock devices, over each way in.

use easypy_contract::testbed::{ConnectFailure, Error};
use easypy_devices::session::How;
use easypy_peers::{Mock, MockDevice};

use crate::support::{at, connect, connect_with, exchange, known, program, testbed, transcript_at};

#[tokio::test]
async fn a_stock_iosxe_answers_over_a_terminal() {
    let testbed = program("iosxe", &Mock::new("iosxe", "general_login", "R1").command());
    let (mut session, connected) = connect(&testbed).await.unwrap();
    assert_eq!((connected.mode.as_str(), connected.hostname.as_str()), ("enable", "R1"));
    let output = session.execute("Task-1", "show version", &exchange()).await.unwrap();
    assert!(output.text.starts_with("Cisco IOS Software, IOS-XE Software"), "{}", output.text);
    assert!(output.text.ends_with("Configuration register is 0x1"), "{}", output.text);
    let refused = session.execute("Task-1", "no such command", &exchange()).await.unwrap_err();
    let Error::Command { command, line, .. } = refused else { panic!("{refused:?}") };
    assert_eq!(command, "no such command");
    assert_eq!(line, "% Invalid command 'no such command'");
    let lines = ["line console 0".to_owned()];
    let (_, mode) = session.configure("Task-1", &lines, &exchange()).await.unwrap();
    assert_eq!(mode, "enable");
    session.close("Task-1").await;
}

#[tokio::test]
async fn a_stock_nxos_answers_over_a_terminal() {
    let testbed = program("nxos", &Mock::new("nxos", "exec", "N1").command());
    let (mut session, connected) = connect(&testbed).await.unwrap();
    assert_eq!((connected.mode.as_str(), connected.hostname.as_str()), ("enable", "N1"));
    session.go("Task-1", "config").await.unwrap();
    assert_eq!(session.mode(), "config");
    let restored = session.restore("host").await.unwrap();
    assert_eq!(restored.how, How::From { mode: "config".to_owned() });
    assert_eq!(session.mode(), "enable");
}

/// What is to be true of our routers over each way in.
async fn check(testbed: &std::sync::Arc<easypy_testbed::Testbed>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("transcript.log");
    let (mut session, connected) = connect_with(testbed, transcript_at(&path)).await.unwrap();
    assert_eq!((connected.mode.as_str(), connected.hostname.as_str()), ("enable", "R1"));
    let version = session.execute("Task-1", "show version", &exchange()).await.unwrap();
    assert!(version.text.starts_with("Cisco IOS XE Software"), "{}", version.text);
    for _ in 0..20 {
        assert_eq!(session.execute("Task-1", "show version", &exchange()).await.unwrap(), version);
    }
    session.execute("Task-1", "slow", &exchange()).await.unwrap();
    let lines = ["interface GigabitEthernet1", "bad config", "shutdown"].map(str::to_owned);
    let error = session.configure("Task-1", &lines, &exchange()).await.unwrap_err();
    let Error::Command { command, .. } = error else { panic!("{error:?}") };
    assert_eq!(command, "bad config");
    let (_, mode) = session.configure("Task-1", &lines[..1], &exchange()).await.unwrap();
    assert_eq!(mode, "enable");
    assert_eq!(session.execute("Task-1", "show version", &exchange()).await.unwrap(), version);
    session.close("Task-1").await;
    let transcript = std::fs::read_to_string(&path).unwrap();
    assert!(transcript.contains("> show version\n"), "{transcript}");
    assert!(!transcript.contains("cisco123") && !transcript.contains("en123"), "{transcript}");
}

#[tokio::test]
async fn a_router_with_logins_answers_over_a_terminal() {
    check(&testbed(&known("iosxe", &format!("command: '{}'", Mock::own("R1").command())))).await;
}

#[tokio::test]
async fn a_router_with_logins_answers_over_telnet() {
    let device = Mock::own("R1").telnet();
    check(&testbed(&known("iosxe", &at("telnet", &device)))).await;
}

#[tokio::test]
async fn a_router_with_logins_answers_over_ssh() {
    let device = Mock::own("R1").state("lab_enable").ssh();
    let connection = format!("{}, settings: {{host_keys: ignore}}", at("ssh", &device));
    check(&testbed(&known("iosxe", &connection))).await;
}

#[tokio::test]
async fn a_wrong_password_is_refused_at_once() {
    let device: MockDevice = Mock::own("R1").telnet();
    let wrong = known("iosxe", &at("telnet", &device)).replace("cisco123", "wrong-one");
    let error = connect(&testbed(&wrong)).await.unwrap_err();
    let Error::Connect { kind, message } = error else { panic!("{error:?}") };
    assert!(!message.contains("wrong-one"), "{message}");
    assert_eq!(kind, ConnectFailure::Authentication, "{message}");
}
