//! A router that fails on demand, over TCP.

use std::sync::Arc;
use std::time::Duration;

use easypy_contract::testbed::{ConnectFailure, Error, Exchange, ReplyTo};
use easypy_devices::session::{How, OUTPUT_BYTES};
use easypy_peers::{FaultyServer, Greeting, Negotiation};
use easypy_testbed::Testbed;

use crate::support::{connect, exchange, known, testbed};

fn device(server: &FaultyServer) -> Arc<Testbed> {
    let connection =
        format!("protocol: telnet, ip: 127.0.0.1, port: {}, settings: {{connect_timeout: 4}}", server.port());
    testbed(&known("iosxe", &connection))
}

fn hurried() -> Exchange {
    Exchange { timeout: Some(Duration::from_millis(700)), ..exchange() }
}

fn text<E: std::fmt::Debug>(output: Result<easypy_contract::testbed::Output, E>) -> String {
    output.unwrap().text
}

#[tokio::test]
async fn strange_answers_are_the_right_answers() {
    for server in [
        FaultyServer::start(),
        FaultyServer::builder().negotiation(Negotiation::Asks).start(),
        FaultyServer::builder().echo(false).start(),
    ] {
        let (mut session, _) = connect(&device(&server)).await.unwrap();
        let version = text(session.execute("T", "show version", &exchange()).await);
        assert!(!version.is_empty());
        for command in ["syslog", "late-syslog", "lookalike", "delay 300", "drip abc", "garbage", "page 100"]
        {
            let output = session.execute("T", command, &exchange()).await;
            let output = output.unwrap_or_else(|error| panic!("{command}: {error:?}"));
            let bad = |c: char| c.is_control() && c != '\n' && c != '\t';
            assert!(!output.text.contains(bad), "{command}: {:?}", output.text);
            assert_eq!(
                text(session.execute("T", "show version", &exchange()).await),
                version,
                "after {command}"
            );
        }
        let paged = text(session.execute("T", "page 100", &exchange()).await);
        assert!(!paged.contains("More"), "{paged}");
        assert_eq!(paged.lines().count(), 100, "{paged}");
        session.close("T").await;
    }
}

#[tokio::test]
async fn questions_are_answered_as_the_caller_says() {
    let server = FaultyServer::start();
    let (mut session, _) = connect(&device(&server)).await.unwrap();
    for command in ["confirm", "yes-no"] {
        let error = session.execute("T", command, &exchange()).await.unwrap_err();
        assert!(matches!(error, Error::Command { .. }), "{command}: {error:?}");
        assert_eq!(text(session.execute("T", "echo usable", &exchange()).await), "usable");
    }
    let reply = |pattern: &str, answer: &str, raw: bool| Exchange {
        replies: vec![ReplyTo { pattern: pattern.to_owned(), answer: answer.to_owned(), raw, again: false }],
        ..exchange()
    };
    session.execute("T", "confirm", &reply(r"\[confirm\]", "y", true)).await.unwrap();
    session.execute("T", "yes-no", &reply(r"\(yes/no\):", "yes", false)).await.unwrap();
    assert_eq!(text(session.execute("T", "echo usable", &exchange()).await), "usable");
}

#[tokio::test]
async fn a_prompt_that_never_comes_is_a_time_out_and_the_session_is_usable_afterwards() {
    let server = FaultyServer::start();
    let (mut session, _) = connect(&device(&server)).await.unwrap();
    let error = session.execute("T", "silence", &hurried()).await.unwrap_err();
    assert!(matches!(&error, Error::Timeout { .. }), "{error:?}");
    assert_eq!(session.restore("host").await.unwrap().how, How::BrokenOff);
    assert_eq!(text(session.execute("T", "echo usable", &exchange()).await), "usable");
    let error = session.execute("T", "mute", &hurried()).await.unwrap_err();
    assert!(matches!(&error, Error::Timeout { .. }), "{error:?}");
    let restored = session.restore("host").await.unwrap();
    assert!(matches!(restored.how, How::Reconnected { .. }), "{restored:?}");
    assert_eq!(text(session.execute("T", "echo usable", &exchange()).await), "usable");
}

#[tokio::test]
async fn a_device_that_closes_is_an_error_and_is_opened_again() {
    let server = FaultyServer::start();
    let (mut session, _) = connect(&device(&server)).await.unwrap();
    for command in ["close", "reset", "reboot"] {
        let error = session.execute("T", command, &exchange()).await.unwrap_err();
        assert!(matches!(&error, Error::Closed { .. }), "{command}: {error:?}");
        assert!(!session.is_open());
        assert_eq!(text(session.execute("T", "echo usable", &exchange()).await), "usable");
    }
    server.disconnect_all();
    session.idle().await;
    assert_eq!(text(session.execute("T", "echo usable", &exchange()).await), "usable");
}

#[tokio::test]
async fn a_flood_is_cut() {
    let server = FaultyServer::start();
    let (mut session, _) = connect(&device(&server)).await.unwrap();
    for command in ["flood 20000000", "flood-line 20000000"] {
        let output = session.execute("T", command, &exchange()).await.unwrap();
        assert!(output.cut > 10_000_000, "{command}: {}", output.cut);
        assert_eq!(output.text.len(), OUTPUT_BYTES);
        assert_eq!(text(session.execute("T", "echo usable", &exchange()).await), "usable");
    }
}

#[tokio::test]
async fn logins_that_fail_say_how() {
    for (greeting, expected) in [
        (Greeting::RefusesAll, ConnectFailure::Authentication),
        (Greeting::Silence, ConnectFailure::Timeout),
        (Greeting::HangsUp, ConnectFailure::Closed),
        (Greeting::Says(b"HTTP/1.1 400 Bad Request\r\n\r\nwhat? ".to_vec()), ConnectFailure::Dialog),
    ] {
        let server = FaultyServer::builder().greeting(greeting).start();
        let testbed = device(&server);
        let platforms = easypy_devices::platform::Platforms::load(None).unwrap();
        let target =
            easypy_devices::session::Target { testbed, device: "D".to_owned(), via: "cli".to_owned() };
        let platform = platforms.get("iosxe").unwrap().clone();
        let transcript = easypy_devices::session::Transcript::none();
        let connected =
            easypy_devices::session::Session::connect(&target, platform, transcript, "T", None).await;
        match connected {
            Err(Error::Connect { kind, message }) => assert_eq!(kind, expected, "{message}"),
            other => panic!("{expected:?}: {other:?}"),
        }
    }
    let server = FaultyServer::builder().greeting(Greeting::Login).start();
    connect(&device(&server)).await.unwrap();
}
