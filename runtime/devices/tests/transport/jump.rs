//! Jump hosts.

use easypy_contract::testbed::ConnectFailure;
use easypy_peers::{FaultyServer, Sshd, refusing};

use crate::support::{connect, password, whole};

/// Two servers to jump over and one behind them, each of which knows a login of its own name only.
struct Chain {
    first: Sshd,
    second: Sshd,
    target: Sshd,
}

impl Chain {
    fn start() -> Chain {
        let named = |name: &str| Sshd::builder().hostname(name).start();
        Chain { first: named("first"), second: named("second"), target: named("target") }
    }

    fn device(&self, name: &str, server: &Sshd, more: &str) -> String {
        format!(
            "  {name}: {{os: linux, connections: {{cli: {{protocol: ssh, ip: 127.0.0.1, port: {}, {more}, \
             settings: {{known_hosts: {}}}}}}}}}\n",
            server.port(),
            server.known_hosts().display()
        )
    }

    fn testbed(&self, first: &str, second: &str, target: &str) -> String {
        format!(
            "testbed: {{credentials: {{default: {{username: tester, {}}}, proxy: {{username: tester, {}}}}}}}\ndevices:\n{}{}{}",
            password(),
            password(),
            self.device("first", &self.first, first),
            self.device("second", &self.second, second),
            self.device("target", &self.target, target),
        )
    }
}

const NONE: &str = "alias: x";

#[tokio::test]
async fn devices_are_jumped_over_one_after_the_other() {
    let chain = Chain::start();
    // Each names the one before it; or the last one names them all.
    for (second, target) in [("proxy: first", "proxy: second"), (NONE, "proxy: [first, {device: second}]")] {
        let testbed = whole(&chain.testbed(NONE, second, target));
        let mut line = connect(&testbed, "target").await.unwrap();
        line.until(&chain.target.prompt()).await;
        line.say("echo one'-'two").await;
        line.until("one-two\r\n").await;
    }
    // It was the jump host that came, not we.
    for server in [&chain.first, &chain.second] {
        assert_eq!(server.log().matches("Accepted ").count(), 2, "{}", server.log());
    }
}

#[tokio::test]
async fn all_of_them_are_left_with_the_wire() {
    let chain = Chain::start();
    let testbed = whole(&chain.testbed(NONE, "proxy: first", "proxy: second"));
    let mut line = connect(&testbed, "target").await.unwrap();
    line.until(&chain.target.prompt()).await;
    drop(line);
    for server in [&chain.first, &chain.second, &chain.target] {
        while !server.log().contains("closed") && !server.log().contains("Close session") {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test]
async fn a_host_that_is_no_device_is_jumped_over_with_the_login_for_it() {
    let chain = Chain::start();
    let known = chain.first.home().join("both");
    std::fs::write(&known, chain.first.known_hosts_line() + &chain.target.known_hosts_line()).unwrap();
    let port = chain.first.port();
    for way in [format!("proxy: tester@127.0.0.1:{port}"), format!("ssh_options: -J tester@127.0.0.1:{port}")]
    {
        let text = chain
            .testbed(NONE, NONE, &way)
            .replace(&chain.target.known_hosts().display().to_string(), &known.display().to_string());
        let mut line = connect(&whole(&text), "target").await.unwrap();
        line.until(&chain.target.prompt()).await;
    }
    assert_eq!(chain.first.log().matches("Accepted ").count(), 2, "{}", chain.first.log());
}

#[tokio::test]
async fn telnet_goes_through_a_jump_host_too() {
    let chain = Chain::start();
    let device = FaultyServer::start();
    let text = format!(
        "{}  R1: {{os: ios, connections: {{cli: {{protocol: telnet, ip: 127.0.0.1, port: {}, proxy: first}}}}}}\n",
        chain.testbed(NONE, NONE, NONE),
        device.address().port()
    );
    let mut line = connect(&whole(&text), "R1").await.unwrap();
    assert!(!line.authenticated);
    line.until("F1#").await;
    line.say("echo three").await;
    line.until("three\r\n").await;
}

#[tokio::test]
async fn what_is_wrong_with_a_jump_host_is_told_of_it() {
    let chain = Chain::start();
    let refused = refusing();
    let why = async |first: &str, second: &str, target: &str| {
        let error = connect(&whole(&chain.testbed(first, second, target)), "target").await.err().unwrap();
        (error.kind, error.message)
    };
    let (kind, message) = why("proxy: target", "proxy: first", "proxy: second").await;
    assert_eq!(kind, ConnectFailure::Unsupported);
    assert!(message.contains("lead in a circle: target -> second -> first -> target"), "{message}");

    let (kind, message) = why(NONE, NONE, "proxy: third").await;
    // A name that is no device may be a host's.
    assert_eq!(kind, ConnectFailure::Unreachable, "{message}");
    assert!(message.contains("jump host third:22"), "{message}");

    let (kind, message) = why(
        "credentials: {default: {username: tester, password: wrong-Secret}}, alias: y",
        NONE,
        "proxy: first",
    )
    .await;
    assert_eq!(kind, ConnectFailure::Authentication);
    assert!(message.contains(&format!("jump host 127.0.0.1:{}", chain.first.port())), "{message}");

    let text = chain.testbed(NONE, NONE, "proxy: first");
    let port = refused.address().port();
    let text = text.replace(&format!("port: {},", chain.target.port()), &format!("port: {port},"));
    let error = connect(&whole(&text), "target").await.err().unwrap();
    assert_eq!(error.kind, ConnectFailure::Refused);
    assert!(error.message.contains(&format!("cannot connect to 127.0.0.1:{port} from there")), "{error}");
}

#[tokio::test]
async fn a_jump_host_that_passes_nothing_on_is_told() {
    let closed = Sshd::builder().config("AllowTcpForwarding no").start();
    let target = Sshd::start();
    let chain = Chain { first: closed, second: Sshd::start(), target };
    let testbed = whole(&chain.testbed(NONE, NONE, "proxy: first"));
    let error = connect(&testbed, "target").await.err().unwrap();
    assert_eq!(error.kind, ConnectFailure::Unreachable);
    assert!(error.message.contains("does not pass on connections"), "{error}");
}
