//! The telnet protocol, RFC 854 and 855, as bytes in and bytes out.
//!
//! A server that negotiates nothing is a plain TCP connection, so nothing is offered unasked, and carriage
//! returns are written as telnet wants them only once the server has shown that it speaks telnet.

use super::super::{TERMINAL, WINDOW};

const SE: u8 = 240;
const SB: u8 = 250;
const WILL: u8 = 251;
const WONT: u8 = 252;
const DO: u8 = 253;
const DONT: u8 = 254;
const IAC: u8 = 255;

const ECHO: u8 = 1;
const SUPPRESS_GO_AHEAD: u8 = 3;
const TERMINAL_TYPE: u8 = 24;
const WINDOW_SIZE: u8 = 31;

/// Asks for the kind of terminal, and says it (RFC 1091).
const SEND: u8 = 1;
const IS: u8 = 0;

const CR: u8 = b'\r';
const LF: u8 = b'\n';
const NUL: u8 = 0;

/// Bytes of a subnegotiation that are looked at; the rest is passed over.
const SUBNEGOTIATION: usize = 64;

/// Answers that wait to be written. A server that asks on and on without reading what it is told gets no more.
const ANSWERS: usize = 4096;

/// Where in the stream the decoder is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    #[default]
    Data,
    /// Behind a carriage return.
    Return,
    /// Behind an IAC.
    Command,
    /// Behind WILL, WONT, DO or DONT.
    Option(u8),
    /// Within a subnegotiation.
    Sub,
    /// Within one, behind an IAC.
    SubCommand,
}

/// One side's options: 256 flags.
#[derive(Clone, Copy, Debug, Default)]
struct Options([u64; 4]);

impl Options {
    fn has(&self, option: u8) -> bool {
        self.0[usize::from(option) / 64] >> (option % 64) & 1 == 1
    }

    fn set(&mut self, option: u8, on: bool) {
        let bit = 1 << (option % 64);
        let word = &mut self.0[usize::from(option) / 64];
        if on { *word |= bit } else { *word &= !bit }
    }
}

/// What has been agreed, and where in what the server sends we are.
#[derive(Debug, Default)]
pub(super) struct Codec {
    at: At,
    sub: Vec<u8>,
    /// What the server does.
    theirs: Options,
    /// What we do.
    ours: Options,
    /// Whether the server has asked for something, or offered it.
    speaks: bool,
    /// Whether the last byte that was encoded was a carriage return whose second half is not written yet.
    returned: bool,
}

impl Codec {
    /// Appends the data among some bytes, and the answers to what else there is. Any bytes are taken, however
    /// they are cut.
    pub(super) fn decode(&mut self, bytes: &[u8], data: &mut Vec<u8>, answers: &mut Vec<u8>) {
        let mut rest = bytes;
        loop {
            if self.at == At::Data {
                // Most of what comes is this.
                let plain = rest.iter().position(|byte| matches!(*byte, IAC | CR)).unwrap_or(rest.len());
                data.extend_from_slice(&rest[..plain]);
                rest = &rest[plain..];
            }
            let Some((&byte, behind)) = rest.split_first() else { return };
            rest = behind;
            self.at = match (self.at, byte) {
                (At::Data | At::Return, IAC) => At::Command,
                // A carriage return alone is written with a NUL behind it.
                (At::Return, NUL) => At::Data,
                (At::Data | At::Return, byte) => {
                    data.push(byte);
                    if byte == CR { At::Return } else { At::Data }
                }
                (At::Command, IAC) => {
                    data.push(IAC);
                    At::Data
                }
                (At::Command, WILL | WONT | DO | DONT) => At::Option(byte),
                (At::Command, SB) => {
                    self.sub.clear();
                    At::Sub
                }
                // NOP, GA, data marks and what else has no meaning for a client.
                (At::Command, _) => At::Data,
                (At::Option(verb), option) => {
                    self.negotiate(verb, option, answers);
                    At::Data
                }
                (At::Sub, IAC) => At::SubCommand,
                (At::Sub, byte) => self.within(byte),
                (At::SubCommand, SE) => {
                    self.subnegotiated(answers);
                    At::Data
                }
                (At::SubCommand, IAC) => self.within(IAC),
                // It was not ended, and something else begins.
                (At::SubCommand, WILL | WONT | DO | DONT) => At::Option(byte),
                (At::SubCommand, _) => At::Data,
            };
        }
    }

    fn within(&mut self, byte: u8) -> At {
        if self.sub.len() < SUBNEGOTIATION {
            self.sub.push(byte);
        }
        At::Sub
    }

    /// Only a change is answered, so that no two sides can go on for ever (RFC 854, rule b).
    fn negotiate(&mut self, verb: u8, option: u8, answers: &mut Vec<u8>) {
        let answer = match verb {
            WILL | DO => {
                self.speaks = true;
                let (state, wanted, yes, no) = match verb {
                    WILL => (&mut self.theirs, matches!(option, ECHO | SUPPRESS_GO_AHEAD), DO, DONT),
                    _ => {
                        let wanted = matches!(option, SUPPRESS_GO_AHEAD | TERMINAL_TYPE | WINDOW_SIZE);
                        (&mut self.ours, wanted, WILL, WONT)
                    }
                };
                match (wanted, state.has(option)) {
                    (true, true) => return,
                    (true, false) => {
                        state.set(option, true);
                        yes
                    }
                    (false, _) => no,
                }
            }
            _ => {
                let (state, no) =
                    if verb == WONT { (&mut self.theirs, DONT) } else { (&mut self.ours, WONT) };
                if !state.has(option) {
                    return;
                }
                state.set(option, false);
                no
            }
        };
        say(answers, &[IAC, answer, option]);
        if (answer, option) == (WILL, WINDOW_SIZE) {
            let (columns, rows) = WINDOW;
            let mut size = vec![WINDOW_SIZE];
            size.extend(columns.to_be_bytes());
            size.extend(rows.to_be_bytes());
            say(answers, &subnegotiation(&size));
        }
    }

    fn subnegotiated(&mut self, answers: &mut Vec<u8>) {
        if self.sub == [TERMINAL_TYPE, SEND] && self.ours.has(TERMINAL_TYPE) {
            let mut kind = vec![TERMINAL_TYPE, IS];
            kind.extend(TERMINAL.to_ascii_uppercase().bytes());
            say(answers, &subnegotiation(&kind));
        }
    }

    /// Appends data as it goes to the server.
    pub(super) fn encode(&mut self, data: &[u8], wire: &mut Vec<u8>) {
        for &byte in data {
            if std::mem::take(&mut self.returned) && byte != LF {
                wire.push(NUL);
            }
            wire.push(byte);
            match byte {
                IAC => wire.push(IAC),
                CR => self.returned = self.speaks,
                _ => {}
            }
        }
    }

    /// Appends what is still owed when nothing more is to be sent for now: the second half of a carriage return.
    pub(super) fn finish(&mut self, wire: &mut Vec<u8>) {
        if std::mem::take(&mut self.returned) {
            wire.push(NUL);
        }
    }
}

fn subnegotiation(content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![IAC, SB];
    for &byte in content {
        bytes.push(byte);
        if byte == IAC {
            bytes.push(IAC);
        }
    }
    bytes.extend([IAC, SE]);
    bytes
}

fn say(answers: &mut Vec<u8>, answer: &[u8]) {
    if answers.len() + answer.len() <= ANSWERS {
        answers.extend(answer);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(codec: &mut Codec, bytes: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let (mut data, mut answers) = (Vec::new(), Vec::new());
        codec.decode(bytes, &mut data, &mut answers);
        (data, answers)
    }

    fn encoded(codec: &mut Codec, data: &[u8]) -> Vec<u8> {
        let mut wire = Vec::new();
        codec.encode(data, &mut wire);
        codec.finish(&mut wire);
        wire
    }

    #[test]
    fn echo_and_no_go_aheads_are_taken_once_and_the_rest_is_refused() {
        let mut codec = Codec::default();
        let asked = [IAC, WILL, ECHO, IAC, WILL, SUPPRESS_GO_AHEAD, IAC, DO, ECHO, IAC, WILL, 5, IAC, DO, 39];
        let (data, answers) = decoded(&mut codec, &asked);
        assert_eq!(data, b"");
        assert_eq!(
            answers,
            [IAC, DO, ECHO, IAC, DO, SUPPRESS_GO_AHEAD, IAC, WONT, ECHO, IAC, DONT, 5, IAC, WONT, 39]
        );
        // Said again, what is agreed is no news.
        assert_eq!(decoded(&mut codec, &asked[..6]).1, b"");
        // Neither is that what was never on is off.
        assert_eq!(decoded(&mut codec, &[IAC, WONT, 5, IAC, DONT, 39]).1, b"");
        // But what was on and is not any more is acknowledged, once.
        assert_eq!(decoded(&mut codec, &[IAC, WONT, ECHO, IAC, WONT, ECHO]).1, [IAC, DONT, ECHO]);
    }

    #[test]
    fn the_terminal_is_wide_and_has_a_name() {
        let mut codec = Codec::default();
        let window = [IAC, SB, WINDOW_SIZE, 1, IAC, IAC, 0, 24, IAC, SE];
        let mut expected = vec![IAC, WILL, WINDOW_SIZE];
        expected.extend(window);
        assert_eq!(decoded(&mut codec, &[IAC, DO, WINDOW_SIZE]).1, expected);
        // Nobody is told the terminal's name before it was agreed that it would be.
        let asks = [IAC, SB, TERMINAL_TYPE, SEND, IAC, SE];
        assert_eq!(decoded(&mut codec, &asks).1, b"");
        assert_eq!(decoded(&mut codec, &[IAC, DO, TERMINAL_TYPE]).1, [IAC, WILL, TERMINAL_TYPE]);
        let mut name = vec![IAC, SB, TERMINAL_TYPE, IS];
        name.extend(b"VT100");
        name.extend([IAC, SE]);
        assert_eq!(decoded(&mut codec, &asks).1, name);
    }

    #[test]
    fn commands_are_taken_out_of_what_surrounds_them() {
        let mut codec = Codec::default();
        let bytes = [
            b'a', IAC, 249, b'b', IAC, IAC, b'c', IAC, SB, 5, b'x', IAC, IAC, IAC, SE, b'd', CR, NUL, CR, LF,
        ];
        assert_eq!(decoded(&mut codec, &bytes).0, b"ab\xffcd\r\r\n");
    }

    #[test]
    fn a_server_that_negotiates_nothing_gets_what_is_written() {
        let mut codec = Codec::default();
        // As Unicon's mock devices do: it says what it does not do, and takes bytes as they come.
        assert_eq!(decoded(&mut codec, &[IAC, WONT, ECHO]), (vec![], vec![]));
        assert_eq!(encoded(&mut codec, b"a\rb\r\n\n"), b"a\rb\r\n\n");
        decoded(&mut codec, &[IAC, WILL, ECHO]);
        assert_eq!(encoded(&mut codec, b"a\rb\r\n\n\r"), b"a\r\0b\r\n\n\r\0");
    }

    #[test]
    fn endless_questions_do_not_pile_up_answers() {
        let mut codec = Codec::default();
        let (_, answers) = decoded(&mut codec, &[IAC, DO, 200].repeat(100_000));
        assert!(answers.len() <= ANSWERS);
        let (data, _) = decoded(&mut codec, &[&[IAC, SB][..], &[7; 100_000], &[IAC, SE, b'x']].concat());
        assert_eq!(data, b"x");
        assert!(codec.sub.capacity() <= 2 * SUBNEGOTIATION);
    }

    proptest! {
        #[test]
        fn any_bytes_survive(data in proptest::collection::vec(prop_oneof![Just(IAC), Just(CR), Just(LF), Just(NUL), any::<u8>()], 0..200)) {
            let mut us = Codec { speaks: true, ..Codec::default() };
            let wire = encoded(&mut us, &data);
            prop_assert_eq!(decoded(&mut Codec::default(), &wire).0, data);
        }

        #[test]
        fn it_does_not_matter_how_bytes_are_cut(
            bytes in proptest::collection::vec(prop_oneof![Just(IAC), 240u8..=255, Just(CR), Just(NUL), 0u8..40, any::<u8>()], 0..300),
            size in 1usize..20,
        ) {
            let whole = decoded(&mut Codec::default(), &bytes);
            let (mut codec, mut data, mut answers) = (Codec::default(), Vec::new(), Vec::new());
            for chunk in bytes.chunks(size) {
                codec.decode(chunk, &mut data, &mut answers);
            }
            prop_assert_eq!(&(data, answers), &whole);
            prop_assert!(whole.0.len() <= bytes.len());
        }

        #[test]
        fn what_is_written_in_pieces_is_written_as_one(data in proptest::collection::vec(prop_oneof![Just(IAC), Just(CR), Just(LF), any::<u8>()], 0..100), size in 1usize..9) {
            let speaking = || Codec { speaks: true, ..Codec::default() };
            let whole = encoded(&mut speaking(), &data);
            let (mut codec, mut wire) = (speaking(), Vec::new());
            for chunk in data.chunks(size) {
                codec.encode(chunk, &mut wire);
            }
            codec.finish(&mut wire);
            prop_assert_eq!(wire, whole);
        }
    }
}
