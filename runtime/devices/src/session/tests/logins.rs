//! Logins, and what becomes of them.

use easypy_contract::testbed::{ConnectFailure, Error};
use tokio::time::Instant;

use super::devices::{asked, logged_in, run};
use super::{access, access_to};
use crate::scripts;

fn failure(error: &Error) -> (ConnectFailure, &str) {
    match error {
        Error::Connect { kind, message } => (*kind, message),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_login_with_banner_and_enable_ends_in_the_home_mode() {
    run(async {
        let session = logged_in(
            "iosxe",
            access(scripts! { |device| {
                device.say("\r\nUser Access Verification\r\n\r\nWelcome to R1#\r\n\r\nUsername: ").await;
                device.hears("admin\r").await;
                device.say("admin\r\nPassword: ").await;
                device.hears("cisco123\r").await;
                device.say("\r\nR1>").await;
                device.echoes("enable").await;
                device.say("Password: ").await;
                device.hears("en123\r").await;
                device.say("\r\nR1#").await;
                device.hears_no_more().await;
            }}),
        )
        .await
        .unwrap();
        assert_eq!((session.mode(), session.hostname()), ("enable", "R1"));
    });
}

#[test]
fn a_wrong_password_is_an_error_at_once() {
    run(async {
        let begun = Instant::now();
        let error = logged_in(
            "iosxe",
            access(scripts! { |device| {
                for _ in 0..3 {
                    device.say("Username: ").await;
                    device.hears("admin\r").await;
                    device.say("admin\r\nPassword: ").await;
                    device.hears("cisco123\r").await;
                    device.say("\r\n% Login invalid\r\n\r\n").await;
                }
            }}),
        )
        .await
        .unwrap_err();
        let (kind, message) = failure(&error);
        assert_eq!(kind, ConnectFailure::Authentication);
        assert!(message.contains("of `admin`") && !message.contains("cisco123"), "{message}");
        assert!(begun.elapsed().as_secs() < 1);
    });
}

#[test]
fn a_wrong_enable_password_is_an_error_of_the_login() {
    run(async {
        let error = logged_in(
            "iosxe",
            access(scripts! { |device| {
                device.say("R1>").await;
                device.echoes("enable").await;
                device.say("Password: ").await;
                device.hears("en123\r").await;
                device.say("\r\n% Access denied\r\n\r\nR1>").await;
                device.hears_no_more().await;
            }}),
        )
        .await
        .unwrap_err();
        let (kind, message) = failure(&error);
        assert_eq!(kind, ConnectFailure::Authentication);
        assert!(message.contains("enable"), "{message}");
    });
}

#[test]
fn a_console_that_says_nothing_is_woken() {
    run(async {
        let session = logged_in(
            "iosxe",
            access(scripts! { |device| {
                device.hears("\r").await;
                device.say("\r\nR1 con0 is now available\r\n\r\nPress RETURN to get started.\r\n\r\n").await;
                device.hears("\r").await;
                device.say("\r\nR1#").await;
                device.hears_no_more().await;
            }}),
        )
        .await
        .unwrap();
        assert_eq!(session.mode(), "enable");
    });
}

#[test]
fn a_device_that_says_nothing_is_a_time_out_and_one_that_says_something_else_is_no_dialog() {
    run(async {
        let silent = scripts! { |device| { device.pause(u64::from(u32::MAX)).await; } };
        let error = logged_in("iosxe", access(silent)).await.unwrap_err();
        assert_eq!(failure(&error).0, ConnectFailure::Timeout);

        let strange = scripts! { |device| {
            device.say("HTTP/1.1 400 Bad Request\r\nwhat? ").await;
            std::future::pending::<()>().await;
        }};
        let error = logged_in("iosxe", access(strange)).await.unwrap_err();
        let (kind, message) = failure(&error);
        assert_eq!(kind, ConnectFailure::Dialog);
        assert!(message.contains("`what?`"), "{message}");

        let closing = scripts! { |device| { device.say("too many users\r\n").await; } };
        let error = logged_in("iosxe", access(closing)).await.unwrap_err();
        let (kind, message) = failure(&error);
        assert_eq!(kind, ConnectFailure::Closed);
        assert!(message.contains("`too many users`"), "{message}");
    });
}

#[test]
fn secrets_that_a_device_echoes_are_masked_also_in_two_pieces() {
    run(async {
        let mut session = logged_in(
            "iosxe",
            access_to(
                scripts! { |device| {
                    device.say("R1#").await;
                    device.echoes("show run").await;
                    device.say("username x password hunt").await;
                    device.pause(1).await;
                    device.say("er2\r\nenable hunter2\r\nR1#").await;
                    device.hears_no_more().await;
                }},
                "hunter2",
                "hunter2",
            ),
        )
        .await
        .unwrap();
        let output = session.execute("T", "show run", &asked()).await.unwrap();
        assert_eq!(output.text, "username x password ***\nenable ***");
    });
}

#[test]
fn a_shell_is_given_a_prompt_of_its_own() {
    run(async {
        let mut access = access(scripts! { |device| {
            device.say("Last login: today\r\n\x1b]0;x\x07\x1b[32muser@host\x1b[0m:~$ ").await;
            let mut line = vec![0; 1];
            let mut command = String::new();
            while line[0] != b'\r' {
                device.reads(&mut line).await;
                command.push(char::from(line[0]));
            }
            assert!(command.starts_with("PS1="), "{command}");
            device.say(&format!("{}\r\nhost.example$ ", command.trim_end())).await;
            device.echoes("printf '5$ '").await;
            device.say("5$ ").await;
            device.pause(5000).await;
            device.say("host.example$ ").await;
            device.hears_no_more().await;
        }});
        access.settings.commands = None;
        let mut session = logged_in("linux", access).await.unwrap();
        assert_eq!((session.mode(), session.hostname()), ("shell", "host.example"));
        let output = session.execute("T", "printf '5$ '", &asked()).await.unwrap();
        assert_eq!(output.text, "");
    });
}
