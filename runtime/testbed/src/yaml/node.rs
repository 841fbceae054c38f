//! The tree.

use std::rc::Rc;

use indexmap::IndexMap;
use zeroize::Zeroizing;

use crate::limits::{Budget, Spent};
use crate::secret::Origin;
use crate::source::Span;

/// A text of a file. Any of them may be a password, so all are wiped when the last copy is dropped.
pub(crate) type Text = Rc<Zeroizing<String>>;

/// A value and its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
    /// Why it must not be shown; `None` for what may.
    pub(crate) secret: Option<Origin>,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Text),
    List(Vec<Node>),
    Map(Map),
    /// The user is to be asked for it and was not, or what is wrong with it was told. It is whatever is expected.
    Unknown,
}

/// Entries in the order of the file, or of the files.
pub(crate) type Map = IndexMap<Rc<str>, Entry>;

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: Key,
    pub(crate) value: Node,
}

/// Where a key is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) span: Span,
}

impl Node {
    pub(crate) fn new(span: Span, kind: Kind) -> Node {
        Node { span, kind, secret: None }
    }

    pub(crate) fn text(span: Span, text: impl Into<String>) -> Node {
        Node::new(span, Kind::Text(Rc::new(Zeroizing::new(text.into()))))
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text.as_str()),
            _ => None,
        }
    }

    pub(crate) fn as_map(&self) -> Option<&Map> {
        match &self.kind {
            Kind::Map(map) => Some(map),
            _ => None,
        }
    }

    /// A scalar as a text; `None` for maps and lists.
    pub(crate) fn scalar(&self) -> Option<Zeroizing<String>> {
        let text = match &self.kind {
            Kind::Null => String::new(),
            Kind::Bool(value) => value.to_string(),
            Kind::Int(value) => value.to_string(),
            Kind::Float(value) => value.to_string(),
            Kind::Text(text) => return Some((**text).clone()),
            Kind::List(_) | Kind::Map(_) | Kind::Unknown => return None,
        };
        Some(Zeroizing::new(text))
    }

    /// What it is, in the words of a message.
    pub(crate) fn what(&self) -> &'static str {
        match self.kind {
            Kind::Null => "nothing",
            Kind::Bool(_) => "true or false",
            Kind::Int(_) | Kind::Float(_) => "a number",
            Kind::Text(_) => "a text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
            Kind::Unknown => "not known yet",
        }
    }

    /// How many levels it has: 1 for a scalar.
    pub(crate) fn depth(&self) -> usize {
        let deepest = match &self.kind {
            Kind::List(items) => items.iter().map(Node::depth).max(),
            Kind::Map(map) => map.values().map(|entry| entry.value.depth()).max(),
            _ => None,
        };
        1 + deepest.unwrap_or(0)
    }

    /// Takes what a copy of it costs.
    pub(crate) fn charge(&self, budget: &mut Budget) -> Result<(), Spent> {
        budget.value(self.as_text().map_or(0, str::len))?;
        match &self.kind {
            Kind::List(items) => items.iter().try_for_each(|item| item.charge(budget)),
            Kind::Map(map) => map.iter().try_for_each(|(key, entry)| {
                budget.take(key.len())?;
                entry.value.charge(budget)
            }),
            _ => Ok(()),
        }
    }
}
