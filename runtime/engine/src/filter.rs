//! `--task-uids`: which tasks run, as a logic expression over their ids (SPEC 6).
//!
//! `Or('one', 'thr.*')`, `And(...)`, `Not(...)`, nested; a text is a regular expression that must match the
//! whole taskid. A text alone is an expression as well.

use std::fmt;
use std::str::FromStr;

use regex::Regex;

/// How deep an expression may be nested.
const DEPTH: usize = 32;

/// Which tasks run.
#[derive(Clone, Debug)]
pub struct TaskFilter(Expression);

#[derive(Clone, Debug)]
enum Expression {
    Matches(Regex),
    And(Vec<Expression>),
    Or(Vec<Expression>),
    Not(Box<Expression>),
}

/// Why a text is no filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError {
    /// What was found or expected.
    what: String,
    /// The byte of the text where it went wrong.
    at: usize,
}

impl std::error::Error for FilterError {}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at character {}; write e.g. Or('task_one', 'bgp.*')", self.what, self.at + 1)
    }
}

impl TaskFilter {
    /// Whether a task of this id runs.
    pub fn matches(&self, taskid: &str) -> bool {
        self.0.matches(taskid)
    }
}

impl Expression {
    fn matches(&self, taskid: &str) -> bool {
        match self {
            Expression::Matches(pattern) => pattern.is_match(taskid),
            Expression::And(all) => all.iter().all(|e| e.matches(taskid)),
            Expression::Or(any) => any.iter().any(|e| e.matches(taskid)),
            Expression::Not(not) => !not.matches(taskid),
        }
    }
}

impl FromStr for TaskFilter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<TaskFilter, FilterError> {
        let mut parser = Parser { text, at: 0 };
        let expression = parser.expression(0)?;
        parser.skip_space();
        if parser.at < text.len() {
            return Err(parser.error("expected the end"));
        }
        Ok(TaskFilter(expression))
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn error(&self, what: impl Into<String>) -> FilterError {
        FilterError { what: what.into(), at: self.text[..self.at].chars().count() }
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn take(&mut self, token: &str) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// An operator: a taskid may begin like one.
    fn take_operator(&mut self, word: &str) -> bool {
        let found = self.rest().strip_prefix(word).is_some_and(|rest| rest.trim_start().starts_with('('));
        found && self.take(word)
    }

    fn expression(&mut self, depth: usize) -> Result<Expression, FilterError> {
        if depth > DEPTH {
            return Err(self.error(format!("nested more than {DEPTH} deep")));
        }
        self.skip_space();
        for (word, make) in [
            ("And", Expression::And as fn(Vec<Expression>) -> Expression),
            ("Or", Expression::Or),
            ("Not", |mut of| Expression::Not(Box::new(of.swap_remove(0)))),
        ] {
            if self.take_operator(word) {
                let arguments = self.arguments(depth + 1)?;
                if word == "Not" && arguments.len() != 1 {
                    return Err(self.error("Not takes one argument"));
                }
                return Ok(make(arguments));
            }
        }
        self.pattern()
    }

    fn arguments(&mut self, depth: usize) -> Result<Vec<Expression>, FilterError> {
        if !self.take("(") {
            return Err(self.error("expected `(`"));
        }
        let mut all = Vec::new();
        loop {
            all.push(self.expression(depth)?);
            let comma = self.take(",");
            if self.take(")") {
                return Ok(all);
            }
            if !comma {
                return Err(self.error("expected `,` or `)`"));
            }
        }
    }

    /// A quoted text, or one without quotes up to the next `,` or `)`.
    fn pattern(&mut self) -> Result<Expression, FilterError> {
        let start = self.at;
        let quote = self.rest().chars().next().filter(|c| matches!(c, '\'' | '"'));
        let text = match quote {
            Some(quote) => {
                let inside = &self.text[self.at + 1..];
                let end = inside.find(quote).ok_or_else(|| self.error("a text that does not end"))?;
                self.at += end + 2;
                &inside[..end]
            }
            None => {
                let end = self.rest().find([',', '(', ')', '\'', '"']).unwrap_or(self.rest().len());
                self.at += end;
                self.text[start..self.at].trim()
            }
        };
        if text.is_empty() && quote.is_none() {
            return Err(self.error("expected a taskid's pattern, And, Or or Not"));
        }
        let pattern = Regex::new(&format!("^(?:{text})$")).map_err(|error| FilterError {
            what: format!("`{text}` is no regular expression ({})", last_line(&error.to_string())),
            at: start,
        })?;
        Ok(Expression::Matches(pattern))
    }
}

fn last_line(text: &str) -> &str {
    text.lines().last().unwrap_or(text).trim_start_matches("error: ")
}

#[cfg(test)]
mod tests {
    use super::TaskFilter;
    use proptest::prelude::*;

    fn selected(filter: &str) -> Vec<&'static str> {
        let filter: TaskFilter = filter.parse().unwrap();
        ["one", "two", "three", "thrice"].into_iter().filter(|id| filter.matches(id)).collect()
    }

    #[test]
    fn logic_over_patterns_selects_tasks() {
        assert_eq!(selected("Or('one','thr.*')"), ["one", "three", "thrice"]);
        assert_eq!(selected("And('thr.*', Not(\"three\"))"), ["thrice"]);
        assert_eq!(selected("Not(Or(one, two))"), ["three", "thrice"]);
        assert_eq!(selected("two"), ["two"]);
        assert!("Order".parse::<TaskFilter>().unwrap().matches("Order"));
        assert!("Or ( Notify, 'x')".parse::<TaskFilter>().unwrap().matches("Notify"));
        assert_eq!(selected("'t'"), [""; 0]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        for (text, expected) in [
            ("Or('one'", "expected `,` or `)` at character 9"),
            ("Or('one", "a text that does not end at character 4"),
            ("", "expected a taskid's pattern"),
            ("Not('a','b')", "Not takes one argument"),
            ("('a')", "expected a taskid's pattern"),
            ("Or('a') x", "expected the end at character 9"),
            ("'['", "no regular expression"),
        ] {
            let error = text.parse::<TaskFilter>().unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
        assert!("Not(".repeat(100).parse::<TaskFilter>().unwrap_err().to_string().contains("32 deep"));
    }

    proptest! {
        #[test]
        fn any_text_is_a_filter_or_refused(text in "[AndOrNt(),'\\[a ]{0,30}") {
            if let Ok(filter) = text.parse::<TaskFilter>() {
                filter.matches("one");
            }
        }
    }
}
