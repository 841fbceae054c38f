//! The names of the allow-list: as they are, or with `*` for any characters.

use std::str::FromStr;

use easypy_contract::wildcard;

/// A name, or a pattern of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern(String);

impl Pattern {
    pub(crate) fn matches(&self, name: &str) -> bool {
        wildcard::fits(&self.0, name)
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

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_name_stands_for_itself_and_a_star_for_more() {
        let matches = |pattern: &str, name| pattern.parse::<Pattern>().unwrap().matches(name);
        assert!(matches("HOME", "HOME") && matches("SCRIPT_*", "SCRIPT_ONE"));
        assert!(!matches("HOME", "HOME2"));
    }

    #[test]
    fn values_are_not_given_on_the_command_line() {
        assert!("A=1".parse::<Pattern>().unwrap_err().contains("A=… easypy-wasm … --env A"));
        assert!("".parse::<Pattern>().is_err());
    }
}
