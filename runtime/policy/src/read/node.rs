//! A tree of values.

use std::ops::Range;

/// Where something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// Bytes of a file.
    Range(Range<usize>),
    /// Keys and numbers from the root: `devices[0].allow[1]`.
    Path(String),
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) at: At,
    pub(crate) value: Value,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Table(Vec<Entry>),
    List(Vec<Node>),
    Text(String),
    Whole(i64),
    Bool(bool),
    /// What no policy holds, with its article: `a date`.
    Other(&'static str),
}

/// A key and its value. JSON may hold a key twice.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) at: At,
    pub(crate) node: Node,
}

impl Node {
    /// What it is, with its article.
    pub(crate) fn what(&self) -> &'static str {
        match &self.value {
            Value::Table(_) => "a table",
            Value::List(_) => "a list",
            Value::Text(_) => "a text",
            Value::Whole(_) => "a number",
            Value::Bool(_) => "true or false",
            Value::Other(what) => what,
        }
    }
}
