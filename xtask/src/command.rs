//! Running other programs: every one can be shown as a line that a person can repeat.

use std::env;
use std::ffi::OsStr;
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};

/// The separator inside `CARGO_ENCODED_RUSTFLAGS`.
pub(crate) const FLAG_SEPARATOR: char = '\x1f';

/// The cargo that runs this xtask.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // What `cargo run` says of xtask itself must not leak into the builds that it starts.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs to the end, with the terminal.
///
/// # Errors
/// It cannot be started, or does not succeed; the error holds the line to repeat.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot run `{}`", show(command)))?;
    if !status.success() {
        bail!("failed ({status}): {}", show(command));
    }
    Ok(())
}

/// Runs to the end; what it wrote to stdout, as text. Its stderr goes to the terminal.
///
/// # Errors
/// It cannot be started, does not succeed, or writes something that is not UTF-8.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let shown = show(command);
    capture_unnamed(command).with_context(|| format!("failed: {shown}"))
}

/// The same, for a caller that names the command in its own way: the error holds the cause only.
///
/// # Errors
/// As [`capture`].
pub(crate) fn capture_unnamed(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        bail!("{}", output.status);
    }
    String::from_utf8(output.stdout).context("what it wrote is not UTF-8")
}

/// Whether it is there and succeeds. Says nothing.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The exit code that a shell would make of this. A status without one is a signal: 128.
pub(crate) fn code(status: ExitStatus) -> u8 {
    status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(128)
}

/// The command as a line for a POSIX shell, with the environment that it adds.
pub(crate) fn show(command: &Command) -> String {
    let mut words = Vec::new();
    for (name, value) in command.get_envs() {
        // A variable that is only taken away is none of the reader's business.
        let Some(value) = value else { continue };
        let (name, value) = (name.to_string_lossy(), value.to_string_lossy());
        if name == "CARGO_ENCODED_RUSTFLAGS" {
            words.push(format!("RUSTFLAGS={}", quote(&value.replace(FLAG_SEPARATOR, " "))));
        } else {
            words.push(format!("{name}={}", quote(&value)));
        }
    }
    let program = command.get_program();
    if Some(program) == env::var_os("CARGO").as_deref() {
        words.push("cargo".to_owned());
    } else {
        words.push(quote(&program.to_string_lossy()));
    }
    words.extend(command.get_args().map(OsStr::to_string_lossy).map(|word| quote(&word)));
    words.join(" ")
}

/// One word of a shell's line.
pub(crate) fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_=+:,./@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_command_can_be_pasted() {
        let mut command = Command::new("prog");
        command.args(["--plain", "two words", "it's", ""]).env("NAME", "a b").env_remove("GONE");
        assert_eq!(show(&command), r"NAME='a b' prog --plain 'two words' 'it'\''s' ''");
    }

    #[test]
    fn encoded_flags_are_shown_as_cargo_documents_them() {
        let mut command = Command::new("prog");
        command.env("CARGO_ENCODED_RUSTFLAGS", format!("-C{FLAG_SEPARATOR}strip=yes"));
        assert_eq!(show(&command), "RUSTFLAGS='-C strip=yes' prog");
    }

    #[test]
    fn a_failing_program_is_an_error_that_names_it() {
        let error = run(Command::new("false").arg("x")).unwrap_err();
        assert!(error.to_string().ends_with(": false x"), "{error}");
        assert!(!succeeds(&mut Command::new("false")));
        assert!(succeeds(&mut Command::new("true")));
        assert!(!succeeds(&mut Command::new("no-such-program-anywhere")));
    }
}
