//! Telnet, with servers that negotiate and with those that do not.

use easypy_peers::{FaultyServer, Mock, Negotiation};

use crate::support::reach;

fn telnet(address: std::net::SocketAddr) -> String {
    format!("{{protocol: telnet, ip: {}, port: {}}}", address.ip(), address.port())
}

#[tokio::test]
async fn a_mock_device_that_takes_bytes_as_they_are_is_talked_to() {
    let device = Mock::own("R1").state("lab_enable").telnet();
    let mut line = reach(&telnet(device.address())).await.unwrap();
    assert!(!line.authenticated);
    // It is silent until a line comes, and that is no error.
    line.say("").await;
    line.until("R1#").await;
    line.say("show version").await;
    line.until("Cisco IOS").await;
    line.until("R1#").await;
}

#[tokio::test]
async fn what_a_server_asks_is_answered_and_text_is_free_of_it() {
    let server = FaultyServer::builder().negotiation(Negotiation::Asks).start();
    let mut line = reach(&telnet(server.address())).await.unwrap();
    let greeting = line.until("F1#").await;
    assert!(greeting.chars().all(|c| c.is_ascii_graphic() || c.is_whitespace()), "{greeting:?}");
    line.say("echo one").await;
    line.until("one\r\n").await;
    let answer = line.until("F1#").await;
    assert_eq!(answer.matches("one").count(), 1, "{answer:?}");
    let (will, wont, doing, dont) = (251, 252, 253, 254);
    let options = server.options();
    assert!(
        options.contains(&[will, 24]) && options.contains(&[will, 31]),
        "terminal and window: {options:?}"
    );
    assert!(options.iter().all(|[verb, _]| [will, wont, doing, dont].contains(verb)), "{options:?}");
    // Nothing is said twice, so nothing goes round in circles.
    for option in &options {
        assert_eq!(options.iter().filter(|other| *other == option).count(), 1, "{options:?}");
    }
}

#[tokio::test]
async fn a_server_that_negotiates_nothing_is_a_plain_connection() {
    let server = FaultyServer::start();
    let mut line = reach(&telnet(server.address())).await.unwrap();
    line.until("F1#").await;
    line.say("echo two").await;
    line.until("two\r\n").await;
    line.until("F1#").await;
    assert_eq!(server.options(), Vec::<[u8; 2]>::new());
}

#[tokio::test]
async fn a_server_that_hangs_up_ends_the_wire() {
    let server = FaultyServer::start();
    let mut line = reach(&telnet(server.address())).await.unwrap();
    line.until("F1#").await;
    line.say("close").await;
    let (_, why) = line.rest().await;
    assert_eq!(why, None);
}

#[tokio::test]
async fn a_flood_comes_through_whole() {
    let server = FaultyServer::start();
    let mut line = reach(&telnet(server.address())).await.unwrap();
    line.until("F1#").await;
    line.say("flood 5000000").await;
    let answer = line.until("F1#").await;
    assert!(answer.len() > 5_000_000, "{}", answer.len());
}
