//! Prompts and echoes that are not what they look like.

use std::time::Duration;

use tokio::time::Instant;

use super::devices::{asked, run};
use super::enabled;
use crate::scripts;

#[test]
fn an_answer_is_without_echo_and_prompt_and_comes_at_once() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.answers("show clock", "12:00\r\n\r\nR1#").await;
            device.hears_no_more().await;
        }})
        .await;
        let begun = Instant::now();
        let output = session.execute("T", "show clock", &asked()).await.unwrap();
        assert_eq!((output.text.as_str(), output.cut), ("12:00", 0));
        assert_eq!(begun.elapsed(), Duration::ZERO);
    });
}

#[test]
fn a_prompt_in_the_echo_or_in_the_answer_ends_nothing() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.hears("show history | include R1#\r").await;
            for piece in ["show history | include ", "R1#", "\r\nR1#", "show version\r\nR2#", "\r\n#\r\n", "R1#"] {
                device.say(piece).await;
                device.pause(10).await;
            }
            // The prompt, and not the one that was broken off in the middle.
            device.answers("show clock", "12:00\r\nR1#").await;
            device.hears_no_more().await;
        }})
        .await;
        // `R1#` at the beginning of a line that goes on only later cannot be told from the prompt; what the command
        // says after it is not taken for the answer to the next one.
        let output = session.execute("T", "show history | include R1#", &asked()).await.unwrap();
        assert_eq!(output.text, "");
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(session.execute("T", "show clock", &asked()).await.unwrap().text, "12:00");
    });
}

#[test]
fn lines_that_look_like_other_prompts_stay_in_the_answer() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.echoes("show run | include #").await;
            for piece in ["R2#", "\r\n", "hostname#\r\nR1(config)", "x#\r\nR1# \r\nlast\r\n", "R1#"] {
                device.say(piece).await;
                device.pause(10).await;
            }
            device.hears_no_more().await;
        }})
        .await;
        let output = session.execute("T", "show run | include #", &asked()).await.unwrap();
        assert_eq!(output.text, "R2#\nhostname#\nR1(config)x#\nR1# \nlast");
    });
}

#[test]
fn a_message_that_comes_before_the_echo_is_not_the_answer() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.answers("a", "A\r\nR1#").await;
            device.hears("b\r").await;
            device.say("\r\n*May  1 00:00:00.000: %SYS-5-CONFIG_I: Configured from console\r\nR1#").await;
            device.pause(100).await;
            device.say("b\r\nB\r\nR1#").await;
            device.hears_no_more().await;
        }})
        .await;
        assert_eq!(session.execute("T", "a", &asked()).await.unwrap().text, "A");
        assert_eq!(session.execute("T", "b", &asked()).await.unwrap().text, "B");
    });
}

#[test]
fn a_message_behind_the_prompt_does_not_hide_it() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device
                .answers("a", "A\r\nR1#\r\n*May  1 00:00:00.000: %SYS-5-CONFIG_I: Configured from console\r\n")
                .await;
            device.answers("b", "B\r\nR1#").await;
            device.hears_no_more().await;
        }})
        .await;
        assert_eq!(
            session.execute("T", "a", &asked()).await.unwrap().text,
            "A\nR1#\n*May  1 00:00:00.000: %SYS-5-CONFIG_I: Configured from console"
        );
        assert_eq!(session.execute("T", "b", &asked()).await.unwrap().text, "B");
    });
}

#[test]
fn pieces_of_one_byte_are_as_good_as_the_whole() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.hears("show x\r").await;
            for byte in b"show x\r\n\x1b[1mR1\x1b[0m gr\xc3\xbc\xc3\x9fe\r\n\x1b[?2004hR1#" {
                device.say_bytes(&[*byte]).await;
                device.pause(5).await;
            }
            device.hears_no_more().await;
        }})
        .await;
        assert_eq!(session.execute("T", "show x", &asked()).await.unwrap().text, "R1 grüße");
    });
}

#[test]
fn an_echo_that_is_wrapped_and_drawn_again_is_removed() {
    run(async {
        let long = format!("show {}", "interfaces ".repeat(60)).trim_end().to_owned();
        let sent = long.clone();
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.hears(&format!("{sent}\r")).await;
            let (one, other) = sent.split_at(508);
            device.say(&format!("{one} \r{other}\r\nA\r\nR1#")).await;
            device.hears("show version\r").await;
            device.say("sh\x08\x08\rR1#show version\x1b[K\r\nB\r\nR1#").await;
            device.hears_no_more().await;
        }})
        .await;
        assert_eq!(session.execute("T", &long, &asked()).await.unwrap().text, "A");
        assert_eq!(session.execute("T", "show version", &asked()).await.unwrap().text, "B");
    });
}

#[test]
fn a_device_that_does_not_echo_is_waited_for_once_only() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            for n in 0..3 {
                device.hears("show x\r").await;
                device.say(&format!("{n}\nR1#")).await;
            }
            device.hears_no_more().await;
        }})
        .await;
        assert_eq!(session.execute("T", "show x", &asked()).await.unwrap().text, "0");
        let begun = Instant::now();
        assert_eq!(session.execute("T", "show x", &asked()).await.unwrap().text, "1");
        assert_eq!(session.execute("T", "show x", &asked()).await.unwrap().text, "2");
        assert_eq!(begun.elapsed(), Duration::ZERO);
    });
}

#[test]
fn a_name_that_changes_is_followed() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.answers("config term", "R1(config)#").await;
            device.answers("hostname core-9", "core-9(config)#").await;
            device.answers("end", "core-9#").await;
            device.answers("show x", "X\r\nR1#\r\ncore-9#").await;
            device.hears_no_more().await;
        }})
        .await;
        let lines = ["hostname core-9".to_owned()];
        let begun = Instant::now();
        assert_eq!(session.configure("T", &lines, &asked()).await.unwrap().1, "enable");
        assert_eq!(session.hostname(), "core-9");
        assert_eq!(session.execute("T", "show x", &asked()).await.unwrap().text, "X\nR1#");
        assert_eq!(begun.elapsed(), Duration::ZERO);
    });
}

#[test]
fn what_was_typed_over_is_not_in_the_answer() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.echoes("show x").await;
            device.say("one\r\n --More-- ").await;
            device.hears(" ").await;
            device.say("\x08\x08\x08\x08\x08\x08\x08\x08\x08\x08          ").await;
            device.say("\x08\x08\x08\x08\x08\x08\x08\x08\x08\x08  2\r\n --More-- ").await;
            device.hears(" ").await;
            device.say("\r          \r3\r\nR1#").await;
            device.hears_no_more().await;
        }})
        .await;
        assert_eq!(session.execute("T", "show x", &asked()).await.unwrap().text, "one\n  2\n3");
    });
}
