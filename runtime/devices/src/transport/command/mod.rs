//! A program of this machine, on a terminal of its own: mock devices, console tools, `ssh` where this program's
//! own will not do.
//!
//! No shell takes part: the command is split into words as a shell would, and nothing in it is expanded.

mod process;
mod pty;

use std::ffi::{OsStr, OsString};
use std::io;

use easypy_contract::testbed::ConnectFailure;
use easypy_testbed::Testbed;
use easypy_testbed::model::Value;
use zeroize::Zeroizing;

use super::{ConnectError, Opened, Way};

use self::process::Terminal;

/// Starts the program.
pub(super) async fn open(way: &Way<'_>) -> Result<Opened, ConnectError> {
    if way.connection.others.contains_key("proxy") {
        return Err(ConnectError::unsupported(
            "a `command` runs on this machine and takes no `proxy`: leave it out, or let the command itself go there",
        ));
    }
    let words = words(way.connection.command.as_ref())?;
    let name = words[0].to_string();
    // Starting a program copies this one's page tables first.
    let withheld = withheld(way.testbed);
    let started = tokio::task::spawn_blocking(move || Terminal::start(&words, &withheld)).await;
    match started.map_err(io::Error::other).and_then(|started| started) {
        Ok(terminal) => Ok(Opened { wire: Box::new(terminal), authenticated: false }),
        Err(error) => Err(failed(&name, &error)),
    }
}

/// The names of the host's variables that are secrets of the testbed: what guests type to a program could show them.
fn withheld(testbed: &Testbed) -> Vec<OsString> {
    let secrets: Vec<&str> = testbed.secrets().collect();
    let is_secret = |value: &OsStr| secrets.iter().any(|secret| value == *secret);
    std::env::vars_os().filter(|(_, value)| is_secret(value)).map(|(name, _)| name).collect()
}

/// The program and its arguments, which may be secret.
fn words(command: Option<&Value>) -> Result<Vec<Zeroizing<String>>, ConnectError> {
    let failed = |why: &str| Err(ConnectError::new(ConnectFailure::Command, format!("the `command` {why}")));
    let text = match command {
        Some(Value::Text(text)) => text.as_str(),
        Some(Value::Secret(secret)) => match secret.reveal() {
            Some(text) => text,
            None => return failed("refers to what the user was not asked for"),
        },
        _ => return failed("is missing"),
    };
    let Ok(words) = shell_words::split(text) else { return failed("has a quote that is not closed") };
    let words: Vec<Zeroizing<String>> = words.into_iter().map(Zeroizing::new).collect();
    if words.iter().any(|word| word.contains('\0')) {
        return failed("has a NUL character in it");
    }
    if words.first().is_none_or(|name| name.is_empty()) { failed("names no program") } else { Ok(words) }
}

/// Only the program's name is told: its arguments may be secret.
fn failed(name: &str, error: &io::Error) -> ConnectError {
    let name = super::text::quoted(name);
    let message = match error.kind() {
        io::ErrorKind::NotFound if name.contains('/') => format!("there is no program `{name}`"),
        io::ErrorKind::NotFound => {
            format!("there is no program `{name}` in PATH; give its whole path, or add its directory to PATH")
        }
        io::ErrorKind::PermissionDenied => format!("the program `{name}` may not be executed: {error}"),
        _ => format!("the program `{name}` could not be started: {error}"),
    };
    ConnectError::new(ConnectFailure::Command, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Result<Vec<String>, String> {
        let words = words(Some(&Value::Text(text.to_owned())));
        words
            .map(|words| words.iter().map(|word| word.to_string()).collect())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_command_is_split_as_a_shell_would_and_nothing_is_expanded() {
        let expected = ["mock", "--name", "R 1", "$HOME", "~", "*", "a;b"].map(str::to_owned).to_vec();
        assert_eq!(split("mock --name 'R 1' \"$HOME\" ~ * a\\;b"), Ok(expected));
    }

    #[test]
    fn what_is_no_command_is_told() {
        for (text, why) in [
            ("a 'b", "the `command` has a quote that is not closed"),
            ("", "the `command` names no program"),
            ("'' x", "the `command` names no program"),
            ("a\0b", "the `command` has a NUL character in it"),
        ] {
            assert_eq!(split(text), Err(why.to_owned()), "{text:?}");
        }
    }
}
