//! What a caller wants of an exchange, checked and ready for use. Patterns and texts are guests'.

use std::time::Duration;

use easypy_contract::testbed::{Error, Exchange};
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};

/// The longest pattern, in bytes.
const PATTERN_BYTES: usize = 4096;
/// Patterns in a list.
const PATTERNS: usize = 32;
/// What a pattern may take when it is compiled, in bytes.
const COMPILED_BYTES: usize = 64 * 1024;
/// The longest command, line of configuration, or answer, in bytes.
const COMMAND_BYTES: usize = 16 * 1024;

/// How an exchange is to go.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) timeout: Option<Duration>,
    pub(crate) raise: bool,
    /// Instead of the platform's.
    pub(crate) errors: Option<RegexSet>,
    pub(crate) replies: Vec<Reply>,
    pub(crate) limit: Option<u64>,
}

/// What to answer when the device asks.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) pattern: Regex,
    pub(crate) answer: String,
    pub(crate) raw: bool,
    pub(crate) again: bool,
}

impl Asked {
    pub(crate) fn of(exchange: &Exchange) -> Result<Asked, Error> {
        let errors = exchange.errors.as_deref().map(|errors| set("errors", errors)).transpose()?;
        too_many("replies", exchange.replies.len())?;
        let mut replies = Vec::new();
        for (n, reply) in exchange.replies.iter().enumerate() {
            let name = format!("replies[{n}].pattern");
            pattern(&name, &reply.pattern)?;
            let at_end = format!(r"(?:{})\s*\z", reply.pattern);
            let pattern = RegexBuilder::new(&at_end).size_limit(COMPILED_BYTES).build();
            let pattern = pattern.map_err(|error| invalid(&name, last_line(&error.to_string())))?;
            answer(&format!("replies[{n}].answer"), &reply.answer, reply.raw)?;
            replies.push(Reply { pattern, answer: reply.answer.clone(), raw: reply.raw, again: reply.again });
        }
        Ok(Asked {
            timeout: exchange.timeout,
            raise: exchange.raise,
            errors,
            replies,
            limit: exchange.output_limit,
        })
    }
}

/// A command must be one: a line end in it would make it two, and other control characters act while it is typed.
pub(crate) fn check_command(name: &str, command: &str) -> Result<(), Error> {
    if command.len() > COMMAND_BYTES {
        return Err(invalid(name, &format!("longer than {COMMAND_BYTES} bytes")));
    }
    match command.chars().find(|c| c.is_control()) {
        Some(c) => Err(invalid(
            name,
            &format!("it has the control character `{}` in it; a command is one line", c.escape_default()),
        )),
        None => Ok(()),
    }
}

/// An answer is a line as well, or one key.
fn answer(name: &str, text: &str, raw: bool) -> Result<(), Error> {
    if raw && text.chars().count() == 1 { Ok(()) } else { check_command(name, text) }
}

/// The patterns of `expect`.
pub(crate) fn patterns(texts: &[String]) -> Result<Vec<Regex>, Error> {
    if texts.is_empty() {
        return Err(Error::InvalidArgument("patterns: there is none".to_owned()));
    }
    too_many("patterns", texts.len())?;
    texts.iter().enumerate().map(|(n, text)| pattern(&format!("patterns[{n}]"), text)).collect()
}

fn pattern(name: &str, text: &str) -> Result<Regex, Error> {
    if text.len() > PATTERN_BYTES {
        return Err(invalid(name, &format!("longer than {PATTERN_BYTES} bytes")));
    }
    RegexBuilder::new(text)
        .size_limit(COMPILED_BYTES)
        .build()
        .map_err(|error| invalid(name, last_line(&error.to_string())))
}

fn set(name: &str, texts: &[String]) -> Result<RegexSet, Error> {
    too_many(name, texts.len())?;
    for (n, text) in texts.iter().enumerate() {
        pattern(&format!("{name}[{n}]"), text)?;
    }
    let set = RegexSetBuilder::new(texts).size_limit(COMPILED_BYTES).build();
    set.map_err(|_| invalid(name, "the patterns are too large together"))
}

fn too_many(name: &str, count: usize) -> Result<(), Error> {
    if count > PATTERNS {
        Err(invalid(name, &format!("{count} of them; at most {PATTERNS}")))
    } else {
        Ok(())
    }
}

fn invalid(name: &str, why: &str) -> Error {
    Error::InvalidArgument(format!("{name}: {why}"))
}

/// The crate shows the pattern with a mark under the place, over several lines.
fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or_default().trim_start_matches("error: ")
}

#[cfg(test)]
mod tests {
    use easypy_contract::testbed::ReplyTo;

    use super::*;

    fn exchange() -> Exchange {
        Exchange { timeout: None, raise: true, errors: None, replies: Vec::new(), output_limit: None }
    }

    fn refused<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
        match result.unwrap_err() {
            Error::InvalidArgument(text) => text,
            other => panic!("{other:?}"),
        }
    }

    fn reply(pattern: &str, answer: &str, raw: bool) -> Exchange {
        let reply = ReplyTo { pattern: pattern.to_owned(), answer: answer.to_owned(), raw, again: false };
        Exchange { replies: vec![reply], ..exchange() }
    }

    #[test]
    fn a_bad_pattern_is_refused_by_its_name() {
        let errors = Exchange { errors: Some(vec!["ok".to_owned(), "(".to_owned()]), ..exchange() };
        assert_eq!(refused(Asked::of(&errors)), "errors[1]: unclosed group");
        assert!(refused(Asked::of(&reply("a{1000}{1000}", "y", false))).starts_with("replies[0].pattern: "));
        assert!(refused(Asked::of(&reply("a)(b", "y", false))).starts_with("replies[0].pattern: "));
        assert!(refused(patterns(&[])).contains("none"));
        let long = "x".repeat(PATTERN_BYTES + 1);
        assert!(refused(patterns(&[long])).contains("patterns[0]: longer than"));
        assert!(refused(patterns(&vec!["x".to_owned(); PATTERNS + 1])).contains("at most"));
    }

    #[test]
    fn a_command_is_one_line_and_so_is_an_answer() {
        assert!(check_command("command", "show run | include ^#").is_ok());
        for bad in ["a\nb", "a\r", "\u{3}", "a\tb", "\u{85}"] {
            assert!(refused(check_command("command", bad)).contains("control character"), "{bad:?}");
        }
        assert!(Asked::of(&reply("x", "y\rreload", true)).is_err());
        assert!(Asked::of(&reply("x", "\r", false)).is_err());
        assert!(Asked::of(&reply("x", "\r", true)).is_ok());
    }
}
