//! Properties of what is made of a device's bytes.

use proptest::prelude::*;

use super::super::Mask;
use super::super::answer::Answer;
use super::super::echo::Echo;
use super::super::hearing::Hearing;
use super::devices::platform;
use crate::transport::WINDOW;

fn hearing() -> Hearing {
    let mask = std::sync::Arc::new(Mask::new(["hunter2"], &[]));
    let mut hearing = Hearing::new(platform("iosxe"), mask, WINDOW.0);
    hearing.begin(Echo::of("show x", false), Answer::new(None, None));
    hearing.overhear();
    hearing
}

/// All that can be asked of it.
fn told(hearing: &mut Hearing) -> String {
    let look = (hearing.look(&[], false), hearing.look(&[], true), hearing.look_at_login());
    let words = hearing.last_words();
    format!(
        "{look:?} {words} {:?} {:?} {}",
        hearing.take_overheard(),
        hearing.take_answer(false),
        hearing.take_log()
    )
}

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let texts = prop::sample::select(vec![
        "show x",
        "\r\n",
        "R1#",
        "R1(config)#",
        "hunter2",
        "\x1b[K",
        "\x1b[5C",
        "\x1b]0;t\x07",
        "\x08",
        "--More--",
        "x",
        "Password: ",
        "\x1b[2",
        "\r",
        "grüße",
        "[confirm]",
        "\n",
        "\x1b[",
        "%",
    ]);
    let bytes = prop::collection::vec(any::<u8>(), 0..8);
    prop::collection::vec(prop_oneof![texts.prop_map(|text| text.as_bytes().to_vec()), bytes], 0..20)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn bytes_mean_the_same_in_whatever_pieces_they_come(bytes in pieces(), cuts in prop::collection::vec(1..9usize, 1..9)) {
        let mut whole = hearing();
        whole.feed(&bytes);
        let mut cut = hearing();
        let mut rest = bytes.as_slice();
        for length in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, behind) = rest.split_at((*length).min(rest.len()));
            cut.feed(piece);
            rest = behind;
        }
        prop_assert_eq!(told(&mut whole), told(&mut cut));
    }

    #[test]
    fn no_bytes_make_it_fail_and_no_control_characters_get_through(bytes in pieces()) {
        let mut hearing = hearing();
        hearing.feed(&bytes);
        let log = hearing.take_log();
        prop_assert!(!log.contains(|c: char| c.is_control() && c != '\n' && c != '\t'), "{:?}", log);
        let output = hearing.take_answer(false);
        prop_assert!(!output.text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
        prop_assert!(!output.text.contains("hunter2"));
    }
}
