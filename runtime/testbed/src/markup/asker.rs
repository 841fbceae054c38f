//! Where markup gets its values from.

use zeroize::Zeroizing;

/// The world outside the testbed's files, as markup sees it.
pub trait Asker {
    /// `%ENV{name}`: the value of a variable, `None` if it is not set.
    fn environment(&self, name: &str) -> Option<String>;

    /// `%CLI{name}`: what follows `--name` or `-name` on the command line, `None` if that is not there.
    fn argument(&self, name: &str) -> Option<Argument>;

    /// `%ASK{}`: asks the user. It is called when all else in the testbed is in order, once for each place.
    ///
    /// # Errors
    /// Nobody can be asked, or the user refuses. It becomes a mistake at the place of the markup.
    fn ask(&self, question: &Question<'_>) -> Result<Answer, AskError>;
}

/// An argument of the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// It has no value; it stands for `true`.
    Flag,
    Value(String),
}

/// What the user is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question<'a> {
    /// What to show: the text in the markup, or `Enter value for testbed.custom.a`. Has no control
    /// characters.
    pub prompt: &'a str,
    /// Where the answer goes, as `devices.R1.credentials.default.password`.
    pub place: &'a str,
    /// The answer must not be seen while it is typed: it is part of credentials.
    pub hidden: bool,
}

/// What the user said.
#[derive(Clone)]
pub enum Answer {
    Given(Zeroizing<String>),
    /// Not asked now. The testbed can be looked at, but its secret is missing.
    Later,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct AskError(pub String);
