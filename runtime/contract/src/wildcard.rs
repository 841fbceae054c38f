//! Patterns of names in lists of what is allowed: `*` stands for any characters, all else for itself.

/// Whether a text fits a pattern. Linear but for going back to the last `*`, so at worst the product of both
/// lengths.
pub fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut last_star = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                last_star = Some((p, t));
                p += 1;
            }
            Some(byte) if *byte == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match last_star {
                Some((star, from)) => {
                    last_star = Some((star, from + 1));
                    p = star + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
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
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} {text}");
        }
    }
}
