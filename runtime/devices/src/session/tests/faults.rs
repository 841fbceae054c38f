//! Devices that fail in the middle, and callers that go away.

use std::time::Duration;

use easypy_contract::testbed::{ConnectFailure, Error, ReplyTo};
use tokio::time::timeout;

use super::super::{How, OUTPUT_BYTES};
use super::devices::{asked, run};
use super::enabled;
use crate::scripts;

#[test]
fn after_a_time_out_the_late_answer_is_not_taken_for_the_next_one() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.answers("a", "A\r\nR1#").await;
            device.echoes("slow").await;
            device.say("half").await;
            device.pause(11_000).await;
            device.hears("\u{3}").await;
            device.say(" late\r\nR1#").await;
            device.pause(100).await;
            device.say("^C\r\nR1#").await;
            device.answers("b", "B\r\nR1#").await;
            device.hears_no_more().await;
        }})
        .await;
        session.execute("T", "a", &asked()).await.unwrap();
        let error = session.execute("T", "slow", &asked()).await.unwrap_err();
        let Error::Timeout { after, output } = error else { panic!("{error:?}") };
        assert_eq!((after, output.text.as_str()), (Duration::from_secs(10), "half"));
        assert!(session.needs_restore());
        assert_eq!(session.execute("T", "b", &asked()).await.unwrap().text, "B");
    });
}

#[test]
fn a_caller_that_goes_away_leaves_a_session_that_can_be_restored() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.answers("config term", "R1(config)#").await;
            device.echoes("interface Gi1").await;
            device.hears("\u{3}").await;
            device.say("\r\nR1(config-if)#").await;
            device.answers("end", "R1#").await;
            device.answers("b", "B\r\nR1#").await;
            device.hears_no_more().await;
        }})
        .await;
        let lines = ["interface Gi1".to_owned(), "shutdown".to_owned()];
        let gone = timeout(Duration::from_millis(500), session.configure("T", &lines, &asked())).await;
        assert!(gone.is_err());
        assert_eq!(session.mode(), "unknown");
        let restored = session.restore("host").await.unwrap();
        assert_eq!(restored.how, How::From { mode: "config".to_owned() });
        assert_eq!(restored.mode, "enable");
        assert_eq!(session.execute("T", "b", &asked()).await.unwrap().text, "B");
    });
}

/// A router that is slow at everything it does.
async fn slow_router(mut device: super::Device) {
    let mut prompt = "R1#";
    device.say(prompt).await;
    let mut line = String::new();
    let mut byte = [0];
    loop {
        device.reads(&mut byte).await;
        let c = char::from(byte[0]);
        match c {
            '\u{3}' => line.clear(),
            '\r' => {
                device.pause(7).await;
                prompt = match line.as_str() {
                    "config term" => "R1(config)#",
                    "end" => "R1#",
                    _ => prompt,
                };
                let said =
                    if line.starts_with("show ") { format!("it is {line}\r\n") } else { String::new() };
                line.clear();
                device.say("\r\n").await;
                device.pause(7).await;
                device.say(&said).await;
            }
            c => {
                line.push(c);
                device.say(&c.to_string()).await;
                device.pause(1).await;
                continue;
            }
        }
        device.pause(7).await;
        device.say(prompt).await;
    }
}

#[test]
fn a_caller_may_go_away_at_any_time() {
    run(async {
        let mut session = enabled(vec![super::devices::script(slow_router)]).await;
        let lines = ["interface Gi1".to_owned(), "shutdown".to_owned()];
        for millis in 0..150 {
            let wait = Duration::from_millis(millis);
            let asked = asked();
            let gone = match millis % 2 {
                0 => timeout(wait, session.execute("T", "show clock", &asked)).await.map(drop),
                _ => timeout(wait, session.configure("T", &lines, &asked)).await.map(drop),
            };
            if millis < 30 {
                assert!(gone.is_err());
            }
            if millis % 3 == 0 {
                session.restore("host").await.unwrap();
                assert!(!session.needs_restore());
            } else {
                session.go_home("T").await.unwrap();
            }
            let command = format!("show {millis}");
            let output = session.execute("T", &command, &asked).await.unwrap();
            assert_eq!(output.text, format!("it is {command}"), "after {millis} ms");
        }
    });
}

#[test]
fn a_session_that_was_left_in_another_program_is_opened_again() {
    run(async {
        let mut session = enabled(scripts! {
            |device| {
                device.say("R1#").await;
                device.answers("ssh R2", "R2#").await;
                device.answers("show x", "of R2\r\nR2#").await;
                device.hears_no_more().await;
            }
            |device| {
                device.say("R1#").await;
                device.answers("show x", "of R1\r\nR1#").await;
                device.hears_no_more().await;
            }
        })
        .await;
        session.execute("T", "ssh R2", &asked()).await.unwrap();
        assert!(session.needs_restore());
        assert_eq!(session.execute("T", "show x", &asked()).await.unwrap().text, "of R2");
        session.go_home("T").await.unwrap();
        assert_eq!(session.execute("T", "show x", &asked()).await.unwrap().text, "of R1");
    });
}

#[test]
fn a_session_without_a_way_back_is_opened_again() {
    run(async {
        let mut session = enabled(scripts! {
            |device| {
                device.say("R1#").await;
                device.echoes("a").await;
                // Nothing helps.
                std::future::pending::<()>().await;
                drop(device);
            }
            |device| {
                device.say("R1#").await;
                device.answers("b", "B\r\nR1#").await;
                device.hears_no_more().await;
            }
        })
        .await;
        assert!(matches!(session.execute("T", "a", &asked()).await, Err(Error::Timeout { .. })));
        let restored = session.restore("host").await.unwrap();
        assert!(matches!(restored.how, How::Reconnected { .. }), "{restored:?}");
        assert_eq!(session.execute("T", "b", &asked()).await.unwrap().text, "B");
    });
}

#[test]
fn a_device_that_closes_in_mid_command_is_an_error_with_what_it_said_and_is_opened_again() {
    run(async {
        let mut session = enabled(scripts! {
            |device| {
                device.say("R1#").await;
                device.answers("a", "one\r\ntwo").await;
            }
            |device| {
                device.say("R1#").await;
                device.answers("b", "B\r\nR1#").await;
            }
        })
        .await;
        let error = session.execute("T", "a", &asked()).await.unwrap_err();
        let Error::Closed { output, .. } = error else { panic!("{error:?}") };
        assert_eq!(output.text, "one\ntwo");
        assert!(!session.is_open());
        assert_eq!(session.execute("T", "b", &asked()).await.unwrap().text, "B");
        let error = session.execute("T", "c", &asked()).await.unwrap_err();
        assert!(matches!(error, Error::Connect { kind: ConnectFailure::Refused, .. }), "{error:?}");
    });
}

#[test]
fn a_question_is_answered_by_a_reply_and_else_broken_off() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.echoes("reload").await;
            device.say("Proceed with reload? [confirm]").await;
            device.hears("y\r").await;
            device.say("y\r\ndone\r\nR1#").await;
            device.echoes("reload").await;
            device.say("Proceed with reload? [confirm]").await;
            device.hears("\u{3}").await;
            device.say("\r\nR1#").await;
            device.echoes("clear counters").await;
            device.say("Clear \"show interface\" counters on all interfaces [confirm]").await;
            device.hears("\r").await;
            device.say("\r\nR1#").await;
            device.hears_no_more().await;
        }})
        .await;
        let reply =
            ReplyTo { pattern: r"\[confirm\]".to_owned(), answer: "y".to_owned(), raw: false, again: false };
        let replying = easypy_contract::testbed::Exchange { replies: vec![reply], ..asked() };
        let output = session.execute("T", "reload", &replying).await.unwrap();
        assert_eq!(output.text, "Proceed with reload? [confirm]y\ndone");
        let error = session.execute("T", "reload", &asked()).await.unwrap_err();
        let Error::Command { line, .. } = error else { panic!("{error:?}") };
        assert_eq!(line, "Proceed with reload? [confirm] (it asks, and no reply fits)");
        assert!(!session.needs_restore());
        session.execute("T", "clear counters", &asked()).await.unwrap();
    });
}

#[test]
fn a_reply_is_not_sent_where_a_prompt_stands() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.answers("a", "A#\r\nR1#").await;
            device.hears_no_more().await;
        }})
        .await;
        let reply = ReplyTo { pattern: "#".to_owned(), answer: "reload".to_owned(), raw: false, again: true };
        let replying = easypy_contract::testbed::Exchange { replies: vec![reply], ..asked() };
        assert_eq!(session.execute("T", "a", &replying).await.unwrap().text, "A#");
    });
}

#[test]
fn the_first_line_that_is_refused_is_named_and_nothing_behind_it_is_sent() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.answers("config term", "R1(config)#").await;
            device.answers("interface Gi1", "R1(config-if)#").await;
            device.answers("shutdow", "                ^\r\n% Invalid input detected at '^' marker.\r\n\r\nR1(config-if)#").await;
            device.answers("end", "R1#").await;
            device.hears_no_more().await;
        }})
        .await;
        let lines = ["interface Gi1", "shutdow", "no ip address"].map(str::to_owned);
        let error = session.configure("T", &lines, &asked()).await.unwrap_err();
        let Error::Command { command, line, .. } = error else { panic!("{error:?}") };
        assert_eq!(command, "shutdow");
        assert_eq!(line, "% Invalid input detected at '^' marker.");
        assert!(!session.needs_restore());
        assert_eq!(session.mode(), "enable");
    });
}

#[test]
fn a_flood_is_kept_to_its_beginning() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.echoes("flood").await;
            let lines = format!("{}\r\n", "x".repeat(998)).repeat(1000);
            for _ in 0..30 {
                device.say(&lines).await;
            }
            device.say(&"y".repeat(1_000_000)).await;
            device.say("\r\nR1#").await;
            device.answers("b", "B\r\nR1#").await;
            device.hears_no_more().await;
        }})
        .await;
        let output = session.execute("T", "flood", &asked()).await.unwrap();
        assert_eq!(output.text.len(), OUTPUT_BYTES);
        assert_eq!(output.text.len() as u64 + output.cut, 30 * 1000 * 999 + 1_000_001);
        let limited = easypy_contract::testbed::Exchange { output_limit: Some(1), ..asked() };
        let output = session.execute("T", "b", &limited).await.unwrap();
        assert_eq!((output.text.as_str(), output.cut), ("B", 1));
    });
}

#[test]
fn an_endless_answer_is_a_time_out() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.echoes("flood").await;
            for _ in 0..1000 {
                device.say("xxxxxxxxxxxxxxxxx\r\n").await;
                device.pause(50).await;
            }
        }})
        .await;
        assert!(matches!(session.execute("T", "flood", &asked()).await, Err(Error::Timeout { .. })));
    });
}
