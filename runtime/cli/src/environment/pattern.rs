//! The names of the allow-list: as they are, or with `*` for any characters.

use std::str::FromStr;

/// A name, or a pattern of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern(String);

impl Pattern {
    pub(crate) fn matches(&self, name: &str) -> bool {
        matches(self.0.as_bytes(), name.as_bytes())
    }

    /// The name, if it is no more than that.
    pub(crate) fn exact(&self) -> Option<&str> {
        (!self.0.contains('*')).then_some(self.0.as_str())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Pattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Pattern, String> {
        if text.is_empty() {
            return Err("the name of an environment variable is needed".to_owned());
        }
        if let Some((name, _)) = text.split_once('=') {
            return Err(format!(
                "only the name is given, and the value is taken from the environment: {name}=… easypy-wasm … --env {name}"
            ));
        }
        Ok(Pattern(text.to_owned()))
    }
}

/// Whether a text fits a pattern. Linear but for going back to the last `*`, so at worst the product of both
/// lengths.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
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
    use super::Pattern;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, name, fits) in [
            ("HOME", "HOME", true),
            ("HOME", "HOME2", false),
            ("HOME", "home", false),
            ("SCRIPT_*", "SCRIPT_", true),
            ("SCRIPT_*", "SCRIPT_ONE", true),
            ("SCRIPT_*", "MY_SCRIPT_ONE", false),
            ("*_URL", "DB_URL", true),
            ("A*B*C", "AxBxBxC", true),
            ("A*B*C", "AxBxBx", false),
            ("*", "anything", true),
            ("**", "", true),
            ("ä*", "äö", true),
            ("*aab", "aaaaaab", true),
        ] {
            assert_eq!(pattern.parse::<Pattern>().unwrap().matches(name), fits, "{pattern} {name}");
        }
    }

    #[test]
    fn values_are_not_given_on_the_command_line() {
        assert!("A=1".parse::<Pattern>().unwrap_err().contains("A=… easypy-wasm … --env A"));
        assert!("".parse::<Pattern>().is_err());
    }
}
