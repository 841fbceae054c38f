//! Servers that are not there, say nothing, say something else, or go.

use easypy_contract::testbed::ConnectFailure;
use easypy_peers::{FaultyServer, Greeting, refusing};

use crate::support::{failure, reach};

fn connection(protocol: &str, address: std::net::SocketAddr, settings: &str) -> String {
    format!(
        "{{protocol: {protocol}, ip: 127.0.0.1, port: {}, settings: {{host_keys: ignore, {settings}}}}}",
        address.port()
    )
}

#[tokio::test]
async fn nothing_listens() {
    let port = refusing();
    for protocol in ["ssh", "telnet"] {
        let (kind, message) = failure(&connection(protocol, port.address(), "")).await;
        assert_eq!(kind, ConnectFailure::Refused);
        assert!(
            message.contains(&port.address().to_string()) && message.contains("nothing listens"),
            "{message}"
        );
    }
}

#[tokio::test]
async fn what_refuses_is_tried_again_as_often_as_is_said() {
    let mut server = FaultyServer::start();
    let address = server.address();
    server.stop();
    let settings = "connect_retries: 2, connect_retry_delay: 0.01";
    let (kind, _) = failure(&connection("telnet", address, settings)).await;
    assert_eq!(kind, ConnectFailure::Refused);
    let text = connection("telnet", address, "connect_retries: 1000, connect_retry_delay: 0.01");
    let line = reach(&text);
    let start = async {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        tokio::task::spawn_blocking(move || {
            server.start_again();
            server
        })
        .await
        .unwrap()
    };
    let (line, _server) = tokio::join!(line, start);
    line.unwrap().until("F1#").await;
}

#[tokio::test]
async fn a_server_that_accepts_and_says_nothing() {
    let server = FaultyServer::builder().greeting(Greeting::Silence).start();
    let (kind, message) = failure(&connection("ssh", server.address(), "connect_timeout: 0.3")).await;
    assert_eq!(kind, ConnectFailure::Timeout);
    assert!(message.contains("had not spoken SSH within 0.3 s (the setting `connect_timeout`)"), "{message}");
    // Nothing of the attempt is left.
    while server.connections() > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    // By telnet that is a device that waits for a line.
    let mut line = reach(&connection("telnet", server.address(), "connect_timeout: 0.3")).await.unwrap();
    line.say("anybody there?").await;
}

#[tokio::test]
async fn a_server_that_goes_silent_in_the_handshake_is_left() {
    let server = FaultyServer::builder().greeting(Greeting::Says(b"SSH-2.0-Cisco-1.25\r\n".to_vec())).start();
    let (kind, _) = failure(&connection("ssh", server.address(), "connect_timeout: 0.3")).await;
    assert_eq!(kind, ConnectFailure::Timeout);
    while server.connections() > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn an_attempt_that_is_given_up_leaves_nothing_behind() {
    let server = FaultyServer::builder().greeting(Greeting::Says(b"SSH-2.0-Cisco-1.25\r\n".to_vec())).start();
    let text = connection("ssh", server.address(), "");
    let asked = async {
        while server.accepted() == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    tokio::select! {
        _ = reach(&text) => panic!("it came to an end"),
        () = asked => {}
    }
    while server.connections() > 0 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_server_that_closes_in_the_handshake() {
    let server = FaultyServer::builder().greeting(Greeting::HangsUp).start();
    let (kind, message) = failure(&connection("ssh", server.address(), "")).await;
    assert_eq!(kind, ConnectFailure::Closed);
    assert!(message.contains("closed the connection before a login"), "{message}");
}

#[tokio::test]
async fn a_server_that_speaks_something_else() {
    let endless = b"HTTP/1.1 400 Bad Request, please go away\r\n".to_vec();
    let server = FaultyServer::builder().greeting(Greeting::Endless(endless)).start();
    let (kind, message) = failure(&connection("ssh", server.address(), "")).await;
    assert_eq!(kind, ConnectFailure::Unsupported);
    assert!(message.contains("does not speak SSH 2"), "{message}");
    // And garbage where packets should be.
    let garbage = [b"SSH-2.0-x\r\n".to_vec(), vec![0xff; 4096]].concat();
    let server = FaultyServer::builder().greeting(Greeting::Says(garbage)).start();
    let (kind, _) = failure(&connection("ssh", server.address(), "")).await;
    assert_eq!(kind, ConnectFailure::Closed);
}

#[tokio::test]
async fn a_name_that_is_none() {
    let (kind, message) = failure("{protocol: telnet, host: no-such-host.invalid}").await;
    assert_eq!(kind, ConnectFailure::Unreachable);
    assert!(message.contains("no address of `no-such-host.invalid` was found"), "{message}");
}
