//! Bytes made into text, a piece at a time.

/// What is left of the last piece: the beginning of a character.
#[derive(Clone, Debug, Default)]
pub(crate) struct Utf8 {
    begun: Vec<u8>,
}

const BROKEN: &str = "\u{fffd}";

impl Utf8 {
    /// Passes on the text of the bytes. What is no UTF-8 becomes `U+FFFD`, as `String::from_utf8_lossy` has it.
    pub(crate) fn feed(&mut self, mut bytes: &[u8], mut text: impl FnMut(&str)) {
        while !self.begun.is_empty() {
            let Some((first, rest)) = bytes.split_first() else { return };
            let mut tried = self.begun.clone();
            tried.push(*first);
            match std::str::from_utf8(&tried) {
                Ok(character) => {
                    text(character);
                    self.begun.clear();
                    bytes = rest;
                }
                Err(error) => match error.error_len() {
                    None => {
                        self.begun = tried;
                        bytes = rest;
                    }
                    // The byte belongs to what comes next.
                    Some(_) => {
                        text(BROKEN);
                        self.begun.clear();
                    }
                },
            }
        }
        loop {
            match std::str::from_utf8(bytes) {
                Ok(whole) => return text(whole),
                Err(error) => {
                    let (good, rest) = bytes.split_at(error.valid_up_to());
                    // It has just been found to be good.
                    text(std::str::from_utf8(good).unwrap_or_default());
                    match error.error_len() {
                        Some(length) => {
                            text(BROKEN);
                            bytes = &rest[length..];
                        }
                        None => {
                            self.begun = rest.to_vec();
                            return;
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fed(pieces: &[&[u8]]) -> String {
        let mut utf8 = Utf8::default();
        let mut out = String::new();
        for piece in pieces {
            utf8.feed(piece, |text| out.push_str(text));
        }
        out + if utf8.begun.is_empty() { "" } else { BROKEN }
    }

    #[test]
    fn a_character_may_come_in_two_pieces() {
        assert_eq!(fed(&[b"gr\xc3", b"\xbc\xc3\x9fe \xe2\x82", b"\xac"]), "grüße €");
        assert_eq!(fed(&[b"\xe2\x82", b"x"]), "\u{fffd}x");
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_pieces_are_what_the_whole_is(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0x80..=0xf4u8], 0..40),
            cut in 0..40usize,
        ) {
            let (one, other) = bytes.split_at(cut.min(bytes.len()));
            prop_assert_eq!(fed(&[one, other]), String::from_utf8_lossy(&bytes));
            let single: Vec<&[u8]> = bytes.chunks(1).collect();
            prop_assert_eq!(fed(&single), String::from_utf8_lossy(&bytes));
        }
    }
}
