//! Patterns of names in lists of what is allowed: `*` stands for any characters, all else for itself.

/// Whether a text fits a pattern. Linear in both lengths, whatever they hold: some patterns and texts are
/// guests'.
pub fn fits(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let (middle, tail) = rest.rsplit_once('*').unwrap_or(("", rest));
    let Some(text) = text.strip_prefix(head).and_then(|text| text.strip_suffix(tail)) else { return false };
    // What stands between two stars is best found as early as can be: that leaves most for the rest.
    let mut left = text;
    middle.split('*').all(|part| match left.find(part) {
        Some(at) => {
            left = &left[at + part.len()..];
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::fits;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, text, expected) in [
            ("HOME", "HOME", true),
            ("HOME", "HOME2", false),
            ("HOME", "home", false),
            ("SCRIPT_*", "SCRIPT_", true),
            ("SCRIPT_*", "SCRIPT_ONE", true),
            ("SCRIPT_*", "MY_SCRIPT_ONE", false),
            ("*_URL", "DB_URL", true),
            ("*-pe-*", "fra-pe-1", true),
            ("A*B*C", "AxBxBxC", true),
            ("A*B*C", "AxBxBx", false),
            ("*a", "ab", false),
            ("*", "anything", true),
            ("**", "", true),
            ("ä*", "äö", true),
            ("*aab", "aaaaaab", true),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("a*b*a", "aba", true),
            ("a**b", "ab", true),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
    }

    /// What a star is, tried out in all ways.
    fn fits_by_trying(pattern: &[char], text: &[char]) -> bool {
        match pattern.split_first() {
            None => text.is_empty(),
            Some(('*', rest)) => (0..=text.len()).any(|taken| fits_by_trying(rest, &text[taken..])),
            Some((first, rest)) => text.first() == Some(first) && fits_by_trying(rest, &text[1..]),
        }
    }

    proptest! {
        #[test]
        fn a_text_fits_if_there_is_a_way(pattern in "[abä*]{0,8}", text in "[abä*]{0,10}") {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(fits(&pattern, &text), fits_by_trying(&chars(&pattern), &chars(&text)));
        }
    }
}
