//! A map whose keys are known.

use std::collections::HashSet;
use std::rc::Rc;

use super::value::{value, values};
use super::{wrong_kind, wrong_kind_but};
use crate::finding::{Findings, Mistake, nearest};
use crate::limits;
use crate::model::{self, NameError};
use crate::secret::Origin;
use crate::yaml::{Entry, Kind, Map, Node};

/// The keys of a map, taken one after the other.
pub(super) struct Fields<'a> {
    node: &'a Node,
    map: &'a Map,
    /// What the map is, in the words of a message.
    what: String,
    taken: HashSet<&'static str>,
    /// Unknown keys are mistakes, and were told.
    closed: bool,
}

impl<'a> Fields<'a> {
    /// `None`, and told, if the node is no map.
    pub(super) fn of(node: &'a Node, what: impl Into<String>, findings: &mut Findings) -> Option<Fields<'a>> {
        let what = what.into();
        match &node.kind {
            Kind::Map(map) => Some(Fields { node, map, what, taken: HashSet::new(), closed: false }),
            _ => {
                wrong_kind(node, &what, "a map", findings);
                None
            }
        }
    }

    /// Keys that are not among these are mistakes.
    pub(super) fn closed(&mut self, known: &[&str], findings: &mut Findings) {
        self.closed = true;
        for (name, entry) in self.map {
            if !known.contains(&name.as_ref()) {
                findings.error(self.unknown(name, entry, known));
            }
        }
    }

    /// Keys that are nearly one of these, where any are allowed.
    pub(super) fn slips(&self, known: &[&str], findings: &mut Findings) {
        for (name, entry) in self.map {
            let meant =
                if known.contains(&name.as_ref()) { None } else { nearest(name, known.iter().copied()) };
            if let Some(meant) = meant
                && !self.map.contains_key(meant)
            {
                let name = Mistake::quoted(name);
                findings.warning(
                    Mistake::at(
                        entry.key.span,
                        format!("{} takes any key, but `{name}` means nothing to it", self.what),
                    )
                    .label("kept, and not used")
                    .meant(Some(meant)),
                );
            }
        }
    }

    fn unknown(&self, name: &Rc<str>, entry: &Entry, known: &[&str]) -> Mistake {
        let mistake =
            Mistake::at(entry.key.span, format!("`{}` is no key of {}", Mistake::quoted(name), self.what))
                .label("unknown key");
        match nearest(name, known.iter().copied()) {
            Some(meant) => mistake.meant(Some(meant)),
            None if known.len() <= limits::FILE_CHAIN => mistake.help(format!(
                "there are {}",
                known.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
            )),
            None => mistake,
        }
    }

    /// The value of a key that is not looked at any further here.
    pub(super) fn take(&mut self, key: &'static str) -> Option<&'a Node> {
        self.taken.insert(key);
        self.peek(key)
    }

    /// As [`Fields::take`]; the value stays in [`Fields::rest`] as well.
    pub(super) fn peek(&self, key: &str) -> Option<&'a Node> {
        self.map.get(key).map(|entry| &entry.value)
    }

    /// A key that has to be there.
    pub(super) fn required(&mut self, key: &'static str, findings: &mut Findings) -> Option<&'a Node> {
        let found = self.take(key);
        if found.is_none() {
            let near = self.map.iter().find(|(name, _)| nearest(name, [key]).is_some());
            // A slip was told, with what was meant.
            if near.is_none() || !self.closed {
                let at = near.map_or(self.head(), |(_, entry)| entry.key.span);
                findings.error(
                    Mistake::at(at, format!("{} has no `{key}`", self.what))
                        .label(format!("`{key}` is needed")),
                );
            }
        }
        found
    }

    /// The first key of the map: a mark under all of it would say little.
    fn head(&self) -> crate::source::Span {
        self.map
            .first()
            .filter(|(_, entry)| entry.key.span.source == self.node.span.source)
            .map_or(self.node.span, |(_, entry)| entry.key.span)
    }

    pub(super) fn text(&mut self, key: &'static str, findings: &mut Findings) -> Option<String> {
        let node = self.take(key)?;
        text(node, &format!("`{key}`"), findings)
    }

    /// Checks that a value is a text, and leaves it in [`Fields::rest`].
    pub(super) fn peek_text(&self, key: &str, findings: &mut Findings) {
        if let Some(node) = self.peek(key) {
            text(node, &format!("`{key}`"), findings);
        }
    }

    pub(super) fn name<T>(
        &mut self,
        key: &'static str,
        make: impl FnOnce(&str) -> Result<T, NameError>,
        findings: &mut Findings,
    ) -> Option<T> {
        let node = self.take(key)?;
        let text = text(node, &format!("`{key}`"), findings)?;
        make(&text).map_err(|error| not_a_name(node.span, &text, error, findings)).ok()
    }

    /// A map with any keys and values; empty if it is not there.
    pub(super) fn open_map(&mut self, key: &'static str, findings: &mut Findings) -> model::Map {
        match self.take(key) {
            None => model::Map::new(),
            Some(node) => match &node.kind {
                Kind::Map(map) => values(map),
                _ => {
                    wrong_kind(node, &format!("`{key}`"), "a map", findings);
                    model::Map::new()
                }
            },
        }
    }

    /// All keys that were not taken.
    pub(super) fn rest(self) -> model::Map {
        let left = self.map.iter().filter(|(name, _)| !self.taken.contains(name.as_ref()));
        left.map(|(name, entry)| (name.to_string(), value(&entry.value))).collect()
    }
}

/// A text that may be shown. `None` if it is not one, which was told, or if the user was not asked yet.
pub(super) fn text(node: &Node, what: &str, findings: &mut Findings) -> Option<String> {
    match &node.kind {
        Kind::Unknown => None,
        Kind::Text(_) if node.secret == Some(Origin::Credential) => {
            findings.error(
                Mistake::at(node.span, format!("{what} would show a secret of credentials"))
                    .label("only credentials, commands, and `custom` may refer to one"),
            );
            None
        }
        Kind::Text(text) => Some(text.to_string()),
        Kind::Bool(_) | Kind::Int(_) | Kind::Float(_) => {
            wrong_kind_but(node, what, "a text", Some("in quotes it is a text"), findings);
            None
        }
        _ => {
            wrong_kind(node, what, "a text", findings);
            None
        }
    }
}

/// Tells that a text is no name.
pub(super) fn not_a_name(span: crate::source::Span, text: &str, error: NameError, findings: &mut Findings) {
    findings.error(
        Mistake::at(span, format!("`{}` cannot be a name", Mistake::quoted(text))).label(error.to_string()),
    );
}
