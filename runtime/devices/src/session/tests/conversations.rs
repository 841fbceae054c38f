//! `send` and `expect`.

use std::time::Duration;

use easypy_contract::testbed::Error;

use super::devices::{asked, run};
use super::enabled;
use crate::scripts;

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn a_conversation_takes_what_it_expects_and_the_session_knows_its_mode_afterwards() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.hears("copy a b\r").await;
            device.say("copy a b\r\nDestination filename [b]? ").await;
            device.hears("\r").await;
            device.say("\r\n1234 bytes copied\r\nR1#").await;
            device.answers("show x", "X\r\nR1#").await;
            device.hears("conf t\r").await;
            device.say("conf t\r\nR1(config)#").await;
            device.answers("end", "R1#").await;
            device.hears_no_more().await;
        }})
        .await;
        session.send("T", "copy a b\r").await.unwrap();
        let matched = session.expect("T", &texts(&["nothing", r"filename \[(\w+)\]\?"]), None).await.unwrap();
        assert_eq!(matched.index, 1);
        assert_eq!(matched.before.text, "copy a b\nDestination ");
        assert_eq!(matched.groups[1].as_deref(), Some("b"));
        session.send("T", "\r").await.unwrap();
        let matched = session.expect("T", &texts(&[r"(\d+) bytes", "#"]), None).await.unwrap();
        assert_eq!(matched.groups[1].as_deref(), Some("1234"));
        assert_eq!(session.execute("T", "show x", &asked()).await.unwrap().text, "X");
        session.send("T", "conf t\r").await.unwrap();
        session.expect("T", &texts(&["#"]), None).await.unwrap();
        assert_eq!(session.mode(), "config");
        assert!(session.needs_restore());
        session.go_home("T").await.unwrap();
        assert_eq!(session.mode(), "enable");
    });
}

#[test]
fn what_is_not_expected_in_time_stays_to_be_expected() {
    run(async {
        let mut session = enabled(scripts! { |device| {
            device.say("R1#").await;
            device.hears("x").await;
            device.say("one two").await;
            std::future::pending::<()>().await;
        }})
        .await;
        session.send("T", "x").await.unwrap();
        let wait = Some(Duration::from_secs(1));
        let error = session.expect("T", &texts(&["three"]), wait).await.unwrap_err();
        let Error::Timeout { output, .. } = error else { panic!("{error:?}") };
        assert_eq!(output.text, "one two");
        let matched = session.expect("T", &texts(&["two"]), wait).await.unwrap();
        assert_eq!(matched.before.text, "one ");
    });
}
