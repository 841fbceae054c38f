//! `env.txt`: what a run ran with (SPEC 3.3), without its secrets.

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use super::secrets::masked;
use crate::text::visible;

/// What `env.txt` says.
pub(crate) struct EnvFile<'a> {
    /// What the run is, in order.
    pub(crate) runtime: &'a [(&'static str, String)],
    /// The settings that the command line made, in order.
    pub(crate) settings: &'a [(&'static str, String)],
    /// The host's environment.
    pub(crate) environment: Vec<(String, String)>,
    /// The names of those variables that guests see.
    pub(crate) passed_on: Vec<&'a str>,
}

/// Writes the file; there is none yet.
///
/// # Errors
/// It cannot be written.
pub(crate) fn write(path: &Path, content: EnvFile<'_>) -> io::Result<()> {
    let text = render(content);
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?.write_all(text.as_bytes())
}

fn render(mut content: EnvFile<'_>) -> String {
    content.environment.sort();
    let mut text = String::new();
    section(&mut text, "Runtime values", content.runtime.iter().map(|(name, value)| (*name, value.as_str())));
    section(&mut text, "Settings", content.settings.iter().map(|(name, value)| (*name, value.as_str())));
    let passed_on: Vec<_> = content.passed_on.iter().map(|name| (*name, "")).collect();
    section(&mut text, "Environment variables that guests see", passed_on);
    let environment = content.environment.iter().map(|(name, value)| (name.as_str(), masked(name, value)));
    let environment: Vec<_> = environment.collect();
    let environment = environment.iter().map(|(name, value)| (*name, value.as_ref()));
    section(&mut text, "Environment variables of the host (what looks like a secret is masked)", environment);
    text
}

fn section<'a>(text: &mut String, title: &str, rows: impl IntoIterator<Item = (&'a str, &'a str)>) {
    // Writing to a String does not fail.
    if !text.is_empty() {
        text.push('\n');
    }
    let _ = writeln!(text, "{title}\n{}", "-".repeat(title.chars().count()));
    let mut empty = true;
    for (name, value) in rows {
        empty = false;
        let separator = if value.is_empty() { "" } else { " = " };
        let _ = writeln!(text, "{}{separator}{}", visible(name), visible(value));
    }
    if empty {
        text.push_str("(none)\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_and_nothing_can_forge_a_line() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let text = render(EnvFile {
            runtime: &[("uid", "job_1".into())],
            settings: &[("spawner", "fork".into())],
            environment: vec![
                pair("PASSWORD", "hunter2"),
                pair("EVIL", "a\nSettings\u{1b}[2J"),
                pair("HOME", "/root"),
            ],
            passed_on: vec!["HOME"],
        });
        insta::assert_snapshot!(text, @r"
        Runtime values
        --------------
        uid = job_1

        Settings
        --------
        spawner = fork

        Environment variables that guests see
        -------------------------------------
        HOME

        Environment variables of the host (what looks like a secret is masked)
        ----------------------------------------------------------------------
        EVIL = a\nSettings\x1b[2J
        HOME = /root
        PASSWORD = ********
        ");
    }

    #[test]
    fn nothing_passed_on_is_said_so() {
        let text = render(EnvFile { runtime: &[], settings: &[], environment: vec![], passed_on: vec![] });
        assert_eq!(text.matches("(none)").count(), 4);
    }
}
