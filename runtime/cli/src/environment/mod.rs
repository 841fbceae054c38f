//! The environment: which of it guests see, and how it is written down without its secrets.

mod file;
mod pattern;
mod secrets;

use std::ffi::OsString;

pub(crate) use file::{EnvFile, write as write_file};
pub(crate) use pattern::Pattern;
pub(crate) use secrets::masked_command;

/// What guests see of an environment.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Visible {
    pub(crate) variables: Vec<(String, String)>,
    /// What a user should know, in words.
    pub(crate) warnings: Vec<String>,
}

/// Selects the variables that the patterns name, sorted by name.
pub(crate) fn select(
    patterns: &[Pattern],
    environment: impl IntoIterator<Item = (OsString, OsString)>,
) -> Visible {
    let mut visible = Visible::default();
    for (name, value) in environment {
        // A name that is not UTF-8 cannot be written in a pattern, but `*` would fit.
        let Ok(name) = name.into_string() else { continue };
        if !patterns.iter().any(|pattern| pattern.matches(&name)) {
            continue;
        }
        match value.into_string() {
            Ok(value) => visible.variables.push((name, value)),
            Err(_) => visible.warnings.push(format!(
                "{name} is not passed on: its value is not UTF-8, and guests have no other texts"
            )),
        }
    }
    visible.variables.sort();
    for pattern in patterns {
        if let Some(name) = pattern.exact()
            && !visible.variables.iter().any(|(set, _)| set == name)
            && !visible.warnings.iter().any(|warning| warning.starts_with(&format!("{name} ")))
        {
            visible.warnings.push(format!("{name} is not passed on: it is not set"));
        }
    }
    visible
}

#[cfg(test)]
mod tests {
    use super::{Pattern, select};
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    fn patterns(texts: &[&str]) -> Vec<Pattern> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn environment() -> Vec<(OsString, OsString)> {
        let mut all: Vec<(OsString, OsString)> =
            [("SCRIPT_B", "2"), ("HOME", "/root"), ("SCRIPT_A", "1"), ("TOKEN", "t")]
                .map(|(name, value)| (name.into(), value.into()))
                .into();
        all.push(("BYTES".into(), OsString::from_vec(vec![0xff])));
        all
    }

    #[test]
    fn guests_see_what_is_named_and_nothing_else() {
        let visible = select(&patterns(&["SCRIPT_*", "HOME"]), environment());
        let names: Vec<_> = visible.variables.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["HOME", "SCRIPT_A", "SCRIPT_B"]);
        assert_eq!(visible.warnings, [""; 0]);
        assert_eq!(select(&[], environment()), super::Visible::default());
    }

    #[test]
    fn names_that_are_not_set_or_not_text_are_pointed_out() {
        let visible = select(&patterns(&["NOPE", "NOPE_*", "BYTES"]), environment());
        assert!(visible.variables.is_empty());
        assert_eq!(
            visible.warnings,
            [
                "BYTES is not passed on: its value is not UTF-8, and guests have no other texts",
                "NOPE is not passed on: it is not set"
            ]
        );
    }
}
