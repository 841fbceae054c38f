//! Programs on a terminal of their own.

use std::path::Path;
use std::time::Duration;

use easypy_contract::testbed::ConnectFailure;
use easypy_peers::Mock;

use crate::support::{failure, reach};

fn command(line: &str) -> String {
    format!("{{command: '{}'}}", line.replace('\'', "''"))
}

#[tokio::test]
async fn a_program_has_a_terminal_that_is_wide_and_its_own() {
    let mut line = reach(&command(
        "bash --norc --noprofile -c 'tty; stty size; echo $TERM; ps -o pid=,sid=,tpgid= $$; exec cat'",
    ))
    .await
    .unwrap();
    assert!(!line.authenticated);
    assert!(line.until("\r\n").await.starts_with("/dev/pts/"));
    assert_eq!(line.until("\r\n").await, "24 511\r\n");
    assert_eq!(line.until("\r\n").await, "vt100\r\n");
    let numbers = line.until("\r\n").await;
    let numbers: Vec<&str> = numbers.split_whitespace().collect();
    assert!(numbers[0] == numbers[1] && numbers[1] == numbers[2], "it leads its session: {numbers:?}");
    // The terminal echoes, and the program answers.
    line.raw(b"hello\n").await;
    assert_eq!(line.until("hello\r\n").await, "hello\r\n");
    assert_eq!(line.until("hello\r\n").await, "hello\r\n");
    // The end of input, as typed.
    line.raw(b"\x04").await;
    assert_eq!(line.rest().await.1.as_deref(), Some("the program ended with status 0"));
}

#[tokio::test]
async fn all_that_a_program_said_comes_before_its_end() {
    let mut line = reach(&command("bash -c 'seq 1 200000; exit 3'")).await.unwrap();
    let (all, why) = line.rest().await;
    let expected: String = (1..=200_000).map(|number| format!("{number}\r\n")).collect();
    assert!(all == expected.as_bytes(), "{} bytes instead of {}", all.len(), expected.len());
    assert_eq!(why.as_deref(), Some("the program ended with status 3"));
}

#[tokio::test]
async fn a_signal_that_ends_a_program_is_told() {
    let mut line = reach(&command("bash -c 'kill -TERM $$'")).await.unwrap();
    assert_eq!(line.rest().await.1.as_deref(), Some("the program was ended by signal 15"));
}

#[tokio::test]
async fn what_a_program_leaves_running_does_not_keep_its_terminal_open() {
    // It is deaf to what a terminal says when it goes.
    let mut line = reach(&command("bash -c 'trap \"\" HUP; sleep 1000 & echo $!; exit 4'")).await.unwrap();
    let child = line.until("\r\n").await;
    assert_eq!(line.rest().await.1.as_deref(), Some("the program ended with status 4"));
    gone(child.trim()).await;
    // The same in a group of its own, where it is not found; the wire ends all the same.
    let mut line = reach(&command("bash -c 'trap \"\" HUP; set -m; sleep 3 & exit 4'")).await.unwrap();
    assert_eq!(line.rest().await.1.as_deref(), Some("the program ended with status 4"));
}

#[tokio::test]
async fn a_program_hears_the_keys_that_interrupt_it() {
    let mut line = reach(&command(
        "bash -c 'trap \"echo caught; exit 5\" INT; echo ready; while :; do sleep 0.1; done'",
    ))
    .await
    .unwrap();
    line.until("ready").await;
    line.raw(b"\x03").await;
    line.until("caught").await;
    assert_eq!(line.rest().await.1.as_deref(), Some("the program ended with status 5"));
}

#[tokio::test]
async fn a_program_ends_with_its_wire_and_so_does_what_it_started() {
    // It ignores what a terminal says when it goes.
    let mut line =
        reach(&command("bash -c 'trap \"\" HUP; (sleep 1000) & echo $$ $!; while :; do sleep 1; done'"))
            .await
            .unwrap();
    let numbers = line.until("\r\n").await;
    drop(line);
    for number in numbers.split_whitespace() {
        gone(number).await;
    }
}

/// Waits until a process is no more, not even a zombie. A test that hangs here has found one.
async fn gone(number: &str) {
    assert!(number.parse::<u32>().is_ok(), "{number:?}");
    let process = Path::new("/proc").join(number);
    while process.exists() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_wire_that_is_dropped_where_no_runtime_is_ends_its_program_all_the_same() {
    let mut line = reach(&command("bash -c 'echo $$; exec sleep 1000'")).await.unwrap();
    let number = line.until("\r\n").await;
    std::thread::spawn(move || drop(line)).join().unwrap();
    let number = number.trim();
    // Killed; it is reaped by whoever started it, which is this process.
    let stat = || std::fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
    while !(stat().is_empty() || stat().contains(") Z ")) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_program_that_cannot_be_started_is_told_without_its_arguments() {
    let (kind, message) = failure(&command("no-such-program --password wrong-Secret")).await;
    assert_eq!(kind, ConnectFailure::Command);
    assert_eq!(
        message,
        "`R1` via `cli`: there is no program `no-such-program` in PATH; give its whole path, or add its directory to PATH"
    );
    let (kind, message) = failure(&command("/etc/passwd")).await;
    assert_eq!(kind, ConnectFailure::Command);
    assert!(message.contains("the program `/etc/passwd` may not be executed"), "{message}");
}

#[tokio::test]
async fn a_mock_device_answers() {
    let mock = Mock::own("R1").state("lab_enable");
    let mut line = reach(&command(&mock.command())).await.unwrap();
    line.until("R1#").await;
    line.say("show version").await;
    line.until("Cisco IOS").await;
    line.until("R1#").await;
}
