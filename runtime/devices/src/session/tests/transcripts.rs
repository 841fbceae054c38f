//! What people may read afterwards.

use super::super::{Session, Transcript};
use super::access_to;
use super::devices::{Written, asked, platform, run};
use crate::scripts;

fn without_times(text: &str) -> String {
    let line = |line: &str| match line.strip_prefix("--- ") {
        // `--- 2026-11-25 02:04:03.123Z Task-1: …`
        Some(rest) => format!("--- {}", rest.splitn(3, ' ').last().unwrap_or_default()),
        None => line.to_owned(),
    };
    text.lines().map(|text| line(text) + "\n").collect()
}

#[test]
fn a_transcript_has_both_sides_and_who_asked_and_no_secrets() {
    run(async {
        let written = Written::default();
        let access = access_to(
            scripts! { |device| {
                device.say("Username: ").await;
                device.hears("admin\r").await;
                device.say("admin\r\nPassword: ").await;
                device.hears("hunter2\r").await;
                device.say("\r\nR1#").await;
                device.echoes("show x").await;
                device.say("\x1b[31mred\x1b[0m --- forged\r\nhunt").await;
                device.pause(1).await;
                device.say("er2\x07\r\nR1#").await;
                device.answers("exit", "").await;
            }},
            "hunter2",
            "hunter2",
        );
        let transcript = Transcript::new(Box::new(written.clone()), 1 << 20);
        let (mut session, _) =
            Session::connect_by(access, platform("iosxe"), transcript, "job", None).await.unwrap();
        session.execute("Task-1\n--- x", "show x", &asked()).await.unwrap();
        session.close("job").await;
        assert_eq!(
            without_times(&written.text()),
            "--- job: connect to `R1` via `cli`\n\
             < Username: \n\
             > admin\n\
             < admin\n\
             < Password: \n\
             > ***\n\
             < \n\
             --- Task-1\\n--- x: execute\n\
             < R1#\n\
             > show x\n\
             < show x\n\
             < red --- forged\n\
             < ***\n\
             --- job: disconnect\n\
             < R1#\n\
             > exit\n\
             < exit\n\
             --- job: closed by the device\n"
        );
    });
}

#[test]
fn a_transcript_is_bounded_and_says_when_it_was_cut() {
    run(async {
        let written = Written::default();
        let access = access_to(
            scripts! { |device| {
                device.say("R1#").await;
                device.echoes("show x").await;
                device.say(&"line of text\r\n".repeat(1000)).await;
                device.say("R1#").await;
                device.hears_no_more().await;
            }},
            "hunter2",
            "hunter2",
        );
        let transcript = Transcript::new(Box::new(written.clone()), 2000);
        let (mut session, _) =
            Session::connect_by(access, platform("iosxe"), transcript, "job", None).await.unwrap();
        session.execute("T", "show x", &asked()).await.unwrap();
        let text = written.text();
        assert!(
            text.len() < 2100 && text.ends_with("--- cut: a transcript is 2000 bytes at most\n"),
            "{text}"
        );
    });
}
