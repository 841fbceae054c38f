//! Shells: bash on a terminal of its own, and behind OpenSSH's sshd.

use std::sync::Arc;
use std::time::Duration;

use easypy_contract::testbed::{Error, Exchange};
use easypy_devices::session::{How, Session};
use easypy_peers::{PASSWORD, Sshd, USER};
use easypy_testbed::Testbed;

use crate::support::{connect, exchange, program, testbed};

async fn says(session: &mut Session, command: &str) -> String {
    session.execute("Task-1", command, &exchange()).await.unwrap().text
}

async fn check(testbed: &Arc<Testbed>) {
    let (mut session, connected) = connect(testbed).await.unwrap();
    assert_eq!(connected.mode, "shell");
    assert_eq!(says(&mut session, "printf 'one\\ntwo\\n'").await, "one\ntwo");
    assert_eq!(says(&mut session, "seq 3").await, "1\n2\n3");
    assert_eq!(
        says(&mut session, "printf 'x$ \\nroot@host:~# \\n> \\nlast\\n'").await,
        "x$ \nroot@host:~# \n> \nlast"
    );
    assert_eq!(
        says(&mut session, "printf '\\033[31mred\\033[0m gr\\303\\274\\303\\237e \\377\\n'").await,
        "red grüße \u{fffd}"
    );
    assert_eq!(says(&mut session, "true").await, "");
    let long = format!("echo {}", "word ".repeat(300).trim_end());
    assert_eq!(says(&mut session, &long).await, "word ".repeat(300).trim_end());
    assert_eq!(says(&mut session, "seq 200000 | tail -1").await, "200000");
    assert_eq!(says(&mut session, "seq 20000").await.lines().count(), 20000);
    let missing = session.execute("Task-1", "cat /no/such/file", &exchange()).await.unwrap_err();
    assert!(matches!(missing, Error::Command { .. }), "{missing:?}");
    let hurried = Exchange { timeout: Some(Duration::from_millis(300)), ..exchange() };
    let error = session.execute("Task-1", "echo begun; sleep 3600", &hurried).await.unwrap_err();
    let Error::Timeout { output, .. } = error else { panic!("{error:?}") };
    assert_eq!(output.text.trim_end(), "begun");
    assert_eq!(says(&mut session, "echo usable").await, "usable");
    let begun = tokio::time::timeout(Duration::from_millis(300), says(&mut session, "cat")).await;
    assert!(begun.is_err());
    assert_eq!(session.restore("host").await.unwrap().how, How::BrokenOff);
    assert_eq!(says(&mut session, "echo usable").await, "usable");
    let error = session.execute("Task-1", "exit 3", &exchange()).await.unwrap_err();
    assert!(matches!(error, Error::Closed { .. }), "{error:?}");
    assert_eq!(says(&mut session, "echo usable again").await, "usable again");
    session.close("Task-1").await;
}

#[tokio::test]
async fn a_bash_is_a_device() {
    check(&program("linux", "bash --noprofile")).await;
}

#[tokio::test]
async fn a_plain_shell_is_a_device() {
    check(&program("linux", "sh")).await;
}

#[tokio::test]
async fn a_server_is_a_device() {
    let server = Sshd::start();
    let known = server.known_hosts();
    let testbed = testbed(&format!(
        "testbed: {{credentials: {{default: {{username: {USER}, password: {PASSWORD}}}}}}}\n\
         devices: {{D: {{os: linux, connections: {{cli: {{protocol: ssh, ip: {}, port: {}, \
         settings: {{known_hosts: '{}'}}}}}}}}}}\n",
        server.address().ip(),
        server.port(),
        known.display()
    ));
    check(&testbed).await;
}
