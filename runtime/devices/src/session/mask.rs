//! Secrets in what a device says.

use std::borrow::Cow;

use easypy_testbed::MASK;
use regex::{Regex, RegexBuilder};
use zeroize::Zeroizing;

use super::screen::OVERLAP;

/// A text of less tells nothing, and masking it would tell it.
const SHORTEST: usize = 3;
/// A longer one is looked for in pieces, each of which is masked.
const LONGEST: usize = OVERLAP / 4;

/// Texts that must not be shown.
#[derive(Clone)]
pub struct Mask {
    all: Option<Regex>,
    /// Without the words that such a device says anyway.
    but_words: Option<Regex>,
}

impl Mask {
    /// `words` are known to all: in what guests read they stay, since it would not be readable without them.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a str>, words: &[String]) -> Mask {
        let mut texts: Vec<Zeroizing<String>> = Vec::new();
        for line in secrets.into_iter().flat_map(str::lines).map(str::trim) {
            let chars: Vec<char> = line.chars().collect();
            texts.extend(chars.chunks(LONGEST).map(|piece| Zeroizing::new(piece.iter().collect())));
        }
        texts.retain(|text| text.chars().count() >= SHORTEST);
        // A longer one first: it may begin with a shorter one.
        texts.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        texts.dedup();
        let all = compiled(texts.iter());
        let but_words = compiled(texts.iter().filter(|text| !words.contains(text)));
        Mask { all, but_words }
    }

    /// For people: everything masked.
    pub(crate) fn for_log<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.all.as_ref().map_or(Cow::Borrowed(text), |all| all.replace_all(text, MASK))
    }

    /// For guests.
    pub(crate) fn for_guest<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.but_words.as_ref().map_or(Cow::Borrowed(text), |all| all.replace_all(text, MASK))
    }
}

impl std::fmt::Debug for Mask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mask")
    }
}

fn compiled<'a>(texts: impl Iterator<Item = &'a Zeroizing<String>>) -> Option<Regex> {
    let escaped: Vec<String> = texts.map(|text| regex::escape(text)).collect();
    if escaped.is_empty() {
        return None;
    }
    // As large as it must be: it is the testbed's, and a secret that is not looked for would be told.
    let pattern = Zeroizing::new(escaped.join("|"));
    RegexBuilder::new(&pattern).size_limit(usize::MAX).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_the_longest_first_and_short_texts_stay() {
        let mask = Mask::new(["lab", "lab-secret", "x", "", "a.c"], &[]);
        assert_eq!(mask.for_log("x lab-secret lab abc a.c"), "x *** *** abc ***");
        assert_eq!(Mask::new([], &[]).for_log("lab"), "lab");
    }

    #[test]
    fn a_word_that_everybody_knows_is_masked_for_people_only() {
        let mask = Mask::new(["cisco", "cisco123"], &["cisco".to_owned()]);
        assert_eq!(mask.for_log("cisco cisco123"), "*** ***");
        assert_eq!(mask.for_guest("cisco cisco123"), "cisco ***");
    }

    #[test]
    fn a_secret_of_several_lines_is_masked_line_by_line_and_a_long_one_in_pieces() {
        let long = "k".repeat(LONGEST + 10);
        let mask = Mask::new(["one\ntwo\r\n", &long], &[]);
        assert_eq!(mask.for_log("one, two"), "***, ***");
        assert_eq!(mask.for_log(&long), "******");
    }
}
