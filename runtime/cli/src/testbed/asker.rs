//! Where the markup of testbed files gets its values from.

use std::io::{self, BufRead as _, IsTerminal as _};

use console::Term;
use easypy_testbed::{Answer, Argument, AskError, Asker, Question};

/// For a file that is only looked at: the environment as it is, and no answers.
pub(super) struct NobodyAsked;

impl Asker for NobodyAsked {
    fn environment(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn argument(&self, _: &str) -> Option<Argument> {
        None
    }

    fn ask(&self, _: &Question<'_>) -> Result<Answer, AskError> {
        Ok(Answer::Later)
    }
}

/// For a run: the environment, the job's own arguments, and whoever sits there.
pub(super) struct UserAsked {
    pub(super) arguments: Vec<String>,
}

impl Asker for UserAsked {
    fn environment(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn argument(&self, name: &str) -> Option<Argument> {
        argument(&self.arguments, name)
    }

    fn ask(&self, question: &Question<'_>) -> Result<Answer, AskError> {
        let answer = if io::stdin().is_terminal() { at_terminal(question) } else { from_input() };
        answer.map(|text| Answer::Given(text.into())).map_err(|error| {
            AskError(match error.kind() {
                io::ErrorKind::UnexpectedEof => "standard input has no more lines to answer it".to_owned(),
                _ => format!("no answer could be read: {error}"),
            })
        })
    }
}

fn at_terminal(question: &Question<'_>) -> io::Result<String> {
    // Standard output may be a file.
    let terminal = Term::stderr();
    terminal.write_str(&format!("{}: ", question.prompt))?;
    if question.hidden { terminal.read_secure_line() } else { terminal.read_line() }
}

fn from_input() -> io::Result<String> {
    let mut line = String::new();
    if io::stdin().lock().read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    if line.ends_with('\n') {
        line.pop();
        if line.ends_with('\r') {
            line.pop();
        }
    }
    Ok(line)
}

/// What stands behind `--name`, `-name`, `--name=…`; the first one counts.
fn argument(arguments: &[String], name: &str) -> Option<Argument> {
    let mut arguments = arguments.iter().peekable();
    while let Some(argument) = arguments.next() {
        let Some(found) = argument.strip_prefix("--").or_else(|| argument.strip_prefix('-')) else {
            continue;
        };
        match found.split_once('=') {
            Some((found, value)) if found == name => return Some(Argument::Value(value.to_owned())),
            None if found == name => {
                let value = arguments.next_if(|next| !next.starts_with('-') || next.as_str() == "-");
                return Some(value.map_or(Argument::Flag, |value| Argument::Value(value.clone())));
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_found_with_and_without_values() {
        let arguments: Vec<String> =
            ["--site", "lab-2", "-fast", "--port=23", "rest", "--last"].map(str::to_owned).into();
        let value = |text: &str| Some(Argument::Value(text.to_owned()));
        assert_eq!(argument(&arguments, "site"), value("lab-2"));
        assert_eq!(argument(&arguments, "fast"), Some(Argument::Flag));
        assert_eq!(argument(&arguments, "port"), value("23"));
        assert_eq!(argument(&arguments, "last"), Some(Argument::Flag));
        assert_eq!(argument(&arguments, "rest"), None);
        assert_eq!(argument(&arguments, "po"), None);
    }
}
